/** How quantities read in the choices and explanations of questions; what `contract/texts/format` has is taken from there. */
import { formatNumber, withUnit } from '../../contract/texts/format.ts'
import type { Phrase } from '../../contract/texts/language.ts'

/** A number and its unit: Korean writes the unit directly after it. */
export const measured = (value: number, unit: string, koreanUnit = unit, digits = 0): Phrase => [
  withUnit(formatNumber(value, digits), unit, 'en'),
  withUnit(formatNumber(value, digits), koreanUnit, 'ko'),
]

/** Seconds with so many decimals, whatever the size. */
export const inSeconds = (seconds: number, digits = 1): Phrase => measured(seconds, 's', '초', digits)

/** A table cell: yes or no. */
export const yesOrNo = (is: boolean): Phrase => (is ? ['Yes', '예'] : ['No', '아니요'])
