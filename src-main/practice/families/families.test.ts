/** What holds for every family: see docs/practice.md. Goal: a question tests what it says, has one right answer, and is the same each time. */
import { describe, expect, it } from 'vitest'
import { groupThousands } from '../../contract/texts/format.ts'
import { parseLab } from '../../contract/lab/index.ts'
import { isRight, type Question, type Response } from '../../contract/practice/question.ts'
import { factById } from '../../knowledge/index.ts'
import { play } from '../kit/evidence.ts'
import type { Family } from '../kit/family.ts'
import { makeQuestion, type Made } from '../kit/make-question.ts'
import { families } from './index.ts'

const SEEDS = 12
const FALLBACKS_MOST = 0.2
const hangul = /[\uac00-\ud7a3]/

/** Every text of a question in one language. */
function textsOf(question: Question, at: 0 | 1): readonly string[] {
  const cells = question.given.flatMap(({ title, head, rows }) => [title, ...head, ...rows.flat().filter((cell) => typeof cell === 'object')])
  return [question.stem, ...cells, ...question.explanation.map(({ text }) => text)].map((text) => text[at])
}

const rightResponse = ({ number, answer }: Question): Response => (number === null ? { choices: answer } : { number: number.value })

describe.each(families.map((family) => [family.id, family] as const))('%s', (_id, family) => {
  const made: readonly Made[] = Array.from({ length: SEEDS }, (_, seed) => makeQuestion(family, seed + 1))

  it('gives the same question for the same seed', () => {
    expect(JSON.stringify(makeQuestion(family, 3))).toBe(JSON.stringify(made[2]))
  })

  it('asks different questions', () => {
    expect(new Set(made.map(({ question }) => JSON.stringify(question.parameters))).size).toBeGreaterThan(SEEDS * 0.7)
  })

  it('has no two choices that read the same, and exactly the right number that are right', () => {
    for (const { question } of made) {
      const { choices, answer, form, number } = question
      for (const at of [0, 1] as const) expect(new Set(choices.map(({ text }) => text[at])).size).toBe(choices.length)
      expect(isRight(question, rightResponse(question))).toBe(true)
      if (form === 'number') expect(number).not.toBeNull()
      else expect(answer.every((id) => choices.some((choice) => choice.id === id))).toBe(true)
      if (form === 'single' || form === 'host') {
        expect(choices.length).toBeGreaterThan(2)
        expect(choices.filter(({ id }) => isRight(question, { choices: [id] }))).toHaveLength(1)
      }
      for (const { value } of number?.mistakes ?? []) expect(isRight(question, { number: value })).toBe(false)
    }
  })

  it('sets the thousands of every number apart', () => {
    for (const { question } of made)
      for (const text of [...textsOf(question, 0), ...textsOf(question, 1), ...question.choices.flatMap((choice) => choice.text)])
        expect(text).not.toMatch(/(?<![\w.,-])\d{4,}/)
  })

  it('asks for as many decimals as its answer has, and its choices', () => {
    for (const { question } of made.filter(({ question: { stem } }) => /to one decimal/.test(stem[0]))) {
      const { number, choices } = question
      for (const value of number === null ? [] : [number.value, ...number.mistakes.map((mistake) => mistake.value)])
        expect(String(value)).toMatch(/^\d+(\.\d)?$/)
      for (const { text } of choices) expect(text[0]).toMatch(/^\d+\.\d%$/)
      expect(question.stem[1]).toContain('소수점 첫째 자리까지')
    }
  })

  it('has its answer from the engine: the lab file of the question says the same', () => {
    for (const { question } of made) {
      const text = JSON.stringify(question.lab?.file)
      expect(parseLab(text).ok).toBe(true)
      const parameters = JSON.parse(JSON.stringify(question.parameters)) as object
      const asked = family as unknown as Family
      const solved = asked.solve(play(JSON.parse(text) as Record<string, unknown>), parameters)
      const original = asked.solve(play(asked.lab(parameters)), parameters)
      expect(solved).toEqual(original)
      if (question.number !== null) expect(solved).toBe(question.number.value)
      if (question.form === 'single')
        expect(question.choices.find(({ id }) => id === question.answer[0])?.text).toEqual(asked.word(solved, parameters).map(groupThousands))
      if (question.form === 'host') expect([solved]).toEqual(question.answer)
    }
  })

  it('takes most wrong choices from named mistakes', () => {
    const distractors = made.reduce((sum, each) => sum + each.distractors, 0)
    const fallbacks = made.reduce((sum, each) => sum + each.fallbacks, 0)
    expect(fallbacks).toBeLessThanOrEqual(distractors * FALLBACKS_MOST)
  })

  it('explains itself in both languages, with facts that exist and a moment within the run', () => {
    for (const { question } of made) {
      expect(question.explanation.length).toBeGreaterThan(0)
      expect(question.facts.length).toBeGreaterThan(0)
      for (const id of question.facts) expect(factById(id), id).toBeDefined()
      for (const text of textsOf(question, 0)) {
        expect(text).not.toMatch(hangul)
        expect(text).not.toMatch(/undefined|NaN|null|\[object/)
      }
      expect(question.stem[1]).toMatch(hangul)
      for (const { text } of question.explanation) expect(text[1]).toMatch(hangul)
      for (const text of textsOf(question, 1)) expect(text).not.toMatch(/undefined|NaN|null|\[object/)
      const moment = question.lab?.momentMs ?? -1
      expect(Number.isInteger(moment) && moment >= 0).toBe(true)
    }
  })
})
