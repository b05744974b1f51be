/** Fuzzy search: the letters of each word of the search in order, best where they begin words or stand together. Pure. */

const startOfWord = 8
const together = 5
const startOfText = 12
const gapMax = 6

function scoreWord(word: string, text: string): number | null {
  const whole = text.indexOf(word)
  if (whole >= 0) {
    const begins = whole === 0 ? startOfText : /[\s·./_-]/.test(text[whole - 1] ?? '') ? startOfWord : 0
    return word.length * (together + 1) + begins
  }
  let score = 0
  let at = -1
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1)
    if (next < 0) return null
    score += 1
    if (next === at + 1 && at >= 0) score += together
    else if (next === 0 || /[\s·./_-]/.test(text[next - 1] ?? '')) score += startOfWord
    else if (at >= 0) score -= Math.min(gapMax, next - at)
    at = next
  }
  // Letters strewn over a long text are no match that anybody meant.
  return score > 0 ? score : null
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
