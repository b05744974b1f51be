import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pingsBetween, pingsLost } from './client-pings.ts'

describe('client pings', () => {
  it('VM-082 T2 with a 1-s pinger: 0 or 1 lost, 0.268 on average', () => {
    const lost = Array.from({ length: 1000 }, (_, phase) => pingsLost(267.9, 1000, phase))
    expect(new Set(lost)).toEqual(new Set([0, 1]))
    expect(Math.abs(lost.reduce((sum, pings) => sum + pings, 0) / 1000 - 0.268)).toBeLessThan(0.0011)
  })

  it('VM-082 FT failover, HA restart with and without heartbeat datastores', () => {
    const range = (outageMs: number): number[] =>
      [...new Set(Array.from({ length: 1000 }, (_, phase) => pingsLost(outageMs, 1000, phase)))].sort((a, b) => a - b)
    expect(range(1600)).toEqual([1, 2])
    expect(range(88_100)).toEqual([88, 89])
    expect(range(85_100)).toEqual([85, 86])
    expect(range(0)).toEqual([0])
  })

  it('VM-082 an outage of d seconds loses floor(d) or floor(d) + 1', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(10_000), (outageMs, phaseMs) => {
        const pings = pingsLost(outageMs, 1000, phaseMs)
        expect([Math.floor(outageMs / 1000), Math.floor(outageMs / 1000) + 1]).toContain(pings)
        expect(pings).toBe(pingsLost(outageMs, 1000, phaseMs % 1000))
      }),
    )
  })

  it('counts the pings of a run: none before the first, each once', () => {
    fc.assert(
      fc.property(fc.nat(50_000), fc.nat(50_000), fc.integer({ min: 1, max: 5000 }), fc.nat(20_000), (from, length, interval, phase) => {
        let sent = 0
        for (let at = phase; at < from + length; at += interval) if (at >= from) sent += 1
        expect(pingsBetween(from, from + length, interval, phase)).toBe(sent)
      }),
    )
  })
})
