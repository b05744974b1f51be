/** What the scanner finds in a worksheet, as rows; and in the shared texts, as a list. */
import type { Cell } from '../cells.ts'
import { CELLS_MAX, tooManyColumns } from './limits.ts'
import { attributeOf, unescaped } from './sheet-scanner.ts'
import type { ScanListener } from './sheet-scanner.ts'

/** `<si>` of `sharedStrings.xml`: its `<t>`s in one text, those of a reading aid (`rPh`) aside. */
export class SharedTexts implements ScanListener {
  readonly texts: string[] = []
  readonly done = false
  #parts = ''
  #inText = false
  #aside = 0

  get wantsText(): boolean {
    return this.#inText
  }

  open(name: string): void {
    if (name === 'si') this.#parts = ''
    else if (name === 'rPh') this.#aside += 1
    else if (name === 't') this.#inText = this.#aside === 0
  }

  close(name: string): void {
    if (name === 't') this.#inText = false
    else if (name === 'rPh') this.#aside -= 1
    // Copied, so that it does not hold on to the piece of the file that it was cut from.
    else if (name === 'si') this.texts.push(copied(unescaped(this.#parts)))
  }

  text(text: string): void {
    this.#parts += text
  }
}

/** A text of its own in place of a part of a longer one. */
const copied = (text: string): string => (text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le'))

export class SheetRows implements ScanListener {
  readonly #texts: readonly string[]
  readonly #shown: string
  readonly #onRow: (cells: readonly (Cell | undefined)[]) => boolean
  done = false
  /** Formulas whose value was never written: nobody works it out. */
  withoutValue = 0
  /** Rows that held something. */
  rows = 0
  #cells: (Cell | undefined)[] = []
  #column = -1
  #type = 'n'
  #value: string | null = null
  #inValue = false
  #inCell = false
  #hasFormula = false
  #aside = 0

  /** `shown`: what messages call the sheet. `onRow`, false: no more rows are wanted. */
  constructor(texts: readonly string[], shown: string, onRow: (cells: readonly (Cell | undefined)[]) => boolean) {
    this.#texts = texts
    this.#shown = shown
    this.#onRow = onRow
  }

  get wantsText(): boolean {
    return this.#inValue
  }

  open(name: string, tag: string): void {
    if (name === 'row') {
      this.#cells = []
      this.#column = -1
    } else if (name === 'c') {
      const reference = attributeOf(tag, 'r')
      this.#column = reference === null ? this.#column + 1 : columnIn(reference)
      this.#type = attributeOf(tag, 't') ?? 'n'
      this.#value = null
      this.#hasFormula = false
      this.#inCell = true
    } else if (!this.#inCell) return
    else if (name === 'v' || (name === 't' && this.#aside === 0)) this.#inValue = true
    else if (name === 'f') this.#hasFormula = true
    else if (name === 'rPh') this.#aside += 1
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#inValue = false
    else if (name === 'rPh') this.#aside -= 1
    else if (name === 'c') this.#endCell()
    else if (name === 'row') {
      if (this.#cells.length > 0) this.rows += 1
      if (!this.#onRow(this.#cells)) this.done = true
    } else if (name === 'sheetData') this.done = true
  }

  text(text: string): void {
    this.#value = (this.#value ?? '') + text
  }

  #endCell(): void {
    this.#inCell = false
    const value = this.#value
    if (value === null) {
      if (this.#hasFormula) this.withoutValue += 1
      return
    }
    if (this.#column < 0 || this.#column >= CELLS_MAX) throw tooManyColumns(this.#shown)
    const cell = this.#cellOf(value)
    if (cell !== null) this.#cells[this.#column] = cell
  }

  #cellOf(value: string): Cell {
    switch (this.#type) {
      case 's':
        return this.#texts[Number(value)] ?? null
      case 'b':
        return value.trim() === '1' || value.trim() === 'true'
      case 'e':
        return null
      case 'str':
      case 'inlineStr':
        return copied(unescaped(value))
      case 'd':
        return copied(value)
      default: {
        const number = Number(value)
        return value.trim() === '' ? null : Number.isFinite(number) ? number : copied(value)
      }
    }
  }
}

/** `AB12` is column 27. */
function columnIn(reference: string): number {
  let column = 0
  for (let i = 0; i < reference.length; i += 1) {
    const code = reference.charCodeAt(i) & 0xdf
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
    if (column > CELLS_MAX) break
  }
  return column - 1
}
