/** What a cell may hold, and what it means: exports write numbers, dates and truths in several ways. */

/** As a workbook has it, or text of a CSV file; null: empty. */
export type Cell = string | number | boolean | null

export function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return ''
  return typeof cell === 'boolean' ? (cell ? 'True' : 'False') : String(cell).trim()
}

/** A group of three digits after a comma, blank or apostrophe is a thousand; after a dot only where there are more of them, or commas are decimal. */
const THOUSANDS = /^[-+]?(?!0[,'\u2019 \u00a0\u202f])\d{1,3}([,'\u2019 \u00a0\u202f]\d{3})+(\.\d+)?$/
const DOTTED_THOUSANDS = /^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$/
const DECIMAL_COMMA = /^[-+]?\d+,\d+$/
const PLAIN = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i

/** null: no number. `16,384`, `1.234,5` and `0,25` are numbers, and so is `3%`. */
export function numberOf(cell: Cell | undefined, commasAreDecimal = false): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null
  const text = textOf(cell).replace(/\s*%$/, '')
  if (PLAIN.test(text) && !(commasAreDecimal && DOTTED_THOUSANDS.test(text))) return Number(text)
  if (THOUSANDS.test(text)) return Number(text.replace(/[^\d.+-]/g, ''))
  if (DOTTED_THOUSANDS.test(text) && (commasAreDecimal || text.includes(',') || text.split('.').length > 2))
    return Number(text.replaceAll('.', '').replace(',', '.'))
  return DECIMAL_COMMA.test(text) ? Number(text.replace(',', '.')) : null
}

/** Whether a text can only be a number whose decimals stand after a comma. */
export const hasDecimalComma = (text: string): boolean => /^[-+]?\d+,(\d{1,2}|\d{4,})$/.test(text) || /^[-+]?\d{1,3}(\.\d{3})+,\d+$/.test(text)

/** null: unknown. */
export function truthOf(cell: Cell | undefined): boolean | null {
  const text = textOf(cell).toLowerCase()
  if (['true', 'yes', '1', 'enabled'].includes(text)) return true
  return ['false', 'no', '0', 'disabled'].includes(text) ? false : null
}

const SECONDS_PER_DAY = 86_400
const DATE = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?)?(?:Z|[-+]\d{2}:?\d{2})?$/

/**
 * A date as `2026-03-02T09:00:00`, or null. Workbooks count days, from 1900 or 1904; CSV files have ISO dates or ones with strokes, the day first
 * where a part is above 12 or the parts are divided by dots.
 */
export function dateOf(cell: Cell | undefined, countsFrom1904 = false): string | null {
  if (typeof cell === 'number') return dateOfSerial(cell + (countsFrom1904 ? 1462 : 0))
  const text = textOf(cell)
  const found = DATE.exec(text)
  if (found === null) return PLAIN.test(text) ? dateOf(Number(text), countsFrom1904) : null
  const [, a = '', b = '', c = '', hours = '0', minutes = '0', seconds = '0', half] = found
  const [year, month, day] = ordered(a, b, c, text.includes('.'))
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour < 24 && Number(minutes) < 60 && Number(seconds) < 60
  return isDate ? written(year, month, day, hour, Number(minutes), Number(seconds)) : null
}

function ordered(a: string, b: string, c: string, dotted: boolean): readonly [number, number, number] {
  if (a.length === 4) return Number(b) > 12 ? [Number(a), Number(c), Number(b)] : [Number(a), Number(b), Number(c)]
  const year = c.length <= 2 ? 2000 + Number(c) : Number(c)
  const dayFirst = dotted || Number(a) > 12
  return dayFirst ? [year, Number(b), Number(a)] : [year, Number(a), Number(b)]
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const daysIn = (year: number, month: number): number => (month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31)

/** Day 1 is 1 January 1900; day 60 is a 29 February that never was. */
function dateOfSerial(serial: number): string | null {
  if (!(serial >= 1 && serial < 2_958_466)) return null
  const seconds = Math.round(serial * SECONDS_PER_DAY)
  let days = Math.floor(seconds / SECONDS_PER_DAY) - (serial >= 60 ? 2 : 1)
  const rest = seconds % SECONDS_PER_DAY
  let year = 1900
  for (; days >= (isLeap(year) ? 366 : 365); year += 1) days -= isLeap(year) ? 366 : 365
  let month = 1
  for (; days >= daysIn(year, month); month += 1) days -= daysIn(year, month)
  return written(year, month, days + 1, Math.floor(rest / 3600), Math.floor((rest % 3600) / 60), rest % 60)
}

function written(...[year, month, day, hour, minute, second]: readonly [number, number, number, number, number, number]): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`
}
