/** What the topology tells beyond the state of the instant, read from the events that led to it. Pure. */
import type { LabEvent } from '../../../src-main/contract/events.ts'
import type { MigrationState } from '../../../src-main/contract/state.ts'
import type { VmArc } from '../../graph/overlay.ts'
import { lastWhere, type EventLog } from '../../stores/event-log.ts'
import { hostLook, type WorldMirror } from '../../stores/world-mirror.ts'

export function failedHosts(mirror: WorldMirror): string[] {
  const names: string[] = []
  for (const [name, host] of mirror.hosts) if (hostLook(host) === 'failed') names.push(name)
  return names
}

export interface ArcOptions {
  readonly t: number
  /** First sequence number that has not happened yet. */
  readonly shownEnd: number
  /** For how long (simulated ms) a finished restart stays in view. */
  readonly lingerMs: number
  readonly label: (afterMs: number, done: boolean, vm: string) => string
  /** VM and time alone. */
  readonly brief: (afterMs: number, vm: string) => string
  readonly groupLabel: (count: number) => string
}

const arcsMax = 60
const separateMax = 10

/** Restarts that are under way, and those just done while they fade. */
export function restartArcs(mirror: WorldMirror, log: EventLog, options: ArcOptions): VmArc[] {
  const arcs: VmArc[] = []
  const seen = new Set<string>()
  const attempts = log.ofType('ha.restartAttempted')
  for (let at = attempts.length - 1; at >= 0 && arcs.length < arcsMax; at--) {
    const attempt = attempts[at]
    if (attempt === undefined || attempt.seq >= options.shownEnd) continue
    if (options.t - attempt.t > options.lingerMs + 600_000) break
    const vm = String(attempt['vm'])
    if (seen.has(vm)) continue
    seen.add(vm)
    const arc = arcOf(mirror, log, attempt, vm, options)
    if (arc !== null) arcs.push(arc)
  }
  return arcs.length > separateMax ? grouped(arcs, options) : arcs
}

function arcOf(mirror: WorldMirror, log: EventLog, attempt: LabEvent, vm: string, options: ArcOptions): VmArc | null {
  const state = mirror.vms.get(vm)
  if (state === undefined) return null
  const off = lastWhere(log.ofType('vm.poweredOff'), attempt.seq, (event) => event['vm'] === vm)
  const from = off?.['host'] ?? attempt.why?.inputs['from']
  const to = String(attempt['host'])
  if (typeof from !== 'string' || from === to) return null
  const since = off?.t ?? attempt.t
  if (state.power !== 'on') {
    const entry = mirror.ha?.restartQueue.find((queued) => queued.vm === vm)
    const open = state.power === 'poweringOn' || entry?.state === 'attempted'
    return open
      ? {
          kind: 'restart',
          vm,
          from,
          to,
          open: true,
          strength: 1,
          label: options.label(attempt.t - since, false, vm),
          brief: options.brief(attempt.t - since, vm),
        }
      : null
  }
  const on = lastWhere(log.ofType('vm.poweredOn'), options.shownEnd, (event) => event['vm'] === vm)
  if (on === null || on.seq < attempt.seq || state.host !== to) return null
  const age = options.t - on.t
  if (age > options.lingerMs) return null
  return {
    kind: 'restart',
    vm,
    from,
    to,
    open: false,
    strength: Math.min(1, 2 - (2 * age) / options.lingerMs),
    label: options.label(on.t - since, true, vm),
    brief: options.brief(on.t - since, vm),
  }
}

/** Many between the same two hosts become one arc that counts them. */
function grouped(arcs: readonly VmArc[], options: Pick<ArcOptions, 'groupLabel'>): VmArc[] {
  const groups = new Map<string, { arc: VmArc; count: number }>()
  for (const arc of arcs) {
    const key = `${arc.from}\n${arc.to}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { arc, count: 1 })
    else {
      group.count++
      if (arc.open && !group.arc.open) group.arc = arc
    }
  }
  return [...groups.values()].map(({ arc, count }) =>
    count === 1 ? arc : { ...arc, label: options.groupLabel(count), brief: options.groupLabel(count) },
  )
}

export interface MigrationArcOptions {
  readonly t: number
  readonly shownEnd: number
  readonly lingerMs: number
  /** Of one that runs; `percent` null where the engine does not say. */
  readonly label: (migration: MigrationState) => string
  readonly brief: (migration: MigrationState) => string
  readonly doneLabel: (vm: string, stunMs: number) => string
  readonly groupLabel: (count: number) => string
}

/** Migrations that run, and those just done while they fade. Files alone that move are no way between hosts. */
export function migrationArcs(mirror: WorldMirror, log: EventLog, options: MigrationArcOptions): VmArc[] {
  const arcs: VmArc[] = mirror.migrations.running
    .filter(({ from, to, role }) => from !== to && role !== 'secondary')
    .slice(0, arcsMax)
    .map((migration) => ({
      kind: 'migration',
      vm: migration.vm,
      from: migration.from,
      to: migration.to,
      open: mirror.vms.get(migration.vm)?.host === migration.from,
      strength: 1,
      label: options.label(migration),
      brief: options.brief(migration),
    }))
  const ended = log.ofType('vmotion.completed')
  for (let at = ended.length - 1; at >= 0 && arcs.length < arcsMax; at--) {
    const event = ended[at]
    if (event === undefined || event.seq >= options.shownEnd) continue
    const age = options.t - event.t
    if (age > options.lingerMs) break
    const [vm, from, to] = [String(event['vm']), String(event['from']), String(event['to'])]
    if (from === to || arcs.some((arc) => arc.vm === vm) || mirror.vms.get(vm)?.host !== to) continue
    const label = options.doneLabel(vm, Number(event['stunMs']))
    arcs.push({ kind: 'migration', vm, from, to, open: false, strength: Math.min(1, 2 - (2 * age) / options.lingerMs), label, brief: vm })
  }
  return arcs.length > separateMax ? grouped(arcs, options) : arcs
}

/** FT primaries with the host where their secondary is, or is being made. */
export function ftArcs(mirror: WorldMirror, label: (vm: string) => string): VmArc[] {
  const arcs: VmArc[] = []
  for (const [vm, { host, ftSecondaryHost }] of mirror.vms) {
    // A recording of an older engine has none.
    if (host === null || ftSecondaryHost == null || ftSecondaryHost === host) continue
    arcs.push({ kind: 'ft', vm, from: host, to: ftSecondaryHost, open: true, strength: 1, label: label(vm), brief: label(vm) })
    if (arcs.length >= arcsMax) break
  }
  return arcs
}
