import type { CommandArgs } from '../../core/messages.ts'
import type { HostRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { CommandArgs as CommandArgsOf, LabHost } from '../../../contract/lab/index.ts'
import { resolveHost } from '../../../contract/lab/resolve.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { lose } from './instances.ts'

export function hostRecord(cfg: LabHost, order: number): HostRecord {
  return {
    name: cfg.name,
    order,
    cfg,
    power: cfg.standby ? 'standby' : 'on',
    maintenance: cfg.maintenance ? 'yes' : 'no',
    bootTimer: null,
    hostd: true,
  }
}

/** The host named by the command, or null after a refusal. */
function hostOf(turn: Turn, args: CommandArgs): HostRecord | null {
  const host = turn.world.hosts.get(args['host'] as string)
  if (host === undefined) turn.refuse('notFound', ['HA-045'])
  return host ?? null
}

export function powerOff(turn: Turn, args: CommandArgs): void {
  fail(turn, args, 'powerOff')
}

export function crash(turn: Turn, args: CommandArgs): void {
  fail(turn, args, 'crash')
}

/** HA-045: power loss and purple screen are the same to everything that watches. */
function fail(turn: Turn, args: CommandArgs, kind: 'powerOff' | 'crash'): void {
  const host = hostOf(turn, args)
  if (host === null) return
  if (host.power === 'off' || host.power === 'standby') return turn.refuse('invalidState', ['HA-045'])
  const wasOn = host.power === 'on'
  turn.cancel(host.bootTimer)
  // What it had not finished entering it is not in when it is back.
  const entering = host.maintenance === 'entering'
  turn.world.hosts.patch(host.name, { power: 'off', bootTimer: null, maintenance: entering ? 'no' : host.maintenance })
  const seq = turn.emit('host.failed', { host: host.name, kind })
  if (entering) turn.signal('workDone', { command: 'host.enterMaintenance', entity: host.name, result: 'hostFailed' }, seq)
  if (!wasOn) return
  for (const vm of turn.world.vms.values()) lose(turn, vm, host.name, 'hostFailed', seq)
  turn.signal('hostPower', { host: host.name, on: false }, seq)
}

export function powerOn(turn: Turn, args: CommandArgs): void {
  const host = hostOf(turn, args)
  if (host === null) return
  if (host.power !== 'off') return turn.refuse('invalidState', ['HA-067'])
  const bootTimer = turn.after(host.cfg.bootTime, 'compute.hostBooted', { host: host.name })
  turn.world.hosts.patch(host.name, { power: 'booting', bootTimer })
}

export function booted(turn: Turn, { host }: { host: string }): void {
  turn.world.hosts.patch(host, { power: 'on', bootTimer: null })
  const seq = turn.emit('host.booted', { host })
  turn.signal('hostPower', { host, on: true }, seq)
  turn.signal('capacityChanged', { host }, seq)
}

/** Without evacuation by vMotion the host waits in 'entering' until its VMs are off. */
export function enterMaintenance(turn: Turn, args: CommandArgs): void {
  const host = hostOf(turn, args)
  if (host === null) return
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'])
  if (host.power !== 'on' || host.maintenance !== 'no') return turn.refuse('invalidState', ['HA-192'])
  turn.world.hosts.patch(host.name, { maintenance: 'entering' })
  turn.emit('host.maintenanceEntering', { host: host.name })
  finishMaintenance(turn, host.name)
}

/** Called whenever a VM leaves a host. */
export function finishMaintenance(turn: Turn, name: string): void {
  const host = turn.world.hosts.need(name)
  if (host.maintenance !== 'entering' || host.power !== 'on') return
  for (const vm of turn.world.vms.values()) if (vm.powerOn?.host === name || vm.instances.some((instance) => instance.host === name)) return
  turn.world.hosts.patch(name, { maintenance: 'yes' })
  const seq = turn.emit('host.maintenanceEntered', { host: name })
  turn.signal('hostRole', { host: name, active: false }, seq)
  turn.signal('workDone', { command: 'host.enterMaintenance', entity: name, result: 'success' }, seq)
}

export function exitMaintenance(turn: Turn, args: CommandArgs): void {
  const host = hostOf(turn, args)
  if (host === null) return
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'])
  if (host.maintenance === 'no') return turn.refuse('invalidState', ['HA-192'])
  const wasIn = host.maintenance === 'yes'
  turn.world.hosts.patch(host.name, { maintenance: 'no' })
  const seq = turn.emit('host.maintenanceExited', { host: host.name })
  if (wasIn) turn.signal('hostRole', { host: host.name, active: true }, seq)
  else turn.signal('workDone', { command: 'host.enterMaintenance', entity: host.name, result: 'requestCanceled' }, seq)
  // Nothing was placed on a host that was only about to enter either.
  turn.signal('capacityChanged', { host: host.name }, seq)
}

/** vCenter adds a host to the cluster; its agent joins (HA-016). */
export function addHost(turn: Turn, args: CommandArgs): void {
  const entry = args as CommandArgsOf['host.add']
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'], { host: entry.name })
  if (turn.world.hosts.has(entry.name)) return turn.refuse('invalidState', ['HA-016'], { host: entry.name })
  const order = turn.count('hosts')
  const cfg = resolveHost(
    entry,
    order,
    [...turn.world.networks.values()].map((network) => network.cfg),
  )
  const record = turn.world.hosts.set(cfg.name, hostRecord(cfg, order))
  if (record.power !== 'on') return
  turn.signal('hostPower', { host: cfg.name, on: true })
  turn.signal('capacityChanged', { host: cfg.name })
}
