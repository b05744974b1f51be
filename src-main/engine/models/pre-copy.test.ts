import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ceil9, ln, pow } from './maths.ts'
import { preCopy, stopRule, wholePages, type PreCopy } from './pre-copy.ts'
import { linkRate } from './vmotion-link.ts'
import type { ProductLevel } from '../../contract/lab/product.ts'

const GIB = 1024 * 1024 * 1024

interface Options {
  readonly workingSetMiB?: number
  readonly nics?: number
  readonly rttSeconds?: number
  readonly sdps?: boolean
  readonly product?: ProductLevel
}
const migrate = (memoryGiB: number, gbps: number, dirtyMBps: number, options: Options = {}): PreCopy =>
  preCopy({
    memoryBytes: memoryGiB * GIB,
    bytesPerSecond: linkRate({ gbps, nics: options.nics ?? 1 }, options.product ?? '8.0').bytesPerSecond,
    dirtyBytesPerSecond: dirtyMBps * 1e6,
    workingSetBytes: options.workingSetMiB === undefined ? null : options.workingSetMiB * 1024 * 1024,
    rttSeconds: options.rttSeconds ?? 0,
    sdps: options.sdps ?? true,
  })
const within = (value: number, expected: number, share: number): void => {
  expect(value).toBeGreaterThanOrEqual(expected * (1 - share))
  expect(value).toBeLessThanOrEqual(expected * (1 + share))
}

type Row = readonly [
  name: string,
  gib: number,
  gbe: number,
  dirty: number,
  workingSetMiB: number | null,
  rounds: number,
  live: number,
  copy: number,
  dataGiB: number,
  lastMB: number,
  stunMs: number,
  total: number,
  sdpsFrom: number | null,
  slowdown: number,
]
const table: readonly Row[] = [
  ['T1', 4, 1, 10, null, 2, 41.571, 41.873, 4.387, 33.94, 401.6, 43.973, null, 0],
  ['T2', 4, 10, 20, null, 1, 3.818, 3.886, 4.071, 76.36, 167.9, 5.986, null, 0],
  ['T3', 16, 10, 100, null, 2, 16.628, 16.749, 17.549, 135.74, 220.7, 18.849, null, 0],
  ['T4', 64, 10, 500, null, 6, 109.104, 109.575, 114.805, 529.65, 570.8, 111.675, null, 0],
  ['T5', 64, 10, 900, null, 18, 299.402, 299.832, 314.145, 483.57, 529.8, 301.932, 16, 37.5],
  ['T6', 64, 10, 1000, null, 21, 484.225, 484.515, 507.645, 326.2, 390.0, 486.615, 16, 43.8],
  ['T7', 64, 10, 2000, null, 8, 182.298, 182.775, 191.5, 536.87, 577.2, 184.875, 1, 71.9],
  ['T8', 256, 25, 800, null, 5, 136.331, 136.513, 357.575, 511.83, 282.0, 138.613, null, 0],
  ['T9', 512, 100, 3000, null, 4, 66.3, 66.547, 697.24, 2780.0, 347.1, 68.647, null, 0],
  ['T10', 8, 1, 60, null, 8, 162.547, 163.047, 17.083, 56.23, 599.8, 165.147, null, 0],
  ['T11', 8, 1, 0, null, 1, 76.355, 76.355, 8.0, 0, 100.0, 78.455, null, 0],
  ['T12', 8, 1, 200, 1024, 7, 104.392, 104.69, 10.969, 33.55, 398.3, 106.79, 2, 71.9],
  ['T13', 32, 10, 300, 2048, 3, 32.96, 33.096, 34.676, 152.71, 235.7, 35.196, null, 0],
]

describe('pre-copy', () => {
  it('VM-034 each row of the table, tighter than asked for', () => {
    for (const [name, gib, gbe, dirty, workingSetMiB, rounds, live, copy, dataGiB, lastMB, stunMs, total, sdpsFrom, slowdown] of table) {
      const result = migrate(gib, gbe, dirty, workingSetMiB === null ? {} : { workingSetMiB })
      expect(result.rounds.length, name).toBe(rounds)
      const liveSeconds = result.rounds.reduce((sum, round) => sum + round.seconds, 0)
      expect(Math.abs(liveSeconds - live), name).toBeLessThan(0.0006)
      expect(Math.abs(result.copySeconds - copy), name).toBeLessThan(0.0006)
      expect(Math.abs(result.bytes / GIB - dataGiB), name).toBeLessThan(0.0006)
      expect(Math.abs((result.rounds.at(-1)?.dirtyBytes ?? NaN) / 1e6 - lastMB), name).toBeLessThan(0.006)
      expect(Math.abs(result.stunSeconds * 1000 - stunMs), name).toBeLessThan(0.06)
      expect(Math.abs(result.totalSeconds - total), name).toBeLessThan(0.0006)
      expect(result.sdpsFromRound, name).toBe(sdpsFrom)
      expect(Math.abs(result.slowdownPercent - slowdown), name).toBeLessThan(0.06)
    }
  })

  it('VM-034 the rounds of T4 and T7', () => {
    const t4 = migrate(64, 10, 500).rounds
    const expected = [
      [68719.5, 61.084],
      [30542.0, 27.148],
      [13574.2, 12.066],
      [6033.0, 5.363],
      [2681.3, 2.383],
      [1191.7, 1.059],
    ] as const
    expected.forEach(([mb, seconds], i) => {
      within(t4[i]!.bytes / 1e6, mb, 0.005)
      within(t4[i]!.seconds, seconds, 0.005)
    })
    const t7 = migrate(64, 10, 2000).rounds
    ;[68719.5, 68719.5, 34359.7, 17179.9, 8589.9, 4295.0, 2147.5, 1073.7].forEach((mb, i) => within(t7[i]!.bytes / 1e6, mb, 0.005))
    within(t7.at(-1)!.dirtyBytes / 1e6, 536.9, 0.005)
  })

  it('VM-021 the two logged samples stop', () => {
    const first = stopRule(1296, 145.404)
    const second = stopRule(3491, 931.354)
    expect(Math.abs(first.sendMs - 36.5)).toBeLessThan(0.05)
    expect(Math.abs(second.sendMs - 15.4)).toBeLessThan(0.05)
    expect([first.stop, second.stop, stopRule(20_000, 100).stop]).toEqual([true, true, false])
  })

  it('VM-031 the closed form and the recurrence agree', () => {
    const [memory, bandwidth, ratio] = [64 * GIB, 1.125e9, 500 / 1125]
    const n = Math.max(1, ceil9(ln((0.5 * bandwidth) / memory) / ln(ratio)))
    const copySeconds = ((memory / bandwidth) * (1 - pow(ratio, n + 1))) / (1 - ratio)
    const stunSeconds = (memory * pow(ratio, n)) / bandwidth + 0.1
    const result = migrate(64, 10, 500)
    expect(n).toBe(6)
    expect(result.rounds.length).toBe(n)
    expect(Math.abs(result.copySeconds - copySeconds)).toBeLessThan(1e-9)
    expect(Math.abs(result.stunSeconds - stunSeconds)).toBeLessThan(1e-9)
    expect(Math.abs(copySeconds - 109.5745)).toBeLessThan(5e-5)
    expect(Math.abs(stunSeconds - 0.5708)).toBeLessThan(5e-6)
  })

  it('VM-032 a small working set is sent at once, whatever the dirty rate', () => {
    for (const sdps of [true, false]) {
      const result = migrate(64, 10, 2000, { workingSetMiB: 256, sdps })
      expect([result.rounds.length, result.sdpsFromRound, result.failed]).toEqual([1, null, null])
      expect(Math.abs(result.stunSeconds * 1000 - 338.6)).toBeLessThan(0.06)
    }
  })

  it('VM-033 SDPS engages where pages are dirtied faster than they are sent, and only there', () => {
    const result = migrate(64, 10, 2000)
    expect([result.sdpsFromRound, result.failed]).toEqual([1, null])
    expect(Math.abs(result.slowdownPercent - 71.9)).toBeLessThan(0.5)
    expect(migrate(64, 10, 500).sdpsFromRound).toBeNull()
  })

  it('VM-035 total grows with M and D and falls with B, and bytes are at least the memory', () => {
    const inputs = fc.record({
      memory: fc.double({ min: 0.1, max: 512, noNaN: true }),
      gbps: fc.constantFrom(1, 10, 25, 100),
      share: fc.double({ min: 0, max: 0.69, noNaN: true }),
      grow: fc.double({ min: 1, max: 4, noNaN: true }),
    })
    const seconds = (memory: number, bytesPerSecond: number, dirty: number): PreCopy =>
      preCopy({ memoryBytes: memory * GIB, bytesPerSecond, dirtyBytesPerSecond: dirty, workingSetBytes: null, rttSeconds: 0, sdps: false })
    fc.assert(
      fc.property(inputs, ({ memory, gbps, share, grow }) => {
        const bandwidth = linkRate({ gbps, nics: 1 }, '8.0').bytesPerSecond
        const dirty = share * bandwidth
        const base = seconds(memory, bandwidth, dirty)
        const noise = base.totalSeconds * 1e-12
        expect(seconds(memory, bandwidth, Math.min(dirty * grow, 0.7 * bandwidth)).totalSeconds).toBeGreaterThanOrEqual(base.totalSeconds - noise)
        expect(seconds(memory * grow, bandwidth, dirty).totalSeconds).toBeGreaterThanOrEqual(base.totalSeconds - noise)
        expect(seconds(memory, bandwidth * 2, dirty).totalSeconds).toBeLessThanOrEqual(base.totalSeconds + noise)
        expect(base.bytes).toBeGreaterThanOrEqual(memory * GIB)
        expect(seconds(memory, bandwidth, 0).stunSeconds).toBeCloseTo(0.1, 12)
      }),
      { numRuns: 1000 },
    )
  })

  it('VM-036 the round-trip time adds once to the stun', () => {
    const result = migrate(4, 10, 20, { rttSeconds: 0.15 })
    expect(Math.abs(result.stunSeconds * 1000 - 317.9)).toBeLessThan(0.06)
    expect(Math.abs(result.totalSeconds - 6.136)).toBeLessThan(0.0006)
  })

  it('VM-038 two NICs', () => {
    const result = migrate(64, 10, 500, { nics: 2 })
    expect(result.rounds.length).toBe(3)
    within(result.totalSeconds, 41.27, 0.0002)
    expect(Math.abs(result.stunSeconds * 1000 - 435.2)).toBeLessThan(0.06)
  })

  it('VM-039 one stream caps a 25 GbE link before 7.0', () => {
    const now = migrate(64, 25, 500)
    const before = migrate(64, 25, 500, { product: '6.7' })
    expect([now.rounds.length, before.rounds.length]).toEqual([3, 4])
    within(now.totalSeconds, 31.79, 0.0003)
    within(before.totalSeconds, 52.01, 0.0003)
  })

  it('VM-044 without SDPS rounds without progress fail the migration', () => {
    const failed = migrate(4, 10, 2000, { sdps: false })
    expect([failed.failed, failed.rounds.length, failed.stunSeconds]).toEqual(['noConvergence', 16, 0])
    for (const round of failed.rounds) within(round.seconds, 3.818, 0.001)
    within(failed.totalSeconds, 63.08, 0.001)
    const saved = migrate(4, 10, 2000)
    expect([saved.failed, saved.rounds.length]).toEqual([null, 4])
    within(saved.totalSeconds, 13.08, 0.001)
    expect(Math.abs(saved.stunSeconds * 1000 - 577.2)).toBeLessThan(0.5)
    const slow = migrate(64, 10, 900, { sdps: false })
    expect([slow.failed, slow.rounds.length]).toEqual([null, 22])
    within(slow.totalSeconds, 305.7, 0.001)
    expect(Math.abs(slow.stunSeconds * 1000 - 550.7)).toBeLessThan(0.5)
  })

  it('a dirty rate equal to the bandwidth is no progress, whatever the noise', () => {
    for (const gib of [1, 3, 7, 11.3, 64]) {
      expect(migrate(gib, 10, 1125).sdpsFromRound).toBe(1)
      expect(migrate(gib, 10, 1125, { sdps: false }).failed).toBe('noConvergence')
    }
  })

  it('refuses to copy without memory or bandwidth, and reports whole pages', () => {
    expect(() => migrate(0, 10, 0)).toThrow(RangeError)
    expect(() => migrate(4, 0, 0)).toThrow(RangeError)
    expect([wholePages(0), wholePages(1), wholePages(4096), wholePages(4097)]).toEqual([0, 4096, 4096, 8192])
  })
})
