/** Fact questions: the entries of `resources/exam/bank/*.yaml`, written by people and proven by numbered facts. */
import type { FactId } from '../fact-id.ts'
import { block, expects, fraction, list, patterned, textOf, whole, words } from '../lab/fields.ts'
import * as z from '../lab/schema.ts'
import type { Text } from '../texts/form-labels.ts'
import { topics } from './topics.ts'
import type { Generation, Topic } from './topics.ts'

interface QuestionBase {
  /** The tag's word and a number, such as `ha-001`. */
  readonly id: string
  /** The first is that of the file. */
  readonly tags: readonly Topic[]
  /** What proves the answer. */
  readonly facts: readonly FactId[]
  /** 1: one step, 2: two or three, 3: features that act together, or a detail that few know. */
  readonly level: 1 | 2 | 3
  readonly generations: readonly Generation[]
  /** Exam and objective, such as `2V0-21.23:1.4`. */
  readonly objectives: readonly string[]
  /** The public document that a reviewer should look at. */
  readonly source: string
  readonly question: Text
  /** Why the answer is right and, where there is a usual mistake, why that is wrong. */
  readonly explanation: Text
}

/** One of four choices, or two or three of five. */
export interface ChoiceQuestion extends QuestionBase {
  readonly form: 'single' | 'multiple'
  readonly answers: readonly Text[]
  readonly distractors: readonly Text[]
}

export interface NumberQuestion extends QuestionBase {
  readonly form: 'number'
  readonly value: number
  readonly unit: Text
  /** What an answer may be off by. */
  readonly tolerance: number
}

export type FactQuestion = ChoiceQuestion | NumberQuestion

export interface BankFile {
  readonly name: string
  readonly text: string
}

const someText = () => expects(textOf(1, 1000), ['text of 1 to 1000 characters', '1~1000자의 텍스트'])
const bothLanguages = () => expects(block({ en: someText(), ko: someText() }), ['text in both languages, en and ko', 'en, ko 두 언어의 텍스트'])
const matching = (pattern: RegExp, example: string) => expects(patterned(pattern), [`text such as ${example}`, `${example}와 같은 텍스트`])

const shared = {
  id: matching(/^[a-z]+(-[a-z]+)*-\d{3}$/, 'ha-001'),
  tags: list(words(...topics)),
  facts: list(matching(/^(HA|DRS|VM|SN|FT)-\d{3}$/, 'HA-041')),
  level: whole(1, 3),
  generations: list(whole(7, 9)),
  objectives: list(matching(/^[23]V0-\d\d\.\d\d:\d+(\.\d+){0,2}$/, '2V0-21.23:1.4')),
  source: expects(textOf(5, 300), ['the name of a public document', '공개 문서의 이름']),
  question: bothLanguages(),
  explanation: bothLanguages(),
}

/** What an entry has, by its form; `single` where none is given. */
export const bankEntrySchemas = {
  single: block({ form: z.exactOptional(words('single')), ...shared, answer: bothLanguages(), distractors: list(bothLanguages()) }),
  multiple: block({ form: words('multiple'), ...shared, answers: list(bothLanguages()), distractors: list(bothLanguages()) }),
  number: block({ form: words('number'), ...shared, value: fraction(), unit: bothLanguages(), tolerance: fraction() }),
}
export type BankEntry = { readonly [F in keyof typeof bankEntrySchemas]: z.output<(typeof bankEntrySchemas)[F]> }[keyof typeof bankEntrySchemas]
