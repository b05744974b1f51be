/**
 * vCenter Server: whether it runs, what it reaches, and its connections to hosts. Owns both. Detection and restarts never wait for it
 * (HA-003). Which primary it talks to is HA's. Owns its tasks (`tasks.ts`) and alarms (`alarms.ts`) too.
 */
import { defineModule } from '../../core/module.ts'
import type { Invariant } from '../../core/module.ts'
import type { Signals } from '../../core/messages.ts'
import type { Turn } from '../../core/turn.ts'
import { admissionTables } from '../../reads/admission.ts'
import { vcenterReaches, vcenterRuns } from '../../reads/network.ts'
import { alarmTrouble, refreshAlarms } from './alarms.ts'
import { beginTasks, dropTasks, endTasks, taskTrouble, workDone } from './tasks.ts'

/**
 * Silence after which vCenter shows a host as not responding, ms. vSphere's documented default of its host heartbeat; no fact gives it
 * (docs/contract-additions.md).
 */
const NOT_RESPONDING_MS = 60_000

function switching(running: boolean) {
  return (turn: Turn): void => {
    const vcenter = turn.world.vcenter.need('vcenter')
    if (vcenter.running === running) return turn.refuse('invalidState', ['HA-003'])
    turn.world.vcenter.patch('vcenter', { running })
    runsOrNot(turn)
  }
}

function cutting(cut: boolean) {
  return (turn: Turn): void => {
    const vcenter = turn.world.vcenter.need('vcenter')
    if (vcenter.cut === cut) return turn.refuse('invalidState', ['HA-003'])
    turn.world.vcenter.patch('vcenter', { cut })
    refresh(turn)
    turn.signal('vcenterChanged', {})
  }
}

/** HA-006: agents use addresses, not names, so that nobody hears of it. */
function resolving(answers: boolean) {
  return (turn: Turn): void => {
    turn.world.vcenter.patch('vcenter', { dnsDown: !answers })
  }
}

function runsOrNot(turn: Turn): void {
  if (!vcenterRuns(turn.world)) dropTasks(turn)
  refresh(turn)
  turn.signal('vcenterChanged', {})
}

/** Starts and ends the silence of each host. While vCenter is down nobody watches: connections stay as they were. */
function refresh(turn: Turn): void {
  const runs = vcenterRuns(turn.world)
  for (const host of turn.world.hosts.keys()) {
    const known = turn.world.connections.get(host) ?? turn.world.connections.set(host, { state: 'connected', timer: null })
    const { disconnected, hostd } = turn.world.hosts.need(host)
    const heard = hostd && vcenterReaches(turn.world, host)
    if (!runs || heard || disconnected) {
      turn.cancel(known.timer)
      const state = !runs ? known.state : disconnected ? 'disconnected' : 'connected'
      if (state !== known.state || known.timer !== null) turn.world.connections.set(host, { state, timer: null })
      if (state !== known.state) {
        const seq = turn.emit('host.connectionChanged', { host, from: known.state, to: state })
        refreshAlarms(turn, seq)
        turn.signal('failoverCapacityChanged', {}, seq)
        turn.signal('vcenterChanged', {})
        if (state === 'connected') turn.signal('hostReconnected', { host })
      }
    } else if (known.state === 'connected' && known.timer === null) {
      turn.world.connections.set(host, { ...known, timer: turn.after(NOT_RESPONDING_MS, 'vcenter.hostSilent', { host }) })
    }
  }
}

/** A host that has left standby or maintenance mode is worth an alarm again, though its connection is as it was, and it counts again. */
function hostPower(turn: Turn): void {
  refresh(turn)
  refreshAlarms(turn)
}

function hostSilent(turn: Turn, { host }: { host: string }): void {
  turn.world.connections.set(host, { state: 'notResponding', timer: null })
  const seq = turn.emit('host.connectionChanged', { host, from: 'connected', to: 'notResponding' })
  refreshAlarms(turn, seq)
  turn.signal('failoverCapacityChanged', {}, seq)
}

function hostRemoved(turn: Turn, { host }: { host: string }): void {
  const known = turn.world.connections.get(host)
  if (known === undefined) return
  turn.cancel(known.timer)
  turn.world.connections.remove(host)
  refreshAlarms(turn)
}

/** vCenter may itself be a VM of the lab: it goes and returns with it. */
function vmChanged(turn: Turn, { vm }: { vm: string }): void {
  if (turn.world.vcenter.need('vcenter').vm === vm) runsOrNot(turn)
}

/** What ended with its host is still to be restarted: admission control counts it as before. */
function vmOff(turn: Turn, { vm, cause }: Signals['vmPoweredOff']): void {
  vmChanged(turn, { vm })
  if (cause !== 'hostFailed') refreshAlarms(turn)
}

const connectionsOfHosts: Invariant = {
  name: 'connectionsOfHosts',
  reads: ['connections', 'hosts'],
  check(world) {
    for (const [host, connection] of world.connections.entries()) {
      if (!world.hosts.has(host)) return `vCenter is connected to ${host}, which does not exist`
      if ((connection.state === 'disconnected') !== world.hosts.get(host)?.disconnected)
        return `vCenter and ${host} disagree on whether it is disconnected`
      if (connection.timer !== null && connection.state !== 'connected') return `vCenter waits for ${host}, which it has given up`
    }
    return null
  },
}

const tasksMoveOn: Invariant = {
  name: 'tasksMoveOn',
  reads: ['tasks', 'vcenter', 'vms', 'hosts', 'migrations', 'snapshotJobs', 'ftPairs'],
  check: taskTrouble,
}
const alarmsAgree: Invariant = {
  name: 'alarmsAgree',
  reads: ['alarms', 'vcenter', 'chains', 'ftPairs', 'spaceLevels', ...admissionTables],
  check: (_world, _now, turn) => alarmTrouble(turn),
}

export const vcenter = defineModule({
  name: 'vcenter',
  owns: ['vcenter', 'connections', 'tasks', 'alarms'],
  commands: {
    'vcenter.down': switching(false),
    'vcenter.up': switching(true),
    'vcenter.disconnect': cutting(true),
    'vcenter.reconnect': cutting(false),
    'dns.down': resolving(false),
    'dns.up': resolving(true),
  },
  requests: {},
  signals: {
    hostPower,
    hostRole: hostPower,
    hostConfigured: (turn) => refreshAlarms(turn),
    hostdChanged: refresh,
    hostRemoved,
    networkChanged: refresh,
    vmPoweredOn: vmChanged,
    vmPoweredOff: vmOff,
    vmMoved: (turn, news) => {
      vmChanged(turn, news)
      refreshAlarms(turn)
    },
    vcenterChanged: (turn) => refreshAlarms(turn),
    failoverChanged: (turn) => refreshAlarms(turn),
    failoverCapacityChanged: (turn) => refreshAlarms(turn),
    vmConfigured: (turn) => refreshAlarms(turn),
    vmRemoved: (turn) => refreshAlarms(turn),
    snapshotsChanged: (turn) => refreshAlarms(turn),
    ftChanged: (turn) => refreshAlarms(turn),
    spaceLevelChanged: (turn) => refreshAlarms(turn),
    haConfigured: (turn) => refreshAlarms(turn),
    workDone,
  },
  timers: { 'vcenter.hostSilent': hostSilent },
  invariants: [connectionsOfHosts, tasksMoveOn, alarmsAgree],
  around: { before: beginTasks, after: endTasks },
})
