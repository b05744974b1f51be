/** Predictions: a run stops before what decides something, asks what comes next, goes on and tells. */
import { z } from 'zod'
import type { LabEvent } from './events.ts'
import type { Phrase } from './texts/language.ts'

export const predictInputs = {
  /** How it stands: what a window asks for when it connects. */
  'predict.current': z.strictObject({}),
  /**
   * From now on the run that is open stops, when it plays, before the next decision, and tells nobody what lies beyond the instant shown, even where
   * it has been there before. Refused (`recorded`) for a run of another engine.
   */
  'predict.begin': z.strictObject({}),
  /** `seq`: that of what is asked. `choice` null: it is not answered, and does not count; what was told once does not count again. Then the run goes past it, unless more is asked of its instant. */
  'predict.answer': z.strictObject({ seq: z.number().int().min(0), choice: z.string().min(1).max(4).nullable() }),
  'predict.end': z.strictObject({}),
} as const

/** What is asked while the run stands just before it. */
export interface AskedPrediction {
  /** `seq` that the event will have which decides it. */
  readonly seq: number
  /** Instant at which the run stands meanwhile, ms. */
  readonly at: number
  readonly stem: Phrase
  /** Two to four, one of which comes true. */
  readonly choices: readonly { readonly id: string; readonly text: Phrase }[]
}

export interface ToldPrediction {
  readonly asked: AskedPrediction
  /** Null: it was not answered. */
  readonly chosen: string | null
  readonly right: string
  /** Not where it was not answered, or had been told before. */
  readonly counts: boolean
  /** What came. It is in the log of the window once the run has gone past it. */
  readonly event: LabEvent
}

export interface PredictState {
  /** Of which run; null: predictions are off. */
  readonly runId: string | null
  /** Asked at an instant that the run may have yet to come to; null: nothing that decides is known to lie ahead. */
  readonly asked: AskedPrediction | null
  /** The last one that was told, until the run goes on. */
  readonly told: ToldPrediction | null
  /** Since it was begun, of those that count. */
  readonly right: number
  readonly answered: number
}

export interface PredictOutputs {
  'predict.current': PredictState
  'predict.begin': PredictState
  'predict.answer': PredictState
  'predict.end': PredictState
}

export interface PredictPushes {
  'predict.changed': PredictState
}
