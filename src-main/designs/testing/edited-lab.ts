/** A lab for tests of edits, and what becomes of it. */
import { expect } from 'vitest'
import type { DesignEdit } from '../../contract/api-design.ts'
import { applyEdits } from '../apply.ts'
import type { LabDocument } from '../lab-document.ts'
import { readDocument } from '../read.ts'
import { judge, labOf } from '../view.ts'

export function open(text: string): LabDocument {
  const read = readDocument(text, 'a.lab.yaml')
  if (!('document' in read)) throw new Error(read.problem.message)
  return read.document
}

/** What edits make of a text, that it is what is kept in memory, and that notes are said in Korean as well. */
export function edited(text: string, ...edits: DesignEdit[]) {
  const document = open(text)
  const applied = applyEdits(text, document, 'a.lab.yaml', edits)
  if (applied.document === null) throw new Error('no document')
  // What is kept in memory is what the text says.
  expect(open(applied.text).data).toEqual(applied.document.data)
  const notes = applied.notes.map(({ en }) => en)
  for (const { ko } of applied.notes) expect(ko).toMatch(/[가-힣]/)
  return {
    text: applied.text,
    document: applied.document,
    notes,
    lab: labOf(applied.document.data),
    problems: judge(applied.document, null).problems,
  }
}

/** A lab with one of everything, and comments in every place. */
export const lab = `# A lab of ours
hostdown: 1
name: Ours   # the name
cluster:
  name: Cluster
  # Settings that we agreed on
  ha: { isolationResponse: powerOffAndRestart }   # see the minutes
  drs:
    automation: fullyAutomated
    vmGroups: { databases: [db-01, db-02], all: [db-01, db-02, web] }
    hostGroups:
      left: [esx-01]   # the old room
      right: [esx-02, esx-03]
    rules:
      - { name: apart, type: separate, vms: [db-01, db-02] }
      - { name: licence, type: mustRunOn, vmGroup: databases, hostGroup: left }
  resourcePools:
    - { name: prod, cpuShares: high }
    - { name: gold, parent: prod }

networks:
  - { name: mgmt, kind: management }
  - { name: vmotion, kind: vmotion }
  - { name: vms, kind: vm }
  - { name: dmz, kind: vm }

datastores:
  - { name: ds-01 }
  - { name: ds-02, hosts: [esx-01, esx-02] }

# The hosts

hosts:
  # bought in 2021
  - { name: esx-01, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 262144 }
  - { name: esx-02, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 262144 }   # spare parts in the cellar
  # bought in 2024
  - name: esx-03
    cpu: { sockets: 2, coresPerSocket: 24, mhz: 2600 }
    memoryMiB: 524288

vms:
  - { name: db-01, host: esx-01, vcpus: 4, memoryMiB: 8192, datastore: ds-02, resourcePool: gold }
  - { name: db-02, host: esx-02, vcpus: 4, memoryMiB: 8192, nics: [{ network: vms }, { network: dmz, mac: "00:50:56:00:00:01" }] }
  - { name: web, vcpus: 2, memoryMiB: 4096 }
  - { name: app, count: 3, vcpus: 1, memoryMiB: 2048, host: esx-03 }

# What happens
timeline:
  - { at: 60s, do: host.powerOff, host: esx-01 }
  - { at: 90s, do: network.partition, network: mgmt, groups: [[esx-02, vcenter], [esx-03]] }
  - { at: 2m, do: vm.powerOff, vm: app-002 }
  - { at: 3m, do: network.addressDown, address: mgmt-gateway }

expect:
  - { event: vm.poweredOn, vm: db-01, host: [esx-02, esx-03], cause: ha }
  - { at: 10m, is: { hosts: { esx-01: { power: off } } } }
  - { at: 10m, host: esx-02, is: { vms: { contains: [db-02] } } }
`
