// `npm run check`: types, lint, import rules, and of what changed its format and the tests that it can have broken. Under a minute.
// The change: what is not committed yet, or the last commit when all is; --since REF names another base.
import { spawnSync } from 'node:child_process'
import { ensureDeps, main, root, tool } from './bootstrap.mjs'
import { inParallel, linters, runNode, typeProjects, typesOf } from './steps.mjs'

const step = (name, ...args) => ({
  name,
  run: async () => {
    const { status, output } = await runNode(args)
    return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, output }
  },
})

const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout ?? ''

function base(args) {
  const at = args.indexOf('--since')
  if (at >= 0 && args[at + 1]) return args[at + 1]
  return git('status', '--porcelain').trim() ? 'HEAD' : 'HEAD~1'
}

/** More have no room in a command line of Windows. */
const FILES_MAX = 300

/** All files take Prettier a minute. What it does not know or is told to leave alone it leaves out itself. */
function formatted(since) {
  const listed = git('diff', '--name-only', '--diff-filter=d', '--relative', '-z', since) + git('ls-files', '--others', '--exclude-standard', '-z')
  const files = listed.split('\0').filter(Boolean)
  return files.length > FILES_MAX ? ['.'] : files
}

await main(async (args) => {
  ensureDeps()
  const since = base(args)
  const files = formatted(since)
  const results = await inParallel(
    [
      step('tests of what changed', tool('vitest/vitest.mjs'), 'run', '--passWithNoTests', '--reporter=dot', '--changed', since),
      ...typeProjects.map(({ project, ...order }) => ({ ...step(`types: ${project}`, ...typesOf(project)), ...order })),
      ...linters.map(([name, args]) => step(`lint: ${name}`, ...args)),
      step('import rules', tool('dependency-cruiser/bin/dependency-cruiser.mjs'), 'src-main', 'src-renderer', '--config', '.dependency-cruiser.cjs'),
      ...(files.length > 0
        ? [step('format (npm run format)', tool('prettier/bin/prettier.cjs'), '--check', '--ignore-unknown', '--log-level', 'warn', ...files)]
        : []),
    ],
    2,
  )
  return results.some((result) => result.failed > 0) ? 1 : 0
})
