/** What the topology tells beyond the state of the instant, read from the events that led to it. Pure. */
import type { LabEvent } from '../../../src-main/contract/events.ts'
import type { RestartArc } from '../../graph/overlay.ts'
import { lastWhere, type EventLog } from '../../stores/event-log.ts'
import { hostLook, type WorldMirror } from '../../stores/world-mirror.ts'

export interface Failure {
  readonly failedAt: number
  readonly declaredAt: number | null
  readonly by: string | null
}

/** How a host that is down came to be so, as far as the run has got. */
export function failureOf(log: EventLog, host: string, shownEnd: number): Failure | null {
  const failed = lastWhere(log.ofType('host.failed'), shownEnd, (event) => event['host'] === host)
  if (failed === null) return null
  const declared = lastWhere(
    log.ofType('ha.hostStateChanged'),
    shownEnd,
    (event) => event['host'] === host && event['to'] === 'failed' && event.seq > failed.seq,
  )
  const why = declared?.why?.inputs['by'] ?? declared?.['by'] ?? null
  return { failedAt: failed.t, declaredAt: declared?.t ?? null, by: typeof why === 'string' ? why : null }
}

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
export function restartArcs(mirror: WorldMirror, log: EventLog, options: ArcOptions): RestartArc[] {
  const arcs: RestartArc[] = []
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

function arcOf(mirror: WorldMirror, log: EventLog, attempt: LabEvent, vm: string, options: ArcOptions): RestartArc | null {
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
      ? { vm, from, to, open: true, strength: 1, label: options.label(attempt.t - since, false, vm), brief: options.brief(attempt.t - since, vm) }
      : null
  }
  const on = lastWhere(log.ofType('vm.poweredOn'), options.shownEnd, (event) => event['vm'] === vm)
  if (on === null || on.seq < attempt.seq || state.host !== to) return null
  const age = options.t - on.t
  if (age > options.lingerMs) return null
  return {
    vm,
    from,
    to,
    open: false,
    strength: Math.min(1, 2 - (2 * age) / options.lingerMs),
    label: options.label(on.t - since, true, vm),
    brief: options.brief(on.t - since, vm),
  }
}

/** Many restarts between the same two hosts become one arc that counts them. */
function grouped(arcs: readonly RestartArc[], options: ArcOptions): RestartArc[] {
  const groups = new Map<string, { arc: RestartArc; count: number }>()
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
