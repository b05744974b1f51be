/** What the files of Korean texts share. */
import type { Fact } from './fact.ts'
import type { KoreanText } from './ko.ts'

export const text = (title: string, statement: string): KoreanText => ({ title, statement })

/** The lines of a statement that are only figures: they are the same in every language. */
export function figures(facts: readonly Fact[], id: string, isLine: RegExp): string {
  const statement = facts.find((fact) => fact.id === id)?.statement ?? ''
  return statement
    .split('\n')
    .filter((line) => isLine.test(line))
    .join('\n')
}
