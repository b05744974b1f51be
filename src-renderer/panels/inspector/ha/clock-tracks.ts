/** The time lines of HA that are running, as the engine gives them, with words: one track each, with points on an axis and what comes next. Pure. */
import type { HaView } from '../../../../src-main/contract/api.ts'
import type { LabEvent } from '../../../../src-main/contract/events.ts'
import type {
  ClockState,
  ClockStepName,
  IsolationState,
  MonitoringState,
  RestartQueueEntry,
  VmcpState,
} from '../../../../src-main/contract/ha-state.ts'
import type { MessageKey, Translate } from '../../../i18n/index.ts'
import type { Texts } from '../../../i18n/texts.ts'
import { lastWhere, type EventLog } from '../../../stores/event-log.ts'
import type { ObjectRef } from '../../../stores/selection.ts'
import { waitText } from './wait-text.ts'

export interface TrackPoint {
  readonly key: string
  readonly at: number
  readonly label: string
  /** The event that it became, where it has happened and the log has it. */
  readonly event: LabEvent | null
  /** What the track leads to. */
  readonly main: boolean
}

export interface Track {
  readonly key: string
  readonly title: string
  readonly object: ObjectRef
  readonly tone: 'red' | 'amber' | 'blue' | 'violet'
  readonly from: number
  readonly points: readonly TrackPoint[]
  /** What comes if nothing changes; null: nothing does by itself. */
  readonly next: { readonly at: number; readonly text: string } | null
}

export interface TrackInput {
  readonly ha: HaView
  readonly log: EventLog
  readonly shownEnd: number
  readonly now: number
  /** Of the VMs that were asked about. */
  readonly monitoring: ReadonlyMap<string, MonitoringState>
  readonly t: Translate
  readonly texts: Texts
}

/** Names in a sentence: a few, then how many more. */
const namesMax = 3
/** Of the VMs that wait for a restart. */
const restartsMax = 2
/** How long a cancelled isolation stays in sight. */
const cancelledForMs = 120_000
/** An election belongs to a failure that lies at most so far back. */
const causeMs = 120_000

/** All tracks, the one that comes first first. */
export function tracksOf(input: TrackInput): Track[] {
  const isolation = input.ha.isolation ?? []
  const alone = new Set(isolation.map(({ host }) => host))
  const clocks = (input.ha.clocks ?? []).filter((clock) => !isOwnElection(clock, alone))
  const tracks = [
    ...clocks.map((clock) => clockTrack(input, clock)),
    ...isolation.map((entry) => isolationTrack(input, entry)),
    ...cancelled(input, alone),
    ...isolation.flatMap((entry) => shutdownTracks(input, entry)),
    ...(input.ha.vmcp ?? []).map((loss) => vmcpTrack(input, loss)).filter((track) => track.next !== null),
    ...soonest(input.ha.restartQueue).flatMap((entry) => restartTrack(input, entry)),
    ...[...input.monitoring].flatMap(([vm, state]) => monitoringTrack(input, vm, state)),
  ]
  const far = Number.MAX_SAFE_INTEGER
  return tracks.sort((a, b) => (a.next?.at ?? far) - (b.next?.at ?? far))
}

/** The queue tells when each of them goes on; those that come first have an axis too. */
function soonest(queue: readonly RestartQueueEntry[]): RestartQueueEntry[] {
  const far = Number.MAX_SAFE_INTEGER
  return [...queue].sort((a, b) => (a.nextAtMs ?? far) - (b.nextAtMs ?? far)).slice(0, restartsMax)
}

/** The election of a host that is alone is a part of its way to isolation. */
function isOwnElection(clock: ClockState, alone: ReadonlySet<string>): boolean {
  return clock.kind === 'election' && clock.hosts.length === 1 && alone.has(clock.hosts[0] ?? '')
}

export function nameList(names: readonly string[], t: Translate): string {
  const shown = names.slice(0, namesMax).join(', ')
  return names.length > namesMax ? `${shown} ${t('summary.more', { n: names.length - namesMax })}` : shown
}

function point(
  input: TrackInput,
  key: string,
  at: number,
  label: MessageKey | { readonly text: string },
  event: LabEvent | null = null,
  main = false,
): TrackPoint {
  const text = typeof label === 'string' ? input.t(label) : label.text
  return { key: `${key} ${String(at)}`, at, label: text, event: at <= input.now ? event : null, main }
}

/** The last of the points that are still to come, of those that come first: what happens then. */
function nextOf(input: TrackInput, steps: readonly { readonly at: number; readonly text: string }[]): Track['next'] {
  let next: Track['next'] = null
  for (const step of steps) if (step.at > input.now && (next === null || step.at <= next.at)) next = step
  return next
}

const eventTypes: { readonly [step in ClockStepName]?: LabEvent['type'] } = {
  heartbeatMissed: 'ha.heartbeatLost',
  datastoreSeen: 'ha.datastoreHeartbeat',
  datastoreSilent: 'ha.datastoreHeartbeat',
  pingStarts: 'ha.hostUnreachable',
  electionStarts: 'ha.electionStarted',
  elected: 'ha.primaryElected',
}

function clockTrack(input: TrackInput, clock: ClockState): Track {
  const { t, texts } = input
  const [host = ''] = clock.hosts
  const silent = clock.kind === 'silentHost'
  const hosts = nameList(clock.hosts, t)
  const state = texts.label('haState', clock.verdict)
  const from = silent ? clock.sinceMs : causeOf(input, clock)
  const values = { host, hosts, by: clock.by ?? '', state }
  const points = clock.steps.map(({ step, atMs }) => {
    const type = eventTypes[step]
    const event = type === undefined ? null : eventAt(input, type, atMs, silent ? host : null)
    return point(
      input,
      step,
      atMs,
      step === 'judged' ? { text: state } : (`clock.step.${step}` as MessageKey),
      event,
      step === 'judged' || step === 'restarts',
    )
  })
  const start = point(input, 'start', from, silent ? 'clock.step.lastHeartbeat' : 'clock.step.primaryLost')
  return {
    key: `${clock.kind} ${clock.by ?? ''} ${clock.hosts.join(' ')}`,
    title: t(`clock.title.${clock.kind}` as MessageKey, values),
    object: { kind: 'host', name: host },
    tone: !silent ? 'blue' : clock.verdict === 'failed' ? 'red' : 'amber',
    from,
    points: from < (points[0]?.at ?? 0) ? [start, ...points] : points,
    next: nextOf(
      input,
      clock.steps.map(({ step, atMs }) => ({ at: atMs, text: t(nextKey(step, clock.hosts.length), values) })),
    ),
  }
}

/** Alone it does not take part in an election, it elects itself. */
function nextKey(step: ClockStepName, hosts: number): MessageKey {
  return step === 'elected' && hosts === 1 ? 'clock.next.electedAlone' : (`clock.next.${step}` as MessageKey)
}

function eventAt({ log, shownEnd }: TrackInput, type: LabEvent['type'], at: number, host: string | null): LabEvent | null {
  return lastWhere(log.ofType(type), shownEnd, (event) => event.t === at && (host === null || event['host'] === host))
}

/** The instant of the failure that an election comes from: that of the first event of its chain of causes. */
function causeOf({ log, shownEnd }: TrackInput, clock: ClockState): number {
  const [host = ''] = clock.hosts
  const elected = (event: LabEvent): boolean => event['host'] === host
  const votes = (event: LabEvent): boolean => Array.isArray(event['candidates']) && (event['candidates'] as readonly unknown[]).includes(host)
  let event =
    clock.kind === 'takeOver'
      ? lastWhere(log.ofType('ha.primaryElected'), shownEnd, elected)
      : clock.by === null
        ? lastWhere(log.ofType('ha.electionStarted'), shownEnd, votes)
        : null
  for (let before = event; before !== null; before = before.causedBy === null ? null : log.bySeq(before.causedBy)) event = before
  return event !== null && clock.sinceMs - event.t <= causeMs ? Math.min(event.t, clock.sinceMs) : clock.sinceMs
}

function isolationTrack(input: TrackInput, entry: IsolationState): Track {
  const { t, texts } = input
  const { host, declaredAtMs } = entry
  const election = (input.ha.clocks ?? []).find((clock) => clock.kind === 'election' && clock.hosts.length === 1 && clock.hosts[0] === host)
  const points: TrackPoint[] = [point(input, 'since', entry.sinceMs, 'clock.step.hearsNobody')]
  const coming: { at: number; text: string }[] = []
  for (const { step, atMs } of election?.steps ?? []) {
    if (step === 'restarts') continue
    points.push(point(input, step, atMs, (step === 'elected' ? 'clock.step.isolationPing' : `clock.step.${step}`) as MessageKey))
    coming.push({ at: atMs, text: t(step === 'elected' ? 'clock.next.isolationPing' : 'clock.next.ownElection', { host }) })
  }
  const declared = lastWhere(input.log.ofType('ha.isolationDeclared'), input.shownEnd, (event) => event['host'] === host)
  if (declaredAtMs !== null) points.push(point(input, 'declared', declaredAtMs, 'clock.step.declaredIsolated', declared))
  else if (entry.nextAtMs !== null) {
    points.push(point(input, 'declared', entry.nextAtMs, 'clock.step.declaredIsolated'))
    coming.push({ at: entry.nextAtMs, text: t('clock.next.declaredIsolated', { host }) })
  }
  for (const { at, vms, response, state } of responses(entry)) {
    if (state === 'shuttingDown') continue
    points.push(point(input, state, at, state === 'deferred' ? 'clock.step.lookAgain' : 'clock.step.response', null, true))
    const values = { host, vms: nameList(vms, t), response: texts.label('isolationResponse', response) }
    coming.push({ at, text: t(`clock.next.response.${state}` as MessageKey, values) })
  }
  return {
    key: `isolation ${host}`,
    title: t(declaredAtMs === null ? 'clock.title.alone' : 'clock.title.isolated', { host }),
    object: { kind: 'host', name: host },
    tone: 'amber',
    from: entry.sinceMs,
    points: points.sort((a, b) => a.at - b.at),
    next: nextOf(input, coming),
  }
}

/** HA-077: guests that were asked to shut down have a time line of their own, which is much longer. */
function shutdownTracks(input: TrackInput, entry: IsolationState): Track[] {
  const { t, texts, log, shownEnd, now } = input
  return responses(entry)
    .filter(({ state, at }) => state === 'shuttingDown' && at > now)
    .map(({ at, vms, response }) => {
      const asked = lastWhere(log.ofType('ha.isolationResponse'), shownEnd, (event) => vms.includes(String(event['vm'])))
      const from = asked?.t ?? now
      const values = { host: entry.host, vms: nameList(vms, t), response: texts.label('isolationResponse', response) }
      return {
        key: `shutdown ${entry.host} ${String(at)}`,
        title: t('clock.title.shutdown', values),
        object: { kind: 'vm', name: vms[0] ?? '' },
        tone: 'amber',
        from,
        points: [
          point(input, 'asked', from, 'clock.step.shutdownAsked', asked),
          point(input, 'forced', at, 'clock.step.shutdownTimeout', null, true),
        ],
        next: { at, text: t('clock.next.response.shuttingDown', values) },
      }
    })
}

/** VMs that something happens to at the same instant. */
function responses(entry: IsolationState) {
  type Group = { at: number; vms: string[]; response: IsolationState['vms'][number]['response']; state: IsolationState['vms'][number]['state'] }
  const groups = new Map<string, Group>()
  for (const { vm, response, state, nextAtMs } of entry.vms) {
    if (nextAtMs === null || state === 'done' || response === 'disabled') continue
    const key = `${String(nextAtMs)} ${state} ${response}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { at: nextAtMs, vms: [vm], response, state })
    else group.vms.push(vm)
  }
  return [...groups.values()]
}

/** Hosts that were isolated, heard somebody again in time, and left their VMs alone (HA-054). */
function cancelled(input: TrackInput, alone: ReadonlySet<string>): Track[] {
  const { log, shownEnd, now, t } = input
  const done = new Set<string>(alone)
  const tracks: Track[] = []
  const declarations = log.ofType('ha.isolationDeclared')
  for (let at = declarations.length - 1; at >= 0; at--) {
    const declared = declarations[at]
    const host = String(declared?.['host'] ?? '')
    if (declared === undefined || declared.seq >= shownEnd || done.has(host)) continue
    done.add(host)
    const after = (event: LabEvent): boolean => event['host'] === host && event.seq > declared.seq && event.seq < shownEnd
    const back = log.ofType('ha.hostStateChanged').find((event) => after(event) && event['by'] === 'self' && event['from'] === 'networkIsolated')
    if (back === undefined || now - back.t > cancelledForMs || log.ofType('ha.isolationResponse').some((event) => after(event) && event.t <= back.t))
      continue
    tracks.push({
      key: `cancelled ${host}`,
      title: t('clock.title.cancelled', { host }),
      object: { kind: 'host', name: host },
      tone: 'blue',
      from: declared.t,
      points: [
        point(input, 'declared', declared.t, 'clock.step.declaredIsolated', declared),
        point(input, 'cancelled', back.t, 'clock.step.cancelled', back, true),
      ],
      next: null,
    })
  }
  return tracks
}

function vmcpTrack(input: TrackInput, loss: VmcpState): Track {
  const { t, texts } = input
  const { datastore, host } = loss
  const points = [point(input, 'since', loss.sinceMs, { text: loss.kind.toUpperCase() })]
  const coming: { at: number; text: string }[] = []
  if (loss.timeoutAtMs !== null) {
    points.push(point(input, 'timeout', loss.timeoutAtMs, { text: texts.label('datastoreAccess', 'apdTimeout') }))
    coming.push({ at: loss.timeoutAtMs, text: t('clock.next.apdTimeout', { datastore, host }) })
  }
  const acting = new Map<number, string[]>()
  for (const { vm, actsAtMs } of loss.vms) if (actsAtMs !== null) acting.set(actsAtMs, [...(acting.get(actsAtMs) ?? []), vm])
  for (const [at, vms] of acting) {
    points.push(point(input, 'acts', at, 'clock.step.terminates', null, true))
    coming.push({ at, text: t('clock.next.terminates', { vms: nameList(vms, t) }) })
  }
  return {
    key: `vmcp ${datastore} ${host}`,
    title: t('clock.title.vmcp', { datastore, host, kind: loss.kind.toUpperCase() }),
    object: { kind: 'datastore', name: datastore },
    tone: 'violet',
    from: loss.sinceMs,
    points: points.sort((a, b) => a.at - b.at),
    next: nextOf(input, coming),
  }
}

/** Retries, and conditions that are waited for until a time-out. */
function restartTrack(input: TrackInput, entry: RestartQueueEntry): Track[] {
  const { t, log, shownEnd } = input
  const { vm, nextAtMs, state } = entry
  if (nextAtMs === null || nextAtMs <= input.now) return []
  const retrying = state === 'retrying'
  const before = lastWhere(log.ofType(retrying ? 'ha.restartFailed' : 'ha.restartQueued'), shownEnd, (event) => event['vm'] === vm)
  const from = before?.t ?? input.now
  const values = { vm, n: entry.attempt + 1, what: waitText(entry.waitsFor, input.texts, t) }
  return [
    {
      key: `restart ${vm}`,
      title: t(retrying ? 'clock.title.retry' : 'clock.title.condition', values),
      object: { kind: 'vm', name: vm },
      tone: 'blue',
      from,
      points: [
        point(input, 'from', from, retrying ? 'clock.step.attemptFailed' : 'clock.step.queued', before),
        point(input, 'to', nextAtMs, retrying ? 'clock.step.retry' : 'clock.step.conditionTimeout', null, true),
      ],
      next: { at: nextAtMs, text: t(retrying ? 'clock.next.retry' : 'clock.next.conditionTimeout', values) },
    },
  ]
}

function monitoringTrack(input: TrackInput, vm: string, state: MonitoringState): Track[] {
  const { t, log, shownEnd } = input
  const { resetAtMs } = state
  if (resetAtMs === null || resetAtMs <= input.now) return []
  const failed = lastWhere(log.ofType('vm.guestFailed'), shownEnd, (event) => event['vm'] === vm)
  const from = failed?.t ?? input.now
  return [
    {
      key: `monitoring ${vm}`,
      title: t('clock.title.monitoring', { vm }),
      object: { kind: 'vm', name: vm },
      tone: 'amber',
      from,
      points: [point(input, 'failed', from, 'clock.step.guestFailed', failed), point(input, 'reset', resetAtMs, 'clock.step.reset', null, true)],
      next: { at: resetAtMs, text: t('clock.next.reset', { vm, n: state.resetsInWindow + 1, max: state.maxResets }) },
    },
  ]
}
