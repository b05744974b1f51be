import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folderWith, hostdown, removeFolders, type Result } from './testing.ts'

afterAll(removeFolders)

const lab = `hostdown: 1
name: One host dies
cluster: { ha: {} }
hosts: [{ name: h, count: 3, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }]
vms: [{ name: vm1, host: h-001, vcpus: 2, memoryMiB: 3072 }]
timeline: [{ at: 60s, do: host.powerOff, host: h-001 }, { at: 10m, do: host.powerOn, host: h-001 }]
until: 15m
`

let cwd: string
let data: string
const cli = (...argv: string[]): Promise<Result> => hostdown([...argv, '--data', data], { cwd })

beforeAll(async () => {
  cwd = folderWith({ 'x.lab.yaml': lab })
  data = join(cwd, 'data')
  expect(await cli('run', 'x.lab.yaml', '--record', '--digest')).toMatchObject({
    status: 0,
    err: expect.stringContaining('recorded as run 1') as string,
  })
})

/** A copy of the data folder, changed behind Hostdown's back. */
function tampered(sql: string): string {
  const copy = folderWith({})
  const source = new Database(join(data, 'hostdown.sqlite'))
  source.exec(`VACUUM INTO '${join(copy, 'hostdown.sqlite').replaceAll("'", "''")}'`)
  source.close()
  const database = new Database(join(copy, 'hostdown.sqlite'))
  database.exec(sql)
  database.close()
  return copy
}

describe('replay', () => {
  it('gives the digest and the state as when it ran', async () => {
    const ran = await hostdown(['run', 'x.lab.yaml', '--digest', '--state'], { cwd })
    const again = await cli('replay', '--run', '1', '--digest', '--state')
    expect(again.status).toBe(0)
    expect(again.out.trim().split('\n').sort()).toEqual(ran.out.trim().split('\n').sort())
  })

  it('seeks through the keyframes of the store', async () => {
    for (const [t, until] of [
      ['0s', '0s'],
      ['59s', '59s'],
      ['1:18', '78s'],
      ['0:01:28.0', '88s'],
      ['14m', '14m'],
    ] as const) {
      const ran = await hostdown(['run', 'x.lab.yaml', '--state', '--until', until], { cwd })
      expect((await cli('replay', '--run', '1', '--state', '--seek', t)).out, t).toBe(ran.out)
    }
  })

  it('lists the runs, and says what it needs', async () => {
    expect((await cli('replay')).out).toMatch(/^1\tOne host dies\tto 15:00.000\t20\d\d-\d\d-\d\d \d\d:\d\dZ\n/)
    expect(await cli('replay', '--run', '1')).toMatchObject({ status: 2, err: expect.stringContaining('--digest or --state') as string })
    expect(await cli('replay', '--run', '9', '--digest')).toMatchObject({ status: 2, err: expect.stringContaining('no such run') as string })
    const nowhere = await hostdown(['replay', '--data', join(cwd, 'nowhere'), '--run', '1', '--digest'], { cwd })
    expect(nowhere).toMatchObject({ status: 2, err: expect.stringContaining('nowhere') as string })
  })

  it('says where a run parts from its record', async () => {
    const copy = tampered(`UPDATE keyframes SET digest = 'f' || substr(digest, 2)`)
    const changed = await hostdown(['replay', '--data', copy, '--run', '1', '--digest'], { cwd })
    expect(changed).toMatchObject({ status: 3, out: '', err: expect.stringContaining('does not repeat as it was recorded') as string })
    const command = tampered(`INSERT INTO commands (branch, turn, t, command, args) VALUES (1, 1, 61000, 'host.powerOff', '{"host":"h-002"}')`)
    const other = await hostdown(['replay', '--data', command, '--run', '1', '--digest'], { cwd })
    expect(other.status).toBe(3)
    expect(other.err).toMatch(/event \d+ was /)
  })

  it('prints what another engine recorded', async () => {
    const copy = tampered('UPDATE branches SET engine_version = 0')
    const ran = await hostdown(['run', 'x.lab.yaml', '--digest'], { cwd })
    const recorded = await hostdown(['replay', '--data', copy, '--run', '1', '--digest'], { cwd })
    expect(recorded).toMatchObject({ status: 0, out: ran.out, err: expect.stringContaining('engine 0 recorded this run') as string })
    const state = await hostdown(['replay', '--data', copy, '--run', '1', '--seek', '80s', '--state'], { cwd })
    expect(JSON.parse(state.out)).toMatchObject({ t: 80_000, hosts: { 'h-001': { power: 'off' } }, vms: { vm1: { restarts: 0 } } })
  })

  it('reads while a window has the folder open', async () => {
    const holder = new Worker(
      `const Database = require(${JSON.stringify(join(process.cwd(), 'node_modules', 'better-sqlite3'))});
      const { workerData, parentPort } = require('node:worker_threads');
      const database = new Database(workerData); database.exec('BEGIN IMMEDIATE'); parentPort.postMessage('held');
      parentPort.once('message', () => { database.close(); parentPort.close() })`,
      { eval: true, workerData: join(data, 'hostdown.sqlite') },
    )
    await new Promise((resolve) => holder.once('message', resolve))
    expect((await cli('replay', '--run', '1', '--digest')).status).toBe(0)
    holder.postMessage('done')
    await new Promise((resolve) => holder.once('exit', resolve))
  })
})
