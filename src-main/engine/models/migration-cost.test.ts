import { describe, expect, it } from 'vitest'
import { estimatedMigrationSeconds, migrationCost } from './migration-cost.ts'

const move = { memoryMiB: 4096, nics: 1, coreMHz: 2500, unmetMHz: 1000 }
/** Shortest stable time, in tenths of a second, for which the move is accepted. */
const breakEven = (gbps: number): number => {
  for (let tenths = 0; tenths < 36_000; tenths += 1) if (migrationCost({ ...move, gbps, stableSeconds: tenths / 10 }).accepted) return tenths / 10
  return NaN
}

describe('cost of a migration', () => {
  it('DRS-053 on 1 GbE', () => {
    const short = migrationCost({ ...move, gbps: 1, stableSeconds: 60 })
    expect(short.migrationTimeMs).toBeCloseTo(40_960, 6)
    expect(short.costMHzSeconds).toBeCloseTo(61_440, 6)
    expect([Math.round(short.benefitMHzSeconds), short.accepted]).toEqual([19_040, false])
    expect(migrationCost({ ...move, gbps: 1, stableSeconds: 300 }).accepted).toBe(true)
    expect(Math.abs(breakEven(1) - 102.4)).toBeLessThanOrEqual(0.5)
  })

  it('DRS-053 on 10 GbE', () => {
    const result = migrationCost({ ...move, gbps: 10, stableSeconds: 60 })
    expect(result.migrationTimeMs).toBeCloseTo(4096, 6)
    expect(result.costMHzSeconds).toBeCloseTo(20_480, 6)
    expect(Math.abs(breakEven(10) - 24.6)).toBeLessThanOrEqual(0.5)
  })

  it('DRS-053 exactly the cost is not enough; a very high goodness outweighs it', () => {
    const unmet = { ...move, gbps: 10, stableSeconds: 4.096 + 20.48 }
    expect(migrationCost(unmet).accepted).toBe(false)
    expect(migrationCost({ ...unmet, stableSeconds: 0 }).benefitMHzSeconds).toBe(0)
    expect([0.5, 0.51].map((goodnessShare) => migrationCost({ ...unmet, stableSeconds: 0, goodnessShare }).accepted)).toEqual([false, true])
  })

  it('DRS-055 6000 MB on 1 GbE take 60 s, nothing takes less than 2 s', () => {
    expect(estimatedMigrationSeconds(6000, { gbps: 1, nics: 1 })).toBeCloseTo(60, 9)
    expect(estimatedMigrationSeconds(100, { gbps: 10, nics: 1 })).toBe(2)
  })
})
