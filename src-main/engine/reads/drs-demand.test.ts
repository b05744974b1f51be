import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLab } from '../../contract/lab/index.ts'
import type { Kernel } from '../core/simulation.ts'
import { productEngine, startRun } from '../testing/drive.ts'
import { demandOf } from './demand.ts'
import { averageCpuDemand, drsCpuDemand, drsMemoryDemand, meanDemand, stableSince } from './drs-demand.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function start(demand: object, drs: object = {}, vm: object = {}): Kernel {
  const parsed = parseLab(
    JSON.stringify({
      hostdown: 1,
      name: 'Demand',
      cluster: { drs: { automation: 'partiallyAutomated', ...drs } },
      hosts: [{ name: 'esx-01', cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65_536 }],
      vms: [{ name: 'vm', host: 'esx-01', vcpus: 4, memoryMiB: 8192, overheadMiB: 0, demand, ...vm }],
    }),
  )
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return startRun(parsed.lab, productEngine)
}

const vmOf = (kernel: Kernel) => kernel.world.vms.need('vm')

type Deed = { readonly after: number } & ({ readonly mhz: number } | { readonly do: 'vm.guestHang' | 'vm.reset' | 'vm.powerOff' | 'vm.powerOn' })

const deeds: fc.Arbitrary<Deed> = fc.record({ after: fc.integer({ min: 0, max: 900 }) }).chain(({ after }) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 5000 }).map((mhz) => ({ after, mhz })) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('vm.guestHang', 'vm.reset', 'vm.powerOff', 'vm.powerOn').map((name) => ({ after, do: name }) as const),
    },
  ),
)

describe('DRS demand', () => {
  it('DRS-028 is the mean of what was asked for since the power-on, whatever happened meanwhile', () => {
    const shapes = fc.constantFrom(
      { cpuMHz: 1000 },
      { shape: 'square', period: '7m', cpuMHz: [100, 3000] },
      { shape: 'sine', period: '1h', cpuMHz: [0, 2000] },
      { shape: 'steps', cpuMHz: 10, steps: [{ at: '15m', cpuMHz: 4000 }] },
    )
    fc.assert(
      fc.property(shapes, fc.array(deeds, { maxLength: 12 }), fc.integer({ min: 1, max: 3600 }), (demand, story, windowSeconds) => {
        const kernel = start(demand)
        // What it asks for from each second to the next, from an hour before the start.
        const asked: number[] = new Array<number>(3600).fill(demandOf(kernel.world, 'vm', 'cpuMHz', 0))
        let onSecond = -3600
        let wasOn = true
        const goTo = (second: number): void => {
          while (kernel.now < second * 1000) {
            asked.push(demandOf(kernel.world, 'vm', 'cpuMHz', kernel.now))
            kernel.runUntil(kernel.now + 1000)
            const isOn = vmOf(kernel).power === 'on'
            if (isOn && !wasOn) onSecond = kernel.now / 1000
            wasOn = isOn
          }
        }
        for (const deed of story) {
          goTo(kernel.now / 1000 + deed.after)
          if ('mhz' in deed) kernel.command('vm.setDemand', { vm: 'vm', cpuMHz: deed.mhz })
          else kernel.command(deed.do, { vm: 'vm' })
          kernel.runUntil(kernel.now)
          wasOn = vmOf(kernel).power === 'on' && wasOn
        }
        const now = kernel.now / 1000
        const from = Math.max(now - windowSeconds, onSecond)
        const window = asked.slice(from + 3600, now + 3600)
        const naive = window.length === 0 ? demandOf(kernel.world, 'vm', 'cpuMHz', kernel.now) : window.reduce((a, b) => a + b, 0) / window.length
        expect(meanDemand(kernel, vmOf(kernel), 'cpuMHz', windowSeconds * 1000)).toBeCloseTo(wasOn ? naive : 0, 6)
        if (wasOn)
          expect(stableSince(kernel, vmOf(kernel))).toBe(naiveStable(asked, now, onSecond, demandOf(kernel.world, 'vm', 'cpuMHz', kernel.now)))
      }),
      { numRuns: 20 },
    )
  }, 60_000)

  it('DRS-053 a demand is stable since it last differed by more than a tenth of what it was', () => {
    const kernel = start({ cpuMHz: 1000 })
    expect(stableSince(kernel, vmOf(kernel))).toBe(-HOUR)
    const set = (at: number, cpuMHz: number): number => {
      kernel.runUntil(at)
      kernel.command('vm.setDemand', { vm: 'vm', cpuMHz })
      return stableSince(kernel, vmOf(kernel))
    }
    expect(set(MINUTE, 1100)).toBe(MINUTE - HOUR)
    // Step by step it has become another one.
    expect(set(2 * MINUTE, 1200)).toBe(MINUTE)
    expect(set(3 * MINUTE, 1000)).toBe(3 * MINUTE)
    expect(set(3 * MINUTE, 1200)).toBe(MINUTE)
    kernel.runUntil(2 * HOUR)
    expect(stableSince(kernel, vmOf(kernel))).toBe(HOUR)
    kernel.command('vm.powerOff', { vm: 'vm' })
    kernel.command('vm.powerOn', { vm: 'vm' })
    kernel.runUntil(2 * HOUR + MINUTE)
    expect(stableSince(kernel, vmOf(kernel))).toBe(2 * HOUR + 10_000)
  })

  it('DRS-068 counts no less than what is forecast for the next hour, if DRS is predictive', () => {
    const forecast = [
      { at: '90m', cpuMHz: 8000, grantedMiB: 6000 },
      { at: '2h', cpuMHz: 500 },
    ]
    const of = (kernel: Kernel, at: number): readonly number[] => {
      kernel.runUntil(at)
      return [drsCpuDemand(kernel, vmOf(kernel)), drsMemoryDemand(kernel, vmOf(kernel))]
    }
    const predictive = start({ cpuMHz: 1000, grantedMiB: 4000, forecast }, { predictive: true })
    expect(of(predictive, 30 * MINUTE - 1)).toEqual([1000, 4000])
    expect(of(predictive, 30 * MINUTE)).toEqual([8000, 6000])
    expect(of(predictive, 2 * HOUR - 1)).toEqual([8000, 6000])
    expect(of(predictive, 2 * HOUR)).toEqual([1000, 4000])
    expect(averageCpuDemand(predictive, vmOf(predictive))).toBe(1000)
    expect(of(start({ cpuMHz: 1000, grantedMiB: 4000, forecast }), HOUR)).toEqual([1000, 4000])
  })

  it('DRS-025 taxes idle memory that is forecast as well', () => {
    const forecast = [{ at: 0, memoryMiB: 4000 }]
    const kernel = start({ memoryMiB: 1000, consumedMiB: 5000, forecast }, { algorithm: 'classic', predictive: true })
    expect(drsMemoryDemand(kernel, vmOf(kernel))).toBe(4250)
  })
})

/** The last second up to which something was asked for that is more than a tenth away. */
function naiveStable(asked: readonly number[], now: number, onSecond: number, present: number): number {
  const earliest = Math.max(now - 3600, onSecond)
  for (let second = now; second > earliest; second -= 1) {
    const before = asked[second - 1 + 3600] as number
    if (Math.abs(present - before) > 0.1 * before + 1e-9) return second * 1000
  }
  return earliest * 1000
}
