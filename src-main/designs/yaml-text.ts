/** How values are written into a lab file: as labs in `resources` are, in one line where it is short enough. */
import type { Json } from '../contract/events.ts'
import { flowText, scalarText } from '../contract/lab/flow-text.ts'
import { isMap } from './plain.ts'

const LINE_MAX = 110

/** Lists of entries have a line for each. */
const isNamedList = (value: Json): value is readonly Json[] =>
  Array.isArray(value) && value.length > 0 && (value as readonly unknown[]).every((entry) => isMap(entry) && 'name' in entry)

/**
 * What stands after a key or dash whose own block stands at `column`: ` text` in its line, or lines of their own further in. `beside`: the first
 * key may stand beside the dash.
 */
export function blockText(value: Json, column: number, end: string, beside = false): string {
  const flow = flowText(value)
  if (isNamedList(value) && !beside) {
    const dash = `${end}${' '.repeat(column + 2)}-`
    return value.map((entry) => `${dash}${blockText(entry, column + 2, end, true)}`).join('')
  }
  if (!isMap(value) || flow.length + column <= LINE_MAX || Object.keys(value).length === 0) return ` ${flow}`
  const inner = ' '.repeat(column + 2)
  const lines = Object.entries(value as { readonly [key: string]: Json }).map(([key, own]) => `${scalarText(key)}:${blockText(own, column + 2, end)}`)
  return beside ? ` ${lines.join(`${end}${inner}`)}` : `${end}${inner}${lines.join(`${end}${inner}`)}`
}
