// Runs the steps of `npm test` and `npm run check`: a few at a time, each with a limit, its output kept until it ends.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { childEnv, node24, root, tool } from './bootstrap.mjs'

const limitMsDefault = 540_000

/** What V8 made of each file: threads and processes of tests load the same hundreds of files again and again. */
const compiled = join(root, 'node_modules', '.cache', 'compiled')

/** In this order: the declarations of the pure zones are what the others read. */
export const typeProjects = [
  { project: 'pure', id: 'types: pure' },
  ...['renderer', 'node', 'e2e'].map((project) => ({ project, needs: ['types: pure'] })),
]

/**
 * What checks the types of a `tsconfig.*.json`: TypeScript 7, in a third to a half of the time of 6. One thread: the other lane has a core of its own.
 */
export const typesOf = (project) =>
  project === 'renderer'
    ? [join(root, 'tools', 'vue-types.mjs'), '-p', 'tsconfig.renderer.json']
    : [tool('typescript-native/bin/tsc'), '--singleThreaded', '-p', `tsconfig.${project}.json`]

/** What lints: modules are oxlint's, which is done with all of them before ESLint has read its rules; components are ESLint's. */
export const linters = [
  [
    'components',
    [tool('eslint/bin/eslint.js'), '.', '--max-warnings', '0', '--cache', '--cache-location', join('node_modules', '.cache', 'eslint', 'cache')],
  ],
  ['modules', [tool('oxlint/bin/oxlint'), '--config', 'oxlint.config.js', '--deny-warnings', '.']],
]

/** Runs a script on the pinned Node. Resolves with `{ status, output }`; past the limit it and its children are killed. */
export function runNode(args, { limitMs = limitMsDefault, env: more = {} } = {}) {
  return new Promise((resolve) => {
    const detached = process.platform !== 'win32'
    const env = childEnv({ INIT_CWD: root, NODE_COMPILE_CACHE: compiled, ...more })
    const child = spawn(node24(), args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached })
    let output = ''
    const keep = (text) => (output += text)
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    const end = () => {
      try {
        // The whole group: a killed runner would leave its browsers and servers behind.
        if (detached) process.kill(-child.pid, 'SIGKILL')
        else child.kill('SIGKILL')
      } catch {
        // It has ended in the meantime.
      }
    }
    const timer = setTimeout(() => {
      output += `\nStopped after ${limitMs / 1000} s\n`
      end()
    }, limitMs)
    process.once('exit', end)
    const done = (status) => {
      clearTimeout(timer)
      process.off('exit', end)
      // Some tools colour whatever they are told.
      resolve({ status, output: stripVTControlCharacters(output) })
    }
    child.once('error', (error) => {
      output += error.message
      done(1)
    })
    child.once('close', (status) => done(status ?? 1))
  })
}

/**
 * Runs `{ name, id?, needs?, run }` at most `width` at a time, in the order given as far as `needs` allow. A step whose need failed
 * fails too, without being run. Prints a line for each, with the output of those that failed.
 */
export async function inParallel(steps, width) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))
  const waiting = [...steps]
  const known = new Set(steps.map((step) => step.id).filter(Boolean))
  const ended = new Map()
  const results = []
  const ready = (step) => (step.needs ?? []).every((need) => !known.has(need) || ended.has(need))
  let wake = () => {}

  async function lane() {
    while (waiting.length > 0) {
      const index = waiting.findIndex(ready)
      if (index < 0) {
        await new Promise((resolve) => {
          const before = wake
          wake = () => (before(), resolve())
        })
        continue
      }
      const [step] = waiting.splice(index, 1)
      const result = await runStep(step)
      results.push(result)
      if (step.id) ended.set(step.id, result)
      wake()
      wake = () => {}
    }
  }

  async function runStep(step) {
    const started = Date.now()
    const broken = (step.needs ?? []).find((need) => ended.get(need)?.failed > 0)
    const result = broken ? { passed: 0, failed: 1, output: `not run: ${broken} failed` } : await step.run()
    const mark = result.skipped && !result.failed ? 'skipped' : result.failed > 0 ? 'FAILED' : 'ok'
    const count = result.passed + result.failed > 1 ? ` (${result.passed} passed, ${result.failed} failed)` : ''
    console.log(`${mark.padEnd(8)}${step.name}${count}, ${((Date.now() - started) / 1000).toFixed(1)} s`)
    if (result.failed > 0) console.log(indent(result.output))
    return { name: step.name, ...result }
  }

  await Promise.all(Array.from({ length: width }, lane))
  return results
}

const FAILURES_SHOWN = 25

/**
 * What failed and why, in few lines, to stand at the end where a log that was cut still has it. Of steps that name no test, the beginning and
 * the end of what they said. Tests that passed only on a second try are named too.
 */
export function digestOf(results) {
  const lines = []
  const list = (name, word, tests) => {
    lines.push(`${word}: ${name}`)
    for (const { title, error } of tests.slice(0, FAILURES_SHOWN)) lines.push(`  ${title}`, ...brief(error))
    if (tests.length > FAILURES_SHOWN) lines.push(`  … and ${tests.length - FAILURES_SHOWN} more`)
  }
  for (const { name, flaky = [] } of results) if (flaky.length > 0) list(name, 'passed on the second try', flaky)
  for (const { name, failed, failures = [], output = '' } of results) {
    if (failed === 0) continue
    if (failures.length > 0) list(name, 'FAILED', failures)
    else lines.push(`FAILED: ${name}`, ...brief(output, 5, 5))
  }
  return lines
}

/** The first lines of a text, and its last: a tool that is stopped says so there. */
function brief(text, first = 4, last = 1) {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const shown = lines.length > first + last + 1 ? [...lines.slice(0, first), '…', ...lines.slice(-last)] : lines
  return shown.map((line) => `      ${line.length > 240 ? `${line.slice(0, 240)}…` : line}`)
}

/** The end says most; a flood is cut at its beginning. */
function indent(text) {
  const lines = text.trimEnd().split('\n')
  const shown = lines.length > 400 ? [`… ${lines.length - 400} lines before`, ...lines.slice(-400)] : lines
  return shown.map((line) => `        ${line}`).join('\n')
}
