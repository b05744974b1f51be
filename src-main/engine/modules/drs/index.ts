/**
 * vSphere DRS: looks at the cluster once a minute, or every five minutes, says what should be moved, placed or powered, and does it where it
 * may. Owns its settings, recommendations and faults, and the hosts that are to be emptied.
 */
import { defineModule } from '../../core/module.ts'
import type { Invariant } from '../../core/module.ts'
import type { Signals } from '../../core/messages.ts'
import type { Turn } from '../../core/turn.ts'
import { drsSettings } from '../../reads/drs.ts'
import { migrationKey } from '../../reads/vmotion.ts'
import { fallSilent, passSoon, regularPass, runCommand } from './pass.ts'
import { reconsiderDegraded } from './degraded.ts'
import { place } from './place.ts'
import { planMaintenanceCommand } from './plan-maintenance.ts'
import { applyCommand, carryOutApproved, expires, placingOver } from './recommend.ts'
import { lookSoon } from './schedule.ts'
import { configureDrs } from './settings.ts'
import { reviewAgents } from './vcls.ts'
import { isLeaving } from './view.ts'

function hostLeaving(turn: Turn, { host, leaving }: Signals['hostLeaving']): void {
  if (leaving) turn.world.evacuations.set(host, { host, sent: [], causeSeq: turn.cause })
  else stay(turn, host)
  lookSoon(turn)
}

/** A host that has entered, or is down, is not to leave any more. */
function forgetOthers(turn: Turn): void {
  for (const { host } of [...turn.world.evacuations.values()]) {
    const record = turn.world.hosts.get(host)
    if (record === undefined || !isLeaving(record)) turn.world.evacuations.remove(host)
  }
}

/** What still waits in the queue stays; what is on its way goes on. */
function stay(turn: Turn, host: string): void {
  const sent = turn.world.evacuations.get(host)?.sent ?? []
  turn.world.evacuations.remove(host)
  for (const vm of sent) {
    for (const role of [null, 'secondary'] as const) {
      const migration = turn.world.migrations.get(migrationKey(vm, role))
      if (migration?.from === host && migration.startedAt === null) turn.request('migration.cancel', { vm, role })
    }
  }
}

/** DRS-010: hosts that come, go or are connected again. */
function hostRole(turn: Turn): void {
  forgetOthers(turn)
  reviewAgents(turn)
  reconsiderDegraded(turn)
  lookSoon(turn)
}

/** What others had to come before may be through. */
function goOn(turn: Turn): void {
  if (turn.world.recommendations.size > 0) carryOutApproved(turn)
}

function hostPower(turn: Turn, { on }: Signals['hostPower']): void {
  forgetOthers(turn)
  reviewAgents(turn)
  reconsiderDegraded(turn)
  if (on) hostReturned(turn)
}

/** DRS-106: what was not possible without the host is looked at as soon as it is back. */
function hostReturned(turn: Turn): void {
  if (turn.constants['DRS-106'].returnAsksForPass) lookSoon(turn)
}

/** vCenter is gone or back, or the mode of its agents is another. */
function agentsChanged(turn: Turn): void {
  reviewAgents(turn)
  silentOrNot(turn)
}

/** DRS-096: on different hosts that run. */
const agentsRun: Invariant = {
  name: 'agentsRun',
  reads: ['vcls', 'hosts', 'cluster'],
  check(world) {
    for (const host of world.vcls.get('vcls')?.agents ?? [])
      if (world.hosts.get(host)?.power !== 'on' || world.cluster.need('cluster').retreatMode)
        return `an agent of vCLS runs on ${host}, which cannot be`
    return null
  },
}

function silentOrNot(turn: Turn): void {
  fallSilent(turn)
  reconsiderDegraded(turn)
}

const leavingIsWatched: Invariant = {
  name: 'leavingIsWatched',
  reads: ['evacuations', 'hosts'],
  check(world) {
    for (const host of world.hosts.values())
      if (isLeaving(host) !== world.evacuations.has(host.name))
        return `${host.name} is ${isLeaving(host) ? '' : 'not '}to leave, and its evacuation is ${isLeaving(host) ? "nobody's" : 'not over'}`
    return null
  },
}

/** DRS-055: how long migrations take is measured. */
function migrationEnded(turn: Turn, { kind, result, ranMs }: Signals['migrationEnded']): void {
  const known = turn.world.drsPass.get('pass')
  if (known === undefined || kind !== 'vmotion' || result !== 'success' || ranMs === null) return
  const { count, totalMs } = known.measured
  turn.world.drsPass.patch('pass', { measured: { count: count + 1, totalMs: totalMs + ranMs } })
}

/** A power-on that waits for its place is one recommendation's. */
const placingIsOurs: Invariant = {
  name: 'placingIsOurs',
  reads: ['vms', 'recommendations'],
  check(world) {
    const waiting = new Set<string>()
    for (const { id, kind, places, approvedBy, expiresAt } of world.recommendations.values()) {
      if (kind === 'powerOn' && approvedBy === null && expiresAt === null) return `${id} neither expires nor is carried out`
      for (const { vm } of places) {
        if (waiting.has(vm)) return `${vm} is placed by two recommendations`
        if (world.vms.get(vm)?.placing == null) return `${id} places ${vm}, whose power-on nobody has asked for`
        waiting.add(vm)
      }
    }
    for (const { name, placing } of world.vms.values()) if (placing !== null && !waiting.has(name)) return `nobody places ${name}`
    return null
  },
}

/** DRS-010: while it is on there is a next pass, at a multiple of its interval. */
const passIsPlanned: Invariant = {
  name: 'passIsPlanned',
  reads: ['drs', 'drsPass'],
  check(world) {
    const isOn = drsSettings(world) !== null
    return isOn === world.drsPass.has('pass') ? null : `DRS is ${isOn ? 'on' : 'off'}, and a pass is ${isOn ? 'not ' : ''}planned`
  },
}

export const drs = defineModule({
  name: 'drs',
  owns: ['drs', 'drsPass', 'recommendations', 'drsFaults', 'evacuations', 'vcls'],
  commands: { 'drs.run': runCommand, 'drs.apply': applyCommand, 'drs.planMaintenance': planMaintenanceCommand },
  requests: { 'drs.configure': configureDrs, 'drs.place': place },
  signals: {
    hostLeaving,
    hostRole,
    hostPower,
    hostReconnected: hostReturned,
    hostRemoved: hostRole,
    rulesChanged: lookSoon,
    poolsChanged: lookSoon,
    haNeedsRoom: lookSoon,
    drsConfigured: silentOrNot,
    haConfigured: reconsiderDegraded,
    hostHealth: (turn) => {
      reconsiderDegraded(turn)
      lookSoon(turn)
    },
    migrationEnded: (turn, news) => {
      migrationEnded(turn, news)
      goOn(turn)
    },
    retreatModeChanged: agentsChanged,
    vcenterChanged: agentsChanged,
    placingOver,
    capacityChanged: (turn) => {
      reviewAgents(turn)
      goOn(turn)
    },
  },
  timers: { 'drs.pass': regularPass, 'drs.passSoon': passSoon, 'drs.expires': expires },
  invariants: [leavingIsWatched, passIsPlanned, placingIsOurs, agentsRun],
})
