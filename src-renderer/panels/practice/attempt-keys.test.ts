import { expect, it, vi } from 'vitest'
import type { useAttemptStore } from '../../stores/attempt.ts'
import { attemptAction, attemptKeys } from './attempt-keys.ts'
import { letterOf } from './words.ts'

const choices = Array.from({ length: 9 }, (_, at) => ({ id: `c${String(at)}`, text: ['', ''] }))

function pressOn(key: string): { readonly answered: unknown; readonly flagged: boolean } {
  const answer = vi.fn()
  const flag = vi.fn()
  const attempt = {
    view: 'question',
    at: 0,
    item: { question: { form: 'single', choose: 1, choices }, response: null, solution: null },
    answer,
    flag,
  } as unknown as ReturnType<typeof useAttemptStore>
  const event = { key, code: `Key${key.toUpperCase()}`, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: null }
  attemptAction({ ...event, isComposing: false, defaultPrevented: false } as unknown as Parameters<typeof attemptAction>[0], attempt)?.()
  return { answered: answer.mock.calls[0]?.[0] ?? null, flagged: flag.mock.calls.length > 0 }
}

it('takes the letter beside a choice for that choice, whichever it is', () => {
  for (const [at, { id }] of choices.entries())
    expect(pressOn(letterOf(at).toLowerCase()), letterOf(at)).toEqual({ answered: { choices: [id] }, flagged: false })
})

it('flags with a key that is beside no choice', () => {
  const [flag] = attemptKeys.find(([, label]) => label === 'practice.key.flag') ?? ['']
  expect(pressOn(flag.toLowerCase())).toEqual({ answered: null, flagged: true })
})
