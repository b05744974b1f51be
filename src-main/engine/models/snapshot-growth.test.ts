import { describe, expect, it } from 'vitest'
import { deltaBytes, randomDeltaBytes, readLatencyFactor, readLayers, secondsUntil, worstCaseBytes } from './snapshot-growth.ts'

const DISK = 40 * 1024 * 1024 * 1024
const HOUR = 3600
const growth = (mbps: number, overwriteFraction = 0): Parameters<typeof deltaBytes>[0] => ({
  diskBytes: DISK,
  writeBytesPerSecond: mbps * 1e6,
  overwriteFraction,
})

describe('snapshot growth', () => {
  it('SN-013 a delta grows by new blocks, up to the disk', () => {
    expect(deltaBytes(growth(2), HOUR)).toBe(7200e6)
    expect(deltaBytes(growth(2), 72 * HOUR)).toBe(DISK)
    expect(Math.abs(secondsUntil(growth(2), DISK) - 21_474.8)).toBeLessThan(0.05)
    expect(deltaBytes(growth(2, 0.5), HOUR)).toBe(3600e6)
    expect([secondsUntil(growth(2), 0), secondsUntil(growth(0), 1), secondsUntil(growth(2, 1), 1), secondsUntil(growth(2), DISK + 1)]).toEqual([
      0,
      Infinity,
      Infinity,
      Infinity,
    ])
  })

  it('SN-014 random writes', () => {
    expect(Math.abs(randomDeltaBytes(DISK, 2e6, HOUR) / 1e6 - 6628.9)).toBeLessThan(0.06)
  })

  it('SN-015 three snapshots, each fully rewritten, take four disks', () => {
    expect(worstCaseBytes(DISK, 3)).toBe(4 * DISK)
  })

  it('SN-023 layers that a read searches', () => {
    const layers = (depth: number, fill: number): number => readLayers(Array.from({ length: depth }, () => fill))
    expect([layers(1, 0.1), layers(3, 0.1), layers(10, 0.05), layers(32, 0.05)].map((value) => value.toFixed(3))).toEqual([
      '1.900',
      '3.439',
      '8.624',
      '16.319',
    ])
    expect(readLayers([])).toBe(1)
    // a full newest delta hides what is under it
    expect(readLayers([1, 0, 0])).toBe(1)
    expect(readLayers([0, 1, 0])).toBe(2)
    expect(readLatencyFactor(3)).toBeCloseTo(1.3, 12)
  })
})
