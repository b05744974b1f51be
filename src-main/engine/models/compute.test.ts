import { describe, expect, it } from 'vitest'
import { computeFunctions } from './compute.ts'

const compute = (name: string, input: Record<string, unknown>): Record<string, unknown> => computeFunctions[name]!(input)

describe('compute', () => {
  it('has exactly the functions of the contract', () => {
    expect(Object.keys(computeFunctions).sort()).toEqual([
      'client.pingsLost',
      'drs.migrationCost',
      'drs.priority',
      'drs.target',
      'ha.hostState',
      'snapshot.growth',
      'snapshot.readLayers',
      'vm.memoryOverhead',
      'vmotion.bitmap',
      'vmotion.preCopy',
      'vmotion.stopRule',
    ])
  })

  it('vmotion.preCopy gives the fields of the contract', () => {
    const result = compute('vmotion.preCopy', {
      memoryMiB: 65_536,
      gbps: 10,
      nics: 1,
      dirtyMBps: 2000,
      workingSetMiB: null,
      rttMs: 0,
      product: '8.0',
      sdps: true,
    })
    expect(Object.keys(result)).toEqual(['rounds', 'bytes', 'copyMs', 'totalMs', 'stunMs', 'sdpsFromRound', 'slowdownPercent', 'streams', 'failed'])
    expect(result).toMatchObject({ rounds: 8, sdpsFromRound: 1, slowdownPercent: 71.875, streams: 1, failed: null })
    expect(result.totalMs).toBeCloseTo(184_875, -1)
    expect(compute('vmotion.preCopy', { memoryMiB: 4096, gbps: 10, dirtyMBps: 2000, sdps: false })).toMatchObject({
      rounds: 16,
      failed: 'noConvergence',
      stunMs: 0,
    })
    expect(compute('vmotion.preCopy', { memoryMiB: 65_536, gbps: 25, dirtyMBps: 500, product: '6.7' })).toMatchObject({ rounds: 4, streams: 1 })
    expect(compute('vmotion.preCopy', { memoryMiB: 8192, gbps: 1, dirtyMBps: 200, workingSetMiB: 1024 })).toMatchObject({
      rounds: 7,
      sdpsFromRound: 2,
    })
    expect(compute('vmotion.preCopy', { memoryMiB: 4096, gbps: 10, rttMs: 150 }).stunMs).toBeCloseTo(250, 9)
  })

  it('the others', () => {
    expect(compute('vmotion.stopRule', { pages: 1296, MBps: 145.404 }).stop).toBe(true)
    expect(compute('vmotion.bitmap', { memoryMiB: 25_165_824 })).toEqual({ bytes: 805_306_368 })
    expect(compute('snapshot.growth', { diskGiB: 40, writeMBps: 2, seconds: 3600 })).toEqual({ bytes: 7.2e9 })
    expect(compute('snapshot.growth', { diskGiB: 40, writeMBps: 2, overwriteFraction: 0.5, seconds: 3600, random: false })).toEqual({ bytes: 3.6e9 })
    expect(
      Number(compute('snapshot.growth', { diskGiB: 40, writeMBps: 2, overwriteFraction: 0, seconds: 3600, random: true }).bytes) / 1e6,
    ).toBeCloseTo(6628.9, 1)
    expect(compute('snapshot.readLayers', { fillPercents: [10, 10, 10] }).layers).toBeCloseTo(3.439, 9)
    expect(compute('client.pingsLost', { outageMs: 88_100, intervalMs: 1000, phaseMs: 50 })).toEqual({ pings: 89 })
    expect(compute('ha.hostState', { networkHeartbeat: false, datastoreHeartbeat: null, ping: false, isolatedBit: null, agentAlive: false })).toEqual(
      {
        state: 'failed',
        action: 'restart',
      },
    )
    expect(compute('drs.priority', { imbalance: 0.216, hosts: 3 })).toEqual({ priority: 2 })
    expect(compute('drs.target', { threshold: 3, hosts: 4 })).toEqual({ target: 0.1 })
    expect(compute('drs.target', { threshold: 1, hosts: 4 })).toEqual({ target: null })
    expect(compute('drs.migrationCost', { memoryMiB: 4096, gbps: 1, nics: 1, coreMHz: 2500, unmetMHz: 1000, stableSeconds: 300 })).toMatchObject({
      accepted: true,
    })
    expect(compute('vm.memoryOverhead', { memoryMiB: 4096, vcpus: 2 })).toEqual({ overheadMiB: 52.72 })
  })

  it('says which field is missing or impossible', () => {
    expect(() => compute('vmotion.preCopy', { gbps: 10 })).toThrow('memoryMiB: expected a number above 0, not nothing')
    expect(() => compute('vmotion.preCopy', { memoryMiB: 1, gbps: 10, product: '4.1' })).toThrow('product: expected one of 5.0')
    expect(() => compute('ha.hostState', { networkHeartbeat: 'no' })).toThrow('networkHeartbeat: expected true or false, not "no"')
    expect(() => compute('snapshot.readLayers', { fillPercents: 10 })).toThrow('fillPercents: expected a list of numbers')
  })
})
