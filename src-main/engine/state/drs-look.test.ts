import { describe, expect, it } from 'vitest'
import { parseLab } from '../../contract/lab/index.ts'
import { createSimulation } from '../index.ts'

interface Given {
  readonly drs?: object | null
  readonly product?: string
  readonly busy?: number
  readonly vm?: object
}
/** Host a has four VMs that ask for so much each, b one that asks for little. */
function start({ drs = {}, product = '8.0', busy = 1500, vm = {} }: Given = {}) {
  const host = { cpu: { sockets: 1, coresPerSocket: 4, mhz: 2500 }, memoryMiB: 65_536, vmCapacity: { cpuMHz: 10_000, memoryMiB: 60_000 } }
  const vms = [1, 2, 3, 4].map((n) => ({ name: `v${n}`, host: 'a', vcpus: 2, memoryMiB: 4096, demand: { cpuMHz: busy + n }, ...(n === 1 && vm) }))
  const parsed = parseLab(
    JSON.stringify({
      ...{ hostdown: 1, name: 'Looks', product, until: '1h', cluster: drs === null ? {} : { drs } },
      hosts: ['a', 'b'].map((name) => ({ name, ...host })),
      vms: [...vms, { name: 'calm', host: 'b', vcpus: 1, memoryMiB: 2048, demand: { cpuMHz: 200 } }],
    }),
  )
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  const simulation = createSimulation(parsed.lab)
  simulation.runUntil(59_000)
  return simulation
}

describe('what a pass of DRS looks at', () => {
  it('is nothing while DRS is off', () => {
    expect(start({ drs: null }).drsLook()).toBeNull()
  })

  it('is the best move of each VM, with what it lacks, also where it would gain nothing', () => {
    const look = start({ busy: 300 }).drsLook()
    expect(look).toMatchObject({ t: 59_000, algorithm: 'drsScore', threshold: 3, imbalance: null, target: null, vmsLookedAt: 5, stuck: [] })
    expect(look?.leastGain).toBeGreaterThan(0)
    expect(look?.moves.length).toBeGreaterThan(0)
    for (const { verdict, gain, missing, cost, scoreBefore, scoreAfter } of look?.moves ?? []) {
      expect(gain).toBeLessThan(look?.leastGain ?? 0)
      expect(missing).toBeCloseTo((look?.leastGain ?? 0) - gain, 6)
      expect(gain).toBeCloseTo((scoreAfter ?? 0) - (scoreBefore ?? 0) - (cost ?? 0), 1)
      expect(verdict).toBe(gain + (cost ?? 0) >= (look?.leastGain ?? 0) ? 'costBenefit' : 'threshold')
    }
    const gains = look?.moves.map(({ gain }) => gain) ?? []
    expect(gains).toEqual([...gains].sort((a, b) => b - a))
  })

  it('agrees with what a pass then recommends, and changes nothing', () => {
    const simulation = start({ drs: { automation: 'manual', migrationThreshold: 5 }, busy: 2450 })
    const before = simulation.digest()
    const look = simulation.drsLook()
    const wanted = look?.moves.filter(({ verdict }) => verdict === 'wanted') ?? []
    expect(wanted.length).toBeGreaterThan(0)
    expect(wanted.map(({ missing }) => missing)).toEqual(wanted.map(() => null))
    expect(simulation.digest()).toBe(before)
    simulation.checkInvariants()
    const kept = simulation.keyframe()
    simulation.command('drs.run', {})
    const [first] = simulation.log.filter(({ type }) => type === 'drs.recommendation')
    expect([first?.['vm'], first?.['to'], first?.['gain']]).toEqual([wanted[0]?.vm, wanted[0]?.to, wanted[0]?.gain])
    expect(kept.at).toBe(59_000)
  })

  it('tells what stands against a move, and which VMs may not be moved', () => {
    const pinned = start({ drs: { migrationThreshold: 5 }, busy: 2450, vm: { drs: { automation: 'disabled' } } }).drsLook()
    expect(pinned?.stuck).toEqual([{ reason: 'drsDisabledOnVm', vms: 1 }])
    expect(pinned?.moves.map(({ vm }) => vm)).not.toContain('v1')
    const never = start({ drs: { migrationThreshold: 1 }, busy: 2450 }).drsLook()
    expect([never?.leastGain, never?.moves.every(({ verdict, missing }) => verdict === 'threshold' && missing === null)]).toEqual([null, true])
  })

  it('is the deviation of loads and its target under the classic algorithm', () => {
    const look = start({ product: '6.7', drs: { migrationThreshold: 2 }, busy: 600 }).drsLook()
    expect(look).toMatchObject({ algorithm: 'classic', score: null, leastGain: null })
    expect(look?.imbalance).toBeGreaterThan(0)
    expect(look?.target).toBeGreaterThan(0)
    expect(look?.moves.every(({ scoreBefore }) => scoreBefore === null)).toBe(true)
  })
})
