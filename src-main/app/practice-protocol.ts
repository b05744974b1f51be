/** What goes between the application and the thread that draws questions. */
import type { Askable, AttemptPlan, KnownKeys } from '../contract/practice/attempt.ts'
import type { BankFile } from '../contract/practice/bank.ts'
import type { DrillCourse, DrillView } from '../contract/practice/drill.ts'
import type { Phrase } from '../contract/texts/language.ts'
import type { Question } from '../contract/practice/question.ts'
import type { DrillAct } from '../practice/drills/desk.ts'
import type { ThreadReply } from './thread.ts'

export interface PracticeCalls {
  /** A drill after something was done. `mistake`: why it cannot be done. */
  drill: {
    readonly input: { readonly course: DrillCourse; readonly act: DrillAct; readonly spentMs: number }
    readonly output: DrillView | { readonly mistake: Phrase }
  }
  askable: { readonly input: Record<string, never>; readonly output: Askable }
  draw: {
    /** `only`: each of these once, by its key; null: what the plan asks for. */
    readonly input: { readonly plan: AttemptPlan; readonly seed: number; readonly known: KnownKeys; readonly only: readonly string[] | null }
    readonly output: readonly Question[]
  }
}

/** Handed to the thread when it starts. */
export interface PracticeWorkerStart {
  readonly bank: readonly BankFile[]
}

export type PracticeWorkerRequest = {
  [M in keyof PracticeCalls]: { readonly id: number; readonly method: M; readonly input: PracticeCalls[M]['input'] }
}[keyof PracticeCalls]

export type PracticeWorkerMessage = ThreadReply | { readonly kind: 'progress'; readonly done: number; readonly of: number }
