import { expect, it } from 'vitest'
import { bitmapBytes } from './bitmap.ts'

it('VM-025 24 TiB of memory have a bitmap of 805,306,368 bytes', () => {
  expect(bitmapBytes(24 * 1024 * 1024)).toBe(805_306_368)
})
