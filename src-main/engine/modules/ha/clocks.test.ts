/** The clocks that the window shows say beforehand what the engine then does. */
import { describe, expect, it } from 'vitest'
import { parseLab } from '../../../contract/lab/index.ts'
import type { ClockState } from '../../../contract/ha-state.ts'
import { createSimulation } from '../../simulate.ts'
import type { Simulation } from '../../core/simulation-types.ts'

const T = 60_000

function start(ha: Readonly<Record<string, unknown>>): Simulation {
  const hosts = ['Host A', 'Host B', 'Host C']
  const parsed = parseLab(
    JSON.stringify({
      hostdown: 1,
      name: 'Clocks',
      cluster: { ha },
      networks: [{ name: 'Management', kind: 'management', isolationAddresses: ['10.0.0.1'] }],
      hosts: hosts.map((name) => ({ name, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65_536 })),
      vms: hosts.map((host, at) => ({ name: `VM${String(at + 1)}`, host, vcpus: 2, memoryMiB: 3072 })),
    }),
  )
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return createSimulation(parsed.lab, { checkEveryTurn: true, freeze: true })
}

function clockAt(simulation: Simulation, t: number, kind: ClockState['kind'], host: string): ClockState | undefined {
  simulation.runUntil(t)
  return simulation.haState()?.clocks.find((clock) => clock.kind === kind && clock.hosts.includes(host))
}

const seconds = (clock: ClockState | undefined) => clock?.steps.map(({ step, atMs }) => [step, (atMs - T) / 1000])

describe('a silent host', () => {
  it.each([
    [{}, ['datastoreSilent', 18], 10, 15, 18],
    [{ heartbeatDatastores: { policy: 'only' } }, null, 10, 15, 15],
    [{ heartbeatDatastores: { policy: 'only' }, advancedOptions: { 'das.config.fdm.hostTimeout': 20 } }, null, 20, 25, 25],
  ] as const)('%o is judged when the clock says so', (ha, watch, pingAt, pingEnds, judgedAt) => {
    const simulation = start(ha)
    simulation.runUntil(T)
    simulation.command('host.powerOff', { host: 'Host A' })
    const clock = clockAt(simulation, T + 5000, 'silentHost', 'Host A')
    expect(seconds(clock)).toEqual(
      expect.arrayContaining([
        ['heartbeatMissed', 3],
        ['pingStarts', pingAt],
        ['pingEnds', pingEnds],
        ['judged', judgedAt],
        ...(watch === null ? [] : [watch]),
      ]),
    )
    expect(clock).toMatchObject({ by: 'Host C', sinceMs: T, verdict: 'failed' })
    expect(simulation.hostState('Host A')?.heartbeat?.row).toBeNull()
    expect(clockAt(simulation, T + judgedAt * 1000, 'silentHost', 'Host A')).toBeUndefined()
    const declared = simulation.log.find((event) => event.type === 'ha.hostStateChanged' && event['to'] === 'failed')
    expect(declared?.t).toBe(T + judgedAt * 1000)
    expect(simulation.hostState('Host A')?.heartbeat?.row).toBe(watch === null ? 7 : 6)
  })

  it('that still beats on its datastores is going to be partitioned, not failed', () => {
    const simulation = start({})
    simulation.runUntil(T)
    simulation.command('network.disconnect', { network: 'Management', host: 'Host A' })
    const clock = clockAt(simulation, T + 4000, 'silentHost', 'Host A')
    expect(clock?.verdict).toBe('networkPartitioned')
    // The poweron file is read in a phase that is drawn (HA-053).
    expect(seconds(clock)?.filter(([step]) => step !== 'fileRead')).toEqual([
      ['heartbeatMissed', 3],
      ['datastoreSeen', 8],
      ['pingStarts', 10],
      ['pingEnds', 15],
      ['judged', 15],
    ])
    simulation.runUntil(T + 15_000)
    expect(simulation.hostState('Host A')).toMatchObject({ haState: 'networkPartitioned', heartbeat: { row: 3 } })
  })

  it('has none once it is heard again', () => {
    const simulation = start({})
    simulation.runUntil(T)
    simulation.command('network.disconnect', { network: 'Management', host: 'Host A' })
    expect(clockAt(simulation, T + 8000, 'silentHost', 'Host A')).toBeDefined()
    simulation.command('network.reconnect', { network: 'Management', host: 'Host A' })
    simulation.runUntil(T + 9000)
    expect(simulation.haState()?.clocks).toEqual([])
    expect(simulation.hostState('Host A')?.heartbeat?.row).toBe(1)
  })
})

describe('a lost primary', () => {
  it('is followed by an election and a pause, at the instants that the clocks give', () => {
    const simulation = start({})
    simulation.runUntil(T)
    simulation.command('host.powerOff', { host: 'Host C' })
    const steps = [
      ['electionStarts', 10],
      ['elected', 25],
      ['restarts', 35],
    ]
    const waiting = clockAt(simulation, T + 1000, 'election', 'Host A')
    expect(waiting).toMatchObject({ hosts: ['Host A', 'Host B'], by: 'Host C', sinceMs: T })
    expect(seconds(waiting)).toEqual(steps)
    expect(seconds(clockAt(simulation, T + 12_000, 'election', 'Host B'))).toEqual(steps)
    const next = clockAt(simulation, T + 26_000, 'takeOver', 'Host B')
    expect(seconds(next)).toEqual(steps.slice(1))
    expect(clockAt(simulation, T + 35_000, 'takeOver', 'Host B')).toBeUndefined()
    const at = (type: string): number | undefined => simulation.log.find((event) => event.type === type)?.t
    expect([at('ha.electionStarted'), at('ha.primaryElected'), at('ha.restartAttempted')]).toEqual([T + 10_000, T + 25_000, T + 35_000])
  })
})

describe('settings of a VM', () => {
  it('are its own, else those of the cluster', () => {
    const simulation = start({ restartPriority: 'high', isolationResponse: 'powerOffAndRestart' })
    simulation.command('vm.configure', { vm: 'VM1', ha: { restartPriority: 'lowest' } })
    expect(simulation.vmState('VM1')?.haSettings).toMatchObject({ restartPriority: 'lowest', isolationResponse: 'powerOffAndRestart' })
    expect(simulation.vmState('VM2')?.haSettings).toMatchObject({ restartPriority: 'high' })
  })
})
