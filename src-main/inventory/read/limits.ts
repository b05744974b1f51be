/** How much an export may be. What is beyond is refused before it costs time or memory. */
import { InventoryError } from '../input-error.ts'

/** Bytes of a workbook as it lies on the disk. An export of 8,000 VMs has some 15 MB. */
export const WORKBOOK_BYTES_MAX = 256_000_000
/** Bytes of one CSV file, and of a folder of them. */
export const CSV_BYTES_MAX = 256_000_000
export const FOLDER_BYTES_MAX = 1_000_000_000
/** A workbook has some forty entries. */
export const ENTRIES_MAX = 2_000
/** Bytes of a sheet, and of all that is read, once inflated. */
export const SHEET_BYTES_MAX = 2_000_000_000
export const INFLATED_BYTES_MAX = 1_000_000_000
/** Texts are kept whole. */
export const STRINGS_BYTES_MAX = 100_000_000
/** The list of sheets. */
export const SMALL_PART_BYTES_MAX = 8_000_000
/** Worksheets shrink to a tenth or a twentieth; a hundredth and more is made to. */
export const RATIO_MAX = 150
export const RATIO_FROM_BYTES = 32_000_000
/** A sheet that says nothing for so long is none. */
export const IDLE_BYTES_MAX = 48_000_000
/** Characters of one tag or text. */
export const TOKEN_CHARACTERS_MAX = 2_000_000
/** Cells of a row. Excel has 16,384 columns. */
export const CELLS_MAX = 16_384

export const tooManyColumns = (shown: string): InventoryError =>
  new InventoryError([`${shown}: a row has more than ${CELLS_MAX} columns`, `${shown}: 열이 ${CELLS_MAX}개를 넘는 행이 있습니다`])
