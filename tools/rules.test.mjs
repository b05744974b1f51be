// The rules must bite: code that breaks each of them, and the rule that has to say so.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { node24, root, tool } from './bootstrap.mjs'

describe('determinism bans', () => {
  const lint = async (code, filePath) => {
    const [result] = await new ESLint({ cwd: root }).lintText(code, { filePath: join(root, filePath) })
    return result.messages.map((message) => message.ruleId)
  }
  const banned = [
    'export const a = Date.now()',
    'export const a = new Date(0)',
    'export const a = Math.random()',
    'export const a = (x: number) => x ** 2',
    'export const a = (x: number) => Math.sin(x)',
    'const { log } = Math; export const a = log(1)',
    'export const a = (x: string, y: string) => x.localeCompare(y)',
    'export const a = (x: number) => x.toLocaleString()',
    'export const a = Intl.NumberFormat',
    'export async function a() {}',
    'export const a = Promise.resolve(1)',
    'export function a(x: object) { for (const key in x) return key; return null }',
    'export const a = (x: string[]) => x.sort()',
    'export const a = (x: object) => structuredClone(x)',
    'export const a = crypto.randomUUID()',
    'let a = 1; export const next = () => a++',
    'export let a = 1; a = 2',
  ]
  it.each(banned)('%s', async (code) => {
    const rules = await lint(code, 'src-main/engine/core/sample.ts')
    expect(rules.filter((rule) => rule === 'no-restricted-syntax' || rule === 'no-restricted-globals')).not.toEqual([])
    expect(await lint(code, 'src-main/shells/web/sample.ts')).toEqual([])
  })

  it('leaves exact arithmetic alone', async () => {
    const code = 'export const a = (x: readonly number[]) => [...x].sort((p, q) => p - q).map((y) => Math.floor(Math.sqrt(y) * Math.PI))'
    expect(await lint(code, 'src-main/engine/core/sample.ts')).toEqual([])
  })
})

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
