import { expect, it } from 'vitest'
import type { DrillCourse } from '../../contract/practice/drill.ts'
import { withDrill } from './drill-list.ts'

const course = (begunAt: number, score: number | null): DrillCourse => ({
  ...{ level: 2, seed: 7, engineVersion: 8, begunAt, finishedAt: null, spentMs: 5, t: null, looks: [], answer: null, score },
})

it('lists drills by when they were begun, newest first, each once as it is now', () => {
  const list = [course(1, null), course(9, null), course(1, 60)].reduce<readonly DrillCourse[]>(withDrill, [])
  expect(list).toEqual([course(9, null), course(1, 60)])
})

it('forgets the oldest of too many', () => {
  const list = Array.from({ length: 400 }, (_, at) => course(at, 0)).reduce<readonly DrillCourse[]>(withDrill, [])
  expect(list).toHaveLength(300)
  expect([list[0]?.begunAt, list.at(-1)?.begunAt]).toEqual([399, 100])
})
