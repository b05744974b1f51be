/** How the practice writes letters, times, numbers and names. */
import type { AttemptItem } from '../../../src-main/contract/practice/attempt.ts'
import { formatNumber } from '../../../src-main/contract/texts/format.ts'
import type { Phrase } from '../../../src-main/contract/texts/language.ts'

/** A, B, C … */
export const letterOf = (place: number): string => String.fromCharCode(65 + place)

/** `41:12`, or `1:02:05`. */
export function countdown(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${two(seconds % 60)}` : `${String(minutes)}:${two(seconds % 60)}`
}

/** A number as a person types it, with a comma or a point; a comma between groups of three groups them. Null: none. */
export function numberTyped(text: string): number | null {
  const plain = text.trim().replace(/\s/g, '')
  const grouped = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain.replace(',', '.')
  return /^-?(\d+(\.\d*)?|\.\d+)$/.test(grouped) ? Number(grouped) : null
}

export const numberText = (value: number): string => formatNumber(value, 4)

export const percentOf = ({ right, of }: { readonly right: number; readonly of: number }): number => (of === 0 ? 0 : Math.round((100 * right) / of))

/** A cell of a table: a text in both languages is a pair. */
export const isPhrase = (cell: string | number | Phrase): cell is Phrase => typeof cell === 'object'

/** The family or fact question that an item is of: what `practice.begin` takes as `only`. */
export const keyOf = ({ question }: AttemptItem): string => (question.family === 'bank' ? question.id : question.family)

export type Mark = 'right' | 'wrong' | 'unanswered'
/** What became of an item that was told; null: not told. */
export function markOf({ response, solution }: AttemptItem): Mark | null {
  if (solution === null) return null
  return solution.isRight ? 'right' : response === null ? 'unanswered' : 'wrong'
}
