/**
 * `hostdown exam`. The answer of each question is found again by the command line alone: its lab goes through `run --events --state`, and the family
 * reads what that printed.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupThousands } from '../../contract/texts/format.ts'
import type { LabEvent } from '../../contract/events.ts'
import { parseLab } from '../../contract/lab/index.ts'
import type { LabState } from '../../contract/state.ts'
import { drawQuestions } from '../../practice/draw-questions.ts'
import type { Family, Outcome } from '../../practice/kit/family.ts'
import { makeQuestion } from '../../practice/kit/make-question.ts'
import { hostdown } from './testing.ts'

interface Printed {
  readonly id: string
  readonly family: string
  readonly form: string
  readonly choices: readonly string[]
  readonly answer: number | string | readonly string[]
  readonly facts: readonly string[]
  readonly topics: readonly string[]
  readonly parameters: object
  readonly lab: object
}

const printed = async (...argv: string[]): Promise<readonly Printed[]> => {
  const { status, out, err } = await hostdown(['exam', '--json', ...argv])
  expect(err).toBe('')
  expect(status).toBe(0)
  return JSON.parse(out) as readonly Printed[]
}

describe('hostdown exam', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hostdown-exam-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('prints the same questions for the same seed, and others for another', async () => {
    const first = await printed('--count', '6', '--seed', '11')
    expect(first).toEqual(await printed('--count', '6', '--seed', '11'))
    expect(first.map(({ id }) => id)).not.toEqual((await printed('--count', '6', '--seed', '12')).map(({ id }) => id))
    for (const { choices, answer, form, facts } of first) {
      expect(new Set(choices).size).toBe(choices.length)
      expect(facts.length).toBeGreaterThan(0)
      if (form === 'number') expect(typeof answer).toBe('number')
      else for (const right of [answer].flat()) expect(choices).toContain(right)
    }
  })

  it('asks about one topic only', async () => {
    const questions = await printed('--count', '5', '--topic', 'admission control')
    expect(questions).toHaveLength(5)
    for (const { topics } of questions) expect(topics).toContain('Admission control')
  })

  it('writes for people in both languages', async () => {
    expect((await hostdown(['exam', '--count', '1', '--family', 'F01'])).out).toMatch(/1\. \[F01-\d+\].*[\s\S]*Answer: /)
    expect((await hostdown(['exam', '--count', '1', '--family', 'f01', '--language', 'ko'])).out).toMatch(/정답: /)
  })

  it('says what is wrong with its options', async () => {
    expect(await hostdown(['exam', '--topic', 'vmotio'])).toMatchObject({ status: 2, err: expect.stringContaining('did you mean "vMotion"?') })
    expect(await hostdown(['exam', '--family', 'F40'])).toMatchObject({ status: 2, err: expect.stringContaining('no family "F40"') })
    expect(await hostdown(['exam', '--count', '0'])).toMatchObject({ status: 2 })
  })

  it('has answers that the command line finds again in the labs of 100 questions', { timeout: 120_000 }, async () => {
    for (const { family, seed } of drawQuestions({ count: 100, seed: 2026 })) {
      const { question } = makeQuestion(family, seed)
      const file = join(folder, `${question.id}.lab.json`)
      const text = JSON.stringify(question.lab?.file)
      await writeFile(file, text)
      const { status, out } = await hostdown(['run', file, '--events', '--state'])
      expect(status, question.id).toBe(0)
      const lines = out.trim().split('\n')
      const events = lines.slice(0, -1).map((line) => JSON.parse(line) as LabEvent)
      const state = JSON.parse(lines.at(-1) ?? '') as LabState
      const parsed = parseLab(text)
      if (!parsed.ok) throw new Error(question.id)
      const asked = family as unknown as Family
      const found: Outcome = asked.solve({ lab: parsed.lab, events, state }, question.parameters)
      const { form, number, answer, choices } = question
      if (form === 'number') expect(found, question.id).toBe(number?.value)
      else if (form === 'host') expect([found], question.id).toEqual(answer)
      else if (form === 'single')
        expect(choices.find(({ id }) => id === answer[0])?.text, question.id).toEqual(asked.word(found, question.parameters).map(groupThousands))
      else expect((found as readonly Outcome[]).length, question.id).toBe(answer.length)
    }
  })
})
