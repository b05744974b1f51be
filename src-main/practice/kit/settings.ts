/** Tables of settings and names of settings, as questions show them. */
import type { GivenTable } from '../../contract/practice/question.ts'
import { formatDuration, formatSeconds } from '../../contract/texts/format.ts'
import { inBoth, type Phrase } from '../../contract/texts/language.ts'
import { stateLabel, type LabelKind } from '../../contract/texts/states.ts'

export type SettingRow = readonly [setting: Phrase, value: string | number | Phrase]

/** Two columns: what is set, and to what. */
export const settingsTable = (rows: readonly SettingRow[], title: Phrase = ['Settings', '설정']): GivenTable => ({
  title,
  head: [
    ['Setting', '설정'],
    ['Value', '값'],
  ],
  rows,
})

/** The name of a state, setting or reason in both languages. */
export const label = (kind: LabelKind, word: string): Phrase => inBoth((language) => stateLabel(kind, word, language))

/** Milliseconds in seconds whatever the size, as the facts count: `360 s`. */
export const secondsOf = (ms: number): Phrase => inBoth((language) => formatSeconds(ms, language))

/** Milliseconds in the unit that fits: `2 min 30 s`. */
export const durationOf = (ms: number): Phrase => inBoth((language) => formatDuration(ms, language))
