import { clipped } from '../contract/lab/problems.ts'
import type { Phrase } from '../contract/texts/language.ts'

/** What was handed over cannot be imported at all. Each line is a sentence for whoever handed it over. */
export class InventoryError extends Error {
  readonly lines: readonly Phrase[]

  constructor(...lines: readonly Phrase[]) {
    const short = lines.map(clipped)
    super(short.map(([line]) => line).join('\n'))
    this.name = 'InventoryError'
    this.lines = short
  }
}

/** What the system calls a failure: `EACCES`. */
export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error))

export const unreadable = (shown: string, code: string): InventoryError =>
  new InventoryError([`${shown}: cannot be read (${code})`, `${shown}: 읽을 수 없습니다(${code})`])

/** Somebody asked for the import to end. */
export class InventoryCancelled extends Error {
  constructor() {
    super('The import was cancelled')
    this.name = 'InventoryCancelled'
  }
}
