// Reads how many tests passed and failed, and which failed and why, from what the runners wrote.
import { stripVTControlCharacters } from 'node:util'

/** vitest's JSON report. A file that could not be loaded has no tests in it: it counts as one failure. */
export function countVitest(report) {
  if (report === null) return { passed: 0, failed: 1, skippedTests: 0 }
  const unloadable = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable,
    skippedTests: report.numPendingTests + report.numTodoTests,
  }
}

/** Playwright's JSON report. A test that passed only on a second try passed; errors outside tests are failures. */
export function countPlaywright(report) {
  if (report === null) return { passed: 0, failed: 1, skippedTests: 0 }
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected + flaky, failed: unexpected + (unexpected === 0 ? report.errors.length : 0), skippedTests: skipped }
}

/** `hostdown test`: a line for each lab; `BAD` could not be read, `BROKEN` broke a rule of the model. */
export function countConformance(output) {
  const lines = output.split('\n')
  const count = (pattern) => lines.filter((line) => pattern.test(line)).length
  return { passed: count(/^ok +\S/), failed: count(/^(FAIL|BAD|BROKEN) +\S/) }
}

/** The independent judge's last line: `H of T expectations hold in L labs (B labs fail…)`. */
export function countJudge(output) {
  const [, labs, bad] = /hold in (\d+) labs \((\d+) labs fail/.exec(output) ?? [null, '0', '1']
  return { passed: Math.max(0, Number(labs) - Number(bad)), failed: Number(bad) }
}

/** A failed test as it is listed at the end: `{ title, error }`, the error as text of any length. */
const failure = (path, error) => ({ title: path.filter(Boolean).join(' › '), error: stripVTControlCharacters(error ?? '').trim() })

/** Where it was thrown is told by the first line of a stack. */
const untilFirstFrame = (message = '') => /^[^]*?^ +at .*$/m.exec(message)?.[0] ?? message

/** Of vitest's JSON report, whose file names are absolute. A file that could not be loaded is named by itself. */
export function failedVitest(report, root) {
  const slashes = (path) => path.replaceAll('\\', '/')
  const failedOf = ({ name, status, message, assertionResults }) => {
    const file = slashes(name).replace(`${slashes(root)}/`, '')
    if (status === 'failed' && assertionResults.length === 0) return [failure([file], message)]
    return assertionResults
      .filter((test) => test.status === 'failed')
      .map(({ ancestorTitles, title, failureMessages }) => failure([file, ...ancestorTitles, title], untilFirstFrame(failureMessages[0])))
  }
  return (report?.testResults ?? []).flatMap(failedOf)
}

/** Of Playwright's JSON report: those that failed, those that passed only on a second try, each with its first error. */
export function failedPlaywright(report) {
  const failures = []
  const flaky = []
  const look = ({ title, file, suites = [], specs = [] }, above) => {
    const path = title === file ? [] : [...above, title]
    for (const suite of suites) look(suite, path)
    for (const spec of specs)
      for (const { projectName, status, results } of spec.tests) {
        const list = { unexpected: failures, flaky }[status]
        const bad = results.find(({ error }) => error)
        list?.push(failure([`[${projectName}] ${spec.file}:${spec.line}`, ...path, spec.title], bad?.error.message ?? results[0]?.status))
      }
  }
  for (const suite of report?.suites ?? []) look(suite, [])
  for (const { message } of report?.errors ?? []) failures.push(failure(['outside of tests'], message))
  return { failures, flaky }
}

/** Of what `hostdown test` and the judge print: a line for each lab that failed, and what does not hold indented under it. */
export function failedLabs(output) {
  const failures = []
  let last
  for (const line of output.split('\n')) {
    if (/^\s+\S/.test(line)) last?.push(line.trim())
    else last = undefined
    if (!/^(FAIL|BAD|BROKEN) +\S/.test(line)) continue
    last = []
    failures.push({ title: line.trim(), lines: last })
  }
  return failures.map(({ title, lines }) => failure([title], lines.join('\n')))
}
