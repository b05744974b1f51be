/** A workbook as a zip file: its entries, looked at before anything is inflated, and their text as it is inflated. */
import { StringDecoder } from 'node:string_decoder'
import { fromBufferPromise, openPromise } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import { InventoryCancelled, InventoryError } from '../input-error.ts'
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
        throw new InventoryError([`${shown} has ${zip.entryCount} entries: a workbook has some forty (at most ${ENTRIES_MAX})`])
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
    if (entry === undefined) throw new InventoryError([`${this.#shown} is no workbook: it has no ${path}`])
    if (entry.isEncrypted()) throw new InventoryError([`${this.#shown} is protected by a password`])
    this.#refuseBomb(entry, path, bytesMax)
    const decoder = new StringDecoder('utf8')
    let stream: Awaited<ReturnType<ZipFile['openReadStreamPromise']>> | null = null
    try {
      stream = await this.#zip.openReadStreamPromise(entry)
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (signal?.aborted === true) throw new InventoryCancelled()
        this.#inflated += chunk.length
        if (this.#inflated > INFLATED_BYTES_MAX)
          throw new InventoryError([`${this.#shown} holds more than ${INFLATED_BYTES_MAX / 1e9} GB once inflated`])
        if (!take(decoder.write(chunk), chunk.length)) return
      }
      take(decoder.end(), 0)
    } catch (error) {
      throw damaged(this.#shown, error)
    } finally {
      stream?.destroy()
    }
  }

  #refuseBomb(entry: Entry, path: string, bytesMax: number): void {
    const { compressedSize, uncompressedSize } = entry
    const megabytes = Math.round(uncompressedSize / 1e6)
    if (uncompressedSize > bytesMax)
      throw new InventoryError([`${this.#shown}: ${path} would be ${megabytes} MB once inflated, expected at most ${bytesMax / 1e6} MB`])
    if (uncompressedSize > RATIO_FROM_BYTES && uncompressedSize > compressedSize * RATIO_MAX)
      throw new InventoryError([
        `${this.#shown}: ${path} would grow to ${megabytes} MB, ${Math.round(uncompressedSize / compressedSize)} times its size: no worksheet does`,
      ])
  }
}

/** Entries are told apart as Excel does: without case, with one kind of stroke. */
const plainPath = (path: string): string => path.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()

function damaged(shown: string, error: unknown): Error {
  if (error instanceof InventoryError || error instanceof InventoryCancelled) return error
  const said = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') return new InventoryError([`${shown}: no such file`])
  if (code === 'EACCES' || code === 'EPERM') return new InventoryError([`${shown}: cannot be read (${code})`])
  return new InventoryError([`${shown} is no whole workbook (.xlsx): ${said.charAt(0).toLowerCase()}${said.slice(1)}`])
}
