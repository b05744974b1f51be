/** Fuzzy search: the letters of each word of the search in order, best where they begin words or stand together. Pure. */

const startOfWord = 8
const together = 5
const startOfText = 12
const gapMax = 3
const each = 2

const isBreak = (letter: string | undefined): boolean => letter === undefined || /[\s·./_-]/.test(letter)

/** The letters of a word one after the other, the first at `start`; null where they are not all there. */
function scoreFrom(word: string, text: string, start: number): number | null {
  let score = 0
  let at = start - 1
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1)
    if (next < 0) return null
    score += each
    if (isBreak(text[next - 1])) score += startOfWord
    else if (next === at + 1 && next > start) score += together
    else if (next > start) score -= Math.min(gapMax, next - at)
    at = next
  }
  return score
}

function scoreWord(word: string, text: string): number | null {
  const whole = text.indexOf(word)
  if (whole >= 0) return word.length * (together + each) + (whole === 0 ? startOfText : isBreak(text[whole - 1]) ? startOfWord : 0)
  let best: number | null = null
  const first = word[0] ?? ''
  for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, start + 1)) {
    const score = scoreFrom(word, text, start)
    if (score === null) break
    best = Math.max(best ?? score, score)
  }
  // Letters strewn over a long text are no match that anybody meant.
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
