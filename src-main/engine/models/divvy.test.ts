import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divvy, divvyTree, reservationParts, vmClaim, type DivvyNode, type DivvyPool, type DivvyVm } from './divvy.ts'

const vm = (id: string, shares: number, demand: number, more: Partial<DivvyVm> = {}): DivvyVm => ({
  id,
  shares,
  demand,
  reservation: 0,
  limit: null,
  configured: 1e9,
  ...more,
})
const pool = (id: string, shares: number, children: readonly DivvyNode[], more: Partial<DivvyPool> = {}): DivvyPool => ({
  id,
  shares,
  reservation: 0,
  limit: null,
  ...more,
  children,
})
/** Each expected entitlement, ±1. */
const check = (capacity: number, nodes: readonly DivvyNode[], expected: Readonly<Record<string, number>>): void => {
  const given = divvyTree(capacity, nodes)
  for (const [id, amount] of Object.entries(expected))
    expect(Math.abs((given.get(id) ?? NaN) - amount), `${id} gets ${given.get(id)}`).toBeLessThanOrEqual(1)
}

describe('divvy', () => {
  it('DRS-030 a reservation is a floor, not an addition', () => {
    check(10_000, [vm('a', 1000, 10_000, { reservation: 4000 }), vm('b', 1000, 10_000)], { a: 5000, b: 5000 })
    check(10_000, [vm('a', 1000, 10_000, { reservation: 7000 }), vm('b', 1000, 10_000)], { a: 7000, b: 3000 })
  })

  it('DRS-030 floors above the capacity are scaled down', () => {
    check(6000, [vm('a', 1, 9000, { reservation: 8000 }), vm('b', 9, 9000, { reservation: 4000 })], { a: 4000, b: 2000 })
    expect([...divvyTree(0, [vm('a', 1, 100)]).values()]).toEqual([0])
  })

  it('DRS-019 a limit holds without contention, DRS-020 unused CPU reservation is lent', () => {
    check(20_000, [vm('a', 1000, 6000, { limit: 2000 })], { a: 2000 })
    check(10_000, [vm('a', 1000, 500, { reservation: 4000 }), vm('b', 1000, 10_000), vm('c', 3000, 10_000)], { a: 500, b: 2375, c: 7125 })
  })

  it('DRS-020 touched reserved memory is kept when idle, DRS-043 a part lifts both bounds', () => {
    expect(vmClaim(vm('a', 1, 1000, { reservation: 4096, touched: 3000 }))).toEqual({ shares: 1, lo: 3000, hi: 3000 })
    expect(vmClaim(vm('a', 1, 1000, { reservation: 500, touched: 3000 }))).toEqual({ shares: 1, lo: 500, hi: 1000 })
    expect(vmClaim(vm('a', 1, 1000, { part: 2560 }))).toEqual({ shares: 1, lo: 2560, hi: 2560 })
    expect(vmClaim(vm('a', 1, 9000, { configured: 8000, limit: 8500 }))).toEqual({ shares: 1, lo: 0, hi: 8000 })
  })

  it('DRS-031 three VMs, 8 GHz', () => {
    check(8000, [vm('a', 1000, 8000), vm('b', 1000, 8000)], { a: 4000, b: 4000 })
    check(8000, [vm('a', 1000, 8000), vm('b', 1000, 8000), vm('c', 2000, 8000)], { a: 2000, b: 2000, c: 4000 })
  })

  it('DRS-032 QA and Marketing', () => {
    check(6000, [pool('qa', 8000, [vm('q', 1000, 9000)]), pool('marketing', 4000, [vm('m', 1000, 9000)])], { qa: 4000, marketing: 2000 })
    check(3072, [pool('qa', 327_680, [vm('q', 10, 9000)]), pool('marketing', 163_840, [vm('m', 10, 9000)])], { qa: 2048, marketing: 1024 })
    check(6000, [pool('qa', 8000, [vm('q', 1000, 9000)]), pool('marketing', 4000, [vm('m', 1000, 500)])], { qa: 5500, marketing: 500 })
  })

  it('DRS-033 gold and bronze', () => {
    const given = divvyTree(200, [pool('gold', 8000, [vm('g', 1, 180)]), pool('bronze', 2000, [vm('b', 1, 25)])])
    expect([given.get('gold'), given.get('bronze')].map((gb) => Math.round((gb ?? NaN) * 10) / 10)).toEqual([175, 25])
  })

  it('DRS-034 a VM next to a pool', () => {
    const design = (count: number, demand: number): readonly DivvyNode[] => [
      vm('vm01', 2000, demand),
      pool(
        'rp1',
        8000,
        Array.from({ length: count }, (_, i) => vm(`m${i}`, 2000, 100_000)),
      ),
    ]
    check(100_000, design(2, 100_000), { vm01: 20_000, rp1: 80_000, m0: 40_000, m1: 40_000 })
    check(100_000, design(5, 100_000), { vm01: 20_000, m0: 16_000, m4: 16_000 })
    check(100_000, design(5, 10_000), { vm01: 10_000, m0: 18_000, m4: 18_000 })
  })

  it('DRS-035 dilution', () => {
    const nodes = [
      pool('rp1', 4000, [vm('vm2', 1000, 24_000), vm('vm3', 2000, 24_000)]),
      vm('vm1', 2000, 24_000),
      vm('vm4', 1000, 24_000),
      vm('vm5', 1000, 24_000),
    ]
    check(24_000, nodes, { rp1: 12_000, vm1: 6000, vm4: 3000, vm5: 3000, vm2: 4000, vm3: 8000 })
  })

  it('DRS-036 reservation and limit together', () => {
    const nodes = [vm('a', 1000, 6000, { reservation: 5000 }), vm('b', 2000, 6000, { limit: 2000 }), vm('c', 1000, 6000)]
    check(10_000, nodes, { a: 5000, b: 2000, c: 3000 })
  })

  it('DRS-037 pool limit and release', () => {
    const nodes = [
      pool('p', 4000, [vm('p1', 1000, 4000), vm('p2', 2000, 4000)], { limit: 3000 }),
      pool('q', 4000, [vm('q1', 1000, 4000), vm('q2', 1000, 1000)]),
    ]
    check(10_000, nodes, { p: 3000, p1: 1000, p2: 2000, q: 5000, q1: 4000, q2: 1000 })
  })

  it('DRS-038 nested pools', () => {
    const nodes = [
      pool('p', 8000, [pool('p1', 4000, [vm('a', 2000, 9000)]), pool('p2', 2000, [vm('b', 2000, 9000), vm('c', 2000, 9000)])]),
      pool('q', 4000, [vm('d', 1000, 9000)]),
    ]
    check(18_000, nodes, { p: 12_000, q: 6000, p1: 8000, p2: 4000, a: 8000, b: 2000, c: 2000, d: 6000 })
  })

  it('DRS-039 a pool reservation is a floor', () => {
    const nodes = [pool('p', 2000, [vm('a', 1000, 5000), vm('b', 1000, 5000)], { reservation: 6000 }), pool('q', 8000, [vm('c', 1000, 10_000)])]
    check(10_000, nodes, { p: 6000, a: 3000, b: 3000, q: 4000 })
  })

  it('DRS-040 the priority-pie paradox', () => {
    const saturated = (prefix: string, count: number): DivvyVm[] => Array.from({ length: count }, (_, i) => vm(`${prefix}${i}`, 2000, 100_000))
    check(100_000, [pool('high', 8000, saturated('h', 6)), pool('normal', 4000, saturated('n', 2))], { h0: 11_111, n1: 16_667 })
  })

  it('DRS-043 a pool reservation is handed out up to demand, then by shares', () => {
    const four = Array.from({ length: 4 }, () => ({ shares: 40_960, demand: 1.7, configured: 4 }))
    expect(reservationParts(10, four).map((part) => part.toFixed(6))).toEqual(['2.500000', '2.500000', '2.500000', '2.500000'])
    const three = [
      { shares: 1, demand: 1, configured: 2 },
      { shares: 1, demand: 3, configured: 4 },
      { shares: 2, demand: 2, configured: 8 },
    ]
    expect(reservationParts(12, three).map((part) => part.toFixed(6))).toEqual(['2.000000', '4.000000', '6.000000'])
    expect(reservationParts(100, three)).toEqual([2, 4, 8])
  })

  it('DRS-046 a host divides what it has among its own VMs', () => {
    check(10_000, [vm('a', 1000, 8000), vm('b', 1000, 8000)], { a: 5000, b: 5000 })
    check(20_000, [vm('a', 1000, 8000), vm('b', 1000, 8000)], { a: 8000, b: 8000 })
  })

  it('gives all there is within the bounds, and more to nobody whose neighbour with as many shares has room', () => {
    const claim = fc
      .tuple(fc.integer({ min: 1, max: 8000 }), fc.double({ min: 0, max: 5000, noNaN: true }), fc.double({ min: 0, max: 5000, noNaN: true }))
      .map(([shares, x, y]) => ({ shares, lo: Math.min(x, y), hi: Math.max(x, y) }))
    fc.assert(
      fc.property(fc.array(claim, { minLength: 1, maxLength: 40 }), fc.double({ min: 0, max: 150_000, noNaN: true }), (claims, capacity) => {
        const given = divvy(capacity, claims)
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
        const floors = sum(claims.map((each) => each.lo))
        expect(sum(given)).toBeCloseTo(Math.min(capacity, sum(claims.map((each) => each.hi))), 4)
        if (floors > capacity) return
        claims.forEach((each, i) => {
          expect(given[i]).toBeGreaterThanOrEqual(each.lo - 1e-6)
          expect(given[i]).toBeLessThanOrEqual(each.hi + 1e-6)
        })
        // one rate for all: who is below its ceiling has no lower rate than anyone above its floor
        const below = claims.flatMap((each, i) => (given[i]! < each.hi - 1e-6 ? [given[i]! / each.shares] : []))
        const above = claims.flatMap((each, i) => (given[i]! > each.lo + 1e-6 ? [given[i]! / each.shares] : []))
        if (below.length > 0 && above.length > 0) expect(Math.min(...below)).toBeGreaterThanOrEqual(Math.max(...above) - 1e-6)
      }),
      { numRuns: 300 },
    )
  })

  it('a claim without shares gets its floor, and more only without contention', () => {
    const claims = [
      { shares: 0, lo: 100, hi: 500 },
      { shares: 10, lo: 0, hi: 300 },
    ]
    expect(divvy(350, claims)).toEqual([100, 250])
    expect(divvy(700, claims)).toEqual([100, 300])
    expect(divvy(800, claims)).toEqual([500, 300])
  })
})
