// Goal: when a reset comes, from what is missing, what is still there, and what was done before.
import { describe, expect, it } from 'vitest'
import { nextResets } from './next-reset.ts'
import type { Sensitivity, Signs } from './next-reset.ts'

const SECOND = 1000
const high: Sensitivity = { failureIntervalMs: 30 * SECOND, minUptimeMs: 120 * SECOND, maxResets: 3, windowMs: 3600 * SECOND }
const rules = { redMs: 60 * SECOND, appRedMs: 30 * SECOND, resetsEnd: true }
const T = 1_000_000

const signs = (changes: Partial<Signs>): Signs => ({
  upSince: -1_000_000,
  heartbeat: { lostAt: T, since: T, jitterMs: 11 * SECOND },
  application: null,
  io: { windowMs: 120 * SECOND, lagMs: 7 * SECOND, isOn: false, lastAt: null, changesAt: null },
  appIo: null,
  resetsAt: [],
  ...changes,
})
const first = (changes: Partial<Signs>, sensitivity = high) => nextResets(sensitivity, signs(changes), rules)[0]
const io = signs({}).io as NonNullable<Signs['io']>

describe('the next reset', () => {
  it('HA-115 comes 60 s, the failure interval and the jitter after the last heartbeat of an idle guest', () => {
    expect(first({})).toEqual({ cause: 'vmMonitoring', at: T + 101 * SECOND, lookAt: T + 101 * SECOND, decidedBy: 'heartbeats' })
    expect(first({}, { ...high, failureIntervalMs: 120 * SECOND })?.at).toBe(T + 191 * SECOND)
  })

  it('counts from when the agent began to watch a guest that was red already', () => {
    expect(first({ heartbeat: { lostAt: 0, since: T, jitterMs: 11 * SECOND } })?.at).toBe(T + 41 * SECOND)
    expect(first({ heartbeat: { lostAt: T - 20 * SECOND, since: T, jitterMs: 11 * SECOND } })?.at).toBe(T + 81 * SECOND)
  })

  it('HA-116 waits for the window after the last I/O, and for the statistics', () => {
    expect(first({ io: { ...io, lastAt: T } })).toMatchObject({ at: T + 127 * SECOND, decidedBy: 'io' })
    expect(first({ io: { ...io, lastAt: T - 60 * SECOND } })).toMatchObject({ at: T + 101 * SECOND, decidedBy: 'heartbeats' })
  })

  it('HA-111 has no time while I/O goes on, and looks again when it may have been quiet', () => {
    expect(first({ io: { ...io, isOn: true, lastAt: T } })).toEqual({ cause: 'vmMonitoring', at: null, lookAt: null, decidedBy: 'io' })
    expect(first({ io: { ...io, isOn: true, lastAt: T, changesAt: T + 60 * SECOND } })).toMatchObject({ at: null, lookAt: T + 187 * SECOND })
    expect(first({ io: null })?.at).toBe(T + 101 * SECOND)
  })

  it('HA-113 waits for the minimum uptime', () => {
    expect(first({ upSince: T - 10 * SECOND })).toMatchObject({ at: T + 110 * SECOND, decidedBy: 'minUptime' })
  })

  it('HA-118 waits until a reset is forgotten; HA-114 without a window for ever', () => {
    const resetsAt = [T - 600 * SECOND, T - 400 * SECOND, T - 200 * SECOND]
    expect(first({ resetsAt })).toMatchObject({ at: T + 3000 * SECOND, decidedBy: 'limit' })
    expect(first({ resetsAt: resetsAt.slice(1) })?.at).toBe(T + 101 * SECOND)
    expect(first({ resetsAt }, { ...high, windowMs: null })).toMatchObject({ at: null, lookAt: null, decidedBy: 'limit' })
    expect(first({}, { ...high, maxResets: 0 })).toMatchObject({ at: null, lookAt: null })
  })

  it('HA-122 application heartbeats are missed after 30 s, and their I/O does not matter', () => {
    const both = nextResets(high, signs({ application: { lostAt: T, since: T, jitterMs: 29 * SECOND }, io: { ...io, isOn: true, lastAt: T } }), rules)
    expect(both.map(({ cause, at }) => [cause, at])).toEqual([
      ['appMonitoring', T + 89 * SECOND],
      ['vmMonitoring', null],
    ])
  })
})
