import { expect, it } from 'vitest'
import { countConformance, countJudge, countPlaywright, countVitest, failedLabs, failedPlaywright, failedVitest } from './counts.mjs'

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

it('names what failed in vitest, with the line that threw, and a file that could not be loaded', () => {
  const message = 'AssertionError: expected 1 to be 2\n    at /x/a.test.ts:3:5\n    at /x/node_modules/vitest/run.js:1:1'
  const failed = { status: 'failed', ancestorTitles: ['a host'], title: 'dies', failureMessages: [message] }
  const testResults = [
    { name: '/x/src-main/a.test.ts', status: 'failed', assertionResults: [{ ...failed, status: 'passed', failureMessages: [] }, failed] },
    { name: '/x/src-main/b.test.ts', status: 'failed', message: 'SyntaxError: no', assertionResults: [] },
    { name: '/x/src-main/c.test.ts', status: 'passed', message: '', assertionResults: [] },
  ]
  expect(failedVitest({ testResults }, '/x')).toEqual([
    { title: 'src-main/a.test.ts › a host › dies', error: 'AssertionError: expected 1 to be 2\n    at /x/a.test.ts:3:5' },
    { title: 'src-main/b.test.ts', error: 'SyntaxError: no' },
  ])
  expect(failedVitest(null, '/x')).toEqual([])
})

it('names what failed in the browser, what passed on the second try only, and errors outside of tests', () => {
  const test = (status, ...results) => ({ projectName: 'web', status, results })
  const bad = { status: 'failed', error: { message: '\u001b[31mno clock\u001b[39m' } }
  const good = { status: 'passed' }
  const spec = (title, line, ...tests) => ({ title, file: 'a.spec.ts', line, tests })
  const inner = { title: 'by keyboard', file: 'a.spec.ts', specs: [spec('goes', 9, test('flaky', bad, good))] }
  const specs = [spec('opens', 3, test('unexpected', bad, bad)), spec('closes', 5, test('expected', good))]
  const report = { suites: [{ title: 'a.spec.ts', file: 'a.spec.ts', specs, suites: [inner] }], errors: [{ message: 'no browser' }] }
  expect(failedPlaywright(report)).toEqual({
    failures: [
      { title: '[web] a.spec.ts:3 › opens', error: 'no clock' },
      { title: 'outside of tests', error: 'no browser' },
    ],
    flaky: [{ title: '[web] a.spec.ts:9 › by keyboard › goes', error: 'no clock' }],
  })
  expect(failedPlaywright(null)).toEqual({ failures: [], flaky: [] })
})

it('names labs that failed, with what does not hold in them', () => {
  const output = 'ok     a (1)\nFAIL   b (1 of 2)\n       expect[0]: off\nok     c (1)\n       note\nBAD    d\n1 of 4 labs hold\n'
  expect(failedLabs(output)).toEqual([
    { title: 'FAIL   b (1 of 2)', error: 'expect[0]: off' },
    { title: 'BAD    d', error: '' },
  ])
})
