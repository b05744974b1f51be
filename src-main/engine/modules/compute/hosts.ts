import type { CommandArgs } from '../../core/messages.ts'
import type { HostRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { LabHost } from '../../../contract/lab/index.ts'
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
    standbyChange: null,
    standbyBy: 'user',
    disconnected: false,
    health: 'none',
    quarantine: false,
    remedy: 'none',
  }
}

/** The host named by the command, or null after a refusal. */
export function hostOf(turn: Turn, args: CommandArgs): HostRecord | null {
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
  turn.world.hosts.patch(host.name, { power: 'off', bootTimer: null, standbyChange: null, maintenance: entering ? 'no' : host.maintenance })
  const seq = turn.emit('host.failed', { host: host.name, kind })
  const end = (command: string): void => turn.signal('workDone', { command, entity: host.name, result: 'hostFailed' }, seq)
  if (entering) {
    end('host.enterMaintenance')
    turn.signal('failoverCapacityChanged', {}, seq)
  }
  if (host.standbyChange === 'entering') end('host.enterStandby')
  if (host.standbyChange === 'exiting') {
    exitFailed(turn, host, host.standbyBy, seq)
    end('host.exitStandby')
  }
  // A host that booted was dead to everybody; of one that was to leave standby mode vCenter expected something.
  if (!wasOn) return host.standbyChange === 'exiting' ? turn.signal('hostPower', { host: host.name, on: false }, seq) : undefined
  for (const vm of turn.world.vms.values()) lose(turn, vm, host.name, 'hostFailed', seq)
  turn.signal('hostPower', { host: host.name, on: false }, seq)
}

/** DRS-091: DPM leaves it alone from now on. */
export function exitFailed(turn: Turn, { name }: HostRecord, by: HostRecord['standbyBy'], causedBy: number): void {
  turn.emit('host.standbyExitFailed', { host: name, by }, { causedBy })
  if (!turn.constants['DRS-091'].failedExitDisables) return
  const { cfg } = turn.world.hosts.need(name)
  turn.world.hosts.patch(name, { cfg: { ...cfg, dpm: { ...cfg.dpm, automation: 'disabled' } } })
}

export function powerOn(turn: Turn, args: CommandArgs): void {
  const host = hostOf(turn, args)
  if (host === null) return
  if (host.power !== 'off') return turn.refuse('invalidState', ['HA-067'])
  const bootTimer = turn.after(host.cfg.bootTime, 'compute.hostBooted', { host: host.name })
  turn.world.hosts.patch(host.name, { power: 'booting', bootTimer })
}

export function booted(turn: Turn, { host: name }: { host: string }): void {
  const { standbyChange, standbyBy } = turn.world.hosts.need(name)
  turn.world.hosts.patch(name, { power: 'on', bootTimer: null, hostd: true, standbyChange: null })
  const seq = turn.emit('host.booted', { host: name })
  if (standbyChange === 'exiting') {
    const exited = turn.emit('host.standbyExited', { host: name, by: standbyBy }, { causedBy: seq })
    turn.signal('workDone', { command: 'host.exitStandby', entity: name, result: 'success' }, exited)
  }
  turn.signal('hostPower', { host: name, on: true }, seq)
  turn.signal('capacityChanged', { host: name }, seq)
}

/** HA-005: the management daemon; VMs run on without it. */
export function hostd(runs: boolean) {
  return (turn: Turn, args: CommandArgs): void => {
    const host = hostOf(turn, args)
    if (host === null) return
    if (host.power !== 'on' || host.hostd === runs) return turn.refuse('invalidState', ['HA-005'])
    turn.world.hosts.patch(host.name, { hostd: runs })
    turn.signal('hostdChanged', { host: host.name })
    if (runs) turn.signal('capacityChanged', { host: host.name })
  }
}
