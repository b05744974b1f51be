/** What goes between the application and the thread that judges guided labs. */
import type { Judgement } from '../contract/practice/guided-course.ts'
import type { Course, GuidedLab } from '../contract/practice/guided.ts'
import type { ThreadReply } from './thread.ts'

export interface GuidedCalls {
  labs: { readonly input: Record<string, never>; readonly output: readonly GuidedLab[] }
  judge: { readonly input: { readonly id: string; readonly course: Course; readonly trials: boolean }; readonly output: Judgement }
}

/** Handed to the thread when it starts. */
export interface GuidedWorkerStart {
  readonly folder: string
}

export type GuidedWorkerRequest = {
  [M in keyof GuidedCalls]: { readonly id: number; readonly method: M; readonly input: GuidedCalls[M]['input'] }
}[keyof GuidedCalls]

export type GuidedWorkerMessage = ThreadReply
