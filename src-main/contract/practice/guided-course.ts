/** A learner's way through a guided lab, as a window is told of it. Instants of the run and durations in ms, others in ms since 1970. */
import type { Json } from '../events.ts'
import type { FactId } from '../fact-id.ts'
import type { LabProblem } from '../lab/problem-text.ts'
import type { Seen, Shortfall } from '../shortfall.ts'
import type { Text } from '../texts/form-labels.ts'
import type { Condition, ToldAnswers } from './guided.ts'
import type { Topic } from './topics.ts'

/** held · open: not yet, it may still come · failed: it cannot come any more, or it happened · untried: a trial that nobody asked for yet. */
export const verdicts = ['held', 'open', 'failed', 'untried'] as const
export type Verdict = (typeof verdicts)[number]

/** What stands against a condition, as data. */
export type Against =
  | Shortfall
  /** In the run in which these hosts were tried. */
  | { readonly code: 'trial'; readonly hosts: readonly string[]; readonly against: Shortfall }
  | { readonly code: 'untold'; readonly first: readonly ToldPlace[]; readonly missing: number; readonly of: number }
  | { readonly code: 'toldOtherwise'; readonly place: ToldPlace; readonly is: Json; readonly told: Json }
  | { readonly code: 'given'; readonly command: string }
  | { readonly code: 'changed'; readonly vm: string; readonly key: string; readonly is: Json; readonly was: Json }
  | { readonly code: 'designChanged'; readonly keys: readonly string[] }

export interface ToldPlace {
  readonly vm: string
  readonly field: string
}

export interface ConditionResult {
  readonly id: string
  readonly text: Text
  readonly verdict: Verdict
  /** What stands against it; null: nothing. */
  readonly against: Against | null
  /** What was seen where it was looked at: the figures that bear it out, or what they are so far. */
  readonly seen: readonly (Seen | { readonly code: 'trials'; readonly runs: number })[]
}

export interface Judgement {
  /** Everything that is checked is held, and nothing that must not happen happened. */
  readonly isSolved: boolean
  readonly checks: readonly ConditionResult[]
  readonly keeps: readonly ConditionResult[]
}

export const isAllHeld = (...lists: readonly (readonly ConditionResult[])[]): boolean => lists.flat().every(({ verdict }) => verdict === 'held')

/** A command that was given, as a timeline has it. */
export interface GivenCommand {
  readonly t: number
  readonly do: string
  readonly args: { readonly [key: string]: unknown }
}

/** How a lab was solved. */
export interface GuidedReport {
  readonly solvedAt: number
  /** With the lab open, pauses counted for at most two minutes. */
  readonly spentMs: number
  /** Hints that had been opened. */
  readonly hints: number
  /** How far the run had got. */
  readonly until: number
  /** What was changed: by command, and what of the design. */
  readonly commands: readonly GivenCommand[]
  readonly design: readonly string[]
  readonly judgement: Judgement
}

/** What is kept of a guided lab. */
export interface GuidedProgress {
  readonly id: string
  readonly begunAt: number
  readonly spentMs: number
  readonly hints: number
  /** Of the last course that solved it; null: it was not solved yet. */
  readonly report: GuidedReport | null
}

/** A guided lab in a list. */
export interface GuidedCard {
  readonly id: string
  readonly title: Text
  readonly topics: readonly Topic[]
  readonly level: 1 | 2 | 3
  /** For a person, as a guess. */
  readonly minutes: number
  /** It lies in the data folder: somebody wrote it. */
  readonly own: boolean
  readonly progress: GuidedProgress | null
}

/** Guided labs of one's own: where they lie, and which files there are none, with what is wrong in each. */
export interface OwnGuided {
  readonly folder: string
  /** `file` empty: it is about the folder. */
  readonly problems: readonly { readonly file: string; readonly said: readonly LabProblem[] }[]
}

/** A condition without how it is judged. */
export interface ConditionView {
  readonly id: string
  readonly text: Text
  readonly kind: Condition['kind']
}

/** What is to be told beforehand. */
export interface ToldView {
  readonly before: number
  readonly at: number
  readonly vms: readonly string[]
  /** `choices`: what the state may have there. */
  readonly fields: readonly { readonly field: string; readonly choices: readonly string[] }[]
}

export interface GuidedView extends GuidedCard {
  readonly facts: readonly FactId[]
  /** `exam:id`, of all topics. */
  readonly objectives: readonly string[]
  readonly briefing: readonly Text[]
  readonly hints: readonly Text[]
  /** Null until it is solved. */
  readonly debrief: readonly Text[] | null
  readonly checks: readonly ConditionView[]
  readonly keeps: readonly ConditionView[]
  readonly told: ToldView | null
  /** Keys of the lab file that may be changed in the design. */
  readonly design: readonly string[]
}

/** The course that is open. */
export interface GuidedCourse {
  /** `L1` */
  readonly lab: string
  readonly runId: string
  readonly branch: number
  /** How far the branch had got when it was judged. */
  readonly until: number
  /** Null: a run of another engine is shown as recorded and not judged. */
  readonly judgement: Judgement | null
  /** How far the branch had got when trials were made last; null: they were not, or a command came since. */
  readonly triedAt: number | null
  readonly told: ToldAnswers
  /** Some branch has gone past the instant up to which it could be told. */
  readonly isToldLocked: boolean
  readonly spentMs: number
  readonly hints: number
  /** This course, where it is solved. */
  readonly report: GuidedReport | null
}
