/** When monitoring resets a VM (HA-111 to HA-118, HA-122): data in, the next reset out. Times in ms. */

/** What a sensitivity stands for. */
export interface Sensitivity {
  readonly failureIntervalMs: number
  readonly minUptimeMs: number
  readonly maxResets: number
  /** Null: no window, `maxResets` in all. */
  readonly windowMs: number | null
}

export interface MissingHeartbeats {
  readonly lostAt: number
  /** Since when the agent watches: what was missing before counts as red, the failure interval begins then. */
  readonly since: number
  readonly jitterMs: number
}

/** Disk and network I/O; null where it does not count. */
export interface IoCheck {
  readonly windowMs: number
  readonly lagMs: number
  readonly isOn: boolean
  /** Null: none that could matter. */
  readonly lastAt: number | null
  /** Until when it goes on at least; null while it is off, and where it never ends. */
  readonly changesAt: number | null
}

export interface Signs {
  readonly upSince: number
  readonly heartbeat: MissingHeartbeats | null
  readonly application: MissingHeartbeats | null
  /** Of both kinds: an application without heartbeats is not asked for its I/O, unless the rule says otherwise. */
  readonly io: IoCheck | null
  readonly appIo: IoCheck | null
  readonly resetsAt: readonly number[]
}

export interface MonitoringRules {
  readonly redMs: number
  readonly appRedMs: number
  readonly resetsEnd: boolean
}

export type MonitoringCause = 'vmMonitoring' | 'appMonitoring'

export interface NextReset {
  readonly cause: MonitoringCause
  /** If nothing changes; null: not as it is. */
  readonly at: number | null
  /** When to look again: not before then can it be due. Null: only when something happens. */
  readonly lookAt: number | null
  /** What comes last. */
  readonly decidedBy: 'heartbeats' | 'minUptime' | 'io' | 'limit'
}

/** The kinds of heartbeats that are missing, the one that leads to a reset first at the head. */
export function nextResets(sensitivity: Sensitivity, signs: Signs, rules: MonitoringRules): readonly NextReset[] {
  const allowedAt = nextAllowed(sensitivity, signs.resetsAt, rules.resetsEnd)
  const of = (cause: MonitoringCause, missing: MissingHeartbeats | null, redMs: number, io: IoCheck | null): NextReset[] => {
    if (missing === null) return []
    const red = Math.max(missing.lostAt + redMs, missing.since)
    const quietAt = io === null ? -Infinity : quietFrom(io)
    if (allowedAt === null) return [{ cause, at: null, lookAt: null, decidedBy: 'limit' }]
    if (quietAt === null) return [{ cause, at: null, lookAt: null, decidedBy: 'io' }]
    const instants = {
      heartbeats: red + sensitivity.failureIntervalMs + missing.jitterMs,
      minUptime: signs.upSince + sensitivity.minUptimeMs,
      io: quietAt,
      limit: allowedAt,
    }
    const lookAt = Math.max(...Object.values(instants))
    const decidedBy = conditions.find((condition) => instants[condition] === lookAt) ?? 'heartbeats'
    return [{ cause, at: io?.isOn === true ? null : lookAt, lookAt, decidedBy }]
  }
  const all = [...of('vmMonitoring', signs.heartbeat, rules.redMs, signs.io), ...of('appMonitoring', signs.application, rules.appRedMs, signs.appIo)]
  return all.sort((a, b) => (a.lookAt ?? Infinity) - (b.lookAt ?? Infinity))
}

const conditions = ['heartbeats', 'minUptime', 'io', 'limit'] as const

/** The first instant at which it may have been quiet for the window; null: it will not be. */
function quietFrom({ windowMs, lagMs, isOn, lastAt, changesAt }: IoCheck): number | null {
  const last = isOn ? changesAt : lastAt
  if (isOn && last === null) return null
  return last === null ? -Infinity : last + windowMs + lagMs
}

/** From when one more reset is allowed; null: never. */
function nextAllowed({ maxResets, windowMs }: Sensitivity, resetsAt: readonly number[], resetsEnd: boolean): number | null {
  if (!resetsEnd || resetsAt.length < maxResets) return -Infinity
  const oldest = resetsAt[resetsAt.length - maxResets]
  return windowMs === null || oldest === undefined ? null : oldest + windowMs
}
