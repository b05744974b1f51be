/** Workbooks for tests and the bench: sheets as spreadsheets write them, in a zip file. */
import { crc32, deflateRawSync } from 'node:zlib'
import type { Cell } from '../cells.ts'

export interface MadeSheet {
  readonly name: string
  readonly rows: readonly (readonly Cell[])[]
  /** The XML of its rows in place of `rows`. */
  readonly xml?: string
}

export interface WorkbookOptions {
  /** Texts in `sharedStrings.xml` (the usual way), or in the cells. */
  readonly texts?: 'shared' | 'inline'
  /** Before each name, as some writers have it: `x:`. */
  readonly prefix?: string
  readonly date1904?: boolean
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[mark] ?? mark)

export function columnName(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : columnName(Math.floor(at / 26) - 1) + columnName(at % 26)
}

export function makeWorkbook(sheets: readonly MadeSheet[], { texts = 'shared', prefix: p = '', date1904 = false }: WorkbookOptions = {}): Buffer {
  const shared = new Map<string, number>()
  const cellXml = (cell: Cell, at: number, row: number): string => {
    const r = `${columnName(at)}${row}`
    if (cell === null || cell === '') return ''
    if (typeof cell === 'number') return `<${p}c r="${r}"><${p}v>${cell}</${p}v></${p}c>`
    if (typeof cell === 'boolean') return `<${p}c r="${r}" t="b"><${p}v>${cell ? 1 : 0}</${p}v></${p}c>`
    if (texts === 'inline') return `<${p}c r="${r}" t="inlineStr"><${p}is><${p}t xml:space="preserve">${escaped(cell)}</${p}t></${p}is></${p}c>`
    if (!shared.has(cell)) shared.set(cell, shared.size)
    return `<${p}c r="${r}" s="1" t="s"><${p}v>${shared.get(cell)}</${p}v></${p}c>`
  }
  const entries: { [path: string]: string } = {}
  sheets.forEach(({ rows, xml }, i) => {
    const body =
      xml ?? rows.map((cells, n) => `<${p}row r="${n + 1}">${cells.map((cell, at) => cellXml(cell, at, n + 1)).join('')}</${p}row>`).join('')
    entries[`xl/worksheets/sheet${i + 1}.xml`] =
      `<?xml version="1.0"?><${p}worksheet xmlns${p === '' ? '' : ':x'}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><${p}sheetData>${body}</${p}sheetData></${p}worksheet>`
  })
  const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  entries['xl/workbook.xml'] =
    `<workbook xmlns:r="${types}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${sheets.map(({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`
  entries['xl/_rels/workbook.xml.rels'] =
    `<Relationships>${sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${types}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="rIdS" Type="${types}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
  entries['xl/sharedStrings.xml'] = `<sst>${[...shared.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`
  entries['[Content_Types].xml'] = '<Types/>'
  return makeZip(entries)
}

/** `claims`: bytes that an entry says to have once inflated, where that is a lie. */
export function makeZip(entries: { readonly [path: string]: string | Buffer }, claims: { readonly [path: string]: number } = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, content] of Object.entries(entries)) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes, { level: bytes.length > 10_000_000 ? 1 : 6 })
    const name = Buffer.from(path)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(claims[path] ?? bytes.length, 18)
    fields.writeUInt16LE(name.length, 22)
    parts.push(Buffer.from('PK\u0003\u0004', 'latin1'), fields, name, packed)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\u0001\u0002', 'latin1'), Buffer.from([20, 0]), fields, tail, name)
    offset += 30 + name.length + packed.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 0, 'latin1')
  end.writeUInt16LE(Object.keys(entries).length, 8)
  end.writeUInt16LE(Object.keys(entries).length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}
