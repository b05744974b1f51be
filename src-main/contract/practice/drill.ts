/** Blind drills: a fault that is not shown, what can be seen of it, and what was made of it. */
import type { FactId } from '../fact-id.ts'
import type { Phrase } from '../texts/language.ts'
import type { ExplainedStep, GivenTable } from './question.ts'

/** 1: one thing stops · 2: one thing loses its network or storage · 3: two causes that meet, or a cluster in parts. */
export const drillLevels = [1, 2, 3] as const
export type DrillLevel = (typeof drillLevels)[number]

/**
 * What can be looked at on the spot, beyond the vSphere Client. `console`: the host's own screen · `uplinks`: its links into the networks ·
 * `paths`: its paths to the datastores · `agent`: what the vSphere HA agent there takes its host for · `switch`: how a network is split ·
 * `guest`: the VM's own screen · `settings`: what HA and the rules say about a VM.
 */
export const drillLooks = ['console', 'uplinks', 'paths', 'agent', 'switch', 'guest', 'settings'] as const
export type DrillLook = (typeof drillLooks)[number]

/** What a drill is scored by: points of a right answer, of which these are taken off; a wrong one has none. */
export const drillScoring = {
  most: 100,
  least: 20,
  /** Each look. */
  look: 4,
  /** Each minute of the run that is waited. */
  waitedMinute: 2,
  /** Each minute of thinking beyond the level's own. */
  slowMinute: 5,
  /** Minutes of thinking that cost nothing. */
  minutes: { 1: 2, 2: 4, 3: 6 },
} as const

/** Waiting goes on by one of these, in ms. */
export const drillWaits = [30_000, 120_000] as const

/** Something that was looked at: at which instant of the run (ms), and what was there. */
export interface LookedAt {
  readonly look: DrillLook
  readonly object: string
  readonly t: number
  readonly seen: Phrase
}

/** What somebody has done in a drill so far. */
export interface DrillCourse {
  readonly level: DrillLevel
  readonly seed: number
  /** Of the engine that it was drawn with: another may show other symptoms. */
  readonly engineVersion: number
  /** Milliseconds since 1970. */
  readonly begunAt: number
  readonly finishedAt: number | null
  readonly spentMs: number
  /** Instant of the run that is shown; null: that of the first symptom. */
  readonly t: number | null
  readonly looks: readonly Pick<LookedAt, 'look' | 'object' | 't'>[]
  /** Id of the choice; null: not answered yet. */
  readonly answer: string | null
  /** Null until it is answered; 0: wrong. */
  readonly score: number | null
}

export interface DrillNews {
  /** Instant of the run, ms. */
  readonly t: number
  readonly text: Phrase
}

export interface DrillChoice {
  /** `a`, `b`, … */
  readonly id: string
  readonly text: Phrase
  /** Once it is answered: what would have been seen otherwise, of a wrong one. Empty before, and of the right one. */
  readonly otherwise: readonly Phrase[]
}

/** A drill as the window has it: nothing in it says what the fault is until it is answered. */
export interface DrillView {
  readonly course: DrillCourse
  readonly t: number
  /** How far can be waited. */
  readonly until: number
  /** What the vSphere Client shows, and what users report. */
  readonly given: readonly GivenTable[]
  /** What the vSphere Client has logged, oldest first. */
  readonly news: readonly DrillNews[]
  /** What can be looked at. */
  readonly objects: { readonly [look in DrillLook]?: readonly string[] }
  readonly looked: readonly LookedAt[]
  readonly choices: readonly DrillChoice[]
  /** Null until it is answered. */
  readonly debrief: DrillDebrief | null
}

export interface DrillDebrief {
  /** Id of the right choice. */
  readonly right: string
  readonly faultAt: number
  /** How the points come about. */
  readonly points: readonly { readonly text: Phrase; readonly points: number }[]
  /** What the cluster did, step by step. */
  readonly steps: readonly (ExplainedStep & { readonly t: number })[]
  readonly facts: readonly FactId[]
  readonly lab: { readonly file: { readonly [key: string]: unknown }; readonly momentMs: number }
}

/** How drills of a level went. */
export interface DrillRecord {
  readonly level: DrillLevel
  readonly done: number
  readonly right: number
  readonly best: number | null
}
