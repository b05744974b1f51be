/** Fuzzy search: the letters of each word of the search in order, best where they begin words or stand together. Pure. */

const startOfWord = 8
const together = 5
const startOfText = 12
const gapMax = 3
const each = 2

const wordBreak = /[\s·./_-]/
const isBreak = (letter: string | undefined): boolean => letter === undefined || wordBreak.test(letter)

/** Where a letter may stand that follows one at `at`: next in the same word, or at the next beginning of a word. */
function placesAfter(letter: string, text: string, at: number): readonly number[] {
  const places: number[] = []
  let isSameWord = true
  for (let next = text.indexOf(letter, at + 1); next >= 0; next = text.indexOf(letter, next + 1)) {
    isSameWord &&= !wordBreak.test(text.slice(at + 1, next + 1))
    if (isSameWord && places.length > 0) continue
    if (isSameWord || isBreak(text[next - 1])) places.push(next)
    if (!isSameWord && places.length > 0 && isBreak(text[next - 1])) break
  }
  return places
}

/**
 * The letters of a word one after the other, the first at `start`, a beginning of a word, each in the word of the one before it or at the beginning of
 * another: strewn over a long text they are no match that anybody meant. Null where they are not all there.
 */
function scoreFrom(word: string, text: string, start: number, known = new Map<string, number | null>()): number | null {
  const [letter = '', ...rest] = word
  const own = each + (isBreak(text[start - 1]) ? startOfWord : 0)
  if (rest.length === 0) return text[start] === letter ? own : null
  const key = `${String(word.length)} ${String(start)}`
  const found = known.get(key)
  if (found !== undefined) return found
  let best: number | null = null
  for (const next of placesAfter(rest[0] ?? '', text, start)) {
    const score = scoreFrom(rest.join(''), text, next, known)
    if (score === null) continue
    const gap = isBreak(text[next - 1]) ? 0 : next === start + 1 ? together : -Math.min(gapMax, next - start)
    best = Math.max(best ?? -Infinity, own + gap + score)
  }
  known.set(key, best)
  return best
}

function scoreWord(word: string, text: string): number | null {
  const whole = text.indexOf(word)
  if (whole >= 0) return word.length * (together + each) + (whole === 0 ? startOfText : isBreak(text[whole - 1]) ? startOfWord : 0)
  let best: number | null = null
  const first = word[0] ?? ''
  for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, start + 1)) {
    const score = isBreak(text[start - 1]) ? scoreFrom(word, text, start) : null
    if (score !== null) best = Math.max(best ?? score, score)
  }
  return best !== null && best > 0 ? best : null
}

/** How well a text answers a search; null: not at all. Texts that are equal otherwise: the shorter first. */
export function fuzzyScore(search: string, text: string): number | null {
  const lower = text.toLowerCase()
  let sum = 0
  for (const word of search.toLowerCase().split(/\s+/)) {
    if (word === '') continue
    const score = scoreWord(word, lower)
    if (score === null) return null
    sum += score
  }
  return sum - lower.length / 100
}

/** Indices of the best answers, best first; without a search the first ones as they are. */
export function fuzzyBest(search: string, texts: readonly string[], max: number): number[] {
  if (search.trim() === '') return texts.slice(0, max).map((_, at) => at)
  const found: { at: number; score: number }[] = []
  texts.forEach((text, at) => {
    const score = fuzzyScore(search, text)
    if (score !== null) found.push({ at, score })
  })
  return found
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, max)
    .map(({ at }) => at)
}
