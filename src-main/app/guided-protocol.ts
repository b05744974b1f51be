/** What goes between the application and the thread that judges guided labs. */
import type { Judgement, OwnGuided } from '../contract/practice/guided-course.ts'
import type { Course, GuidedLab } from '../contract/practice/guided.ts'
import type { ThreadReply } from './thread.ts'

export interface GuidedCalls {
  /** Reads those of one's own again. */
  labs: { readonly input: Record<string, never>; readonly output: { readonly labs: readonly GuidedLab[]; readonly own: OwnGuided } }
  judge: { readonly input: { readonly id: string; readonly course: Course; readonly trials: boolean }; readonly output: Judgement }
}

/** Handed to the thread when it starts. */
export interface GuidedWorkerStart {
  /** Of those that are shipped. */
  readonly folder: string
  readonly ownFolder: string
}

export type GuidedWorkerRequest = {
  [M in keyof GuidedCalls]: { readonly id: number; readonly method: M; readonly input: GuidedCalls[M]['input'] }
}[keyof GuidedCalls]

export type GuidedWorkerMessage = ThreadReply
