/** What goes between the application and the worker in which runs and projects live. */
import type { ReportFile } from '../contract/api-report.ts'
import type { ForkPoint, SweepReport } from '../contract/api-sweep.ts'
import type { Imported } from '../contract/import-record.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { DrillCourse } from '../contract/practice/drill.ts'
import type { GuidedProgress } from '../contract/practice/guided-course.ts'
import type { CourseCommand, ToldAnswers } from '../contract/practice/guided.ts'
import type { Askable, AttemptPlan, KnownKeys } from '../contract/practice/attempt.ts'
import type { Question } from '../contract/practice/question.ts'
import type { ApiFailure, ApiInput, ApiMethod, ApiOutput, ApiPushes, Settings, StoreProblem } from '../contract/api.ts'

/** What the worker answers as it comes: all methods of these namespaces, */
export const workerNamespaces = ['run', 'compare', 'report', 'project', 'settings', 'store', 'design', 'practice', 'predict'] as const

/** but for those that need what the worker does not have. */
export const answeredElsewhere = [
  'design.templates',
  'design.new',
  'practice.begin',
  'practice.cancel',
  'practice.overview',
  'practice.remove',
  'practice.goal',
] as const satisfies readonly ApiMethod[]

export type WorkerApiMethod = Exclude<Extract<ApiMethod, `${(typeof workerNamespaces)[number]}.${string}`>, (typeof answeredElsewhere)[number]>

/** A lab as text; `folder` is where its traces may lie, null: nowhere. */
export interface LabSource {
  readonly fileName: string
  readonly text: string
  readonly folder: string | null
}

/** A lab to open, and where it comes from: the project of that origin takes it. */
export interface OpenInput extends LabSource {
  /** `practice`: the name of the project of practice questions, where there is none yet. `guided`: each guided lab has a project of its own. */
  readonly origin: { readonly sample: string } | { readonly file: string } | { readonly practice: string } | { readonly guided: string }
}

/** A lab to keep as a project; `imported`: what an import has to say of it. */
export interface ShelfInput extends OpenInput {
  readonly imported?: Imported
}

/** A guided lab to open; `text`: its start, for a course that begins. */
export interface GuidedOpening {
  readonly id: string
  readonly fileName: string
  readonly text: string
  readonly anew: boolean
}

/** The course of a guided lab that is open, as far as its branch has got. */
export interface GuidedStanding {
  readonly lab: string
  readonly runId: string
  readonly branch: number
  readonly until: number
  /** Null: the caller has it. */
  readonly design: Lab | null
  readonly commands: readonly CourseCommand[]
  readonly told: ToldAnswers
  /** Furthest instant that any branch has got to. */
  readonly furthest: number
  /** A run of another engine, which is shown as it was recorded. */
  readonly isRecorded: boolean
}

/** What is told of a course, before it has got to an instant; of which run. */
export interface GuidedTelling {
  readonly runId: string
  readonly before: number
  readonly told: ToldAnswers
}

/** The lab of a template, and the name that it is to have; null: its own. */
export interface NewDesign {
  readonly fileName: string
  readonly text: string
  readonly name: string | null
}

/** What `app.info` tells of the data folder. */
export interface WorkerInfo {
  readonly settings: Settings
  readonly folder: string
  readonly bytes: number
  readonly problem: StoreProblem | null
}

/** The run that is open at an instant, for a sweep: bytes that threads share (`sweeps/packed.ts`). */
export interface SweepBase {
  readonly from: ForkPoint
  readonly warm: SharedArrayBuffer
}

/** What a report of a sweep is made of. */
export interface SweepReportRequest extends ApiInput<'sweep.report'> {
  readonly result: SweepReport
}

/** Questions that were drawn, to begin an attempt with. */
export interface DrawnAttempt {
  readonly plan: AttemptPlan
  readonly seed: number
  readonly questions: readonly Question[]
}

/** The methods that only the application calls. */
export interface WorkerCalls {
  open: { readonly input: OpenInput; readonly output: ApiOutput<'lab.open'> }
  shelve: { readonly input: ShelfInput; readonly output: ApiOutput<'project.import'> }
  newDesign: { readonly input: NewDesign; readonly output: ApiOutput<'design.new'> }
  info: { readonly input: Record<string, never>; readonly output: WorkerInfo }
  close: { readonly input: Record<string, never>; readonly output: null }
  sweepBase: { readonly input: { readonly at: number }; readonly output: SweepBase }
  sweepReport: { readonly input: SweepReportRequest; readonly output: ReportFile }
  practiceKnown: { readonly input: Record<string, never>; readonly output: KnownKeys }
  practiceBegin: { readonly input: DrawnAttempt; readonly output: ApiOutput<'practice.attempt'> }
  practiceOverview: { readonly input: Askable; readonly output: ApiOutput<'practice.overview'> }
  practiceRemove: { readonly input: { readonly id: number }; readonly output: null }
  guidedOpen: { readonly input: GuidedOpening; readonly output: ApiOutput<'guided.begin'> }
  /** `known`: the run whose design the caller has. Null: the run that is open is no course. */
  guidedStanding: { readonly input: { readonly known: string | null }; readonly output: GuidedStanding | null }
  guidedTell: { readonly input: GuidedTelling; readonly output: null }
  guidedProgress: { readonly input: Record<string, never>; readonly output: readonly GuidedProgress[] }
  guidedKeep: { readonly input: GuidedProgress; readonly output: null }
  /** Newest first. */
  practiceDrills: { readonly input: Record<string, never>; readonly output: readonly DrillCourse[] }
  practiceKeepDrill: { readonly input: DrillCourse; readonly output: null }
  practiceGoal: { readonly input: ApiInput<'practice.goal'>; readonly output: null }
}

export type WorkerMethod = WorkerApiMethod | keyof WorkerCalls
export type WorkerInput<M extends WorkerMethod> = M extends WorkerApiMethod
  ? ApiInput<M>
  : M extends keyof WorkerCalls
    ? WorkerCalls[M]['input']
    : never
export type WorkerOutput<M extends WorkerMethod> = M extends WorkerApiMethod
  ? ApiOutput<M>
  : M extends keyof WorkerCalls
    ? WorkerCalls[M]['output']
    : never

/** Handed to the worker when it starts. */
export interface WorkerStart {
  /** Absolute path of the data folder. */
  readonly folder: string
  /** Absolute path of the guided labs. */
  readonly guidedFolder: string
}

export interface WorkerRequest {
  readonly id: number
  readonly method: WorkerMethod
  readonly input: unknown
}

export type WorkerMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly output: unknown }
  | ({ readonly kind: 'reply'; readonly id: number; readonly ok: false } & ApiFailure)
  /** `text`: the payload as JSON. A frame is written once, where it is made, and read in the window: copied as objects on its way it cost more than both. */
  | { readonly kind: 'push'; readonly push: keyof ApiPushes; readonly text: string }
  /** A line for the log of the shell; holds no names of an inventory. */
  | { readonly kind: 'log'; readonly text: string }
