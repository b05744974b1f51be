/** The CSV files of an export as tables. */
import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import type { Phrase } from '../../contract/texts/language.ts'
import { codeOf, InventoryCancelled, InventoryError, unreadable } from '../input-error.ts'
import type { TabName, Table } from '../tables.ts'
import { CELLS_MAX, TOKEN_CHARACTERS_MAX, tooManyColumns } from './limits.ts'
import type { ReadOptions } from './read-source.ts'
import { TableBuilder } from './table-builder.ts'

export interface CsvFile {
  readonly tab: TabName
  readonly shown: string
  readonly bytes: number
  /** A path, or the bytes of the file. */
  readonly content: string | Uint8Array
}

const HEAD_BYTES = 65_536

/** Throws InventoryError where it is no CSV file. */
export async function readCsv(
  file: CsvFile,
  options: ReadOptions,
  onBytes: (rows: number, bytes: number) => void,
): Promise<{ readonly table: Table; readonly note: Phrase | null }> {
  const head = await headOf(file)
  const unicode = encodingOf(head)
  try {
    return { table: await tableOf(file, unicode ?? 'utf-8', head, options, onBytes), note: null }
  } catch (error) {
    // Old exports are in the code page of the machine that made them.
    if (!(error instanceof TypeError) || unicode !== null) throw error
    return {
      table: await tableOf(file, 'windows-1252', head, options, onBytes),
      note: ['is not UTF-8: read as Windows-1252', 'UTF-8이 아니어서 Windows-1252로 읽었습니다'],
    }
  }
}

async function tableOf(
  file: CsvFile,
  encoding: string,
  head: Uint8Array,
  options: ReadOptions,
  onBytes: (rows: number, bytes: number) => void,
): Promise<Table> {
  const delimiter = delimiterOf(new TextDecoder(encoding).decode(head))
  const builder = new TableBuilder(file.tab, file.shown, true)
  const records = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: TOKEN_CHARACTERS_MAX,
  })
  let wants = true
  records.on('readable', () => {
    try {
      while (wants) {
        const record = records.read() as readonly string[] | null
        if (record === null) return
        if (record.length > CELLS_MAX) throw tooManyColumns(file.shown)
        wants = builder.add(record)
      }
      // What is not read any more would keep it from its end.
      records.destroy()
    } catch (error) {
      records.destroy(error as Error)
    }
  })
  const ended = new Promise<void>((resolve, reject) => {
    records.on('end', resolve)
    records.on('close', resolve)
    records.on('error', (error) => {
      const { message } = error
      const said: Phrase = [`${file.shown} is no CSV file: ${message}`, `${file.shown}: CSV 파일이 아닙니다(${message})`]
      reject(error instanceof InventoryError ? error : new InventoryError(said))
    })
  })
  const decoder = new TextDecoder(encoding, { fatal: true })
  const write = async (chunk: Uint8Array | null): Promise<void> => {
    const text = chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true })
    if (text.includes('\u0000'))
      throw new InventoryError([`${file.shown} is no text: it holds binary data`, `${file.shown}: 텍스트가 아니라 이진 데이터가 들어 있습니다`])
    if (text !== '' && !records.write(text)) await Promise.race([new Promise((resolve) => records.once('drain', resolve)), ended])
  }
  const work = async (): Promise<void> => {
    for await (const chunk of chunksOf(file)) {
      if (options.signal?.aborted === true) throw new InventoryCancelled()
      await write(chunk)
      onBytes(builder.rowCount, chunk.length)
      if (!wants) break
    }
    if (wants) await write(null)
    records.end()
  }
  try {
    await Promise.all([work(), ended])
  } finally {
    records.destroy()
  }
  return builder.table(false, delimiter === ';')
}

async function headOf(file: CsvFile): Promise<Uint8Array> {
  for await (const chunk of chunksOf(file)) return chunk.subarray(0, HEAD_BYTES)
  return new Uint8Array()
}

async function* chunksOf({ content, shown }: CsvFile): AsyncGenerator<Uint8Array> {
  if (typeof content !== 'string') {
    for (let at = 0; at < content.length; at += HEAD_BYTES) yield content.subarray(at, at + HEAD_BYTES)
    return
  }
  try {
    for await (const chunk of createReadStream(content, { highWaterMark: HEAD_BYTES })) yield chunk as Uint8Array
  } catch (error) {
    throw unreadable(shown, codeOf(error))
  }
}

/** What a mark at the start says; null: there is none. */
function encodingOf(head: Uint8Array): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 'utf-8' : null
}

/** Of the first line: what stands most often outside quotes. */
function delimiterOf(head: string): string {
  const line = head.slice(0, head.search(/\r|\n|$/)).replace(/"[^"]*"/g, '')
  const counts = [',', ';', '\t'].map((mark) => ({ mark, n: line.split(mark).length }))
  return counts.reduce((a, b) => (b.n > a.n ? b : a)).mark
}
