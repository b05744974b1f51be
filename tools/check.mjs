// `npm run check`: types, lint, import rules, format, and the tests that a change can have broken. Under a minute.
// The change: what is not committed yet, or the last commit when all is; --since REF names another base.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureDeps, main, root, tool } from './bootstrap.mjs'
import { inParallel, linters, runNode, typesOf } from './steps.mjs'

const step = (name, ...args) => ({
  name,
  run: async () => {
    const { status, output } = await runNode(args)
    return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, output }
  },
})

function base(args) {
  const at = args.indexOf('--since')
  if (at >= 0 && args[at + 1]) return args[at + 1]
  const dirty = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' }).stdout?.trim()
  return dirty ? 'HEAD' : 'HEAD~1'
}

await main(async (args) => {
  ensureDeps()
  const results = await inParallel(
    [
      step('tests of what changed', tool('vitest/vitest.mjs'), 'run', '--passWithNoTests', '--reporter=dot', '--changed', base(args)),
      ...['renderer', 'pure', 'node', 'e2e'].map((project) => step(`types: ${project}`, ...typesOf(project))),
      ...linters.map(([name, args]) => step(`lint: ${name}`, ...args)),
      step('import rules', tool('dependency-cruiser/bin/dependency-cruiser.mjs'), 'src-main', 'src-renderer', '--config', '.dependency-cruiser.cjs'),
      step(
        'format (npm run format)',
        tool('prettier/bin/prettier.cjs'),
        '--check',
        '--log-level',
        'warn',
        '--cache',
        '--cache-location',
        join('node_modules', '.cache', 'prettier', 'cache'),
        '.',
      ),
    ],
    2,
  )
  return results.some((result) => result.failed > 0) ? 1 : 0
})
