import { describe, expect, it } from 'vitest'
import { linkRate, reservedCores } from './vmotion-link.ts'

describe('vMotion link', () => {
  it('VM-039 streams follow the speed of the NIC from 7.0 on', () => {
    expect([10, 25, 40, 100].map((gbps) => linkRate({ gbps, nics: 1 }, '8.0').streams)).toEqual([1, 2, 3, 7])
    expect([10, 25, 40, 100].map((gbps) => linkRate({ gbps, nics: 1 }, '6.7').streams)).toEqual([1, 1, 1, 1])
    expect(linkRate({ gbps: 25, nics: 2 }, '8.0').streams).toBe(4)
  })

  it('usable bandwidth is 90 % of the link, capped at one stream before 7.0', () => {
    expect([1, 10, 25, 100].map((gbps) => linkRate({ gbps, nics: 1 }, '8.0').bytesPerSecond / 1e6)).toEqual([112.5, 1125, 2812.5, 11250])
    expect(linkRate({ gbps: 25, nics: 1 }, '6.7').bytesPerSecond).toBe(1.875e9)
    expect(linkRate({ gbps: 10, nics: 1 }, '6.7').bytesPerSecond).toBe(1.125e9)
  })

  it('VM-038 the NICs add up', () => {
    expect(linkRate({ gbps: 10, nics: 2 }, '8.0').bytesPerSecond).toBe(2.25e9)
  })

  it('VM-040 the cores reserved depend on the NICs', () => {
    const mhz = (gbps: number, nics: number): number => reservedCores([{ gbps, nics }]) * 2600
    expect([mhz(1, 1), mhz(1, 4), mhz(10, 1), mhz(10, 2)]).toEqual([780, 1040, 2600, 5200])
  })
})
