// `npm test`: everything, two steps at a time. The last line is `N passed, N failed`, with what failed right above it; exit 1 when anything failed.
// --only unit,types runs those parts; further arguments go to vitest (unit) and Playwright (e2e).
// HOSTDOWN_REQUIRE_E2E=1 makes a missing browser a failure.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { browserPath } from './browser.mjs'
import { electronBinary, ensureBuilt, ensureDeps, main, root, tool } from './bootstrap.mjs'
import { digestOf, inParallel, linters, runNode, typeProjects, typesOf } from './steps.mjs'
import { countConformance, countJudge, countPlaywright, countVitest, failedLabs, failedPlaywright, failedVitest } from './counts.mjs'

/** Of the two long lanes: a busy machine takes ten seconds for what a quiet one does in four. */
const LANE_MS = 900_000
const judge = join(root, '..', 'shared', 'check', 'expect.mjs')
const conformance = join(root, 'resources', 'conformance')
const reports = join(root, 'node_modules', '.cache', 'reports')

const report = (name) => {
  mkdirSync(reports, { recursive: true })
  const path = join(reports, name)
  rmSync(path, { force: true })
  return path
}
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null)

/** A step that is one check: passed or failed. */
const check = (name, part, args, options = {}) => ({
  name,
  part,
  ...options,
  run: async () => {
    const result = await runNode(args)
    return { passed: result.status === 0 ? 1 : 0, failed: result.status === 0 ? 0 : 1, output: result.output }
  },
})

/** A step that is many tests: `count` reads how many from what it wrote, and which failed. A bad exit without a failed test is a failure too. */
const suite = (name, part, args, count, options = {}) => ({
  name,
  part,
  ...options,
  run: async () => {
    const result = await runNode(args, { limitMs: options.limitMs, env: options.env })
    const counted = count(result)
    return { ...counted, failed: result.status !== 0 ? Math.max(1, counted.failed) : counted.failed, output: result.output }
  },
})

const ofVitest = (found) => ({ ...countVitest(found), failures: failedVitest(found, root) })

/**
 * Unit tests in shares, so that no lane is left with all of them while the other has nothing to do. What a person asks for by file is one share:
 * there may be fewer files than shares.
 */
function unit(extra) {
  if (extra.length > 0) return [share('unit tests', ['node', 'alone', 'window'], extra)]
  return [
    share('unit tests: modules, second half', ['node', 'alone'], ['--shard=2/2']),
    share('unit tests: modules, first half', ['node', 'alone'], ['--shard=1/2']),
    share('unit tests: window', ['window'], []),
  ]
}

function share(name, projects, args) {
  const path = report(`${name.replace(/\W+/g, '-')}.json`)
  // The other lane has a core of its own.
  const workers = `--maxWorkers=${Math.max(1, availableParallelism() - 1)}`
  const reporting = ['--passWithNoTests', '--reporter=dot', '--reporter=json', `--outputFile.json=${path}`]
  const command = [tool('vitest/vitest.mjs'), 'run', workers, ...projects.map((project) => `--project=${project}`), ...reporting, ...args]
  return suite(name, 'unit', command, () => ofVitest(read(path)), { limitMs: LANE_MS })
}

/** What would ship: the portable archive, and what electron-builder packs. */
function packaging() {
  const path = report('packaging.json')
  const args = [tool('vitest/vitest.mjs'), 'run', '--project=built', '--reporter=dot', '--reporter=json', `--outputFile.json=${path}`]
  return suite('packaging', 'packaging', args, () => ofVitest(read(path)), { needs: ['build'] })
}

function endToEnd(extra) {
  const path = join(root, 'e2e', 'test-results', 'report.json')
  rmSync(path, { force: true })
  const args = [tool('@playwright/test/cli.js'), 'test', '--pass-with-no-tests', ...extra]
  const count = () => {
    const found = read(path)
    return { ...countPlaywright(found), ...failedPlaywright(found) }
  }
  // Node reads the types away by itself, and keeps what it compiled: Playwright's way takes ten seconds at first, two of each process after it.
  const env = { PW_DISABLE_TS_ESM: '1' }
  return suite('end to end', 'e2e', args, count, { needs: ['build'], limitMs: LANE_MS, env })
}

/** Not run, and never counted as passed: why, and how many tests that is where it is known. */
const skipped = (name, part, why, { failed = 0, tests = 0 } = {}) => ({
  name,
  part,
  run: async () => ({ passed: 0, failed, skippedTests: tests, skipped: tests > 0 ? `${tests} tests: ${why}` : why, output: failed ? why : '' }),
})

/** How many tests the smoke specs have: one carrier's worth is missing without Electron. */
const smokeTests = () =>
  ['smoke.spec.ts', 'smoke-shell.spec.ts'].reduce((sum, name) => sum + readFileSync(join(root, 'e2e', name), 'utf8').split(/^test\(/m).length - 1, 0)

function plan(extra) {
  const cli = join(root, 'tools', 'hostdown.mjs')
  const browser = browserPath()
  return [
    {
      name: 'build',
      part: 'build',
      id: 'build',
      run: async () => {
        const result = await runNode([join(root, 'tools', 'build.mjs')])
        return { passed: result.status === 0 ? 1 : 0, failed: result.status === 0 ? 0 : 1, output: result.output }
      },
    },
    // The longest first; beside it all that needs no browser, shorter and shorter.
    browser === null
      ? skipped('end to end', 'e2e', 'no Chromium found ($CHROMIUM, /usr/bin/chromium, npx playwright install chromium)', {
          failed: process.env.HOSTDOWN_REQUIRE_E2E === '1' ? 1 : 0,
        })
      : endToEnd(extra),
    ...unit(extra),
    ...typeProjects.map(({ project, ...order }) => check(`types: ${project}`, 'types', typesOf(project), order)),
    ...linters.map(([name, args]) => check(`lint: ${name}`, 'lint', args)),
    packaging(),
    suite(
      'conformance and sample labs',
      'conformance',
      [cli, 'test', conformance, join(root, 'resources', 'samples')],
      ({ output }) => ({ ...countConformance(output), failures: failedLabs(output) }),
      { needs: ['build'] },
    ),
    existsSync(judge)
      ? suite(
          'independent judge',
          'judge',
          [judge, root, 'resources/conformance', '--sample', '12'],
          ({ output }) => ({ ...countJudge(output), failures: failedLabs(output) }),
          {
            needs: ['build'],
          },
        )
      : skipped('independent judge', 'judge', '../shared/check/expect.mjs is not here'),
    check('import rules', 'imports', [
      tool('dependency-cruiser/bin/dependency-cruiser.mjs'),
      'src-main',
      'src-renderer',
      '--config',
      '.dependency-cruiser.cjs',
    ]),
    // What passes in the double has not passed in Electron.
    ...(electronBinary() === null ? [skipped('smoke specs in Electron', 'e2e', 'there is no Electron binary here', { tests: smokeTests() })] : []),
  ]
}

await main(async (args) => {
  ensureDeps()
  const at = args.indexOf('--only')
  const only = at < 0 ? null : (args.splice(at, 2)[1] ?? '').split(',')
  const steps = plan(args)
  const unknown = only?.filter((part) => !steps.some((step) => step.part === part)) ?? []
  if (unknown.length > 0) {
    process.stderr.write(`No such part: ${unknown.join(', ')}. Parts: ${[...new Set(steps.map((step) => step.part))].join(', ')}\n`)
    return 2
  }
  const chosen = only === null ? steps : steps.filter((step) => only.includes(step.part))
  // A part on its own still drives what is built.
  if (chosen.some((step) => step.needs?.includes('build')) && !chosen.some((step) => step.id === 'build')) ensureBuilt('all')

  const started = Date.now()
  const results = await inParallel(chosen, 2)
  const total = (key) => results.reduce((sum, result) => sum + (result[key] ?? 0), 0)
  for (const { name, skipped: why } of results) if (why) console.log(`skipped: ${name}: ${why}`)
  const skippedTests = total('skippedTests')
  const anonymous = results.reduce((sum, { skipped: why, skippedTests: tests }) => sum + (why ? 0 : (tests ?? 0)), 0)
  if (anonymous > 0) console.log(`skipped: ${anonymous} tests that skip themselves here`)
  if (skippedTests > 0) console.log(`${skippedTests} skipped`)
  console.log(`${((Date.now() - started) / 1000).toFixed(0)} s`)
  for (const line of digestOf(results)) console.log(line)
  console.log(`${total('passed')} passed, ${total('failed')} failed`)
  return total('failed') > 0 ? 1 : 0
})
