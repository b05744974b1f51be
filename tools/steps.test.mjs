import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { inParallel, runNode } from './steps.mjs'

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

it('stops a script and its children past the limit', async () => {
  const script = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' }); setInterval(() => 0, 1000)`
  const started = Date.now()
  const { status, output } = await runNode(['-e', script], { limitMs: 300 })
  expect(status).not.toBe(0)
  expect(output).toContain('Stopped after')
  expect(Date.now() - started).toBeLessThan(10_000)
})
