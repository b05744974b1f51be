// Reads how many tests passed and failed from what the runners wrote.

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
