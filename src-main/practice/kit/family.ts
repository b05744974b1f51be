/** What a question family is: a seeded draw, a small design, a query on the engine, and the mistakes that people make. */
import type { FactId } from '../../contract/fact-id.ts'
import type { ExplainedStep, GivenTable, QuestionForm } from '../../contract/practice/question.ts'
import type { Generation, Topic } from '../../contract/practice/topics.ts'
import type { Phrase } from '../../contract/texts/language.ts'
import type { Rng } from './draw.ts'
import type { Evidence, LabFile, Play } from './evidence.ts'

/** What the engine says, as plain data: a number, a word, or a list (form `multiple`: the ids that are true; form `order`: in order). Null: never, none. */
export type Outcome = null | boolean | number | string | readonly Outcome[]

export interface WrongOutcome {
  /** `M1`, `M2`, …: one of the family's mistakes. */
  readonly mistake: string
  readonly outcome: Outcome
}

/** Something that can be chosen (form `multiple`), put in order (`order`) or clicked (`host`: the host's name is its id). */
export interface Item {
  readonly id: string
  readonly text: Phrase
}

export interface Asked {
  readonly stem: Phrase
  readonly given: readonly GivenTable[]
  /** Form `number`. */
  readonly unit?: Phrase
  /** Form `number`; default 0. */
  readonly tolerance?: number
  /** Forms `multiple`, `order`, `host`. */
  readonly items?: readonly Item[]
}

/**
 * P is plain data (it is written into the question). The answer is always `solve` of what the engine did with `lab(p)`, never a formula; a wrong outcome
 * is `solve` of a lab that has the mistake in it wherever the engine can make it, else arithmetic over the engine's own intermediate values.
 */
export interface Family<P extends object = object> {
  /** `F01` … `F41` of the exam specification. */
  readonly id: string
  readonly title: Phrase
  readonly topics: readonly Topic[]
  readonly level: 1 | 2 | 3
  readonly generations: readonly Generation[]
  /** One is drawn for each question. */
  readonly forms: readonly QuestionForm[]
  /** Facts that every question of the family rests on; those of the explanation are added. */
  readonly facts: readonly FactId[]
  /** By id: what somebody thought who made it. */
  readonly mistakes: { readonly [id: string]: Phrase }
  draw(rng: Rng): P
  /** Its `until` is the instant of the question. Small, and no longer than it must be. */
  lab(p: P): LabFile
  solve(evidence: Evidence, p: P): Outcome
  ask(p: P, evidence: Evidence, form: QuestionForm): Asked
  /** An outcome as a choice reads. Not asked for numbers of form `number`, nor for items. */
  word(outcome: Outcome, p: P): Phrase
  /**
   * In the order in which they are taken. An outcome that is right after all, or is there already, is left out by the kit. A generator plays no more labs
   * than there are choices to fill.
   */
  wrong(p: P, evidence: Evidence, play: Play): Iterable<WrongOutcome>
  /** Neighbours on the natural scale (±1 host, next step), taken where the mistakes give fewer than three; the fewer the better. */
  nearby?(outcome: Outcome, p: P, evidence: Evidence): readonly Outcome[]
  /** Values whose rounding decides (a quotient before its floor): none may lie within 2 % of a whole number. */
  edges?(evidence: Evidence, p: P): readonly number[]
  /** The same with the key parameter changed: the answer has to be another, else the question tests nothing. */
  vary(p: P): P
  /** The engine's intermediate values, step by step. */
  explain(p: P, evidence: Evidence): readonly ExplainedStep[]
  /** Instant (ms) that decides; left out: `until` of the lab. */
  momentMs?(p: P, evidence: Evidence): number
}

/** A family among others: what was drawn stays with the family that drew it. */
export type AnyFamily = Family<never>

/** Keeps the type of the parameters while it is written, and forgets it for the list. */
export function defineFamily<P extends object>(family: Family<P>): AnyFamily {
  return family as unknown as AnyFamily
}
