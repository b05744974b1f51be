/** Short labs as text, and what is said about them. */
import { expect } from 'vitest'
import type { LabProblem } from '../problems.ts'
import { formatProblem, parseLab } from '../index.ts'
import type { Lab } from '../index.ts'

export const host = (name: string, more = '') => `{ name: ${name}, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536${more} }`
export const head = 'hostdown: 1\nname: Test\n'
export const twoHosts = `${head}hosts:\n  - ${host('esx-01')}\n  - ${host('esx-02')}\n`

export function labOf(text: string, traces?: (path: string) => string | null): Lab {
  const parsed = parseLab(text, traces === undefined ? {} : { traces })
  if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'))
  return parsed.lab
}
/** A problem in English; whatever is tested here is to be said in Korean as well. */
function inKoreanToo(problem: LabProblem): string {
  expect(problem.messageKo).toMatch(/[가-힣]/)
  expect(problem.messageKo).not.toMatch(/undefined|\[object|\bexpected\b/)
  return formatProblem(problem)
}
export function problemsOf(text: string): readonly string[] {
  const parsed = parseLab(text)
  return parsed.ok ? [] : parsed.problems.map(inKoreanToo)
}
export function warningsOf(text: string): readonly string[] {
  const parsed = parseLab(text)
  if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'))
  return parsed.warnings.map(inKoreanToo)
}
