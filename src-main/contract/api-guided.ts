/** Guided labs: what is asked of the application. Their runs are those of a project of their own; commands are those of every run. */
import { z } from 'zod'
import type { Json } from './events.ts'
import type { LabProblem, OpenedOrProblems, RunStatus } from './api.ts'
import type { GuidedCard, GuidedCourse, GuidedView, OwnGuided } from './practice/guided-course.ts'

const id = z.string().regex(/^L\d{1,3}$/)
const name = z.string().min(1).max(300)

const settingsKinds = ['cluster', 'host', 'vm', 'pool'] as const
export type SettingsKind = (typeof settingsKinds)[number]

export const guidedInputs = {
  'guided.list': z.strictObject({}),
  /** Where guided labs of one's own lie, as they were read for the last list. */
  'guided.own': z.strictObject({}),
  'guided.lab': z.strictObject({ id }),
  /** Opens the course that was begun, where it was left; a new one where there is none, or `anew`. */
  'guided.begin': z.strictObject({ id, anew: z.boolean() }),
  /** The course that is open, as it was judged last; null: the run that is open belongs to no guided lab. */
  'guided.course': z.strictObject({}),
  /** Judges all of it, trials too. Throws `noRun` where no course is open. */
  'guided.check': z.strictObject({}),
  /** Keeps what is told beforehand. Refused (`badInput`) once a branch has gone past the instant. */
  'guided.tell': z.strictObject({ told: z.record(name, z.record(z.string().min(1).max(60), z.string().max(300))) }),
  /** So many hints have been opened. */
  'guided.hint': z.strictObject({ shown: z.number().int().min(0).max(100) }),
  /** What a form shows at the instant that is shown: the settings that the engine has then. Durations in ms. Throws `notFound`. */
  'run.settings': z.strictObject({ kind: z.enum(settingsKinds), name }),
  /**
   * Commands as a timeline has them, YAML or JSON: one, or a list; `at` may be left out. All of them are read before any is done, and done by time.
   * Refused (`forbidden`) where a keep forbids one.
   */
  'run.commands': z.strictObject({ text: z.string().max(200_000) }),
} as const

export interface GuidedOutputs {
  'guided.list': readonly GuidedCard[]
  'guided.own': OwnGuided
  'guided.lab': GuidedView
  'guided.begin': OpenedOrProblems
  'guided.course': GuidedCourse | null
  'guided.check': GuidedCourse
  'guided.tell': GuidedCourse
  'guided.hint': Record<string, never>
  'run.settings': Json
  'run.commands':
    { readonly ok: true; readonly done: number; readonly status: RunStatus } | { readonly ok: false; readonly problems: readonly LabProblem[] }
}

export interface GuidedPushes {
  /** It was judged, or what is known of it changed; null: no course is open any more. */
  'guided.changed': { readonly course: GuidedCourse | null }
}
