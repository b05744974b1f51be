import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { digestOf, inParallel, runNode } from './steps.mjs'

let lines
beforeEach(() => {
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line) => lines.push(line))
})
afterEach(() => vi.restoreAllMocks())

const ok = (extra = {}) => ({ name: 'ok', run: async () => ({ passed: 1, failed: 0, output: '' }), ...extra })

it('runs what needs another after it, and the rest meanwhile', async () => {
  const order = []
  const step = (name, extra) => ({
    name,
    run: async () => {
      order.push(name)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return { passed: 1, failed: 0, output: '' }
    },
    ...extra,
  })
  const results = await inParallel([step('uses', { needs: ['build'] }), step('build', { id: 'build' }), step('other')], 2)
  expect(order).toEqual(['build', 'other', 'uses'])
  expect(results).toHaveLength(3)
})

it('fails what needs a failed step without running it', async () => {
  const run = vi.fn()
  const broken = { name: 'build', id: 'build', run: async () => ({ passed: 0, failed: 1, output: 'why' }) }
  const results = await inParallel([broken, { name: 'uses', needs: ['build'], run }, ok()], 2)
  expect(run).not.toHaveBeenCalled()
  expect(results.reduce((sum, result) => sum + result.failed, 0)).toBe(2)
  expect(lines.join('\n')).toContain('why')
})

it('says at the end what failed and why, in few lines, and what passed on the second try only', () => {
  const line = (i) => `      line ${i}`
  const long = Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n')
  const failures = Array.from({ length: 40 }, (_, i) => ({ title: `test ${i}`, error: long }))
  const digest = digestOf([
    { name: 'e2e', failed: 0, flaky: [{ title: 'slow', error: 'no clock' }] },
    { name: 'unit', failed: 40, failures, output: 'a flood' },
    { name: 'lint', failed: 1, output: long },
    { name: 'build', failed: 0, output: 'fine' },
  ])
  expect(digest.slice(0, 10)).toEqual([
    'passed on the second try: e2e',
    '  slow',
    '      no clock',
    'FAILED: unit',
    '  test 0',
    ...[0, 1, 2, 3].map(line),
    '      …',
  ])
  expect(digest).toContain('  … and 15 more')
  expect(digest.slice(-12)).toEqual(['FAILED: lint', ...[0, 1, 2, 3, 4].map(line), '      …', ...[25, 26, 27, 28, 29].map(line)])
  expect(digest.join('\n')).not.toMatch(/a flood|fine|test 25$/m)
})

it('stops a script and its children past the limit', async () => {
  const script = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' }); setInterval(() => 0, 1000)`
  const started = Date.now()
  const { status, output } = await runNode(['-e', script], { limitMs: 300 })
  expect(status).not.toBe(0)
  expect(output).toContain('Stopped after')
  expect(Date.now() - started).toBeLessThan(10_000)
})
