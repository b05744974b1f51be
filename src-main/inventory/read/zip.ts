/** A workbook as a zip file: its entries, looked at before anything is inflated, and their text as it is inflated. */
import { StringDecoder } from 'node:string_decoder'
import { fromBufferPromise, openPromise } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import type { Phrase } from '../../contract/texts/language.ts'
import { codeOf, InventoryCancelled, InventoryError, unreadable } from '../input-error.ts'
import { ENTRIES_MAX, INFLATED_BYTES_MAX, RATIO_FROM_BYTES, RATIO_MAX } from './limits.ts'

export class Zip {
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>
  readonly #shown: string
  #inflated = 0

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, shown: string) {
    this.#zip = zip
    this.#entries = entries
    this.#shown = shown
  }

  /** `shown`: what messages call it. Throws InventoryError for what is no zip file, or too much of one. */
  static async open(source: string | Buffer, shown: string): Promise<Zip> {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true } as const
    let zip: ZipFile
    try {
      zip = typeof source === 'string' ? await openPromise(source, options) : await fromBufferPromise(source, options)
    } catch (error) {
      throw damaged(shown, error)
    }
    try {
      if (zip.entryCount > ENTRIES_MAX)
        throw new InventoryError([
          `${shown} has ${zip.entryCount} entries: a workbook has some forty (at most ${ENTRIES_MAX})`,
          `${shown}: 항목이 ${zip.entryCount}개로 최대 ${ENTRIES_MAX}개를 넘습니다. 통합 문서에는 보통 40개쯤 있습니다`,
        ])
      const entries = new Map<string, Entry>()
      for await (const entry of zip.eachEntry()) entries.set(plainPath(entry.fileName), entry)
      return new Zip(zip, entries, shown)
    } catch (error) {
      zip.close()
      throw damaged(shown, error)
    }
  }

  close(): void {
    this.#zip.close()
  }

  has(path: string): boolean {
    return this.#entries.has(plainPath(path))
  }

  /** As the file says. */
  bytesOf(path: string): number {
    return this.#entries.get(plainPath(path))?.uncompressedSize ?? 0
  }

  /**
   * Hands the text of an entry to `take` piece by piece until that says false. Refuses one that claims more than `bytesMax`, or to have shrunk as nothing
   * of ours does; the bytes that really come out are counted too.
   */
  async read(path: string, bytesMax: number, signal: AbortSignal | null, take: (text: string, bytes: number) => boolean): Promise<void> {
    const entry = this.#entries.get(plainPath(path))
    const shown = this.#shown
    if (entry === undefined)
      throw new InventoryError([`${shown} is no workbook: it has no ${path}`, `${shown}: ${path}이(가) 없어 통합 문서가 아닙니다`])
    if (entry.isEncrypted()) throw new InventoryError([`${shown} is protected by a password`, `${shown}: 암호로 보호되어 있습니다`])
    this.#refuseBomb(entry, path, bytesMax)
    const decoder = new StringDecoder('utf8')
    let stream: Awaited<ReturnType<ZipFile['openReadStreamPromise']>> | null = null
    try {
      stream = await this.#zip.openReadStreamPromise(entry)
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (signal?.aborted === true) throw new InventoryCancelled()
        this.#inflated += chunk.length
        if (this.#inflated > INFLATED_BYTES_MAX)
          throw new InventoryError([
            `${shown} holds more than ${INFLATED_BYTES_MAX / 1e9} GB once inflated`,
            `${shown}: 압축을 풀면 ${INFLATED_BYTES_MAX / 1e9}GB를 넘습니다`,
          ])
        if (!take(decoder.write(chunk), chunk.length)) return
      }
      take(decoder.end(), 0)
    } catch (error) {
      throw damaged(shown, error)
    } finally {
      stream?.destroy()
    }
  }

  #refuseBomb(entry: Entry, path: string, bytesMax: number): void {
    const { compressedSize, uncompressedSize } = entry
    const megabytes = Math.round(uncompressedSize / 1e6)
    if (uncompressedSize > bytesMax)
      throw new InventoryError([
        `${this.#shown}: ${path} would be ${megabytes} MB once inflated, expected at most ${bytesMax / 1e6} MB`,
        `${this.#shown}: ${path}의 압축을 풀면 ${megabytes}MB로 최대 ${bytesMax / 1e6}MB를 넘습니다`,
      ])
    if (uncompressedSize > RATIO_FROM_BYTES && uncompressedSize > compressedSize * RATIO_MAX)
      throw new InventoryError([
        `${this.#shown}: ${path} would grow to ${megabytes} MB, ${Math.round(uncompressedSize / compressedSize)} times its size: no worksheet does`,
        `${this.#shown}: ${path}이(가) ${Math.round(uncompressedSize / compressedSize)}배인 ${megabytes}MB로 늘어납니다. 그런 워크시트는 없습니다`,
      ])
  }
}

/** Entries are told apart as Excel does: without case, with one kind of stroke. */
const plainPath = (path: string): string => path.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()

function damaged(shown: string, error: unknown): Error {
  if (error instanceof InventoryError || error instanceof InventoryCancelled) return error
  const code = codeOf(error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'ENOENT') return unreadable(shown, code)
  const [flaw, flawKo] = flawOf(error, code)
  return new InventoryError([`${shown} is no whole workbook (.xlsx): ${flaw}`, `${shown}: 온전한 통합 문서(.xlsx)가 아닙니다. ${flawKo}`])
}

/** What yauzl and zlib say, by words of their messages, in both languages. */
const flaws: readonly (readonly [said: RegExp, flaw: Phrase])[] = [
  [/^End of central directory/, ['it is no zip file, or its end is missing', 'zip 파일이 아니거나 끝부분이 없습니다']],
  [/compression method/, ['it is packed in a way that no workbook is', '통합 문서에 쓰이지 않는 방식으로 압축되어 있습니다']],
  [/encrypt/, ['it is encrypted', '암호화되어 있습니다']],
  [/^too many bytes/, ['more comes out of an entry than it says', '항목의 데이터가 표시된 크기보다 많습니다']],
  [/^not enough bytes/, ['less comes out of an entry than it says', '항목의 데이터가 표시된 크기보다 적습니다']],
]

function flawOf(error: unknown, code: string): Phrase {
  if (code.startsWith('Z_')) return ['an entry cannot be inflated', '항목의 압축을 풀 수 없습니다']
  const said = error instanceof Error ? error.message : ''
  return flaws.find(([words]) => words.test(said))?.[1] ?? ['its list of entries or one of them is damaged', '항목 목록이나 항목이 손상되어 있습니다']
}
