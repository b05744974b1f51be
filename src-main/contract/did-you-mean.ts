import type { Phrase } from './texts/language.ts'

/** Nobody mistypes a word of that length. */
const CHARACTERS_MAX = 100

/** The word of `known` that was probably meant, or null when none is near. Case and punctuation weigh little. */
export function didYouMean(word: string, known: Iterable<string>): string | null {
  if (word.length > CHARACTERS_MAX) return null
  const wanted = plain(word)
  if (wanted === '') return null
  // Of two characters, one is no likeness.
  const budget = wanted.length <= 2 ? 0 : Math.floor(wanted.length / 3)
  let best: string | null = null
  let bestDistance = budget + 1
  for (const candidate of known) {
    if (candidate === word) continue
    const other = plain(candidate)
    if (Math.abs(other.length - wanted.length) >= bestDistance && !other.startsWith(wanted)) continue
    const distance = distanceOf(wanted, other, budget)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** ` (did you mean "x"?)`, or an empty text. */
export function hintFor(word: string, known: Iterable<string>): string {
  return hintPhrase(word, known)[0]
}

/** The same in both languages. */
export function hintPhrase(word: string, known: Iterable<string>): Phrase {
  const meant = didYouMean(word, known)
  return meant === null ? ['', ''] : [` (did you mean "${meant}"?)`, ` (혹시 "${meant}"입니까?)`]
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_ .]/g, '')

/** Edits (insert, delete, replace, swap of neighbours) between two words; a whole-word beginning counts as one. */
function distanceOf(a: string, b: string, budget: number): number {
  if (a.length >= 4 && b.startsWith(a)) return 1
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      next.push(cost)
      if (cost < least) least = cost
    }
    if (least > budget) return budget + 1
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
