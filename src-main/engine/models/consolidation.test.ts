import { describe, expect, it } from 'vitest'
import { consolidation, consolidationMode, type ConsolidationInput } from './consolidation.ts'

const MB = 1e6
const DISK = 40 * 1024 * 1024 * 1024

const input = (
  mode: ConsolidationInput['mode'],
  megabytes: number,
  writeMBps: number,
  more: Partial<ConsolidationInput> = {},
): ConsolidationInput => ({
  mode,
  bytes: megabytes * MB,
  shareBytesPerSecond: 500 * MB,
  growth: { diskBytes: DISK, writeBytesPerSecond: writeMBps * MB, overwriteFraction: 0 },
  disks: 1,
  isOn: true,
  ...more,
})

describe('consolidation', () => {
  it('SN-024 helpers shrink until the rest can be copied in a stun', () => {
    const { passes, stunSeconds, totalSeconds } = consolidation(input('helper', DISK / MB, 100))
    expect(passes.map((seconds) => seconds.toFixed(2))).toEqual(['171.80', '68.72', '27.49', '11.00'])
    expect(stunSeconds).toBeCloseTo(4.6, 2)
    expect(totalSeconds).toBeCloseTo(171.8 + 68.72 + 27.49 + 11 + 4.6, 1)
  })

  it('SN-024 one helper for a guest that writes little', () => {
    const { passes, stunSeconds } = consolidation(input('helper', 7200, 2))
    expect(passes).toEqual([28.8])
    expect(stunSeconds).toBeCloseTo(0.4304, 9)
  })

  it('SN-024 a guest that writes faster than the copy never converges', () => {
    const { passes, stunSeconds } = consolidation(input('helper', 20_000, 300))
    expect(passes).toHaveLength(10)
    expect(stunSeconds).toBeCloseTo(172, 1)
  })

  it('SN-024 what can be copied within the threshold needs no helper', () => {
    expect(consolidation(input('helper', 1250, 100))).toEqual({ passes: [], stunSeconds: 5.2, totalSeconds: 5.2 })
    expect(consolidation(input('helper', 1250.001, 100)).passes).toHaveLength(1)
  })

  it('SN-024 blocks that a helper holds already cost nothing again', () => {
    const growth = { diskBytes: DISK, writeBytesPerSecond: 100 * MB, overwriteFraction: 0.5 }
    expect(consolidation(input('helper', 10_000, 100, { growth })).stunSeconds).toBeCloseTo(1.6 + 0.2, 9)
  })

  it('SN-025 one pass and a short stun', () => {
    const slow = consolidation(input('mirror', 7200, 2))
    expect([slow.passes[0]?.toFixed(2), slow.stunSeconds, slow.totalSeconds.toFixed(2)]).toEqual(['29.03', 0.2, '29.23'])
    const fast = consolidation(input('mirror', DISK / MB, 100))
    expect([fast.passes[0]?.toFixed(1), fast.totalSeconds.toFixed(1)]).toEqual(['286.3', '286.5'])
  })

  it('SN-025 the guest is throttled to a quarter of the share', () => {
    expect(consolidation(input('mirror', 12_500, 400)).passes).toEqual([100])
    expect(consolidation(input('mirror', 12_500, 125)).passes).toEqual([100])
  })

  it('SN-025 further disks lengthen the stun', () => {
    expect(consolidation(input('mirror', 0, 0, { disks: 4 })).stunSeconds).toBeCloseTo(0.35, 9)
  })

  it('a VM that is off is neither mirrored nor stunned', () => {
    expect(consolidation(input('helper', 7200, 100, { isOn: false }))).toEqual({ passes: [28.8], stunSeconds: 0, totalSeconds: 28.8 })
    expect(() => consolidation(input('mirror', 1, 0, { shareBytesPerSecond: 0 }))).toThrow(RangeError)
  })

  it('the mirror came with 6.0', () => {
    expect((['5.0', '5.5', '6.0', '8.0'] as const).map(consolidationMode)).toEqual(['helper', 'helper', 'mirror', 'mirror'])
  })
})
