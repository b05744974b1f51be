/**
 * The migrations of a run, each with its events, read from the log once. It holds what the log holds, also what lies ahead of the instant shown:
 * whoever draws one asks what of it has happened. Knows no Vue.
 */
import type { EventType, LabEvent } from '../../../../src-main/contract/events.ts'
import type { MigrationKind, MigrationPhase } from '../../../../src-main/contract/state.ts'

export interface MigrationStory {
  /** `seq` of its first event: what it is told apart by. */
  readonly key: number
  readonly vm: string
  readonly role: 'primary' | 'secondary' | null
  readonly kind: MigrationKind
  readonly from: string
  readonly to: string
  readonly datastore: string | null
  readonly events: LabEvent[]
}

const followed = new Set<EventType>([
  'vmotion.queued',
  'vmotion.started',
  'vmotion.phase',
  'vmotion.round',
  'vmotion.sdps',
  'vmotion.switchover',
  'vmotion.completed',
  'vmotion.failed',
  'lock.released',
  'lock.acquired',
  'network.rarp',
  'client.outage',
])
/** What belongs to a switch-over and comes after the end that the log gives it: the frames of the new host, and the client that answers. */
const trailing = new Set<EventType>(['network.rarp', 'client.outage', 'vmotion.phase'])
const trailMs = 5000

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

export class MigrationBook {
  readonly stories: MigrationStory[] = []
  private read = 0
  private readonly open = new Map<string, MigrationStory>()

  clear(): void {
    this.stories.length = 0
    this.read = 0
    this.open.clear()
  }

  /** Takes up what the log has beyond what was read. */
  follow(events: readonly LabEvent[]): void {
    for (; this.read < events.length; this.read++) {
      const event = events[this.read]
      if (event !== undefined && followed.has(event.type)) this.take(event)
    }
  }

  private take(event: LabEvent): void {
    const vm = text(event['vm'])
    if (!event.type.startsWith('vmotion.')) {
      // Locks and frames name no role: those of a secondary are not told.
      const story = this.open.get(vm)
      if (story !== undefined && isNear(story, event)) story.events.push(event)
      return
    }
    const key = event['role'] === 'secondary' ? `${vm}>secondary` : vm
    const known = this.open.get(key)
    const begins = event.type === 'vmotion.queued' || event.type === 'vmotion.started'
    if (known !== undefined && (!begins || isWaiting(known))) {
      if (isNear(known, event)) known.events.push(event)
      if (event.type === 'vmotion.started') this.open.set(key, this.renewed(known, event))
      return
    }
    if (!begins) return
    const story: MigrationStory = { key: event.seq, vm, role: roleOf(event), events: [event], ...wayOf(event) }
    this.stories.push(story)
    this.open.set(key, story)
  }

  /** Only the start names the datastore. */
  private renewed(story: MigrationStory, event: LabEvent): MigrationStory {
    const next = { ...story, ...wayOf(event) }
    this.stories[this.stories.indexOf(story)] = next
    return next
  }
}

function wayOf(event: LabEvent): Pick<MigrationStory, 'kind' | 'from' | 'to' | 'datastore'> {
  const datastore = text(event['datastore'])
  return {
    kind: (text(event['kind']) || 'vmotion') as MigrationKind,
    from: text(event['from']),
    to: text(event['to']),
    datastore: datastore === '' ? null : datastore,
  }
}

function roleOf(event: LabEvent): MigrationStory['role'] {
  return event['role'] === 'primary' || event['role'] === 'secondary' ? event['role'] : null
}

const isWaiting = ({ events }: MigrationStory): boolean => events.every(({ type }) => type === 'vmotion.queued')

function isNear({ events }: MigrationStory, event: LabEvent): boolean {
  const end = events.find(({ type }) => type === 'vmotion.completed' || type === 'vmotion.failed')
  return end === undefined || (trailing.has(event.type) && event.t - end.t <= trailMs)
}

export interface RoundTold {
  /** From 0. */
  readonly round: number
  readonly from: number
  readonly durationMs: number
  readonly bytes: number
  readonly dirtyBytes: number
  readonly event: LabEvent
}

export type StoryState = 'queued' | 'running' | 'completed' | 'failed'

/** What of a migration has happened. Instants in ms of the run. */
export interface StoryAt {
  readonly story: MigrationStory
  readonly state: StoryState
  /** All of its events so far. */
  readonly events: readonly LabEvent[]
  readonly queued: LabEvent | null
  readonly started: LabEvent | null
  readonly phases: ReadonlyMap<MigrationPhase, LabEvent>
  readonly rounds: readonly RoundTold[]
  readonly sdps: LabEvent | null
  readonly switchover: LabEvent | null
  /** `vmotion.completed` or `vmotion.failed`. */
  readonly end: LabEvent | null
}

/** Null before it begins. */
export function storyAt(story: MigrationStory, shownEnd: number): StoryAt | null {
  if (story.key >= shownEnd) return null
  const events = story.events.filter(({ seq }) => seq < shownEnd)
  const of = (type: EventType): LabEvent | null => events.find((event) => event.type === type) ?? null
  const started = of('vmotion.started')
  const end = of('vmotion.completed') ?? of('vmotion.failed')
  return {
    story,
    state: end !== null ? (end.type === 'vmotion.completed' ? 'completed' : 'failed') : started === null ? 'queued' : 'running',
    events,
    queued: of('vmotion.queued'),
    started,
    phases: new Map(events.filter(({ type }) => type === 'vmotion.phase').map((event) => [text(event['phase']) as MigrationPhase, event])),
    rounds: events.filter(({ type }) => type === 'vmotion.round').map(roundOf),
    sdps: of('vmotion.sdps'),
    switchover: of('vmotion.switchover'),
    end,
  }
}

function roundOf(event: LabEvent): RoundTold {
  const durationMs = Number(event['durationMs'])
  return {
    round: Number(event['round']),
    from: event.t - durationMs,
    durationMs,
    bytes: Number(event['bytes']),
    dirtyBytes: Number(event['dirtyBytes']),
    event,
  }
}

/** Those that have begun: running ones first, then those that wait, then what is done, the newest first. */
export function listed(stories: readonly MigrationStory[], shownEnd: number): StoryAt[] {
  const rank = { running: 0, queued: 1, failed: 2, completed: 2 } as const
  const told = stories.flatMap((story) => storyAt(story, shownEnd) ?? [])
  const lastOf = ({ end, story }: StoryAt): number => end?.seq ?? story.key
  return told.sort((a, b) => rank[a.state] - rank[b.state] || (rank[a.state] === 2 ? lastOf(b) - lastOf(a) : a.story.key - b.story.key))
}
