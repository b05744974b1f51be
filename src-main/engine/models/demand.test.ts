import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabDemand } from '../../contract/lab/demand.ts'
import {
  changesByTheMinute,
  cpuDemandAt,
  demandAt,
  demandWithFactor,
  factorAt,
  lastDifferent,
  lastPositive,
  meanDemand,
  meanFactor,
  nextChangeAfter,
  prepareDemand,
  rangeOf,
  type DemandShape,
} from './demand.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const neutral: LabDemand = {
  cpuMHz: 0,
  memoryMiB: 1024,
  grantedMiB: 4096,
  consumedMiB: 4096,
  touchedMiB: 4096,
  workingSetMiB: 4096,
  balloonedMiB: 0,
  swappedMiB: 0,
  compressedMiB: 0,
  dirtyMBps: 0,
  writeMBps: 0,
  netMbps: 0,
  overwriteFraction: 0,
  trace: null,
  column: 'vm',
  scale: 1,
  memoryTrace: null,
  memoryColumn: 'vm',
  traceSamples: null,
  memoryTraceSamples: null,
  traceIntervalMs: 5 * MINUTE,
  shape: null,
  period: DAY,
  phase: 0,
  dutyPercent: 50,
  steps: [],
  forecast: [],
}
const prepare = (lab: Partial<LabDemand>): ReturnType<typeof prepareDemand> => prepareDemand({ ...neutral, ...lab })
const cpu = (lab: Partial<LabDemand>, atMs: number): number => cpuDemandAt(prepare({ cpuMHz: [0, 1000], ...lab }), atMs)

describe('demand', () => {
  it('constant: [lo, hi] is lo', () => {
    expect(cpu({ cpuMHz: 250 }, 5 * HOUR)).toBe(250)
    expect(cpu({ cpuMHz: [300, 900] }, 5 * HOUR)).toBe(300)
  })

  it('sine: the middle, the top, the middle, the bottom', () => {
    const at = (hours: number): number => cpu({ shape: 'sine' }, hours * HOUR)
    expect([0, 6, 12, 18, 24].map((hours) => Math.round(at(hours) * 1e9) / 1e9)).toEqual([500, 1000, 500, 0, 500])
    expect(cpu({ shape: 'sine', phase: 6 * HOUR }, 12 * HOUR)).toBeCloseTo(1000, 9)
    expect(cpu({ shape: 'sine', period: HOUR }, 15 * MINUTE)).toBeCloseTo(1000, 9)
  })

  it('square: high for the duty share of each period', () => {
    const lab: Partial<LabDemand> = { shape: 'square', period: 10 * MINUTE, dutyPercent: 30, phase: MINUTE }
    expect(Array.from({ length: 12 }, (_, minute) => cpu(lab, minute * MINUTE))).toEqual([0, 1000, 1000, 1000, 0, 0, 0, 0, 0, 0, 0, 1000])
  })

  it('ramp: rises once, then stays', () => {
    const lab: Partial<LabDemand> = { shape: 'ramp', period: 10 * MINUTE, phase: 5 * MINUTE }
    expect([0, 5, 10, 15, 500].map((minute) => cpu(lab, minute * MINUTE))).toEqual([0, 0, 500, 1000, 1000])
  })

  it('steps: the keys of the last step hold, before the first the plain ones', () => {
    const demand = prepare({
      shape: 'steps',
      cpuMHz: 100,
      netMbps: 7,
      steps: [
        { at: 10 * MINUTE, cpuMHz: 900 },
        { at: 12.5 * MINUTE, netMbps: 50 },
      ],
    })
    expect([0, 9.99, 10, 12.5, 12.99].map((minute) => cpuDemandAt(demand, minute * MINUTE))).toEqual([100, 100, 900, 900, 900])
    // taken at whole minutes: a step at 12m30s acts from 13m
    expect([cpuDemandAt(demand, 13 * MINUTE), demandAt(demand, 'netMbps', 12.9 * MINUTE), demandAt(demand, 'netMbps', 13 * MINUTE)]).toEqual([
      100, 7, 50,
    ])
  })

  it('businessDay: the corners, and a mean of 0.425', () => {
    const at = (hours: number): number => cpu({ shape: 'businessDay' }, hours * HOUR)
    expect([0, 7, 8, 9, 12, 12.5, 13, 13.5, 14, 17, 18.5, 20, 23].map((hours) => Math.round(at(hours) * 1e6) / 1e6)).toEqual([
      0, 0, 500, 1000, 1000, 850, 700, 850, 1000, 1000, 500, 0, 0,
    ])
    const { curve } = prepare({ shape: 'businessDay' })
    expect(meanFactor(curve, 0, DAY)).toBeCloseTo(0.425, 9)
    expect(cpu({ shape: 'businessDay', phase: 2 * HOUR }, 11 * HOUR)).toBeCloseTo(1000, 9)
  })

  it('f is taken at whole minutes and held', () => {
    fc.assert(
      fc.property(fc.constantFrom<DemandShape>('sine', 'square', 'ramp', 'businessDay'), fc.nat(2 * DAY), fc.nat(DAY), (shape, atMs, phase) => {
        const { curve } = prepare({ shape, phase })
        const f = factorAt(curve, atMs)
        expect(f).toBe(factorAt(curve, atMs - (atMs % MINUTE)))
        expect(f >= 0 && f <= 1).toBe(true)
      }),
    )
  })

  it('a trace holds each row until the next and starts over', () => {
    const demand = prepare({ netMbps: 3, traceSamples: [25, 50, 100], memoryTraceSamples: [100, 200] })
    expect([0, 4.99, 5, 10, 15, 20].map((minute) => cpuDemandAt(demand, minute * MINUTE))).toEqual([25, 25, 50, 100, 25, 50])
    expect([0, 5, 10].map((minute) => demandAt(demand, 'memoryMiB', minute * MINUTE))).toEqual([100, 200, 100])
    expect(demandAt(demand, 'netMbps', HOUR)).toBe(3)
    expect(meanDemand(demand, 'cpuMHz', 2.5 * MINUTE, 10 * MINUTE)).toBeCloseTo((25 * 2.5 + 50 * 5) / 7.5, 9)
    expect(() => prepare({ traceSamples: [] })).toThrow(RangeError)
  })

  it('means over a window agree with a sum over its seconds', () => {
    const shapes: readonly Partial<LabDemand>[] = [
      { shape: 'sine', period: HOUR },
      { shape: 'square', period: 7 * MINUTE },
      { shape: 'ramp', period: HOUR, phase: 10 * MINUTE },
      { shape: 'businessDay' },
      { shape: 'steps', cpuMHz: 5, steps: [{ at: 20 * MINUTE, cpuMHz: 80 }] },
      { cpuMHz: 77 },
    ]
    for (const lab of shapes) {
      const demand = prepare({ cpuMHz: [0, 1000], ...lab })
      const [from, to] = [90_000, 2_430_000]
      let sum = 0
      for (let at = from; at < to; at += 1000) sum += cpuDemandAt(demand, at)
      expect(meanDemand(demand, 'cpuMHz', from, to)).toBeCloseTo((sum * 1000) / (to - from), 6)
      expect(meanDemand(demand, 'cpuMHz', to, to)).toBe(cpuDemandAt(demand, to))
    }
  })

  it('means are those of a sum over all stretches, whatever was asked before', () => {
    const labs: fc.Arbitrary<Partial<LabDemand>> = fc.oneof(
      fc.record({
        shape: fc.constantFrom('sine', 'square', 'ramp', 'businessDay'),
        period: fc.integer({ min: MINUTE, max: DAY }),
        phase: fc.integer({ min: 0, max: DAY }),
        dutyPercent: fc.integer({ min: 0, max: 100 }),
      }),
      fc.record({
        traceSamples: fc.array(fc.integer({ min: 0, max: 9000 }), { minLength: 1, maxLength: 20 }),
        traceIntervalMs: fc.integer({ min: 1000, max: HOUR }),
      }),
      fc.record({
        shape: fc.constant('steps'),
        steps: fc
          .uniqueArray(fc.integer({ min: 0, max: DAY / MINUTE }), { maxLength: 6 })
          .map((minutes) => minutes.sort((a, b) => a - b).map((minute) => ({ at: minute * MINUTE, cpuMHz: (minute * 7919) % 5000 }))),
      }),
    )
    const windows = fc.array(fc.tuple(fc.integer({ min: -2 * HOUR, max: 2 * DAY }), fc.integer({ min: 1, max: 3 * HOUR })), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(labs, windows, (lab, asked) => {
        const demand = prepare({ cpuMHz: [250, 4000], ...lab })
        for (const [from, length] of asked) {
          let sum = 0
          for (let at = from; at < from + length;) {
            const end = at < 0 ? Math.min(0, from + length) : Math.min(from + length, nextChangeAfter(demand, 'cpuMHz', at) ?? Infinity)
            sum += cpuDemandAt(demand, at) * (end - at)
            at = end
          }
          expect(meanDemand(demand, 'cpuMHz', from, from + length)).toBeCloseTo(sum / length, 6)
        }
      }),
    )
  })

  it('knows up to when a load was another one', () => {
    const not = (value: number) => (other: number) => other !== value
    const square = prepare({ cpuMHz: [0, 5], shape: 'square', period: 10 * MINUTE, dutyPercent: 30 })
    expect(lastDifferent(square, 'cpuMHz', 0, 9 * MINUTE, not(0))).toBe(3 * MINUTE)
    expect(lastDifferent(square, 'cpuMHz', 3 * MINUTE, 9 * MINUTE, not(0))).toBeNull()
    expect(lastDifferent(square, 'cpuMHz', -HOUR, 2 * MINUTE, not(5))).toBeNull()
    expect(lastDifferent(square, 'cpuMHz', -HOUR, 10 * MINUTE, not(5))).toBe(10 * MINUTE)
    const trace = prepare({ traceSamples: [1, 2] })
    expect(lastDifferent(trace, 'cpuMHz', 0, 12 * MINUTE, not(1))).toBe(10 * MINUTE)
    const stepped = prepare({ shape: 'steps', cpuMHz: 3, steps: [{ at: HOUR, cpuMHz: 4 }] })
    expect(lastDifferent(stepped, 'cpuMHz', -HOUR, 2 * HOUR, not(4))).toBe(HOUR)
    expect(lastDifferent(stepped, 'cpuMHz', -HOUR, HOUR, not(3))).toBeNull()
    expect(lastDifferent(prepare({ cpuMHz: 7 }), 'cpuMHz', -HOUR, HOUR, not(7))).toBeNull()
  })

  it('before the start a load is what it is at the start', () => {
    const demand = prepare({ cpuMHz: [0, 1000], shape: 'square', period: 20 * MINUTE })
    expect(meanDemand(demand, 'cpuMHz', -40 * MINUTE, 0)).toBe(1000)
    expect(meanDemand(demand, 'cpuMHz', -30 * MINUTE, 20 * MINUTE)).toBeCloseTo(800, 9)
  })

  it('DRS-028 a step is averaged over the look-back window', () => {
    const stepped = (low: number, high: number): ReturnType<typeof prepareDemand> =>
      prepare({ shape: 'steps', cpuMHz: low, steps: [{ at: HOUR, cpuMHz: high }] })
    expect(meanDemand(stepped(1000, 5000), 'cpuMHz', HOUR - 30 * MINUTE, HOUR + 10 * MINUTE)).toBeCloseTo(2000, 9)
    expect(meanDemand(stepped(1000, 5000), 'cpuMHz', HOUR, HOUR + 10 * MINUTE)).toBe(5000)
    expect(meanDemand(stepped(0, 1000), 'cpuMHz', HOUR - 5 * MINUTE, HOUR + 5 * MINUTE)).toBeCloseTo(500, 9)
  })

  it('names every instant at which a value may change', () => {
    const labs: readonly Partial<LabDemand>[] = [
      { shape: 'sine' },
      { shape: 'ramp', period: 5 * MINUTE },
      { shape: 'steps', steps: [{ at: 90_000, cpuMHz: 9 }] },
      {},
    ]
    for (const lab of labs) {
      const demand = prepare({ cpuMHz: [0, 1000], ...lab })
      for (let at = 0; at < 12 * MINUTE; at += 5000) {
        const next = nextChangeAfter(demand, 'cpuMHz', at) ?? Infinity
        expect(next).toBeGreaterThan(at)
        if (at + 5000 < next) expect(cpuDemandAt(demand, at + 5000)).toBe(cpuDemandAt(demand, at))
      }
    }
    expect(nextChangeAfter(prepare({ cpuMHz: [0, 9], shape: 'ramp', period: MINUTE }), 'cpuMHz', 2 * MINUTE)).toBeNull()
    expect(nextChangeAfter(prepare({ traceSamples: [1, 2] }), 'cpuMHz', 0)).toBe(5 * MINUTE)
  })

  it('knows when a load was last there', () => {
    const square = prepare({ netMbps: [0, 5], shape: 'square', period: 10 * MINUTE, dutyPercent: 30 })
    expect(lastPositive(square, 'netMbps', 0, 2 * MINUTE)).toBe(2 * MINUTE)
    expect(lastPositive(square, 'netMbps', 0, 3 * MINUTE)).toBe(3 * MINUTE)
    expect(lastPositive(square, 'netMbps', 0, 9.5 * MINUTE)).toBe(3 * MINUTE)
    expect(lastPositive(square, 'netMbps', 4 * MINUTE, 9.5 * MINUTE)).toBeNull()
    expect(lastPositive(prepare({ writeMBps: 1 }), 'writeMBps', -HOUR, 12_345)).toBe(12_345)
    expect(lastPositive(prepare({ writeMBps: 1 }), 'writeMBps', 2, 1)).toBeNull()
    expect(lastPositive(prepare({ cpuMHz: 500 }), 'writeMBps', -Infinity, HOUR)).toBeNull()
    const later = prepare({ shape: 'steps', writeMBps: 0, steps: [{ at: HOUR, writeMBps: 3 }] })
    expect(lastPositive(later, 'writeMBps', -Infinity, HOUR - 1)).toBeNull()
    expect(lastPositive(later, 'writeMBps', -Infinity, HOUR + 7)).toBe(HOUR + 7)
  })

  it('stays within its range, and changes by the minute where that is said', () => {
    const shapes = ['constant', 'sine', 'square', 'ramp', 'businessDay', 'steps'] as const
    const steps = [
      { at: HOUR, cpuMHz: 50 },
      { at: 2 * HOUR, consumedMiB: 9000 },
    ]
    for (const shape of shapes) {
      const demand = prepare({ shape, cpuMHz: [900, 200], consumedMiB: [1000, 4000], period: 3 * HOUR, steps })
      for (const key of ['cpuMHz', 'consumedMiB'] as const) {
        const values = Array.from({ length: 300 }, (_, i) => demandAt(demand, key, i * MINUTE + 7))
        const [least, most] = rangeOf(demand, key)
        expect([Math.min(...values) >= least - 1e-9, Math.max(...values) <= most + 1e-9]).toEqual([true, true])
        if (changesByTheMinute(demand)) expect(nextChangeAfter(demand, key, 90_000)).toBe(2 * MINUTE)
      }
      expect(changesByTheMinute(demand)).toBe(['sine', 'square', 'businessDay'].includes(shape))
    }
    expect(rangeOf(prepare({ shape: 'steps', cpuMHz: 300, steps }), 'cpuMHz')).toEqual([50, 300])
    expect(rangeOf(prepare({ traceSamples: [1, 2] }), 'cpuMHz')).toEqual([0, Infinity])
  })

  it('VMs with one curve share its factor', () => {
    const demand = prepare({ cpuMHz: [200, 900], shape: 'sine' })
    const other = prepare({ cpuMHz: [1, 2], shape: 'sine' })
    expect(other.curve.key).toBe(demand.curve.key)
    expect(prepare({ shape: 'sine', phase: 1 }).curve.key).not.toBe(demand.curve.key)
    expect(demandWithFactor(demand, 'cpuMHz', factorAt(other.curve, 5 * HOUR), 5 * HOUR)).toBe(cpuDemandAt(demand, 5 * HOUR))
  })
})
