import { expect, it } from 'vitest'
import { z } from 'zod'
import { issueText } from './issue-text.ts'

const said = (data: unknown): string => {
  const { error } = z.strictObject({ plan: z.record(z.string(), z.number()), mode: z.string() }).safeParse(data)
  return (error?.issues ?? []).map(issueText).join('\n')
}

it('says where, and that something is missing', () => {
  expect(said({ plan: { a: 'x' } })).toBe('plan.a: Invalid input: expected number, received string\nmode: it is missing: expected string')
})

it('says in short what is long in the data', () => {
  const long = 'x'.repeat(8000)
  expect(said({ plan: { [long]: '' }, mode: '', [long]: 1 })).toMatch(/x{100}/)
  for (const line of said({ plan: { [long]: '' }, mode: '', [long]: 1 }).split('\n')) expect(line.length).toBeLessThan(1100)
})
