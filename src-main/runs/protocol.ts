/** What goes between the application and the worker in which runs live. */
import type { ApiErrorCode, ApiInput, ApiMethod, ApiOutput, ApiPushes } from '../contract/api.ts'

/** The methods of the API that the worker answers. */
export type RunMethod = Extract<ApiMethod, `run.${string}`>

/** A lab as text; `folder` is where its traces may lie, null: nowhere. */
export interface LabSource {
  readonly fileName: string
  readonly text: string
  readonly folder: string | null
}

export type WorkerMethod = RunMethod | 'open'
export type WorkerInput<M extends WorkerMethod> = M extends RunMethod ? ApiInput<M> : LabSource
export type WorkerOutput<M extends WorkerMethod> = M extends RunMethod ? ApiOutput<M> : ApiOutput<'lab.open'>

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
