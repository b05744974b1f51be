/**
 * Why is this VM or host as it is? Walks the log from the event that decided it back to what came from outside.
 * Pure: it reads the log and nothing else, so it also works on a run of an older engine.
 */
import type { ExplainStep } from '../contract/api.ts'
import type { EventType, LabEvent } from '../contract/events.ts'
import type { FactId } from '../contract/fact-id.ts'

export type ExplainTarget =
  | { readonly seq: number }
  /** The state of that entity after everything that happens at `t` (ms). */
  | { readonly kind: 'vm' | 'host'; readonly name: string; readonly t: number }

/** A chain that people still read. */
export const EXPLAIN_STEPS_MAX = 12

/** Events that decide the state of their VM. A booted guest follows from its power-on and decides nothing. */
const decidesVm: ReadonlySet<string> = new Set<EventType>([
  'vm.poweredOn', 'vm.poweredOff', 'vm.reset', 'vm.guestFailed', 'vm.questionRaised', 'vm.questionAnswered', 'vm.created', 'vm.removed',
  'ha.restartQueued', 'ha.restartPending', 'ha.restartAttempted', 'ha.restartFailed', 'ha.failoverGaveUp', 'ha.isolationResponse', 'vmcp.response',
  'vmotion.queued', 'vmotion.started', 'vmotion.switchover', 'vmotion.completed', 'vmotion.failed', 'snapshot.reverted',
  'ft.failover', 'ft.secondaryLost',
]) // prettier-ignore

/** Events that decide the state of their host; of those of one instant the heavier one is explained. */
const decidesHost: { readonly [type: string]: number } = {
  'ha.hostStateChanged': 5,
  'ha.isolationDeclared': 4,
  'host.failed': 4,
  'host.booted': 3,
  'host.maintenanceEntering': 3,
  'host.maintenanceEntered': 3,
  'host.maintenanceExited': 3,
  'host.quarantineEntered': 3,
  'host.quarantineExited': 3,
  'host.standbyEntering': 3,
  'host.standbyEntered': 3,
  'host.standbyExiting': 3,
  'host.standbyExited': 3,
  'host.standbyExitFailed': 3,
  'ha.hostUnreachable': 1,
  'ha.heartbeatLost': 1,
}

/** What vCenter shows follows the host, often much later: it is explained only where nothing else is known. */
const LAST_RESORT = 'host.connectionChanged'

/** How much a step tells when the chain is too long; what is not named tells 40. */
const telling: { readonly [type: string]: number } = {
  'command.received': 100,
  'host.failed': 95,
  'ha.hostStateChanged': 90,
  'ha.restartAttempted': 85,
  'lock.expired': 84,
  'ha.restartQueued': 83,
  'ha.isolationDeclared': 82,
  'ha.heartbeatLost': 80,
  'ha.hostUnreachable': 79,
  'ha.primaryElected': 75,
  'vm.poweredOn': 70,
  'vm.poweredOff': 70,
  'vm.reset': 70,
  'vm.guestFailed': 70,
  'ha.restartPending': 65,
  'ha.restartFailed': 60,
  'drs.recommendation': 60,
  'drs.pass': 50,
  'vmotion.phase': 20,
  'vmotion.round': 10,
  'task.started': 10,
  'task.finished': 10,
  'alarm.triggered': 5,
  'alarm.cleared': 5,
  'vcenter.eventLogged': 5,
}
const TELLING_OTHERWISE = 40

/** Facts behind events that are no choices and so carry no why of their own. */
const factsOfType: { readonly [type: string]: readonly FactId[] } = {
  'host.failed': ['HA-045'],
  'lock.acquired': ['HA-068'],
  'lock.released': ['HA-068'],
  'lock.expired': ['HA-069'],
  'ha.electionStarted': ['HA-012'],
}

/** HA-104: all that HA says of a VM that it leaves off. */
const leavesOff = (event: LabEvent): boolean => event.type === 'vcenter.eventLogged' && event['name'] === 'VMIsHADisabledRestartEvent'

const factsOf = (event: LabEvent): readonly FactId[] => {
  if (event.why !== undefined) return event.why.facts
  if (event.type === 'vm.poweredOn' && (event['cause'] === 'ha' || event['cause'] === 'vmcp')) return ['HA-109']
  if (leavesOff(event)) return ['HA-104']
  return factsOfType[event.type] ?? []
}

/** The chain of causes, oldest first; empty where nothing has changed that entity since the start, or no event has that seq. */
export function explain(log: readonly LabEvent[], target: ExplainTarget): readonly ExplainStep[] {
  const last = 'seq' in target ? eventOf(log, target.seq) : decisive(log, target)
  if (last === null) return []
  const chain = causes(log, last)
  const steps = new Map(chain.map((event) => [event.seq, event]))
  for (const event of sideEvents(log, chain)) steps.set(event.seq, event)
  if (!('seq' in target)) for (const event of aftermath(log, last, target)) steps.set(event.seq, event)
  const ordered = [...steps.values()].sort((a, b) => a.seq - b.seq)
  return shortened(ordered).map((event) => ({ event, facts: factsOf(event) }))
}

/** VMs that run on a host at `t` because HA restarted them there: the power-on of each, in the order of the log. */
export function tookOver(log: readonly LabEvent[], host: string, t: number): readonly LabEvent[] {
  const standing = new Map<unknown, LabEvent>()
  for (const event of log) {
    if (event.t > t) break
    if (event.type === 'vm.poweredOff' || event.type === 'vm.removed') standing.delete(event['vm'])
    // Elsewhere it runs no longer here.
    else if (event.type === 'vm.poweredOn' || event.type === 'vmotion.completed') {
      standing.delete(event['vm'])
      if (event.type === 'vm.poweredOn' && event['host'] === host && (event['cause'] === 'ha' || event['cause'] === 'vmcp'))
        standing.set(event['vm'], event)
    }
  }
  return [...standing.values()]
}

/** The log is ordered by seq. */
function indexOf(log: readonly LabEvent[], seq: number): number | null {
  let low = 0
  let high = log.length - 1
  while (low <= high) {
    const middle = Math.floor((low + high) / 2)
    const found = log[middle]?.seq ?? seq
    if (found === seq) return middle
    if (found < seq) low = middle + 1
    else high = middle - 1
  }
  return null
}

function eventOf(log: readonly LabEvent[], seq: number): LabEvent | null {
  const index = indexOf(log, seq)
  return index === null ? null : (log[index] ?? null)
}

type EntityTarget = Exclude<ExplainTarget, { readonly seq: number }>

function decisive(log: readonly LabEvent[], target: EntityTarget): LabEvent | null {
  let best: LabEvent | null = null
  let bestWeight = 0
  let lastResort: LabEvent | null = null
  for (let i = log.length - 1; i >= 0; i--) {
    const event = log[i]
    if (event === undefined || event.t > target.t) continue
    if (best !== null && event.t < best.t) break
    if (event[target.kind] !== target.name) continue
    if (event.type === LAST_RESORT) lastResort ??= event
    const weight = weightFor(target.kind, event)
    if (weight > bestWeight) {
      best = event
      bestWeight = weight
      if (target.kind === 'vm') break
    }
  }
  if (best !== null || target.kind === 'vm') return best
  // Nothing befell the host itself: what it runs for others is why it is as it is.
  return lastResort ?? tookOver(log, target.name, target.t).at(-1) ?? null
}

function weightFor(kind: 'vm' | 'host', event: LabEvent): number {
  if (kind === 'host') return decidesHost[event.type] ?? 0
  // A power-on that was refused is why the VM is still off.
  if (event.type === 'command.refused') return event['command'] === 'vm.powerOn' ? 1 : 0
  return decidesVm.has(event.type) || leavesOff(event) ? 1 : 0
}

function causes(log: readonly LabEvent[], last: LabEvent): LabEvent[] {
  const chain = [last]
  for (let at: LabEvent = last; at.causedBy !== null;) {
    // A cause is always older: a log that says otherwise ends the walk instead of going round for ever.
    const cause: LabEvent | null = at.causedBy < at.seq ? eventOf(log, at.causedBy) : null
    if (cause === null) break
    chain.push(cause)
    at = cause
  }
  return chain.reverse()
}

/**
 * Events that no link leads to and that the chain cannot do without: a power-on elsewhere needs the old lock to be gone, a verdict
 * on a host needs its silence, and a dead primary needs a successor before anything is decided.
 */
function sideEvents(log: readonly LabEvent[], chain: readonly LabEvent[]): readonly LabEvent[] {
  const first = chain[0]
  const last = chain.at(-1)
  if (first === undefined || last === undefined) return []
  const types = new Set(chain.map((event) => event.type))
  const latest = (before: LabEvent, test: (event: LabEvent) => boolean): LabEvent[] => {
    for (let i = (indexOf(log, before.seq) ?? 0) - 1; i >= 0; i--) {
      const event = log[i]
      if (event === undefined || event.seq <= first.seq) break
      if (test(event)) return [event]
    }
    return []
  }
  const found: LabEvent[] = []
  const verdict = chain.find((event) => event.type === 'ha.hostStateChanged' && event['by'] !== 'self')
  if (verdict !== undefined && !types.has('host.booted')) {
    const { host } = verdict
    if (verdict['to'] === 'failed' || verdict['to'] === 'networkIsolated' || verdict['to'] === 'networkPartitioned') {
      for (const type of ['ha.heartbeatLost', 'ha.hostUnreachable'] as const) {
        if (!types.has(type)) found.push(...latest(verdict, (event) => event.type === type && event['host'] === host))
      }
    }
    if (verdict['from'] === 'primary' && !types.has('ha.primaryElected'))
      found.push(...latest(verdict, (event) => event.type === 'ha.primaryElected'))
  }
  const restart = types.has('ha.restartAttempted') || types.has('ha.restartQueued')
  if (restart && typeof last['vm'] === 'string') {
    const { vm } = last
    const gone = (event: LabEvent) => event['vm'] === vm && (event.type === 'lock.expired' || event.type === 'lock.released')
    if (last.type === 'vm.poweredOn' && !types.has('lock.expired')) found.push(...latest(last, gone))
    if (last.type === 'vm.poweredOn' && !types.has('ha.restartPending')) {
      found.push(...latest(last, (event) => event.type === 'ha.restartPending' && event['vm'] === vm))
    }
  }
  return found
}

/**
 * How the entity has fared since then with what the event began: VMs that DRS cannot take off a host that is to be emptied, and what became of a new
 * secondary VM.
 */
function aftermath(log: readonly LabEvent[], last: LabEvent, { kind, name, t }: EntityTarget): readonly LabEvent[] {
  const isMeant = kind === 'host' ? isLeaving.has(last.type) : lacksSecondary.has(last.type)
  if (!isMeant) return []
  const latest = new Map<unknown, LabEvent>()
  for (let i = (indexOf(log, last.seq) ?? 0) + 1; i < log.length; i++) {
    const event = log[i]
    if (event === undefined || event.t > t) break
    if (kind === 'host' && event.type === 'vmotion.completed' && event['from'] === name) latest.delete(event['vm'])
    const concerns = event[kind] === name && (kind === 'host' ? event.type === 'drs.fault' : isAboutSecondary(event))
    if (concerns) latest.set(event['vm'], event)
  }
  return [...latest.values()].slice(0, AFTERMATH_MAX)
}

const isLeaving: ReadonlySet<string> = new Set<EventType>(['host.maintenanceEntering', 'host.standbyEntering'])
const lacksSecondary: ReadonlySet<string> = new Set<EventType>(['ft.failover', 'ft.secondaryLost'])
const isAboutSecondary = ({ type, name }: LabEvent): boolean =>
  type === 'ft.secondaryStarted' || type === 'ft.protected' || (type === 'vcenter.eventLogged' && name === 'StartFTSecondaryFailedEvent')
const AFTERMATH_MAX = 4

/** Drops the least telling steps, of equals the one nearest the middle; the first and the last stay. */
function shortened(steps: readonly LabEvent[]): readonly LabEvent[] {
  const kept = [...steps]
  while (kept.length > EXPLAIN_STEPS_MAX) {
    const middle = (kept.length - 1) / 2
    let worst = 1
    for (let i = 1; i < kept.length - 1; i++) {
      const difference = tellingOf(kept[i]) - tellingOf(kept[worst])
      if (difference < 0 || (difference === 0 && Math.abs(i - middle) < Math.abs(worst - middle))) worst = i
    }
    kept.splice(worst, 1)
  }
  return kept
}

const tellingOf = (event: LabEvent | undefined): number => (event === undefined ? 0 : (telling[event.type] ?? TELLING_OTHERWISE))
