import { readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseLab, type Lab } from '../../contract/lab/index.ts'
import { reviewLab } from '../../contract/lab/review.ts'
import { entityFields } from '../../contract/value-fields.ts'
import { createSimulation } from '../../engine/index.ts'
import { misfitsOf } from '../../engine/testing/misfits.ts'
import { facts } from '../../knowledge/index.ts'
import { findLabs } from './find-labs.ts'
import { folderWith, hostdown, removeFolders } from './testing.ts'

afterAll(removeFolders)

const lab = `hostdown: 1
name: One host dies
cluster: { ha: {} }
hosts:
  - { name: a, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
  - { name: b, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
vms:
  - { name: vm1, host: a, vcpus: 2, memoryMiB: 3072 }
timeline:
  - { at: 60s, do: host.powerOff, host: a }
`

describe('check', () => {
  it('warns of facts that there are not, of what can never be, and of what comes after the end', async () => {
    const cwd = folderWith({
      'x.lab.yaml': `${lab}expect:\n  - { event: ha.hostStateChanged, to: failled, fact: HA-0411 }\n  - { at: 5m, vm: vm1, is: { power: onn } }\nuntil: 30s\n`,
    })
    const { status, out, err } = await hostdown(['check', 'x.lab.yaml'], { cwd })
    expect([status, err]).toEqual([0, ''])
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/^warning: expect\[0\]\.fact: there is no fact HA-0411 \(did you mean "HA-\d+"\?\) \(line 12\)$/),
      expect.stringMatching(/^warning: expect\[0\]\.to: .* never "failled" \(did you mean "failed"\?\) \(line 12\)$/),
      'warning: expect[1].is.power: power holds on, off, never "onn" (did you mean "on"?) (line 13)',
      'warning: until: the run ends at 30s, before its last command (host.powerOff at 1m) (line 14)',
      'warning: expect[1]: looks at 5m, after the end of the run (30s) (line 13)',
      '',
    ])
  })

  it('reads guided labs by their own keys, and leaves what they prove to `test`', async () => {
    const guided = readFileSync(join(import.meta.dirname, '../../../resources/guided/l01-first-failover.guided.yaml'), 'utf8')
    const cwd = folderWith({
      'l1.guided.yaml': guided,
      'l2.guided.yaml': guided.replace('host: esx-02 }\n  until: 6m', 'host: esx-99 }\n  until: 6m'),
    })
    expect(await hostdown(['check', 'l1.guided.yaml'], { cwd })).toEqual({ status: 0, out: 'ok\n', err: '' })
    expect(await hostdown(['check', '.'], { cwd })).toMatchObject({
      status: 2,
      err: expect.stringMatching(/^l2\.guided\.yaml: solution\.commands\[1\]\.host: no host named "esx-99".*\(line 58\)\n$/) as string,
    })
  })

  it('takes several labs and folders, says which one each line is about, and exits with 2 where one is refused', async () => {
    const cwd = folderWith({ 'a.lab.yaml': lab, 'b.lab.yaml': lab.replace('host: a, vcpus', 'host: d, vcpus'), 'c.lab.yaml': `${lab}limits: none\n` })
    expect(await hostdown(['check', '.'], { cwd })).toEqual({
      status: 2,
      out: `a.lab.yaml: ok\nc.lab.yaml: warning: limits: the configuration maximums of vSphere are lifted (line 11)\n2 of 3 labs are sound\n`,
      err: 'b.lab.yaml: vms[0].host: no host named "d" (line 8)\n',
    })
    expect(await hostdown(['check', 'a.lab.yaml', 'c.lab.yaml'], { cwd })).toMatchObject({ status: 0, out: expect.stringContaining('2 of 2 labs') })
    expect(await hostdown(['check', 'a.lab.yaml'], { cwd })).toEqual({ status: 0, out: 'ok\n', err: '' })
    expect(await hostdown(['check', 'z.lab.yaml', 'y'], { cwd })).toMatchObject({
      status: 2,
      err: 'z.lab.yaml: no such file or folder\ny: no such file or folder\n',
    })
    expect(await hostdown(['check', '.'], { cwd: folderWith({ 'notes.txt': '' }) })).toMatchObject({
      status: 2,
      err: expect.stringContaining('no lab'),
    })
  })

  it('says where the commands are listed when there is none of that name', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab.replace('do: host.powerOff', 'do: host.unplug') })
    const { status, err } = await hostdown(['check', 'x.lab.yaml'], { cwd })
    expect(status).toBe(2)
    expect(err).toMatch(
      /^timeline\[0\]\.do: no command named "host\.unplug" \(there are host\.powerOff, .*\); docs\/writing-labs\.md lists all \(line 10\)\n$/,
    )
  })
})

const root = join(import.meta.dirname, '../../..')
const labs = findLabs(['resources'], root).flatMap((path): { path: string; lab: Lab }[] => {
  const parsed = parseLab(readFileSync(join(root, path), 'utf8'))
  return parsed.ok ? [{ path, lab: parsed.lab }] : []
})

describe('the tables of values', () => {
  it('hold what the labs of the product log and show; conformance.test.ts looks at those that it plays', { timeout: 120_000 }, () => {
    const others = labs.filter(({ path }) => !path.split(sep).includes('conformance'))
    expect(others.length).toBeGreaterThan(10)
    expect(others.length).toBeLessThan(labs.length)
    const found = new Set<string>()
    for (const { lab: one } of others) {
      const simulation = createSimulation(one)
      simulation.runUntil(one.until)
      for (const misfit of misfitsOf(simulation)) found.add(misfit)
    }
    expect([...found]).toEqual([])
    expect(Object.keys(entityFields)).toEqual(['vm', 'host', 'datastore', 'pool', 'rule'])
  })

  it('find nothing in those labs, but that a value is clamped or means nothing where that is what a lab shows', () => {
    const found = labs.flatMap(({ path, lab: one }) => {
      const said: string[] = []
      reviewLab(one, { facts: facts.map(({ id }) => id) }, (at, message) => said.push(`${path}: ${at.join('.')}: ${message}`))
      return said
    })
    const shown = /clamped\.lab\.yaml: .* acts as \d+ \(|value-of-no-meaning\.lab\.yaml: .* the default counts/
    expect(found.filter((line) => !shown.test(line))).toEqual([])
  })
})
