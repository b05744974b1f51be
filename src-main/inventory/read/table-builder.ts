/** Makes a table of the rows of a sheet or file as they come: keeps the columns that are needed, and knows when to stop. */
import { InventoryError } from '../input-error.ts'
import { hasDecimalComma, textOf } from '../cells.ts'
import type { Cell } from '../cells.ts'
import { columnKey, columnsOf } from '../tables.ts'
import type { Row, TabName, Table } from '../tables.ts'

/** After so many empty rows a sheet has nothing more to say, whatever its used range claims. */
const EMPTY_ROWS_MAX = 1_000
/** More than the largest vCenter has of anything. */
const ROWS_MAX = 500_000

export class TableBuilder {
  readonly #tab: TabName
  readonly #shown: string
  readonly #isCsv: boolean
  #columns: readonly string[] = []
  #positions: readonly number[] | null = null
  readonly #rows: Row[] = []
  #emptyRows = 0
  #commas = false

  /** `shown`: what messages call it. `isCsv`: numbers are text, so the way in which they are written has to be found out. */
  constructor(tab: TabName, shown: string, isCsv: boolean) {
    this.#tab = tab
    this.#shown = shown
    this.#isCsv = isCsv
  }

  /** False: nothing more is wanted. */
  add(cells: readonly (Cell | undefined)[]): boolean {
    if (cells.every((cell) => textOf(cell) === '')) {
      this.#emptyRows += 1
      return this.#emptyRows < EMPTY_ROWS_MAX
    }
    this.#emptyRows = 0
    if (this.#positions === null) {
      this.#readHeader(cells)
      return true
    }
    if (this.#rows.length >= ROWS_MAX)
      throw new InventoryError([`${this.#shown} has more than ${ROWS_MAX} rows`, `${this.#shown}: 행이 ${ROWS_MAX}개를 넘습니다`])
    this.#rows.push(this.#positions.map((at) => cells[at] ?? null))
    if (this.#isCsv && !this.#commas) this.#commas = cells.some((cell) => typeof cell === 'string' && hasDecimalComma(cell.trim()))
    return true
  }

  /** An empty row that nobody had to make cells of. */
  addEmpty(): boolean {
    this.#emptyRows += 1
    return this.#emptyRows < EMPTY_ROWS_MAX
  }

  get rowCount(): number {
    return this.#rows.length
  }

  table(countsFrom1904: boolean, delimiterIsSemicolon: boolean): Table {
    return {
      tab: this.#tab,
      columns: this.#columns,
      rows: this.#rows,
      commasAreDecimal: this.#commas || delimiterIsSemicolon,
      countsFrom1904,
    }
  }

  #readHeader(cells: readonly (Cell | undefined)[]): void {
    const keys = cells.map((cell) => columnKey(textOf(cell)))
    // Custom attributes may bear the name of a column of their own: the first is RVTools' own.
    this.#columns = columnsOf(this.#tab).filter((column) => keys.includes(column))
    this.#positions = this.#columns.map((column) => keys.indexOf(column))
  }
}
