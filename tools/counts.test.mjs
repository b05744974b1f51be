import { expect, it } from 'vitest'
import { countConformance, countJudge, countPlaywright, countVitest } from './counts.mjs'

it('counts a file that could not be loaded as a failure', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 0,
    testResults: [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
    ],
  }
  expect(countVitest(report)).toEqual({ passed: 3, failed: 2, skippedTests: 2 })
})

it('counts a runner that wrote no report as a failure', () => {
  expect(countVitest(null)).toMatchObject({ failed: 1 })
  expect(countPlaywright(null)).toMatchObject({ failed: 1 })
  expect(countConformance('')).toMatchObject({ failed: 0, passed: 0 })
  expect(countJudge('Error: boom')).toEqual({ passed: 0, failed: 1 })
})

it('counts errors outside of tests in the browser run', () => {
  expect(countPlaywright({ stats: { expected: 4, unexpected: 0, flaky: 1, skipped: 2 }, errors: [{}] })).toEqual({
    passed: 5,
    failed: 1,
    skippedTests: 2,
  })
})

it('reads the judge, labs not expectations', () => {
  expect(countJudge('FAIL a\n31 of 33 expectations hold in 12 labs (2 labs fail, 1 compute entries left)')).toEqual({ passed: 10, failed: 2 })
})

it('counts labs, not expectations', () => {
  const output =
    'ok     ha/a.lab.yaml (3)\nFAIL   ha/b.lab.yaml (1 of 2)\n       expect[0] ok\nBAD    c.lab.yaml\nBROKEN d.lab.yaml\n1 of 4 labs hold'
  expect(countConformance(output)).toEqual({ passed: 1, failed: 3 })
})
