import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ChoiceQuestion, FactQuestion } from '../../contract/practice/bank.ts'
import { objectivesOf, topics } from '../../contract/practice/topics.ts'
import type { Text } from '../../contract/texts/form-labels.ts'
import { constants } from '../../knowledge/constants.ts'
import { factById, koreanTexts } from '../../knowledge/index.ts'
import { bankFileNames, parseBank } from './index.ts'

const folder = join(import.meta.dirname, '..', '..', '..', 'resources', 'exam', 'bank')
const bank = parseBank(bankFileNames.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })))

const isChoice = (question: FactQuestion): question is ChoiceQuestion => question.form !== 'number'
const choices = bank.filter(isChoice)
const languages = ['en', 'ko'] as const
const textsOf = (question: FactQuestion): readonly Text[] => [
  question.question,
  question.explanation,
  ...(isChoice(question) ? [...question.answers, ...question.distractors] : [question.unit]),
]
const rightOf = (question: FactQuestion): readonly Text[] =>
  isChoice(question) ? question.answers : [{ en: String(question.value), ko: String(question.value) }]

const ENOUGH = 150
const ENOUGH_OF_A_TAG = 10

const OBJECTIVES: ReadonlySet<string> = new Set(Object.values(objectivesOf).flat())

/** Counts what a function says of each. */
function countsBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}

const WORDS = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen'.split(' ')

/** Numbers of a text, those of names such as host-99 left out; words count from two on, since "one" is seldom a number. */
function numbersIn(text: string): readonly number[] {
  const digits = [...text.matchAll(/(?<![A-Za-z\d_.])(?<![A-Za-z]-)\d{1,3}(?:,\d{3})+(?!\d)|(?<![A-Za-z\d_.])(?<![A-Za-z]-)\d+(?:\.\d+)?/g)]
  const words = [...text.toLowerCase().matchAll(/[a-z]+/g)].map(([word]) => WORDS.indexOf(word)).filter((number) => number > 1)
  return [...digits.map(([number]) => Number(number.replaceAll(',', ''))), ...words]
}

/** A constant in the units in which a person says it: of ms, seconds to days; of MiB, GiB. */
function spoken(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value, value / 1000, value / 60_000, value / 3_600_000, value / 86_400_000, value / 1024]
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(spoken)
  return []
}

function numbersOfFact(id: string): readonly number[] {
  const fact = factById(id)
  const korean = koreanTexts[id]
  // HA-041 in a statement is no number; T+18 is.
  const texts = [fact?.title, fact?.statement, korean?.title, korean?.statement].map((text) => (text ?? '').replaceAll('T+', ' '))
  return [...texts.flatMap(numbersIn), ...spoken((constants as Record<string, unknown>)[id])]
}

/** "140 + 180 = 320" of a text: what is reckoned from, and what comes out. */
function sumsIn(text: string): readonly { readonly from: readonly number[]; readonly said: number; readonly result: number }[] {
  return [...text.matchAll(/(\d[\d,.]*(?:\s*[+−×÷]\s*\d[\d,.]*)+)\s*=\s*(\d[\d,]*(?:\.\d+)?)/g)].map(([, left = '', right = '']) => {
    const plain = left.replaceAll(',', '')
    const products = plain.split(/\s*(?=[+−])/).map((term) => {
      const factors = term.replace(/^[+−]\s*/, '').split(/\s*(?=[×÷])/)
      const product = factors.reduce((sofar, factor, i) => {
        const value = Number(factor.replace(/^[×÷]\s*/, ''))
        return i === 0 ? value : factor.startsWith('÷') ? sofar / value : sofar * value
      }, 0)
      return term.startsWith('−') ? -product : product
    })
    return { from: numbersIn(left), said: Number(right.replaceAll(',', '')), result: products.reduce((a, b) => a + b, 0) }
  })
}

describe('the bank of fact questions', () => {
  it('has enough of them, of every level and form', () => {
    expect(bank.length).toBeGreaterThanOrEqual(ENOUGH)
    for (const tag of topics) expect(bank.filter((question) => question.tags.includes(tag)).length, tag).toBeGreaterThanOrEqual(ENOUGH_OF_A_TAG)
    const levels = countsBy(bank, (question) => String(question.level))
    for (const level of ['1', '2', '3']) expect(levels.get(level) ?? 0, `level ${level}`).toBeGreaterThan(bank.length / 8)
    const forms = countsBy(bank, (question) => question.form)
    for (const form of ['multiple', 'number']) expect(forms.get(form) ?? 0, form).toBeGreaterThan(bank.length / 20)
  })

  it('asks nothing twice', () => {
    for (const language of languages) {
      const asked = countsBy(bank, (question) => question.question[language].toLowerCase())
      expect([...asked].filter(([, times]) => times > 1)).toEqual([])
    }
    expect(new Set(bank.map((question) => question.id)).size).toBe(bank.length)
  })

  it('is proven by facts that exist', () => {
    const unknown = bank.flatMap((question) => question.facts.filter((id) => factById(id) === undefined).map((id) => `${question.id} ${id}`))
    expect(unknown).toEqual([])
  })

  it('names only objectives of the exams', () => {
    const unknown = bank.flatMap((question) => question.objectives.filter((id) => !OBJECTIVES.has(id)).map((id) => `${question.id} ${id}`))
    expect(unknown).toEqual([])
    expect(bank.filter((question) => question.objectives.length === 0).map((question) => question.id)).toEqual([])
  })

  it('has in its answers only numbers of their facts, of the question, or reckoned in the explanation', () => {
    const unproven = bank.flatMap((question) => {
      const known = new Set([...question.facts.flatMap(numbersOfFact), ...languages.flatMap((language) => numbersIn(question.question[language]))])
      const reckoned = sumsIn(question.explanation.en)
      for (const { from, result } of reckoned)
        if (from.every((number) => known.has(number) || number <= 1)) for (const each of [result, result * 100]) known.add(each)
      return rightOf(question).flatMap((right) =>
        languages
          .flatMap((language) => numbersIn(right[language]).filter((number) => !known.has(number) && number > 1))
          .map((number) => `${question.id}: ${number}`),
      )
    })
    expect(unproven).toEqual([])
  })

  it('reckons rightly', () => {
    const wrong = bank.flatMap((question) =>
      languages
        .flatMap((language) =>
          sumsIn(question.explanation[language]).filter(({ said, result }) => Math.abs(said - result) > 0.005 * Math.abs(result)),
        )
        .map(({ said }) => `${question.id}: ${said}`),
    )
    expect(wrong).toEqual([])
  })

  it('says the same numbers in both languages', () => {
    const different = bank.flatMap((question) =>
      textsOf(question).flatMap(({ en, ko }) => {
        const [english, korean] = [new Set(numbersIn(en)), new Set(numbersIn(ko))]
        const missing = [...korean].filter((number) => number > 1 && !english.has(number)).map((number) => `${question.id} ko ${number}: ${ko}`)
        // Small ones are words in Korean: 두 호스트.
        return [
          ...missing,
          ...[...english].filter((number) => number > 12 && !korean.has(number)).map((number) => `${question.id} en ${number}: ${en}`),
        ]
      }),
    )
    expect(different).toEqual([])
  })

  it('is Korean where it says so', () => {
    const odd = bank.flatMap(({ question, explanation }) =>
      [question.ko, explanation.ko].filter((text, i) => !(i === 0 ? /[가-힣].*(까\?|오\.|다\.)$/s : /[가-힣].*(다|오)\.$/s).test(text)),
    )
    expect(odd).toEqual([])
  })

  it.each(languages)('does not give the answer away by its length (%s)', (language) => {
    const single = choices.filter((question) => question.form === 'single')
    const longest = single.filter(({ answers, distractors }) => {
      const right = answers[0]?.[language].length ?? 0
      return distractors.every((text) => text[language].length < right)
    })
    expect(longest.length / single.length).toBeLessThanOrEqual(0.4)
  })
})
