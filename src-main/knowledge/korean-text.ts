/** What the files of Korean texts share. */
import type { Fact } from './fact.ts'

/**
 * Of a fact that a screen shows. Words follow the product's Korean documentation (기본 호스트, 보조 호스트, 하트비트, 승인 제어 …); names of
 * options, files and events stay as they are.
 */
export interface KoreanText {
  readonly title: string
  readonly statement: string
}

export interface KoreanTexts {
  readonly [id: string]: KoreanText
}

export const text = (title: string, statement: string): KoreanText => ({ title, statement })

/** The lines of a statement that are only figures: they are the same in every language. */
export function figures(facts: readonly Fact[], id: string, isLine: RegExp): string {
  const statement = facts.find((fact) => fact.id === id)?.statement ?? ''
  return statement
    .split('\n')
    .filter((line) => isLine.test(line))
    .join('\n')
}
