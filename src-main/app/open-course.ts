/** The course of a guided lab that is open: what is known of it, and what is told and kept of it. */
import type { RunStatus } from '../contract/api.ts'
import type { Lab } from '../contract/lab/index.ts'
import { isAllHeld, type GuidedCourse, type GuidedProgress, type GuidedReport, type Judgement } from '../contract/practice/guided-course.ts'
import type { GuidedLab } from '../contract/practice/guided.ts'
import { designChanges } from '../practice/guided/keeps.ts'
import type { GuidedStanding } from '../runs/protocol.ts'
import { toldConditionOf } from './guided-view.ts'

/** Longer pauses count for so long. */
const PAUSE_MOST_MS = 120_000

export type Standing = GuidedStanding & { readonly design: Lab }

interface Judged {
  readonly key: string
  readonly judgement: Judgement
}

/** The run that is followed, and what is known of its course. Another run has one of its own: what comes too late changes nothing there. */
export interface OpenCourse {
  readonly runId: string
  readonly lab: string
  design: Lab | null
  progress: GuidedProgress | null
  /** As it was written last, and when. */
  kept: GuidedProgress | null
  keptAt: number
  /** The last judgement without trials, and of what. */
  judged: Judged | null
  /** Verdicts of trials, as long as no command came since. */
  tried: (Judged & { readonly until: number }) | null
  /** As it was told last. */
  course: GuidedCourse | null
  heard: (Pick<RunStatus, 'playing' | 'reached'> & { readonly at: number }) | null
  /** It plays, or grows without playing. A pause is judged at once. */
  isGoingOn: boolean
}

export const followed = (runId: string, lab: string): OpenCourse => ({
  ...{ runId, lab, design: null, progress: null, kept: null, keptAt: -Infinity },
  ...{ judged: null, tried: null, course: null, heard: null, isGoingOn: false },
})

/** What is heard of the run that is followed; time counts while it is not solved. `at`: milliseconds since 1970. */
export function noteHeard(open: OpenCourse, { playing, reached }: RunStatus, at: number): void {
  const { heard, progress } = open
  const spentMs = heard === null ? 0 : Math.max(0, Math.min(at - heard.at, PAUSE_MOST_MS))
  if (spentMs > 0 && progress !== null && reportHere(progress) === null) open.progress = { ...progress, spentMs: progress.spentMs + spentMs }
  open.isGoingOn = playing || (heard !== null && !heard.playing && reached > heard.reached)
  open.heard = { at, playing, reached }
}

/** Trials begin where the run stands: they count until another command comes. */
export const keyOf = ({ runId, branch, commands }: Standing): string => `${runId} ${branch} ${commands.length}`

export const triedFor = ({ tried }: OpenCourse, standing: Standing): OpenCourse['tried'] => (tried?.key === keyOf(standing) ? tried : null)

/** The judgement with the verdicts that trials came to. */
export function withTried(judgement: Judgement, tried: Judgement | undefined): Judgement {
  if (tried === undefined) return judgement
  const checks = judgement.checks.map((check) =>
    check.verdict === 'untried' ? (tried.checks.find(({ id: same }) => same === check.id) ?? check) : check,
  )
  return { ...judgement, checks, isSolved: isAllHeld(checks, judgement.keeps) }
}

/** The report of the course that was begun last; null: it is not solved yet. */
export const reportHere = ({ begunAt, report }: GuidedProgress): GuidedReport | null =>
  report !== null && report.solvedAt >= begunAt ? report : null

export function reportOf(
  guided: GuidedLab,
  { commands, design, until }: Standing,
  judgement: Judgement,
  { spentMs, hints }: GuidedProgress,
  solvedAt: number,
): GuidedReport {
  return {
    solvedAt,
    spentMs,
    hints,
    until,
    commands: commands.filter(({ at }) => at <= until).map(({ at, do: name, args }) => ({ t: at, do: name, args: { ...args } })),
    design: designChanges(guided, design),
    judgement,
  }
}

export function courseOf(
  guided: GuidedLab,
  { lab, runId, branch, until, told, furthest }: Standing,
  judgement: Judgement | null,
  progress: GuidedProgress,
  triedAt: number | null,
): GuidedCourse {
  const condition = toldConditionOf(guided)
  return {
    ...{ lab, runId, branch, until, judgement, triedAt, told },
    isToldLocked: condition !== null && furthest > condition.before,
    spentMs: progress.spentMs,
    hints: progress.hints,
    report: reportHere(progress),
  }
}
