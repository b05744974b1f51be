/** Two events side by side: their fields, and which of them differ. Pure. */
import { plainValue } from '../../../src-main/contract/texts/fields.ts'
import type { Language } from '../../../src-main/contract/texts/language.ts'
import { eventFields, type LabEvent } from '../../../src-main/contract/events.ts'

export interface DifferenceRow {
  readonly field: string
  readonly recorded: string
  readonly now: string
  readonly differs: boolean
}

/** The payload in the order of the log, without the reasons: those are in the Why tab. */
export function differenceRows(recorded: LabEvent | null, now: LabEvent | null, language: Language): DifferenceRow[] {
  const fields = new Set<string>()
  for (const event of [recorded, now]) if (event !== null) for (const field of eventFields[event.type] ?? []) fields.add(field)
  const text = (value: unknown): string => plainValue(value, language) || '–'
  // A field that is not there, or an empty list, is no other than one that says nothing.
  const said = (value: unknown): string => (plainValue(value, language) === '' ? '' : JSON.stringify(value))
  return [...fields].map((field) => {
    const [was, is] = [recorded?.[field], now?.[field]]
    return {
      field,
      recorded: recorded === null ? '' : text(was),
      now: now === null ? '' : text(is),
      differs: said(was) !== said(is),
    }
  })
}
