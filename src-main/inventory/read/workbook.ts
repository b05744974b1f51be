/** An .xlsx file as tables. */
import type { Phrase } from '../../contract/texts/language.ts'
import { InventoryError } from '../input-error.ts'
import { tabNames, tabOf } from '../tables.ts'
import type { TabName, Table } from '../tables.ts'
import { IDLE_BYTES_MAX, SHEET_BYTES_MAX, SMALL_PART_BYTES_MAX, STRINGS_BYTES_MAX, WORKBOOK_BYTES_MAX } from './limits.ts'
import type { ReadOptions } from './read-source.ts'
import { SharedTexts, SheetRows } from './sheet-reader.ts'
import { XmlScanner, attributeOf } from './sheet-scanner.ts'
import type { ScanListener } from './sheet-scanner.ts'
import { TableBuilder } from './table-builder.ts'
import { Zip } from './zip.ts'

interface Sheet {
  readonly tab: TabName
  readonly path: string
}

interface Contents {
  readonly sheets: readonly Sheet[]
  readonly textsPath: string | null
  readonly countsFrom1904: boolean
}

export interface WorkbookRead {
  readonly tables: readonly Table[]
  readonly notes: readonly { readonly name: string; readonly reason: Phrase }[]
}

/** Texts with the bytes at hand, or from its path. Throws InventoryError. */
export async function readWorkbook(source: string | Buffer, bytes: number, shown: string, options: ReadOptions): Promise<WorkbookRead> {
  if (bytes > WORKBOOK_BYTES_MAX)
    throw new InventoryError([
      `${shown} has ${Math.round(bytes / 1e6)} MB, expected at most ${WORKBOOK_BYTES_MAX / 1e6} MB: an export of 8,000 VMs has some 15 MB`,
      `${shown}: 크기가 ${Math.round(bytes / 1e6)}MB로 최대 ${WORKBOOK_BYTES_MAX / 1e6}MB를 넘습니다. VM 8,000개의 내보내기가 약 15MB입니다`,
    ])
  const zip = await Zip.open(source, shown)
  try {
    const { sheets, textsPath, countsFrom1904 } = await contentsOf(zip, shown, options)
    const total = sheets.reduce((sum, { path }) => sum + zip.bytesOf(path), textsPath === null ? 1 : 1 + zip.bytesOf(textsPath))
    let done = 0
    const progress = (tab: string, rows: number, bytesRead: number): void => {
      done += bytesRead
      options.onProgress?.({ tab, rows, share: Math.min(1, done / total) })
    }
    const texts = textsPath === null ? [] : await readTexts(zip, textsPath, shown, options, (read) => progress('', 0, read))
    const tables: Table[] = []
    const notes: { name: string; reason: Phrase }[] = []
    for (const sheet of sheets) {
      const builder = new TableBuilder(sheet.tab, `${shown}: ${sheet.tab}`, false)
      const withoutValue = await readSheet(zip, sheet, texts, builder, shown, options, (read) => progress(sheet.tab, builder.rowCount, read))
      if (withoutValue > 0)
        notes.push({
          name: sheet.tab,
          reason: [
            `${withoutValue} cells hold a formula without a kept value: formulas are never worked out`,
            `셀 ${withoutValue}개에 저장된 값이 없는 수식이 있습니다. 수식은 계산하지 않습니다`,
          ],
        })
      tables.push(builder.table(countsFrom1904, false))
    }
    options.onProgress?.({ tab: '', rows: 0, share: 1 })
    return { tables, notes }
  } finally {
    zip.close()
  }
}

async function readTexts(
  zip: Zip,
  path: string,
  shown: string,
  { signal }: ReadOptions,
  onBytes: (bytes: number) => void,
): Promise<readonly string[]> {
  const listener = new SharedTexts()
  const scanner = new XmlScanner(listener, `${shown}: ${path}`)
  await zip.read(path, STRINGS_BYTES_MAX, signal ?? null, (text, bytes) => {
    scanner.push(text)
    onBytes(bytes)
    return true
  })
  return listener.texts
}

async function readSheet(
  zip: Zip,
  { tab, path }: Sheet,
  texts: readonly string[],
  builder: TableBuilder,
  shown: string,
  { signal }: ReadOptions,
  onBytes: (bytes: number) => void,
): Promise<number> {
  const rows = new SheetRows(texts, `${shown}: ${tab}`, (cells) => (cells.length === 0 ? builder.addEmpty() : builder.add(cells)))
  const scanner = new XmlScanner(rows, `${shown}: ${tab}`)
  let idle = 0
  let seen = 0
  await zip.read(path, SHEET_BYTES_MAX, signal ?? null, (text, bytes) => {
    scanner.push(text)
    onBytes(bytes)
    idle = rows.rows === seen ? idle + bytes : 0
    seen = rows.rows
    if (idle > IDLE_BYTES_MAX)
      throw new InventoryError([
        `${shown}: ${tab} goes on for ${IDLE_BYTES_MAX / 1e6} MB without a row: it is no worksheet`,
        `${shown}: ${tab}에 ${IDLE_BYTES_MAX / 1e6}MB 동안 행이 없어 워크시트가 아닙니다`,
      ])
    return !rows.done
  })
  return rows.withoutValue
}

/** Which sheets there are, and where. */
async function contentsOf(zip: Zip, shown: string, options: ReadOptions): Promise<Contents> {
  const book = new Tags(['sheet', 'workbookPr'])
  const targets = new Tags(['Relationship'])
  await smallPart(zip, 'xl/workbook.xml', book, shown, options)
  await smallPart(zip, 'xl/_rels/workbook.xml.rels', targets, shown, options)
  const pathOf = new Map<string, string>()
  let textsPath: string | null = null
  for (const { tag } of targets.found) {
    const target = attributeOf(tag, 'Target') ?? ''
    // A part elsewhere is never fetched.
    if (attributeOf(tag, 'TargetMode') === 'External') continue
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
    pathOf.set(attributeOf(tag, 'Id') ?? '', path)
    if (/\/sharedStrings$/.test(attributeOf(tag, 'Type') ?? '')) textsPath = path
  }
  const named = book.found.filter(({ name }) => name === 'sheet').map(({ tag }) => ({ name: attributeOf(tag, 'name') ?? '', tag }))
  const sheets = named.flatMap(({ name, tag }): readonly Sheet[] => {
    const tab = tabOf(name)
    const path = pathOf.get(attributeOf(tag, 'r:id') ?? relationIn(tag))
    return tab === null || path === undefined || !zip.has(path) ? [] : [{ tab, path }]
  })
  if (sheets.length === 0) {
    const list = named
      .slice(0, 5)
      .map(({ name }) => JSON.stringify(name.slice(0, 40)))
      .join(', ')
    throw new InventoryError([
      `${shown} is no RVTools export: expected sheets such as ${tabNames.slice(0, 3).join(', ')}, it has ${list === '' ? 'none' : list}`,
      `${shown}: RVTools 내보내기가 아닙니다. ${tabNames.slice(0, 3).join(', ')} 같은 시트가 필요하지만 ${list === '' ? '시트가 없습니다' : `${list}만 있습니다`}`,
    ])
  }
  // In the order of the file: the first of a name counts.
  const first = sheets.filter(({ tab }, i) => sheets.findIndex((other) => other.tab === tab) === i)
  const is1904 = book.found.some(({ name, tag }) => name === 'workbookPr' && ['1', 'true'].includes(attributeOf(tag, 'date1904') ?? ''))
  return { sheets: first, textsPath: textsPath !== null && zip.has(textsPath) ? textsPath : null, countsFrom1904: is1904 }
}

/** The relation of a sheet where its prefix is another than `r`. */
const relationIn = (tag: string): string => /[\w.-]+:id\s*=\s*["']([^"']*)["']/.exec(tag)?.[1] ?? ''

async function smallPart(zip: Zip, path: string, listener: ScanListener, shown: string, { signal }: ReadOptions): Promise<void> {
  const scanner = new XmlScanner(listener, `${shown}: ${path}`)
  await zip.read(path, SMALL_PART_BYTES_MAX, signal ?? null, (text) => {
    scanner.push(text)
    return true
  })
}

/** Collects the tags of some names. */
class Tags implements ScanListener {
  readonly found: { readonly name: string; readonly tag: string }[] = []
  readonly done = false
  readonly wantsText = false
  readonly #names: readonly string[]

  constructor(names: readonly string[]) {
    this.#names = names
  }

  open(name: string, tag: string): void {
    if (this.#names.includes(name)) this.found.push({ name, tag })
  }

  close(): void {}
  text(): void {}
}
