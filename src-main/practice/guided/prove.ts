/** What a guided lab has to prove of itself: its solution solves it, doing nothing does not, and each keep can be broken and is noticed. */
import type { GuidedLab } from '../../contract/practice/guided.ts'
import type { ConditionResult } from '../../contract/practice/guided-course.ts'
import { againstText } from './against-text.ts'
import { judge } from './judge.ts'

export interface Proof {
  /** How many things were looked at. */
  readonly judged: number
  /** One line for each that is not so. */
  readonly failed: readonly string[]
}

const against = (results: readonly ConditionResult[]): readonly string[] =>
  results
    .filter(({ verdict }) => verdict !== 'held')
    .map(({ id, verdict, against: found }) => `${id} is ${verdict}${found === null ? '' : `: ${againstText(found)}`}`)

export function prove(guided: GuidedLab): Proof {
  const failed: string[] = []
  const solved = judge(guided, guided.solution)
  if (!solved.isSolved) failed.push('the solution does not solve it', ...against([...solved.checks, ...solved.keeps]).map((line) => `  ${line}`))
  if (judge(guided, { lab: null, commands: [], told: {}, until: guided.solution.until }).isSolved) failed.push('who does nothing solves it')
  for (const { keep, course } of guided.breaks) {
    const result = judge(guided, course).keeps.find(({ id }) => id === keep)
    if (result?.verdict === 'held') failed.push(`the course that breaks ${keep} does not break it`)
  }
  return { judged: 2 + guided.breaks.length, failed }
}
