/** Bytes of the switch-over bitmap: one bit for each 4 KiB page of memory (VM-025). */
export const bitmapBytes = (memoryMiB: number): number => (memoryMiB * 1_048_576) / 32_768
