/** What goes between the application and the worker in which runs and projects live. */
import type { ReportFile } from '../contract/api-report.ts'
import type { ForkPoint, SweepReport } from '../contract/api-sweep.ts'
import type { ApiErrorCode, ApiInput, ApiMethod, ApiOutput, ApiPushes, Settings, StoreProblem } from '../contract/api.ts'

/** The methods of the API that the worker answers as they come. */
export type WorkerApiMethod = Exclude<
  Extract<
    ApiMethod,
    `run.${string}` | `compare.${string}` | `report.${string}` | `project.${string}` | `settings.${string}` | `store.${string}` | `design.${string}`
  >,
  'design.templates' | 'design.new'
>

/** A lab as text; `folder` is where its traces may lie, null: nowhere. */
export interface LabSource {
  readonly fileName: string
  readonly text: string
  readonly folder: string | null
}

/** A lab to open, and where it comes from: the project of that origin takes it. */
export interface OpenInput extends LabSource {
  readonly origin: { readonly sample: string } | { readonly file: string }
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

export type WorkerMethod = WorkerApiMethod | 'open' | 'shelve' | 'newDesign' | 'info' | 'close' | 'sweepBase' | 'sweepReport'
export type WorkerInput<M extends WorkerMethod> = M extends WorkerApiMethod
  ? ApiInput<M>
  : M extends 'open' | 'shelve'
    ? OpenInput
    : M extends 'newDesign'
      ? NewDesign
      : M extends 'sweepBase'
        ? { readonly at: number }
        : M extends 'sweepReport'
          ? SweepReportRequest
          : Record<string, never>
export type WorkerOutput<M extends WorkerMethod> = M extends WorkerApiMethod
  ? ApiOutput<M>
  : M extends 'open'
    ? ApiOutput<'lab.open'>
    : M extends 'shelve'
      ? ApiOutput<'project.import'>
      : M extends 'newDesign'
        ? ApiOutput<'design.new'>
        : M extends 'info'
          ? WorkerInfo
          : M extends 'sweepBase'
            ? SweepBase
            : M extends 'sweepReport'
              ? ReportFile
              : null

/** Handed to the worker when it starts. */
export interface WorkerStart {
  /** Absolute path of the data folder. */
  readonly folder: string
}

export interface WorkerRequest {
  readonly id: number
  readonly method: WorkerMethod
  readonly input: unknown
}

export type WorkerMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly code: ApiErrorCode; readonly message: string }
  | { [P in keyof ApiPushes]: { readonly kind: 'push'; readonly push: P; readonly payload: ApiPushes[P] } }[keyof ApiPushes]
  /** A line for the log of the shell; holds no names of an inventory. */
  | { readonly kind: 'log'; readonly text: string }
