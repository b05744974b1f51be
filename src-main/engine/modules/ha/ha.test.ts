/** The story of the article, commands in and events out: who is declared failed when, and when its VMs run again. */
import { describe, expect, it } from 'vitest'
import type { LabEvent } from '../../../contract/events.ts'
import { parseCommand, parseLab } from '../../../contract/lab/index.ts'
import type { Lab } from '../../../contract/lab/index.ts'
import { createSimulation } from '../../simulate.ts'
import type { Simulation } from '../../core/simulation-types.ts'

/** The fault. */
const T = 60_000
const UNTIL = T + 180_000

/** Three hosts, two VMs on each. Host C has the highest managed object id and is primary. */
function articleLab(heartbeatDatastores = true): Lab {
  const hosts = ['Host A', 'Host B', 'Host C']
  const parsed = parseLab(
    JSON.stringify({
      hostdown: 1,
      name: 'The article',
      cluster: { ha: { heartbeatDatastores: { policy: heartbeatDatastores ? 'automatic' : 'only' } } },
      networks: [{ name: 'Management', kind: 'management', isolationAddresses: ['10.0.0.1'] }],
      hosts: hosts.map((name) => ({ name, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65_536 })),
      vms: [1, 2, 3, 4, 5, 6].map((n) => ({ name: `VM${n}`, host: hosts[Math.floor((n - 1) / 2)], vcpus: 2, memoryMiB: 3072 })),
    }),
  )
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return parsed.lab
}

type Command = readonly [t: number, command: string, args?: Readonly<Record<string, unknown>>]

function run(commands: readonly Command[], lab = articleLab()): Simulation {
  const simulation = createSimulation(lab, { checkEveryTurn: true, freeze: true })
  for (const [t, command, args] of commands) {
    simulation.runUntil(t)
    simulation.command(command, args ?? {})
  }
  simulation.runUntil(UNTIL)
  return simulation
}

type Fields = Readonly<Record<string, unknown>>
const matching = (simulation: Simulation, type: LabEvent['type'], fields: Fields): readonly LabEvent[] =>
  simulation.log.filter((event) => event.type === type && Object.entries(fields).every(([key, value]) => event[key] === value))
/** Seconds after the fault of the first such event; null: there is none. */
function secondsAfterFault(simulation: Simulation, type: LabEvent['type'], fields: Fields): number | null {
  const first = matching(simulation, type, fields)[0]
  return first === undefined ? null : (first.t - T) / 1000
}
const failedAfter = (simulation: Simulation, host: string) =>
  secondsAfterFault(simulation, 'ha.hostStateChanged', { host, to: 'failed', by: 'vcenter' })
const restartedAfter = (simulation: Simulation, vm: string) => secondsAfterFault(simulation, 'ha.restartAttempted', { vm, attempt: 1 })
const runsAfter = (simulation: Simulation, vm: string) => secondsAfterFault(simulation, 'vm.poweredOn', { vm, cause: 'ha' })

describe('Host A loses power', () => {
  it('is declared failed after 18 s, and VM1 and VM2 run again 10 s later', () => {
    const simulation = run([[T, 'host.powerOff', { host: 'Host A' }]])
    expect(secondsAfterFault(simulation, 'ha.heartbeatLost', { host: 'Host A', by: 'Host C' })).toBe(3)
    expect(secondsAfterFault(simulation, 'ha.hostUnreachable', { host: 'Host A', by: 'Host C' })).toBe(10)
    expect(failedAfter(simulation, 'Host A')).toBe(18)
    for (const vm of ['VM1', 'VM2']) {
      expect(restartedAfter(simulation, vm)).toBe(18)
      expect(runsAfter(simulation, vm)).toBe(28)
      expect(['Host B', 'Host C']).toContain(simulation.vmState(vm)?.host)
    }
    expect(simulation.vmState('VM1')?.host).not.toBe(simulation.vmState('VM2')?.host)
    expect(matching(simulation, 'vm.poweredOff', {}).map((event) => event['vm'])).toEqual(['VM1', 'VM2'])
  })

  it('is declared failed after 15 s without heartbeat datastores', () => {
    const simulation = run([[T, 'host.powerOff', { host: 'Host A' }]], articleLab(false))
    expect(failedAfter(simulation, 'Host A')).toBe(15)
    expect(restartedAfter(simulation, 'VM1')).toBe(15)
    // The lock lapses 16 s after the fault, within the grace of the attempt.
    expect(runsAfter(simulation, 'VM1')).toBe(25)
    expect(matching(simulation, 'ha.restartFailed', {})).toEqual([])
  })

  it('leaves its VMs where they are when it is back', () => {
    const simulation = run([
      [T, 'host.powerOff', { host: 'Host A' }],
      [T + 60_000, 'host.powerOn', { host: 'Host A' }],
    ])
    simulation.runUntil(T + 60_000 + 300_000 + 60_000)
    expect(simulation.hostState('Host A')).toMatchObject({ power: 'on', haState: 'secondary', haStateSelf: 'secondary', vms: [] })
    expect(simulation.vmState('VM1')?.restarts).toBe(1)
  })
})

// The same instants without vCenter: nothing of it is needed for detection or restarts.
describe.each([true, false])('vCenter up: %s', (vcenterUp) => {
  const before: readonly Command[] = vcenterUp ? [] : [[T - 30_000, 'vcenter.down']]

  it.each([
    [false, 18],
    [true, 15],
  ])('without heartbeat datastores: %s, a secondary is declared failed after %i s', (without, seconds) => {
    const simulation = run([...before, [T, 'host.powerOff', { host: 'Host A' }]], articleLab(!without))
    expect(failedAfter(simulation, 'Host A')).toBe(seconds)
    expect(restartedAfter(simulation, 'VM1')).toBe(seconds)
    expect(runsAfter(simulation, 'VM1')).toBe(seconds + 10)
  })

  it('the primary is replaced after 10 s of waiting and 15 s of election, and its VMs are restarted 10 s later', () => {
    const simulation = run([...before, [T, 'host.crash', { host: 'Host C' }]])
    expect(secondsAfterFault(simulation, 'ha.electionStarted', {})).toBe(10)
    expect(secondsAfterFault(simulation, 'ha.primaryElected', { host: 'Host B' })).toBe(25)
    expect(restartedAfter(simulation, 'VM5')).toBe(35)
    expect(runsAfter(simulation, 'VM6')).toBe(45)
    expect(simulation.haState()?.primaries).toEqual(['Host B'])
  })

  it('a secondary that fails with the primary is handled by the next one', () => {
    const simulation = run([...before, [T, 'host.powerOff', { host: 'Host C' }], [T + 12_000, 'host.powerOff', { host: 'Host A' }]])
    expect(secondsAfterFault(simulation, 'ha.primaryElected', { host: 'Host B' })).toBe(25)
    for (const vm of ['VM1', 'VM2', 'VM5', 'VM6']) expect(simulation.vmState(vm)).toMatchObject({ power: 'on', host: 'Host B', restarts: 1 })
    expect(matching(simulation, 'ha.restartAttempted', {}).filter(({ t }) => t < T + 34_000)).toEqual([])
  })
})

describe('the same lab, seed and commands', () => {
  it('give one digest in ten runs', () => {
    const story: readonly Command[] = [
      [T, 'host.powerOff', { host: 'Host A' }],
      [T + 40_000, 'host.powerOff', { host: 'Host C' }],
      [T + 50_000, 'host.powerOn', { host: 'Host A' }],
    ]
    const digests = Array.from({ length: 10 }, () => run(story).digest())
    expect(new Set(digests).size).toBe(1)
    expect(run(story.slice(0, 1)).digest()).not.toBe(digests[0])
  })
})

it('gives a host that is added a managed object id of its own, also where the lab gave the next one away', () => {
  const plain = articleLab()
  const lab = { ...plain, hosts: plain.hosts.map((host) => (host.name === 'Host C' ? { ...host, moid: 'host-14' } : host)) }
  const added = { name: 'Host D', cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65_536 }
  const entry = parseCommand('host.add', added)
  if (!entry.ok) throw new Error('the entry is sound')
  const { log } = run(
    [
      [5000, 'host.add', { ...entry.args }],
      [T, 'host.powerOff', { host: 'Host C' }],
    ],
    lab,
  )
  const elected = log.findLast(({ type }) => type === 'ha.primaryElected')
  expect([elected?.['host'], elected?.why?.inputs['moid']]).toEqual(['Host D', 'host-15'])
})
