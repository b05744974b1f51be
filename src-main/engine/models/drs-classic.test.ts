import { describe, expect, it } from 'vitest'
import { classicPriority, classicTarget, combinedImbalance, hostLoadDeviation } from './drs-classic.ts'

const near = (value: number | null, expected: number): void => expect(Math.abs((value ?? NaN) - expected)).toBeLessThanOrEqual(0.0005)

describe('classic DRS', () => {
  it('DRS-008 priorities of the three examples', () => {
    const cases = [
      [[0.8, 0.4, 0.3], 0.216, 2],
      [[0.6, 0.5, 0.5, 0.4], 0.0707, 4],
      [[0.55, 0.5, 0.5, 0.45], 0.0354, 5],
    ] as const
    for (const [loads, metric, priority] of cases) {
      const imbalance = combinedImbalance(loads, loads)
      near(imbalance, metric)
      expect(classicPriority(imbalance, loads.length)).toBe(priority)
    }
  })

  it('DRS-008 the priority is 2 to 5, nothing without imbalance, and noise does not lift it', () => {
    expect([classicPriority(3, 64), classicPriority(1e-6, 2), classicPriority(0, 4), classicPriority(1e-12, 4)]).toEqual([2, 5, null, null])
    expect([classicPriority(0.1 + 1e-13, 4), classicPriority(0.1 + 1e-6, 4)]).toEqual([4, 3])
  })

  it('DRS-009 the table of targets', () => {
    const table = {
      2: [0.2121, 0.1414, 0.0707, 0],
      3: [0.1732, 0.1155, 0.0577, 0],
      4: [0.15, 0.1, 0.05, 0],
      8: [0.1061, 0.0707, 0.0354, 0],
      16: [0.075, 0.05, 0.025, 0],
      64: [0.0375, 0.025, 0.0125, 0],
    }
    for (const [hosts, targets] of Object.entries(table)) {
      targets.forEach((target, i) => expect(Math.abs((classicTarget(i + 2, Number(hosts)) ?? NaN) - target)).toBeLessThan(0.00006))
    }
    expect(classicTarget(1, 3)).toBeNull()
  })

  it('DRS-048 capacity matters', () => {
    const [entitled, capacities] = [
      [8, 4, 6],
      [10, 10, 20],
    ]
    near(hostLoadDeviation(entitled!.map((mhz, i) => mhz / capacities![i]!)), 0.216)
    expect(hostLoadDeviation([])).toBe(0)
  })

  it('DRS-049 both resources, 3:1 for the one with a full host', () => {
    const even = [0.3, 0.3, 0.3]
    near(combinedImbalance([0.8, 0.4, 0.3], even), 0.108)
    near(hostLoadDeviation([1, 0.4, 0.3]), 0.3091)
    near(combinedImbalance([1, 0.4, 0.3], even), 0.2318)
    near(combinedImbalance(even, [1, 0.4, 0.3]), 0.2318)
    near(combinedImbalance([1, 0.4, 0.3], [1, 0.4, 0.3]), 0.3091)
  })
})
