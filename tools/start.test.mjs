import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const start = (...args) => spawnSync(process.execPath, [join(import.meta.dirname, 'start.mjs'), ...args], { encoding: 'utf8' })

it.each([['--help'], ['--web', '-h'], ['my.lab.yaml', '--help']])('npm start -- %s %s says what there is, and starts nothing', (...args) => {
  const { status, stdout, stderr } = start(...args)
  expect([status, stderr]).toEqual([0, ''])
  for (const option of ['--web', '--electron', '--port', '--no-open', '--data']) expect(stdout).toContain(`\n  ${option} `)
})
