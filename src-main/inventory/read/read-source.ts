/** An export as it was handed over, a workbook, a folder or some CSV files, as tables. */
import { readdirSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { basename, join } from 'node:path'
import type { Phrase } from '../../contract/texts/language.ts'
import { codeOf, InventoryError, unreadable } from '../input-error.ts'
import { tabOf } from '../tables.ts'
import type { Table, Tables } from '../tables.ts'
import { readCsv } from './csv-files.ts'
import type { CsvFile } from './csv-files.ts'
import { CSV_BYTES_MAX, FOLDER_BYTES_MAX } from './limits.ts'
import { readWorkbook } from './workbook.ts'

export interface ReadProgress {
  /** What is being read, empty for what belongs to all tabs. */
  readonly tab: string
  readonly rows: number
  /** 0 … 1 */
  readonly share: number
}

export interface ReadOptions {
  readonly onProgress?: (progress: ReadProgress) => void
  readonly signal?: AbortSignal
}

/** A file that a window handed over. */
export interface HandedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** `shown`: the path as the user wrote it. Throws InventoryError, InventoryCancelled. */
export async function readPath(path: string, shown: string, options: ReadOptions = {}): Promise<Tables> {
  const stat = statOf(path, shown)
  if (stat.isDirectory()) return await readFolder(path, shown, options)
  if (/\.csv$/i.test(path)) return await readCsvFiles(basename(path), [csvAt(path, shown)], options)
  return { source: basename(path), ...(await readWorkbook(path, stat.size, shown, options)) }
}

/** One workbook, or CSV files. */
export async function readHanded(files: readonly HandedFile[], options: ReadOptions = {}): Promise<Tables> {
  const [first] = files
  if (first === undefined) throw new InventoryError(['no file was handed over', '파일이 없습니다'])
  const books = files.filter(({ name }) => !/\.csv$/i.test(name))
  if (books.length > 1 || (books.length === 1 && files.length > 1))
    throw new InventoryError([
      `expected one workbook, or the CSV files of one export, got ${files.length} files`,
      `통합 문서 하나 또는 한 내보내기의 CSV 파일이 필요하지만 파일이 ${files.length}개입니다`,
    ])
  const { name, bytes } = first
  if (books.length === 1)
    return { source: name, ...(await readWorkbook(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes.length, name, options)) }
  const known = files.flatMap((file): readonly CsvFile[] => {
    const tab = tabOf(file.name)
    return tab === null ? [] : [{ tab, shown: file.name, bytes: file.bytes.length, content: file.bytes }]
  })
  if (known.length === 0)
    throw noTabs(
      files
        .map((file) => file.name)
        .slice(0, 5)
        .join(', '),
    )
  return await readCsvFiles(files.length === 1 ? name : `${files.length} CSV files`, known, options)
}

async function readFolder(path: string, shown: string, options: ReadOptions): Promise<Tables> {
  const names = namesIn(path, shown)
  const files = names.filter((name) => /\.csv$/i.test(name) && tabOf(name) !== null).map((name) => csvAt(join(path, name), join(shown, name)))
  if (files.length > 0) return await readCsvFiles(basename(path), files, options)
  const books = names.filter((name) => /\.xlsx$/i.test(name) && !name.startsWith('~$'))
  if (books.length === 1 && books[0] !== undefined) return await readPath(join(path, books[0]), join(shown, books[0]), options)
  if (books.length === 0) throw noTabs(shown)
  const listed = books.slice(0, 5).join(', ')
  throw new InventoryError([
    `${shown}: ${books.length} workbooks lie there (${listed}): name the one that is meant`,
    `${shown}: 통합 문서가 ${books.length}개 있습니다(${listed}). 그중 하나를 지정하십시오`,
  ])
}

const noTabs = (shown: string): InventoryError =>
  new InventoryError([
    `${shown}: no RVTools export: expected a workbook (.xlsx) or CSV files such as RVTools_tabvInfo.csv`,
    `${shown}: RVTools 내보내기가 아닙니다. 통합 문서(.xlsx) 또는 RVTools_tabvInfo.csv 같은 CSV 파일이 필요합니다`,
  ])

function csvAt(path: string, shown: string): CsvFile {
  const tab = tabOf(basename(path))
  if (tab === null) throw noTabs(shown)
  return { tab, shown, bytes: statOf(path, shown).size, content: path }
}

async function readCsvFiles(source: string, files: readonly CsvFile[], options: ReadOptions): Promise<Tables> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const large = files.find(({ bytes }) => bytes > CSV_BYTES_MAX)
  if (large !== undefined)
    throw new InventoryError([
      `${large.shown} has ${Math.round(large.bytes / 1e6)} MB, expected at most ${CSV_BYTES_MAX / 1e6} MB`,
      `${large.shown}: 크기가 ${Math.round(large.bytes / 1e6)}MB로 최대 ${CSV_BYTES_MAX / 1e6}MB를 넘습니다`,
    ])
  if (total > FOLDER_BYTES_MAX)
    throw new InventoryError([
      `${source}: the CSV files have ${Math.round(total / 1e6)} MB, expected at most ${FOLDER_BYTES_MAX / 1e6} MB`,
      `${source}: CSV 파일의 크기가 ${Math.round(total / 1e6)}MB로 최대 ${FOLDER_BYTES_MAX / 1e6}MB를 넘습니다`,
    ])
  let done = 0
  const tables: Table[] = []
  const notes: { name: string; reason: Phrase }[] = []
  for (const file of files) {
    const { table, note } = await readCsv(file, options, (rows, bytes) => {
      done += bytes
      options.onProgress?.({ tab: file.tab, rows, share: Math.min(1, done / Math.max(1, total)) })
    })
    tables.push(table)
    if (note !== null) notes.push({ name: file.shown, reason: note })
  }
  return { source, tables, notes }
}

function statOf(path: string, shown: string): Stats {
  try {
    return statSync(path)
  } catch (error) {
    const code = codeOf(error)
    if (code !== 'ENOENT') throw unreadable(shown, code)
    throw new InventoryError([`${shown}: no such file or folder`, `${shown}: 그런 파일이나 폴더가 없습니다`])
  }
}

function namesIn(path: string, shown: string): readonly string[] {
  try {
    return readdirSync(path).sort((a, b) => (a < b ? -1 : 1))
  } catch (error) {
    throw unreadable(shown, codeOf(error))
  }
}
