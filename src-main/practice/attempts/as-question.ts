/** A fact question of the bank in the form in which questions are asked: its choices in a drawn order. */
import type { FactQuestion } from '../../contract/practice/bank.ts'
import type { Question } from '../../contract/practice/question.ts'
import type { Text } from '../../contract/texts/form-labels.ts'
import type { Phrase } from '../../contract/texts/language.ts'
import { rngOfSeed } from '../../engine/index.ts'
import { shuffled } from '../kit/draw.ts'

const phrase = ({ en, ko }: Text): Phrase => [en, ko]

export function asQuestion(entry: FactQuestion, seed: number): Question {
  const { id, tags, facts, level, generations, objectives, source, question, explanation } = entry
  return {
    id,
    family: 'bank',
    form: entry.form,
    topics: tags,
    level,
    generations,
    objectives,
    stem: phrase(question),
    given: [],
    ...answerOf(entry, seed),
    explanation: [{ text: phrase(explanation), facts }],
    facts,
    parameters: {},
    lab: null,
    source,
  }
}

function answerOf(entry: FactQuestion, seed: number): Pick<Question, 'choices' | 'answer' | 'number'> {
  if (entry.form === 'number') {
    const { value, tolerance, unit } = entry
    return { choices: [], answer: [], number: { value, tolerance, unit: phrase(unit), mistakes: [] } }
  }
  const marked = [...entry.answers.map((text) => ({ text, isRight: true })), ...entry.distractors.map((text) => ({ text, isRight: false }))]
  const all = shuffled(rngOfSeed(seed), marked).map((choice, at) => ({ ...choice, id: String.fromCharCode(97 + at) }))
  return {
    choices: all.map(({ id, text }) => ({ id, text: phrase(text), mistake: null })),
    answer: all.filter(({ isRight }) => isRight).map(({ id }) => id),
    number: null,
  }
}
