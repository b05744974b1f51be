import { mkdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { LabEvent } from '../../contract/events.ts'
import { eventFields } from '../../contract/events.ts'
import { folderWith, hostdown, removeFolders } from './testing.ts'

afterAll(removeFolders)

/** Three hosts, one dies at 60 s: its VM restarts at 78 s and runs at 88 s. */
const lab = `hostdown: 1
name: One host dies
cluster: { ha: {} }
hosts:
  - { name: a, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
  - { name: b, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
  - { name: c, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
vms:
  - { name: vm1, host: a, vcpus: 2, memoryMiB: 3072 }
timeline:
  - { at: 60s, do: host.powerOff, host: a }
until: 5m
`

const events = (out: string): LabEvent[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LabEvent)

describe('run', () => {
  it('prints the log, one event a line with the keys of the contract in their order', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab })
    const { status, out, err } = await hostdown(['run', 'x.lab.yaml'], { cwd })
    expect([status, err]).toEqual([0, ''])
    const log = events(out)
    expect(log.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['command.received', 'host.failed', 'ha.hostStateChanged', 'ha.restartAttempted', 'vm.poweredOn']),
    )
    for (const event of log) {
      expect(Object.keys(event)).toEqual(['t', 'seq', 'type', 'causedBy', ...eventFields[event.type], ...(event.why === undefined ? [] : ['why'])])
      if (event.why !== undefined) expect(Object.keys(event.why)).toEqual(['decision', 'facts', 'inputs', 'rejected', 'text'])
    }
    expect(log.find(({ type }) => type === 'vm.poweredOn')).toMatchObject({ t: 88_000, vm: 'vm1', cause: 'ha' })
  })

  it('prints the state at the end, the digest, or both after the events', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab })
    const state = await hostdown(['run', 'x.lab.yaml', '--state', '--until', '70'], { cwd })
    expect(JSON.parse(state.out)).toMatchObject({ t: 70_000, hosts: { a: { power: 'off' } }, vms: { vm1: { power: 'off', host: 'a' } } })
    const digest = await hostdown(['run', 'x.lab.yaml', '--digest'], { cwd })
    expect(digest.out).toMatch(/^[0-9a-f]{64}\n$/)
    expect((await hostdown(['run', 'x.lab.yaml', '--digest'], { cwd })).out).toBe(digest.out)
    const all = (await hostdown(['run', 'x.lab.yaml', '--events', '--state', '--digest'], { cwd })).out.trimEnd().split('\n')
    expect(`${all.at(-1)}\n`).toBe(digest.out)
    expect(JSON.parse(all.at(-2) ?? '')).toMatchObject({ t: 300_000, vms: { vm1: { power: 'on' } } })
  })

  it('stops at --until, which may be the very start', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab })
    expect((await hostdown(['run', 'x.lab.yaml', '--until', '0ms'], { cwd })).out).toBe('')
    const cut = events((await hostdown(['run', 'x.lab.yaml', '--until', '1m'], { cwd })).out)
    expect(cut.map(({ t }) => t).every((t) => t === 60_000)).toBe(true)
    expect(cut.map(({ type }) => type)).toContain('host.failed')
  })

  it('writes for people with --format text, in colour only on a terminal without NO_COLOR', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab })
    const argv = ['run', 'x.lab.yaml', '--format', 'text']
    const plain = await hostdown(argv, { cwd })
    expect(plain.out).toMatch(/^ +01:18\.000 ✖ a is declared failed/m)
    expect(plain.out).toMatch(/^ {15}\S.*\[HA-041, HA-043\]$/m)
    expect(plain.out).toMatch(/^ +01:28\.000 ✔ vm1 runs again on [bc]/m)
    expect(plain.out).not.toContain('\u001b')
    expect((await hostdown(argv, { cwd, isTty: true })).out).toContain('\u001b[31m')
    expect((await hostdown(argv, { cwd, isTty: true, env: { NO_COLOR: '1' } })).out).toBe(plain.out)
  })

  it('warns when it ends with a restart open', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab })
    const { status, err } = await hostdown(['run', 'x.lab.yaml', '--digest', '--until', '80s'], { cwd })
    expect([status, err]).toEqual([0, 'warning: the run ends at 1m20s with 1 HA restart (vm1: attempted) still open\n'])
  })

  it('shows how far it is on a terminal, once it takes long', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab })
    const slow = await hostdown(['run', 'x.lab.yaml', '--digest'], { cwd, isTty: true, tickMs: 600 })
    expect(slow.err.replaceAll(/\d+ events/g, 'N events')).toBe('\r\u001b[K100%  05:00.000 of 05:00.000  N events\r\u001b[K')
    expect((await hostdown(['run', 'x.lab.yaml', '--digest'], { cwd, isTty: true })).err).toBe('')
    expect((await hostdown(['run', 'x.lab.yaml', '--digest'], { cwd, tickMs: 600 })).err).toBe('')
  })

  it('ends quietly when the reader has gone', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab })
    expect(await hostdown(['run', 'x.lab.yaml'], { cwd, closesAfter: 0 })).toEqual({ status: 0, out: '', err: '' })
  })
})

describe('bad input', () => {
  it('lists all errors of a lab at once, with path and line', async () => {
    const wrong = lab
      .replace('host: a, vcpus', 'host: d, vcpuss')
      .replace('do: host.powerOff', 'do: host.poweroff')
      .replace('name: b, cpu', 'name: a, cpu')
    const cwd = folderWith({ 'x.lab.yaml': wrong })
    for (const command of ['run', 'check']) {
      const { status, out, err } = await hostdown([command, 'x.lab.yaml'], { cwd })
      expect([status, out]).toEqual([2, ''])
      expect(err).toMatch(/^vms\[0\]\.host: .*"d".* \(line 9\)$/m)
      expect(err).toMatch(/^vms\[0\]\.vcpuss: .*\(did you mean "vcpus"\?\) \(line 9\)$/m)
      expect(err).toMatch(/^timeline\[0\]\.do: .*host\.powerOff.* \(line 11\)$/m)
      expect(err.trimEnd().split('\n').length).toBeGreaterThanOrEqual(4)
    }
  })

  it('refuses what is no lab in one line', async () => {
    const cwd = folderWith({ huge: '', binary: new Uint8Array([1, 0, 2]), text: 'hello', broken: 'a: [1,\nb: }' })
    truncateSync(join(cwd, 'huge'), 500_000_000)
    mkdirSync(join(cwd, 'dir'))
    for (const name of ['huge', 'binary', 'text', 'broken', 'dir', 'none']) {
      const { status, out, err } = await hostdown(['run', name], { cwd })
      expect([name, status, out]).toEqual([name, 2, ''])
      expect(err.trimEnd().split('\n')).toHaveLength(1)
    }
  })
})

describe('check', () => {
  it('says ok, or prints the warnings', async () => {
    const cwd = folderWith({ 'good.lab.yaml': lab, 'odd.lab.yaml': lab.replace('ha: {}', 'ha: { advancedOptions: { das.nosuchoption: 1 } }') })
    expect(await hostdown(['check', 'good.lab.yaml'], { cwd })).toEqual({ status: 0, out: 'ok\n', err: '' })
    const odd = await hostdown(['check', 'odd.lab.yaml'], { cwd })
    expect(odd.status).toBe(0)
    expect(odd.out).toMatch(/^warning: cluster\.ha\.advancedOptions\.das\.nosuchoption: .* \(line 3\)\n$/)
  })

  it('prints warnings beside errors', async () => {
    const cwd = folderWith({ 'odd.lab.yaml': lab.replace('ha: {}', 'ha: { hostMonitoring: maybe, advancedOptions: { das.nosuchoption: 1 } }') })
    const { status, out, err } = await hostdown(['check', 'odd.lab.yaml'], { cwd })
    expect(status).toBe(2)
    expect(err).toMatch(/^cluster\.ha\.hostMonitoring: expected true or false, got "maybe" \(line 3\)\n$/)
    expect(out).toMatch(/^warning: cluster\.ha\.advancedOptions\.das\.nosuchoption: .* \(line 3\)\n$/)
  })
})

describe('explain', () => {
  it('prints the chain from the command to the restart, each step with time, sentence, fact and source', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab })
    const { status, out } = await hostdown(['explain', 'x.lab.yaml', '--at', '5m', '--vm', 'vm1'], { cwd })
    expect(status).toBe(0)
    const steps = out.split('\n').filter((line) => /^ +\d\d:\d\d\.\d{3} +\+/.test(line))
    expect(steps[0]).toMatch(/01:00\.000 +\+0 s/)
    expect(steps.at(-1)).toMatch(/01:28\.000 +\+28 s {2}vm1 runs again on [bc]/)
    expect(steps.some((line) => /01:18\.000 +\+18 s {2}a is declared failed/.test(line))).toBe(true)
    expect(steps.length).toBeLessThanOrEqual(12)
    expect(out).toMatch(/^ {25}HA-041 .+ \((sourced|derived|recalled|choice|model): .+\)$/m)
  })

  it('explains a VM and a host in one call, and says where nothing has happened', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab })
    const { out } = await hostdown(['explain', 'x.lab.yaml', '--at', '30s', '--vm', 'vm1', '--host', 'a'], { cwd })
    expect(out).toBe(
      'vm1 at 00:30.000\n  nothing has changed it since the start of the run\n\na at 00:30.000\n  nothing has changed it since the start of the run\n',
    )
  })

  it('tells what a host took over, and why it came to that host', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab })
    const { out } = await hostdown(['explain', 'x.lab.yaml', '--at', '5m', '--host', 'b'], { cwd })
    expect(out).toMatch(
      /^b at 05:00\.000\n[\s\S]*a is declared failed[\s\S]*took over 1 VM\n[\s\S]*vm1 runs again on b: restarted by vSphere HA\n[\s\S]*not c: it is as good/,
    )
    expect(out).toMatch(/^ +b is chosen for attempt 1 of vm1.*\[HA-101/m)
    expect((await hostdown(['explain', 'x.lab.yaml', '--at', '80s', '--host', 'b'], { cwd })).out).not.toContain('took over')
    expect((await hostdown(['explain', 'x.lab.yaml', '--at', '5m', '--host', 'a'], { cwd })).out).not.toContain('took over')
  })

  it('guesses what a wrong name was meant to be', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab })
    const { status, err } = await hostdown(['explain', 'x.lab.yaml', '--at', '5m', '--vm', 'vm2'], { cwd })
    expect([status, err]).toEqual([2, '--vm: no VM named "vm2" (did you mean "vm1"?)\n'])
  })
})

describe('test', () => {
  const expecting = (...lines: string[]): string => `${lab}expect:\n${lines.map((line) => `  - ${line}\n`).join('')}`
  const declared = '{ event: ha.hostStateChanged, host: a, to: failed, between: [77s, 79s], fact: HA-041 }'

  it('prints a line for each lab that expects something, and a summary', async () => {
    const cwd = folderWith({ 'a.lab.yaml': expecting(declared, '{ at: 5m, vm: vm1, is: { power: on } }'), 'b.lab.yaml': lab, 'notes.txt': 'x' })
    const { status, out } = await hostdown(['test', '.'], { cwd })
    expect(status).toBe(0)
    expect(out).toMatch(
      /^ok {5}a\.lab\.yaml \(2\)\nskip {3}b\.lab\.yaml \(it has no expect: block\)\n1 of 1 labs hold, 2 expectations, \d+\.\d s, 1 skipped\n$/,
    )
  })

  it('says of each failing expectation what happened instead, and exits with 1', async () => {
    const cwd = folderWith({
      'a.lab.yaml': expecting(declared.replace('[77s, 79s]', '[20s, 30s]'), '{ at: 5m, vm: vm1, is: { power: off } }', '{ never: vm.reset }'),
    })
    const { status, out } = await hostdown(['test', 'a.lab.yaml'], { cwd })
    expect(status).toBe(1)
    expect(out).toContain('FAIL   a.lab.yaml (2 of 3)\n')
    expect(out).toContain('expect[0] event: ha.hostStateChanged, host: a, to: failed, between: [20s, 30s] [HA-041]\n')
    expect(out).toMatch(/^ {9}none from 20s to 30s: nearest .*1m18s ha\.hostStateChanged \(host "a", to "failed"\): 1m18s is outside the window/m)
    expect(out).toContain('at 5m, vm "vm1": power is "on", wanted "off"')
    expect(out).toContain('0 of 1 labs hold')
  })

  it('wants a lab with checkFails to report exactly these paths', async () => {
    const refused = (paths: string): string => `${lab.replace('host: a, vcpus', 'host: d, vcpus')}checkFails: ${paths}\n`
    const cwd = folderWith({
      'exact.lab.yaml': refused('["vms[0].host"]'),
      'more.lab.yaml': refused('["vms[0].host", name]'),
      'other.lab.yaml': refused('[]'),
    })
    expect((await hostdown(['test', 'exact.lab.yaml'], { cwd })).status).toBe(0)
    expect(await hostdown(['test', 'more.lab.yaml'], { cwd })).toMatchObject({
      status: 1,
      out: expect.stringContaining('check does not report name'),
    })
    expect(await hostdown(['test', 'other.lab.yaml'], { cwd })).toMatchObject({
      status: 1,
      out: expect.stringContaining('check also reports vms[0].host'),
    })
    const fine = folderWith({ 'fine.lab.yaml': `${lab}checkFails: [name]\n` })
    expect((await hostdown(['test', 'fine.lab.yaml'], { cwd: fine })).status).toBe(1)
  })

  it('goes on after a lab that does not parse, and exits with 2', async () => {
    const cwd = folderWith({ 'a.lab.yaml': 'hostdown: 2', 'b.lab.yaml': expecting(declared) })
    const { status, out } = await hostdown(['test', '.'], { cwd })
    expect(status).toBe(2)
    expect(out).toMatch(/^BAD {4}a\.lab\.yaml\n {7}hostdown: /)
    expect(out).toContain('ok     b.lab.yaml (1)\n')
    expect(out).toContain('1 could not be judged')
  })

  it('is not content with finding nothing to judge', async () => {
    const cwd = folderWith({ 'a.lab.yaml': lab })
    expect(await hostdown(['test', '.'], { cwd })).toMatchObject({ status: 2, err: 'no lab below these paths has an expect: block\n' })
    expect(await hostdown(['test', 'x', 'y'], { cwd })).toMatchObject({ status: 2, err: 'x: no such file or folder\ny: no such file or folder\n' })
    expect(await hostdown(['test', '.', '--break', 'HA-041'], { cwd })).toMatchObject({ status: 2, err: 'no lab below these paths cites HA-041\n' })
  })

  it('goes red where a fact that is cited is broken, and leaves the other labs out', async () => {
    const cwd = folderWith({ 'cites.lab.yaml': expecting(declared), 'other.lab.yaml': expecting('{ event: host.failed, host: a }') })
    const { status, out } = await hostdown(['test', '.', '--break', 'ha-041'], { cwd })
    expect(status).toBe(1)
    expect(out).toMatch(/^FAIL {3}cites\.lab\.yaml \(1 of 1\)/)
    expect(out).toContain('HA-041 broken: 1 of 1 labs that cite it went red')
    expect(out).not.toContain('other.lab.yaml')
    expect(out).toContain('1 skipped (they do not cite HA-041)')
    expect(await hostdown(['test', '.', '--break', 'HA-001'], { cwd })).toMatchObject({
      status: 2,
      err: expect.stringMatching(/^--break: HA-001 has no constant/),
    })
  })
})
