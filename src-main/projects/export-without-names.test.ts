/** A project whose names were replaced: nothing of them is in its file, and its runs are runs. */
import { gunzipSync, inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { workroom } from './testing/rooms.ts'

/** Names of everything that has one, each with a word that is nowhere else. */
const secrets = ['acme', 'seoul', 'kilo', 'lima', 'mike', 'payroll', 'oracle', 'netapp', 'vlan', 'golden', 'finance', 'apart', 'licensed', '10.77', 'aa:bb', 'upgrade'] as const // prettier-ignore
const lab = `
# The data centre of acme
hostdown: 1
name: acme in seoul
nameKo: 아크메
description: what acme has
cluster:
  name: acme-cluster
  ha: { isolationResponse: powerOffAndRestart, advancedOptions: { das.isolationaddress0: 10.77.0.1 } }
  drs:
    automation: manual
    vmGroups: { licensed: [oracle] }
    hostGroups: { seoul-north: [esx-kilo, esx-lima] }
    rules:
      - { name: apart, type: separate, vms: [payroll-001, payroll-002] }
      - { name: licensed-here, type: shouldRunOn, vmGroup: licensed, hostGroup: seoul-north }
  resourcePools:
    - { name: finance }
networks:
  - { name: vlan-mgmt, kind: management, isolationAddresses: [10.77.0.1] }
  - { name: vlan-vmotion, kind: vmotion }
  - { name: vlan-vm, kind: vm }
datastores:
  - { name: netapp-1 }
  - { name: netapp-2 }
hosts:
  - { name: esx-kilo, faultDomain: seoul-1, cpu: { sockets: 2, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
  - { name: esx-lima, faultDomain: seoul-1, cpu: { sockets: 2, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
  - { name: esx-mike, faultDomain: seoul-2, cpu: { sockets: 2, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
vms:
  - { name: payroll, count: 3, host: esx-kilo, vcpus: 2, memoryMiB: 4096, resourcePool: finance, datastore: netapp-1, ha: { restartPriority: high } }
  - { name: oracle, host: esx-lima, nics: [{ network: vlan-vm, mac: 'aa:bb:00:00:00:01' }], vcpus: 2, memoryMiB: 8192, datastore: netapp-2 }
timeline:
  - { at: 30s, do: snapshot.create, vm: oracle, name: golden }
  - { at: 60s, do: host.powerOff, host: esx-kilo }
bookmarks:
  - { at: 60s, note: kilo goes }
expect:
  - { at: 5m, vm: payroll-001, is: { power: on } }
until: 10m
`

/** All text of the file, that of packed members too. */
function textOf(base64: string): string {
  const lines = gunzipSync(Buffer.from(base64, 'base64')).toString('utf8').trimEnd().split('\n')
  return lines
    .flatMap((line) => {
      const record = JSON.parse(line) as Record<string, unknown>
      const packed = ['eventText', 'viewText', ...(record['kind'] === 'keyframe' || record['kind'] === 'draftStep' ? ['text'] : [])]
      return [line, ...packed.map((key) => (typeof record[key] === 'string' && record[key] !== '' ? unpacked(record[key]) : ''))]
    })
    .join('\n')
}

function unpacked(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  return inflateSync(bytes).toString('utf8')
}

it('nothing of the names is in the file, and its runs go as far as those that were kept', async () => {
  const { room } = workroom()
  const opened = await room.invoke('open', { origin: { file: 'acme.lab.yaml' }, fileName: 'acme.lab.yaml', text: lab, folder: null })
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
  const { project } = opened.run
  if (project === null) throw new Error('it was not kept')
  await room.invoke('run.seek', { t: 400_000 })
  await room.invoke('run.seek', { t: 120_000 })
  await room.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'esx-mike' } })
  await room.invoke('run.command', { command: 'snapshot.create', arguments: { vm: 'oracle', name: 'before the upgrade' } })
  await room.invoke('run.bookmark', { note: 'mike goes' })
  await room.invoke('run.seek', { t: 500_000 })
  await room.invoke('design.edit', {
    project: project.id,
    edits: [{ do: 'rename', kind: 'host', name: 'esx-mike', to: 'esx-mike-of-acme' }],
  })

  const named = await room.invoke('project.export', { id: project.id })
  expect(secrets.filter((secret) => !textOf(named.base64).includes(secret))).toEqual([])
  const file = await room.invoke('project.export', { id: project.id, replaceNames: true })
  expect(file.fileName).toBe('Cluster.hostdown')
  const text = textOf(file.base64)
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
  expect(text).toContain('host-001')

  const { room: other } = workroom()
  const imported = await other.invoke('project.import', { fileName: 'Cluster.hostdown', base64: file.base64 })
  if (!imported.ok) throw new Error(JSON.stringify(imported.problems))
  expect(imported.project).toMatchObject({ name: 'Cluster', nameKo: null, hosts: 3, vms: 4, runs: 1, bookmarks: 0 })
  const again = await other.invoke('project.open', { id: imported.project.id })
  if (!again.ok) throw new Error('it does not open')
  const { branches } = again.run.status
  expect(branches.map(({ forkAt, reached, label }) => [forkAt, reached, label])).toEqual([
    [0, 400_000, ''],
    [120_000, 500_000, 'host.powerOff'],
  ])
  expect(again.run.status.recordedBy).toBeNull()
  const design = await other.invoke('design.open', { project: imported.project.id })
  expect(design.changed).toBe(true)
  expect(design.lab?.hosts).toHaveLength(3)
}, 60_000)
