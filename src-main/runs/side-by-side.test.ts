import { describe, expect, it } from 'vitest'
import { parseLab } from '../contract/lab/index.ts'
import { createSimulation } from '../engine/index.ts'
import { sideBySide } from './side-by-side.ts'
import { thisEngine } from './this-engine.ts'

const host = (name: string) => ({ name, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 262_144 })
const lab = {
  hostdown: 1,
  name: 'Side by side',
  cluster: { ha: {} },
  hosts: [host('esx-01'), host('esx-02'), host('esx-03')],
  vms: [{ name: 'big', host: 'esx-01', vcpus: 8, memoryMiB: 65_536, demand: { dirtyMBps: 500, writeMBps: 2 } }],
  // Would come in the middle of both.
  timeline: [{ at: '90s', do: 'host.powerOff', host: 'esx-01' }],
  until: '10m',
}

function open() {
  const parsed = parseLab(JSON.stringify(lab))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const simulation = createSimulation(parsed.lab)
  simulation.runUntil(60_000)
  return { lab: parsed.lab, simulation }
}

describe('snapshot and vMotion side by side', () => {
  it('gives the figures of this VM, undisturbed by the timeline, and leaves the run alone', () => {
    const { lab: parsed, simulation } = open()
    const before = simulation.digest()
    const result = sideBySide(thisEngine, parsed, simulation, 'big', null)
    // T4 of VM-034; SN-017, SN-018.
    expect(result?.move).toMatchObject({ refused: null, to: 'esx-02', rounds: 6, durationMs: 111_675, slowdownPercent: null })
    expect(result?.move?.stunMs).toBeCloseTo(571, -1)
    expect(result?.diskOnly).toMatchObject({ refused: null, stunMs: 200, memoryBytes: 0 })
    expect(result?.withMemory).toMatchObject({ refused: null, stunMs: 500, memoryBytes: 65_536 * 1_048_576 })
    expect(result?.diskOnly.deltaAfterHourBytes).toBeCloseTo(7.2e9, -8)
    // SN-025: 7.2 GB through a mirror.
    expect(result?.diskOnly.removal?.durationMs).toBeCloseTo(29_230, -3)
    expect(simulation.digest()).toBe(before)
    expect(simulation.now).toBe(60_000)
  })

  it('says what a host that dies in the middle leaves', () => {
    const { lab: parsed, simulation } = open()
    const failures = sideBySide(thisEngine, parsed, simulation, 'big', 'esx-03')?.failures ?? []
    expect(
      failures.map(({ during, when, failed, restarts, newSnapshots, bootedAnew }) => [during, when, failed, restarts, newSnapshots, bootedAnew]),
    ).toEqual([
      ['snapshot', 'during', 'source', 1, 0, true],
      ['vmotion', 'during', 'source', 1, 0, true],
      ['vmotion', 'during', 'destination', 0, 0, false],
      // SN-034: in both cases one restart by HA, and the snapshot is there afterwards.
      ['snapshot', 'after', 'source', 1, 1, true],
      ['vmotion', 'after', 'destination', 1, 0, true],
    ])
    expect(failures[2]).toMatchObject({ runsOn: 'esx-01', downtimeMs: 0 })
  })

  it('has nothing to compare for a VM that does not run', () => {
    const { lab: parsed, simulation } = open()
    expect(sideBySide(thisEngine, parsed, simulation, 'nobody', null)).toBeNull()
  })
})
