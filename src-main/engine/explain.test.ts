import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { EventType, Json, LabEvent } from '../contract/events.ts'
import { parseLab } from '../contract/lab/index.ts'
import { explain, EXPLAIN_STEPS_MAX, tookOver, type ExplainTarget } from './explain.ts'
import { createSimulation } from './index.ts'

type Row = readonly [t: number, type: EventType, causedBy: number | null, payload?: { readonly [field: string]: Json }]
const logOf = (...rows: readonly Row[]): readonly LabEvent[] =>
  rows.map(([t, type, causedBy, payload], seq) => ({ t, seq, type, causedBy, ...payload }) as LabEvent)
const types = (log: readonly LabEvent[], target: ExplainTarget): readonly string[] => explain(log, target).map(({ event }) => event.type)

const failover = logOf(
  [60_000, 'command.received', null, { command: 'host.powerOff', arguments: { host: 'a' } }],
  [60_000, 'host.failed', 0, { host: 'a', kind: 'powerOff' }],
  [60_000, 'vm.poweredOff', 1, { vm: 'vm1', host: 'a', cause: 'hostFailed' }],
  [63_000, 'ha.heartbeatLost', 1, { host: 'a', by: 'c' }],
  [70_000, 'ha.hostUnreachable', 3, { host: 'a', by: 'c' }],
  [76_000, 'lock.expired', 1, { file: 'vm', vm: 'vm1', host: 'a', datastore: 'ds' }],
  [76_000, 'lock.expired', 1, { file: 'vm', vm: 'vm2', host: 'a', datastore: 'ds' }],
  [78_000, 'ha.hostStateChanged', 4, { host: 'a', from: 'secondary', to: 'failed', by: 'vcenter' }],
  [78_000, 'host.connectionChanged', 7, { host: 'a', from: 'connected', to: 'notResponding' }],
  [78_000, 'ha.restartQueued', 7, { vm: 'vm1', priority: 'medium' }],
  [78_000, 'ha.restartAttempted', 9, { vm: 'vm1', host: 'b', attempt: 1 }],
  [78_000, 'lock.acquired', 10, { file: 'vm', vm: 'vm1', host: 'b', datastore: 'ds' }],
  [88_000, 'vm.poweredOn', 10, { vm: 'vm1', host: 'b', cause: 'ha' }],
  [148_000, 'vm.guestReady', 12, { vm: 'vm1' }],
  [160_000, 'host.connectionChanged', 1, { host: 'a', from: 'connected', to: 'notResponding' }],
)

describe('explain', () => {
  it('reads from the command to the restart, with the lock that had to go', () => {
    const steps = explain(failover, { kind: 'vm', name: 'vm1', t: 600_000 })
    expect(steps.map(({ event }) => event.type)).toEqual([
      'command.received', 'host.failed', 'ha.heartbeatLost', 'ha.hostUnreachable', 'lock.expired', 'ha.hostStateChanged', 'ha.restartQueued',
      'ha.restartAttempted', 'vm.poweredOn',
    ]) // prettier-ignore
    expect(steps.find(({ event }) => event.type === 'lock.expired')?.event['vm']).toBe('vm1')
    expect(steps.map(({ facts }) => facts)).toContainEqual(['HA-069'])
  })

  it('explains the state at that instant, not what came later', () => {
    expect(types(failover, { kind: 'vm', name: 'vm1', t: 60_000 })).toEqual(['command.received', 'host.failed', 'vm.poweredOff'])
    expect(types(failover, { kind: 'vm', name: 'vm1', t: 80_000 }).at(-1)).toBe('ha.restartAttempted')
  })

  it('explains a host by the verdict on it, not by what vCenter shows of it later', () => {
    expect(types(failover, { kind: 'host', name: 'a', t: 200_000 })).toEqual([
      'command.received', 'host.failed', 'ha.heartbeatLost', 'ha.hostUnreachable', 'ha.hostStateChanged',
    ]) // prettier-ignore
    expect(types(failover, { kind: 'host', name: 'a', t: 61_000 })).toEqual(['command.received', 'host.failed'])
  })

  it('explains a host that nothing befell by what it took over', () => {
    expect(types(failover, { kind: 'host', name: 'b', t: 77_000 })).toEqual([])
    expect(types(failover, { kind: 'host', name: 'b', t: 200_000 }).at(-1)).toBe('vm.poweredOn')
  })

  it('explains what vCenter shows of a host where nothing else has happened to it', () => {
    const log = logOf(
      [1_000, 'command.received', null, { command: 'host.hostdStop', arguments: { host: 'a' } }],
      [61_000, 'host.connectionChanged', 0, { host: 'a', from: 'connected', to: 'notResponding' }],
    )
    expect(types(log, { kind: 'host', name: 'a', t: 90_000 })).toEqual(['command.received', 'host.connectionChanged'])
    expect(types(log, { kind: 'vm', name: 'a', t: 90_000 })).toEqual([])
  })

  it('explains a VM that is being moved, or waits for it, by that', () => {
    const log = logOf(
      [1_000, 'command.received', null, { command: 'vm.migrate', arguments: { vm: 'v', host: 'b' } }],
      [1_000, 'vmotion.queued', 0, { vm: 'v', from: 'a', to: 'b' }],
      [5_000, 'vmotion.started', 1, { vm: 'v', from: 'a', to: 'b' }],
      [9_000, 'vmotion.completed', 2, { vm: 'v', from: 'a', to: 'b' }],
    )
    const lastAt = (t: number) => types(log, { kind: 'vm', name: 'v', t }).at(-1)
    expect([lastAt(2_000), lastAt(6_000), lastAt(9_000)]).toEqual(['vmotion.queued', 'vmotion.started', 'vmotion.completed'])
  })

  it('says what keeps a host from being emptied, as long as it does', () => {
    const log = logOf(
      [1_000, 'command.received', null, { command: 'host.enterMaintenance', arguments: { host: 'a' } }],
      [1_000, 'host.maintenanceEntering', 0, { host: 'a' }],
      [1_000, 'drs.fault', 1, { vm: 'v', host: 'a', reason: 'noCompatibleHost' }],
      [1_000, 'drs.fault', 1, { vm: 'w', host: 'b', reason: 'noCompatibleHost' }],
      [61_000, 'vmotion.completed', 1, { vm: 'v', from: 'a', to: 'b' }],
    )
    const told = (t: number) => types(log, { kind: 'host', name: 'a', t })
    expect(told(2_000)).toEqual(['command.received', 'host.maintenanceEntering', 'drs.fault'])
    expect(told(61_000)).toEqual(['command.received', 'host.maintenanceEntering'])
  })

  it('says what became of a new secondary VM', () => {
    const log = logOf(
      [1_000, 'host.failed', null, { host: 'b', kind: 'crash' }],
      [2_000, 'ft.secondaryLost', 0, { vm: 'v', host: 'b' }],
      [19_000, 'vcenter.eventLogged', 0, { name: 'StartFTSecondaryFailedEvent', vm: 'v', host: null }],
      [60_000, 'ft.secondaryStarted', 0, { vm: 'v', host: 'c' }],
      [90_000, 'ft.protected', 3, { vm: 'v', primary: 'a', secondary: 'c' }],
    )
    const lastAt = (t: number) => types(log, { kind: 'vm', name: 'v', t }).slice(-2)
    expect(lastAt(3_000)).toEqual(['host.failed', 'ft.secondaryLost'])
    expect(lastAt(20_000)).toEqual(['ft.secondaryLost', 'vcenter.eventLogged'])
    expect(lastAt(70_000)).toEqual(['ft.secondaryLost', 'ft.secondaryStarted'])
    expect(lastAt(95_000)).toEqual(['ft.secondaryLost', 'ft.protected'])
  })

  it('is empty where nothing has happened to the entity, or the event does not exist', () => {
    expect(explain(failover, { kind: 'vm', name: 'vm1', t: 59_999 })).toEqual([])
    expect(explain(failover, { kind: 'host', name: 'c', t: 600_000 })).toEqual([])
    expect(explain(failover, { seq: 99 })).toEqual([])
    expect(explain([], { seq: 0 })).toEqual([])
  })

  it('starts at any event', () => {
    expect(types(failover, { seq: 8 })).toEqual([
      'command.received',
      'host.failed',
      'ha.heartbeatLost',
      'ha.hostUnreachable',
      'ha.hostStateChanged',
      'host.connectionChanged',
    ])
  })

  it('weaves in the silence and the new primary where no link leads to them', () => {
    const log = logOf(
      [1_000, 'command.received', null, { command: 'host.crash', arguments: { host: 'c' } }],
      [1_000, 'host.failed', 0, { host: 'c', kind: 'crash' }],
      [4_000, 'ha.heartbeatLost', 1, { host: 'x', by: 'c' }],
      [4_000, 'ha.heartbeatLost', 1, { host: 'c', by: 'a' }],
      [26_000, 'ha.primaryElected', 1, { host: 'b', partition: ['a', 'b'] }],
      [36_000, 'ha.hostStateChanged', 1, { host: 'c', from: 'primary', to: 'failed', by: 'vcenter' }],
    )
    const steps = explain(log, { kind: 'host', name: 'c', t: 40_000 })
    expect(steps.map(({ event }) => event.seq)).toEqual([0, 1, 3, 4, 5])
  })

  it('explains a VM that is still off by the refusal of its power-on', () => {
    const log = logOf(
      [1_000, 'command.received', null, { command: 'vm.powerOn', arguments: { vm: 'vm1' } }],
      [1_000, 'command.refused', 0, { command: 'vm.powerOn', reason: 'insufficientResources', vm: 'vm1' }],
      [2_000, 'command.received', null, { command: 'vm.migrate', arguments: { vm: 'vm1' } }],
      [2_000, 'command.refused', 2, { command: 'vm.migrate', reason: 'invalidState', vm: 'vm1' }],
    )
    expect(explain(log, { kind: 'vm', name: 'vm1', t: 5_000 }).map(({ event }) => event.seq)).toEqual([0, 1])
  })

  it('explains a VM that HA leaves off by its restart priority, until somebody powers it on', () => {
    const log = logOf(
      [60_000, 'host.failed', null, { host: 'a', kind: 'powerOff' }],
      [60_000, 'vm.poweredOff', 0, { vm: 'vm1', host: 'a', cause: 'hostFailed' }],
      [78_000, 'ha.hostStateChanged', 0, { host: 'a', from: 'secondary', to: 'failed', by: 'c' }],
      [78_000, 'vcenter.eventLogged', 2, { name: 'VMIsHADisabledRestartEvent', vm: 'vm1', host: 'a' }],
      [79_000, 'vcenter.eventLogged', 2, { name: 'VmPoweredOffEvent', vm: 'vm1', host: 'a' }],
      [300_000, 'vm.poweredOn', null, { vm: 'vm1', host: 'b', cause: 'user' }],
    )
    const steps = explain(log, { kind: 'vm', name: 'vm1', t: 200_000 })
    expect(steps.map(({ event }) => event.type)).toEqual(['host.failed', 'ha.hostStateChanged', 'vcenter.eventLogged'])
    expect(steps.at(-1)).toMatchObject({ event: { name: 'VMIsHADisabledRestartEvent' }, facts: ['HA-104'] })
    expect(types(log, { kind: 'vm', name: 'vm1', t: 60_000 }).at(-1)).toBe('vm.poweredOff')
    expect(types(log, { kind: 'vm', name: 'vm1', t: 400_000 })).toEqual(['vm.poweredOn'])
  })

  it('keeps at most a dozen steps: the first, the last and the most telling', () => {
    const rounds: Row[] = Array.from({ length: 30 }, (_, i) => [1_000 + i, 'vmotion.round', i, { vm: 'vm1', round: i }])
    const log = logOf(
      [1_000, 'command.received', null, { command: 'vm.migrate', arguments: { vm: 'vm1' } }],
      ...rounds,
      [2_000, 'vmotion.switchover', 30, { vm: 'vm1', stunMs: 100 }],
      [2_000, 'vmotion.completed', 31, { vm: 'vm1' }],
    )
    const steps = types(log, { kind: 'vm', name: 'vm1', t: 5_000 })
    expect(steps).toHaveLength(EXPLAIN_STEPS_MAX)
    expect(steps[0]).toBe('command.received')
    expect(steps.slice(-2)).toEqual(['vmotion.switchover', 'vmotion.completed'])
  })

  it('ends at a link that points nowhere instead of going round', () => {
    expect(types(logOf([0, 'vm.poweredOn', 0, { vm: 'vm1' }]), { seq: 0 })).toEqual(['vm.poweredOn'])
    expect(types(logOf([0, 'vm.poweredOn', 7, { vm: 'vm1' }]), { seq: 0 })).toEqual(['vm.poweredOn'])
  })
})

describe('what a host took over', () => {
  const seqs = (log: readonly LabEvent[], host: string, t: number): readonly number[] => tookOver(log, host, t).map(({ seq }) => seq)

  it('is what HA restarted on it and what still runs there', () => {
    expect(seqs(failover, 'b', 600_000)).toEqual([12])
    expect(seqs(failover, 'b', 87_999)).toEqual([])
    expect(seqs(failover, 'a', 600_000)).toEqual([])
    const later = (row: Row): readonly LabEvent[] => [...failover, ...logOf(row).map((event) => ({ ...event, seq: failover.length }) as LabEvent)]
    expect(seqs(later([300_000, 'vm.poweredOff', null, { vm: 'vm1', host: 'b', cause: 'user' }]), 'b', 600_000)).toEqual([])
    expect(seqs(later([300_000, 'vmotion.completed', null, { vm: 'vm1', from: 'b', to: 'c' }]), 'b', 600_000)).toEqual([])
    expect(seqs(later([300_000, 'vm.poweredOn', null, { vm: 'vm2', host: 'b', cause: 'user' }]), 'b', 600_000)).toEqual([12])
  })
})

describe('a switch-over that misses its limit (VM-055)', () => {
  it('is explained by what cut it, not by the migration that somebody asked for', () => {
    const parsed = parseLab(readFileSync('resources/conformance/vmotion/vm-055-switch-over-limit.lab.yaml', 'utf8'))
    if (!parsed.ok) throw new Error('the lab is refused')
    const run = createSimulation(parsed.lab)
    run.runUntil(300_000)
    const steps = explain(run.log, { kind: 'vm', name: 'vm-1', t: 300_000 })
    expect(steps.map(({ event }) => event['command'] ?? event.type)).toEqual(['network.down', 'vmotion.failed'])
  })
})

describe('a VM that the isolation response stopped', () => {
  it('is explained by all that its host went through, each step by the one before', () => {
    const parsed = parseLab(readFileSync('resources/conformance/ha/ha-050-isolation-response.lab.yaml', 'utf8'))
    if (!parsed.ok) throw new Error('the lab')
    const run = createSimulation(parsed.lab)
    run.runUntil(120_000)
    const steps = explain(run.log, { kind: 'vm', name: 'vm-a', t: 120_000 })
    expect(steps.map(({ event }) => event.type)).toEqual([
      'command.received', 'ha.hostStateChanged', 'ha.electionStarted', 'ha.primaryElected', 'ha.isolationDeclared', 'ha.isolationResponse',
      'vm.poweredOff',
    ]) // prettier-ignore
    expect(steps.slice(1).map(({ event }) => event.causedBy)).toEqual(steps.slice(0, -1).map(({ event }) => event.seq))
  })
})
