/**
 * Names of states, settings and reasons in both languages, as the vSphere Client shows them.
 * `stateLabel` is the one way in; a word without an entry is shown in plain words, never as an error.
 */
import { pick, plainWords, type Language } from './language.ts'
import { stateWords, type Labels } from './state-words.ts'

export { formatBytes, formatDuration, formatMHz, formatMiB, formatNumber, formatPercent, formatSeconds, formatTime } from './format.ts'
export type { Language } from './language.ts'

export type LabelKind = keyof typeof stateWords

/** Name of a state, setting or reason; null is shown as a dash, a word that is not in the table in plain words. */
export function stateLabel(kind: LabelKind, word: string | null | undefined, language: Language): string {
  if (word === null || word === undefined || word === '') return '–'
  const table: Labels = stateWords[kind]
  const phrase = Object.hasOwn(table, word) ? table[word] : undefined
  return phrase === undefined ? plainWords(word) : pick(phrase, language)
}

/** The words that a kind has names for. */
export function labelWords(kind: LabelKind): readonly string[] {
  return Object.keys(stateWords[kind])
}

/** The table that has all of these words; null where none has. */
export function kindOfWords(words: readonly string[]): LabelKind | null {
  return (Object.keys(stateWords) as LabelKind[]).find((kind) => words.every((word) => Object.hasOwn(stateWords[kind], word))) ?? null
}
