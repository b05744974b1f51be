/** A practice question as the engine's generator, the bank and the window share it. Every text is there in both languages. */
import type { FactId } from '../fact-id.ts'
import type { Phrase } from '../texts/language.ts'
import type { Generation, Topic } from './topics.ts'

/** single: one of the choices · multiple: exactly `choose` of them · order: all of them, in order · number: typed · host: one host of the picture. */
export const questionForms = ['single', 'multiple', 'order', 'number', 'host'] as const
export type QuestionForm = (typeof questionForms)[number]

export interface Choice {
  /** `a`, `b`, …; of form `host` the host's name. */
  readonly id: string
  readonly text: Phrase
  /** The mistake that leads to it; null: it is right, or it is a neighbour on the scale. */
  readonly mistake: Mistake | null
}

/** A mistake that people make, by its id within the family (`M1`), and what one who made it thought. */
export interface Mistake {
  readonly id: string
  readonly text: Phrase
}

/** What the question shows beside its text. */
export interface GivenTable {
  readonly title: Phrase
  readonly head: readonly Phrase[]
  readonly rows: readonly (readonly (string | number | Phrase)[])[]
}

export interface ExplainedStep {
  readonly text: Phrase
  readonly facts: readonly FactId[]
}

export interface Question {
  /** `F01-17`: family and seed; of the bank the id there. The same id is the same question, as long as the engine and its family are. */
  readonly id: string
  /** `F01` … `F41`, or `bank`. */
  readonly family: string
  readonly form: QuestionForm
  readonly topics: readonly Topic[]
  /** 1 = one step, 2 = two or three, 3 = two features that meet. */
  readonly level: 1 | 2 | 3
  readonly generations: readonly Generation[]
  readonly objectives: readonly string[]
  readonly stem: Phrase
  readonly given: readonly GivenTable[]
  /** In the order shown; empty for form `number`. */
  readonly choices: readonly Choice[]
  /** Ids of the right choices (form `order`: in order). Empty for form `number`. */
  readonly answer: readonly string[]
  /** Form `number` only. */
  readonly number: NumberAnswer | null
  readonly explanation: readonly ExplainedStep[]
  readonly facts: readonly FactId[]
  /** What was drawn; empty for the bank. */
  readonly parameters: { readonly [name: string]: unknown }
  /** The lab file that it was drawn from, and the instant (ms) that decides; null for the bank. */
  readonly lab: { readonly file: { readonly [key: string]: unknown }; readonly momentMs: number } | null
  /** The public document that a fact of the bank is from; null: generated. */
  readonly source: string | null
}

export interface NumberAnswer {
  readonly value: number
  /** Largest difference that still counts. */
  readonly tolerance: number
  readonly unit: Phrase
  /** Values that named mistakes lead to. */
  readonly mistakes: readonly { readonly value: number; readonly mistake: Mistake }[]
}

/** What somebody answered: ids of choices, or a number; null: nothing yet. */
export type Response = { readonly choices: readonly string[] } | { readonly number: number } | null

/** No partial credit. */
export function isRight(question: Pick<Question, 'form' | 'answer' | 'number'>, response: Response): boolean {
  if (response === null) return false
  if ('number' in response) {
    const { number } = question
    return number !== null && Math.abs(response.number - number.value) <= number.tolerance + 1e-9
  }
  const { answer, form } = question
  if (form === 'number' || response.choices.length !== answer.length) return false
  return form === 'order' ? answer.every((id, at) => response.choices[at] === id) : answer.every((id) => response.choices.includes(id))
}
