/** Rounds as bars: those that are over, the one under way, and those that are to come if nothing changes. Pure. */
import type { LabEvent } from '../../../../src-main/contract/events.ts'
import type { MigrationCourse } from '../../../../src-main/contract/prediction.ts'
import type { MigrationState } from '../../../../src-main/contract/state.ts'
import type { StoryAt } from './migration-book.ts'

export interface RoundBar {
  /** Number of the round; null: what is sent during the stun. */
  readonly round: number | null
  readonly bytes: number
  /** Null where it is not known yet. */
  readonly ms: number | null
  readonly state: 'done' | 'now' | 'ahead'
  /** Of the one under way, what has been sent; else 1 or 0. */
  readonly share: number
  readonly isSlowed: boolean
  readonly event: LabEvent | null
}

/** A prediction that what happened has left is none for what is to come. */
const tolerance = 0.03

export function barsOfCourse(course: MigrationCourse): RoundBar[] {
  const slowed = (round: number): boolean => course.sdpsFromRound !== null && round >= course.sdpsFromRound
  const bars = course.rounds.map(({ bytes, ms }, round): RoundBar => ({
    round,
    bytes,
    ms,
    state: 'ahead',
    share: 0,
    isSlowed: slowed(round),
    event: null,
  }))
  if (course.failed !== null || bars.length === 0) return bars
  return [...bars, { round: null, bytes: course.lastBytes, ms: course.stunMs, state: 'ahead', share: 0, isSlowed: false, event: null }]
}

export interface Now {
  readonly t: number
  readonly memoryBytes: number
  readonly live: MigrationState | null
  /** What the engine says of such a migration from its start; null: nothing. */
  readonly course: MigrationCourse | null
}

export function barsOfStory(told: StoryAt, { t, memoryBytes, live, course }: Now): RoundBar[] {
  const sdpsFrom = told.sdps === null ? Infinity : Number(told.sdps['round'])
  const done = told.rounds.map(({ round, bytes, durationMs, event }): RoundBar => ({
    round,
    bytes,
    ms: durationMs,
    state: 'done',
    share: 1,
    isSlowed: round >= sdpsFrom,
    event,
  }))
  const last = told.rounds.at(-1)
  const stun = told.phases.get('switchOver') ?? null
  const rest = last?.dirtyBytes ?? memoryBytes
  if (told.switchover !== null) {
    const stunMs = Number(told.switchover['stunMs'])
    const bar: RoundBar = { round: null, bytes: rest, ms: stunMs, state: 'done', share: 1, isSlowed: false, event: told.switchover }
    return done.length === 0 ? [] : [...done, bar]
  }
  const begun = told.phases.get('preCopy') ?? null
  if (told.state !== 'running' || (begun === null && last === undefined)) return done
  const from = stun?.t ?? last?.event.t ?? begun?.t ?? t
  const rate = live?.bytesPerSecond ?? 0
  const round = stun === null ? done.length : null
  const now: RoundBar = {
    round,
    bytes: rest,
    ms: rate > 0 ? (rest / rate) * 1000 : null,
    state: 'now',
    share: rest > 0 ? Math.min(1, (((t - from) / 1000) * rate) / rest) : 1,
    isSlowed: round !== null && round >= sdpsFrom,
    event: stun ?? last?.event ?? begun,
  }
  return [...done, now, ...(stun === null ? ahead(told, course) : [])]
}

function ahead(told: StoryAt, course: MigrationCourse | null): RoundBar[] {
  if (course === null) return []
  const all = barsOfCourse(course)
  const agrees = told.rounds.every(({ bytes, durationMs }, round) => {
    const expected = all[round]
    return expected !== undefined && near(bytes, expected.bytes) && near(durationMs, expected.ms ?? 0)
  })
  return agrees ? all.slice(told.rounds.length + 1) : []
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= tolerance * Math.max(a, b, 1)
