/** CSV as RFC 4180 has it; a spreadsheet never takes a cell for a formula. */

export type Cell = string | number | boolean | null | undefined

/** Text that begins like a formula gets an apostrophe in front: names come from other people's inventories. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = harmless(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** With a byte-order mark, by which spreadsheets know that it is UTF-8. */
export function csv(head: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [head.map(cellText).join(',')]
  for (const row of rows) lines.push(row.map(cellText).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}
