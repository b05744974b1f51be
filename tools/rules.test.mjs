// The import rules must bite: files that break each of them, and the rule that has to say so. Those of the linters: lint.test.mjs.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { node24, root, tool } from './bootstrap.mjs'

describe('import rules', () => {
  const cruise = (files) => {
    const folder = mkdtempSync(join(tmpdir(), 'hostdown-rules-'))
    try {
      const all = { ...files, 'package.json': '{"type":"module"}', 'tsconfig.base.json': '{}' }
      for (const [name, text] of Object.entries(all)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), text)
      }
      const args = [
        tool('dependency-cruiser/bin/dependency-cruiser.mjs'),
        '.',
        '--config',
        join(root, '.dependency-cruiser.cjs'),
        '--output-type',
        'json',
      ]
      const { stdout } = spawnSync(node24(), args, { cwd: folder, encoding: 'utf8' })
      return JSON.parse(stdout).summary.violations.map((violation) => violation.rule.name)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const empty = 'export const a = 1\n'
  const from = (path) => `export { a } from '${path}'\n`

  it('finds what each forbids, and only that', () => {
    const violations = cruise({
      'src-main/contract/api.ts': empty,
      'src-main/engine/core/turn.ts': from('../../contract/api.ts'),
      'src-main/engine/modules/ha/index.ts': from('../drs/index.ts'),
      'src-main/engine/modules/drs/index.ts': from('../../core/turn.ts'),
      'src-main/engine/modules/ha/policy/order.ts': from('../../../core/turn.ts'),
      'src-main/engine/testing/swarm.ts': empty,
      'src-main/engine/index.ts': from('./testing/swarm.ts'),
      'src-main/engine/index.test.ts': from('./testing/swarm.ts'),
      'src-main/runs/run.ts': from('../engine/core/turn.ts'),
      'src-main/expectations/judge.ts': "import { readFileSync } from 'node:fs'\nexport const a = readFileSync\n",
      'src-renderer/stores/run.ts': from('../../src-main/runs/run.ts'),
      'src-renderer/stores/loop-a.ts': from('./loop-b.ts'),
      'src-renderer/stores/loop-b.ts': from('./loop-a.ts'),
    })
    expect(violations.sort()).toEqual([
      'module-never-another-module',
      'no-circular',
      'packages-pure',
      'policy-is-pure',
      'testing-only-for-tests-and-cli',
      'window-knows-only-the-contract',
      'zone-engine-face',
      'zone-runs',
    ])
  })
})
