import { afterAll, expect, it } from 'vitest'
import type { SweepResult } from '../../contract/api-sweep.ts'
import { folderWith, hostdown, removeFolders } from './testing.ts'

afterAll(removeFolders)

const lab = {
  hostdown: 1,
  name: 'Tight',
  cluster: { ha: { admissionControl: { policy: 'clusterResourcePercentage' } } },
  hosts: ['a', 'b', 'c'].map((name) => ({ name, faultDomain: name === 'c' ? null : 'rack-1', cpu: { sockets: 1, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 16_384 })),
  vms: [
    { name: 'big', host: 'a', vcpus: 2, memoryMiB: 12_288, memoryReservationMiB: 12_288 },
    { name: 'small', count: 4, vcpus: 1, memoryMiB: 2048, memoryReservationMiB: 2048 },
  ],
  timeline: [{ at: '90s', do: 'host.powerOff', host: 'b' }],
} // prettier-ignore
const cwd = folderWith({ 'tight.lab.json': JSON.stringify(lab), 'wrong.lab.json': JSON.stringify({ ...lab, hosts: 'three' }) })

it('prints what becomes of each failure, the worst of them with the reasons, and what was promised', async () => {
  const { status, out, err } = await hostdown(['sweep', 'tight.lab.json', '--failures', '2'], { cwd })
  expect([status, err]).toEqual([0, ''])
  expect(out).toContain('Tight: host failures, one and two at a time at 1m, each run for 15m\n3 hosts, 5 VMs run before\n')
  expect(out).toMatch(/^a \+ b +\d+ +\d+ +0 /m)
  expect(out.match(/^(a|b|c)( \+ (b|c))? /gm)).toEqual(['a ', 'b ', 'c ', 'a + b ', 'a + c ', 'b + c '])
  expect(out).toMatch(/big: no host has room for it: too little unreserved memory \(2 hosts\), it has failed \(1 host\) \[HA-099, HA-101\]/)
  expect(out).toMatch(
    /Admission control \(Cluster resource percentage\) promised room for 1 failed host\. 3 of these .* in 1 of them not every VM runs again \(a\)/,
  )
})

it('prints all of it as one JSON object', async () => {
  const { status, out } = await hostdown(['sweep', 'tight.lab.json', '--failures=2', '--json', '--at', '30s', '--seed', '9'], { cwd })
  const result = JSON.parse(out) as SweepResult & { readonly seed: number }
  expect([status, result.seed, result.at, result.runMs, result.domain]).toEqual([0, 9, 30_000, 900_000, 'host'])
  expect(result.outcomes.map(({ failed }) => failed.join())).toEqual(['a', 'b', 'c', 'a,b', 'a,c', 'b,c'])
  expect(result.outcomes[3]).toMatchObject({ commands: [{ command: 'host.powerOff', arguments: { host: 'a' } }, { command: 'host.powerOff', arguments: { host: 'b' } }] })
  const worst = result.outcomes[result.worst[0] ?? -1]
  expect(worst?.lost[0]).toMatchObject({ vm: 'small-002', reason: 'insufficientResources' })
}) // prettier-ignore

it('takes other domains, and what is down at that time as down', async () => {
  const domains = await hostdown(['sweep', 'tight.lab.json', '--domain', 'faultDomain', '--json'], { cwd })
  expect((JSON.parse(domains.out) as SweepResult).outcomes).toMatchObject([{ failed: ['rack-1'], hosts: ['a', 'b'] }])
  const later = await hostdown(['sweep', 'tight.lab.json', '--at', '2m'], { cwd })
  expect(later.out).toContain('down already: b\n')
})

it('refuses what it cannot do', async () => {
  const errors = async (...argv: string[]) => {
    const { status, err } = await hostdown(['sweep', ...argv], { cwd })
    expect(status).toBe(2)
    return err
  }
  expect(await errors()).toMatch(/^hostdown sweep: missing LAB/)
  expect(await errors('tight.lab.json', '--failures', '3')).toBe('--failures: expected a whole number from 1 to 2, got "3"\n')
  expect(await errors('tight.lab.json', '--domain', 'rack')).toContain('--domain: expected host or faultDomain or datastore or network, got "rack"')
  expect(await errors('tight.lab.json', '--at', 'noon')).toContain('--at: expected a time')
  expect(await errors('wrong.lab.json')).toContain('hosts')
  expect(await errors('missing.lab.json')).toContain('no such file')
  const bare = folderWith({ 'bare.lab.json': JSON.stringify({ ...lab, hosts: lab.hosts.map(({ faultDomain: _, ...host }) => host) }) })
  const none = await hostdown(['sweep', 'bare.lab.json', '--domain', 'faultDomain'], { cwd: bare })
  expect([none.status, none.err]).toEqual([2, '--domain: there is no faultDomain in bare.lab.json that could fail at 1m\n'])
})
