/** Edits of designs: what each does to the text, to what refers to it, and what it leaves alone. */
import { describe, expect, it } from 'vitest'
import type { DesignEdit } from '../contract/api-design.ts'
import { parseLab } from '../contract/lab/parse.ts'
import { applyEdits, stepOf } from './apply.ts'
import type { LabDocument } from './lab-document.ts'
import { readDocument } from './read.ts'
import { EditError } from './session.ts'
import { judge, labOf } from './view.ts'
import { yamlOf } from './yaml-of.ts'

export function open(text: string): LabDocument {
  const read = readDocument(text, 'a.lab.yaml')
  if (!('document' in read)) throw new Error(read.problem.message)
  return read.document
}

function edited(text: string, ...edits: DesignEdit[]) {
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

const lab = `# A lab of ours
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

describe('reading and writing', () => {
  it('takes this file as it is', () => {
    expect(parseLab(lab)).toMatchObject({ ok: true })
    const document = open(lab)
    expect(document.text).toBe(lab)
    expect(document.with([]).text).toBe(lab)
  })

  it('changes the lines that it has to, and keeps every comment', () => {
    const { text } = edited(lab, { do: 'set', kind: 'host', names: ['esx-02'], key: ['memoryMiB'], value: 131_072 })
    expect(text).toBe(
      lab.replace(
        '{ name: esx-02, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 262144 }',
        '{ name: esx-02, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 131072 }',
      ),
    )
    const added = edited(lab, { do: 'set', kind: 'host', names: ['esx-01', 'esx-03'], key: ['faultDomain'], value: 'Rack 1' })
    expect(added.text).toContain('memoryMiB: 262144, faultDomain: Rack 1 }\n')
    expect(added.text).toContain('    memoryMiB: 524288\n    faultDomain: Rack 1\n')
    const gone = edited(added.text, { do: 'set', kind: 'host', names: ['esx-01', 'esx-03'], key: ['faultDomain'] })
    expect(gone.text).toBe(lab)
    for (const comment of lab.match(/#.*/g) ?? []) expect(added.text).toContain(comment)
  })

  it('keeps the comments around what is added and taken away', () => {
    const { text } = edited(
      lab,
      { do: 'remove', kind: 'host', names: ['esx-02'] },
      { do: 'add', kind: 'host', entry: { name: 'esx-04', cpu: { sockets: 1, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 65_536 } },
      { do: 'add', kind: 'vm', entry: { name: 'new', vcpus: 1, memoryMiB: 1024 } },
    )
    for (const comment of ['# bought in 2021', '# bought in 2024', '# The hosts', '# What happens', '# see the minutes'])
      expect(text).toContain(comment)
    expect(text).toContain('    memoryMiB: 524288\n  - { name: esx-04, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 65536 }\n\nvms:')
    expect(text).toContain('  - { name: new, vcpus: 1, memoryMiB: 1024 }\n\n# What happens\ntimeline:')
  })

  it('leaves JSON as JSON', () => {
    const json = JSON.stringify(open(lab).data, null, 2)
    const { text } = edited(json, { do: 'rename', kind: 'host', name: 'esx-01', to: 'esx-09' })
    expect(JSON.parse(text)).toMatchObject({ hosts: [{ name: 'esx-09' }, {}, {}] })
    expect(text.split('\n').length).toBeGreaterThan(50)
    expect(edited(JSON.stringify(open(lab).data), { do: 'setLab', key: ['name'], value: 'x' }).text).not.toContain('\n  ')
  })

  it('writes YAML that nobody writes in a usual way before it changes it', () => {
    const odd = `%YAML 1.2\n---\nhostdown: 1\nname: &n Odd # note\ndescription: *n\nhosts: [{ name: a, cpu: { sockets: 1, coresPerSocket: 1, mhz: 2000 }, memoryMiB: 4096 }]\n`
    const { text, document } = edited(odd, { do: 'set', kind: 'host', names: ['a'], key: ['memoryMiB'], value: 8192 })
    expect(document.data).toMatchObject({ name: 'Odd', description: 'Odd', hosts: [{ memoryMiB: 8192 }] })
    expect(text).toContain('# note')
    expect(edited(`${lab}name: twice\n`, { do: 'setLab', key: ['seed'], value: 3 }).document.data).toMatchObject({ seed: 3 })
    const crlf = lab.replaceAll('\n', '\r\n')
    expect(edited(crlf, { do: 'set', kind: 'vm', names: ['web'], key: ['ha', 'restartPriority'], value: 'high' }).text).toBe(
      crlf.replace('{ name: web, vcpus: 2, memoryMiB: 4096 }', '{ name: web, vcpus: 2, memoryMiB: 4096, ha: { restartPriority: high } }'),
    )
  })

  it('refuses what a file is refused for: lists in lists without end', () => {
    const text = `{"hostdown": 1, "name": "x", "hosts": ${'[{"a":'.repeat(300)}1${'}]'.repeat(300)}}`
    expect(parseLab(text, { fileName: 'a.lab.yaml' })).toMatchObject({ ok: false })
    expect(readDocument(text, 'a.lab.yaml')).toMatchObject({ problem: { message: 'a.lab.yaml is nested too deeply' } })
  })
})

describe('rename', () => {
  it('is followed by everything that names it', () => {
    const { text, problems, notes } = edited(lab, { do: 'rename', kind: 'host', name: 'esx-01', to: 'old-01' })
    expect(text).not.toContain('esx-01')
    expect(text.match(/old-01/g)).toHaveLength(6)
    expect(problems).toEqual([])
    expect(notes).toEqual(['5 references follow the new name.'])
    const vm = edited(lab, { do: 'rename', kind: 'vm', name: 'db-02', to: 'Datenbank' })
    expect(vm.text).not.toContain('db-02')
    expect(vm.problems).toEqual([])
  })

  it('follows entries that stand for several, and addresses that a name makes', () => {
    const counted = edited(lab, { do: 'rename', kind: 'vm', name: 'app', to: 'shop' })
    expect(counted.text).toContain('vm: shop-002')
    expect(counted.problems).toEqual([])
    const network = edited(lab, { do: 'rename', kind: 'network', name: 'mgmt', to: 'Management' })
    expect(network.text).toContain('{ name: Management, kind: management, isolationAddresses: [mgmt-gateway] }')
    expect(network.problems).toEqual([])
    const group = edited(
      lab,
      { do: 'rename', kind: 'vmGroup', name: 'databases', to: 'db' },
      { do: 'rename', kind: 'rule', name: 'licence', to: 'Lizenz' },
    )
    expect(group.text).toContain('vmGroup: db')
    expect(group.problems).toEqual([])
    const pool = edited(lab, { do: 'rename', kind: 'pool', name: 'prod', to: 'p' }, { do: 'rename', kind: 'pool', name: 'gold', to: 'g' })
    expect(pool.lab.pools).toMatchObject([{ name: 'p' }, { name: 'g', parent: 'p' }])
    expect(pool.problems).toEqual([])
  })

  it('is refused where the name is taken or cannot be one', () => {
    for (const to of ['esx-02', '', '*', 'vcenter', '__proto__', 'a\nb'])
      expect(() => edited(lab, { do: 'rename', kind: 'host', name: 'esx-01', to }), to).toThrow(EditError)
    expect(() => edited(lab, { do: 'rename', kind: 'host', name: 'nobody', to: 'x' })).toThrow('There is no host named "nobody".')
  })
})

describe('remove', () => {
  it('takes references away and says which', () => {
    const { lab: after, problems, notes, text } = edited(lab, { do: 'remove', kind: 'host', names: ['esx-01'] })
    expect(problems).toEqual([])
    expect(after.hosts).toHaveLength(2)
    expect(after.vms[0]).not.toHaveProperty('host')
    // The host group had no other, and the rule no other group.
    expect(after.hostGroups).toEqual([{ name: 'right', members: ['esx-02', 'esx-03'] }])
    expect(after.rules).toMatchObject([{ name: 'apart' }])
    expect(after.datastores[1]).toMatchObject({ hosts: ['esx-02'] })
    expect([after.commands, after.expectations]).toEqual([3, 2])
    expect(notes).toEqual([
      'The host group left had nothing left to name and was removed.',
      'The rule licence had nothing left to name and was removed.',
      '1 VM has no host any more: placed at power-on.',
      '1 list has it no longer among its members.',
      '1 command of the timeline that named it was removed.',
      '1 expectation that named it was removed.',
    ])
    expect(text).not.toContain('esx-01')
  })

  it('leaves rules their other members, and ends those that have none', () => {
    const one = edited(lab, { do: 'remove', kind: 'vm', names: ['db-01'] })
    expect(one.lab.rules[0]).toMatchObject({ name: 'apart', vms: ['db-02'] })
    const both = edited(lab, { do: 'remove', kind: 'vm', names: ['db-01', 'db-02'] })
    expect(both.lab.rules).toEqual([])
    expect(both.lab.vmGroups).toEqual([{ name: 'all', members: ['web'] }])
    expect(both.problems).toEqual([])
  })

  it('takes adapters with their network, moves pools up, and lets a VM find a datastore', () => {
    const network = edited(lab, { do: 'remove', kind: 'network', names: ['dmz'] })
    expect(network.lab.vms[1]).toMatchObject({ nics: [{ network: 'vms' }] })
    expect(network.notes).toEqual(['1 network adapter of VMs was removed with the network.'])
    const pool = edited(lab, { do: 'remove', kind: 'pool', names: ['gold'] })
    expect(pool.lab.vms[0]).toMatchObject({ resourcePool: 'prod' })
    expect(pool.notes).toEqual(['1 member of the resource pool moved up to prod.'])
    const pools = edited(lab, { do: 'remove', kind: 'pool', names: ['prod', 'gold'] })
    expect(pools.lab.vms[0]).not.toHaveProperty('resourcePool')
    const datastore = edited(lab, { do: 'remove', kind: 'datastore', names: ['ds-02'] })
    expect(datastore.lab.vms[0]).not.toHaveProperty('datastore')
    for (const { problems } of [network, pool, pools, datastore]) expect(problems).toEqual([])
  })

  it('ends an entry that stands for several, or one of them', () => {
    const one = edited(lab, { do: 'remove', kind: 'vm', names: ['app-002'] })
    expect(one.lab.vms.map(({ name }) => name)).toEqual(['db-01', 'db-02', 'web', 'app-001', 'app-003'])
    expect(one.lab.commands).toBe(3)
    expect(one.notes[0]).toBe('app stood for 3 VMs: each is an entry of its own now.')
    expect(edited(lab, { do: 'remove', kind: 'vm', names: ['app'] }).lab.commands).toBe(3)
    const empty = edited(lab, { do: 'remove', kind: 'vm', names: ['db-01', 'db-02', 'web', 'app'] })
    expect(empty.lab.vms).toEqual([])
    expect(edited(empty.text, { do: 'add', kind: 'vm', entry: { name: 'x', vcpus: 1, memoryMiB: 1 } }).text).toContain(
      'vms:\n  - { name: x, vcpus: 1, memoryMiB: 1 }\n\n# What happens',
    )
  })
})

describe('add, copy, paste', () => {
  it('make names that are free, as they would go on', () => {
    const { lab: after } = edited(
      lab,
      { do: 'copy', kind: 'host', names: ['esx-01'], copies: 2 },
      { do: 'copy', kind: 'vm', names: ['web', 'app-001', 'app'], copies: 1 },
      { do: 'add', kind: 'datastore', entry: { name: 'ds-01' } },
    )
    expect(after.hosts.map(({ name }) => name)).toEqual(['esx-01', 'esx-02', 'esx-03', 'esx-04', 'esx-05'])
    expect(after.vms.slice(4).map(({ name, count }) => [name, count])).toEqual([
      ['web-002', undefined],
      ['app-004', undefined],
      ['app-005', 3],
    ])
    expect(new Set(after.vms.map(({ name }) => name)).size).toBe(after.vms.length)
    expect(after.datastores.map(({ name }) => name)).toEqual(['ds-01', 'ds-02', 'ds-03'])
  })

  it('copy what can be there twice', () => {
    const { lab: after, problems } = edited(lab, { do: 'copy', kind: 'vm', names: ['db-02'], copies: 1 })
    expect(after.vms.at(-1)).toMatchObject({ name: 'db-03', nics: [{ network: 'vms' }, { network: 'dmz' }] })
    expect(after.vms.at(-1)?.['nics']).not.toContainEqual(expect.objectContaining({ mac: expect.anything() as unknown }))
    expect(problems).toEqual([])
  })

  it('paste what was copied as text, and names follow', () => {
    const document = open(lab)
    const text = `${yamlOf(document, 'host', ['esx-03'])}${yamlOf(document, 'vm', ['app-001', 'web'])}`
    const { lab: after, problems, notes } = edited(lab, { do: 'paste', text: text.replace('vms:', 'vms: # pasted') })
    expect(after.hosts.at(-1)).toMatchObject({ name: 'esx-04' })
    expect(after.vms.slice(-2)).toMatchObject([{ name: 'app-004', host: 'esx-04' }, { name: 'web-002' }])
    expect(problems).toEqual([])
    expect(notes).toHaveLength(3)
    const rules = edited(
      lab,
      { do: 'paste', text: yamlOf(document, 'rule', ['apart']) },
      { do: 'paste', text: yamlOf(document, 'vmGroup', ['databases']) },
    )
    expect(rules.lab.rules).toHaveLength(3)
    expect(rules.lab.vmGroups.at(-1)).toEqual({ name: 'databases-002', members: ['db-01', 'db-02'] })
    expect(edited(lab, { do: 'paste', text: '- { name: q, vcpus: 1, memoryMiB: 1 }' }).lab.vms).toHaveLength(5)
    for (const bad of ['', 'x', '[1, 2]', 'a: [', 'name: x', '- { name: a }'])
      expect(() => edited(lab, { do: 'paste', text: bad }), bad).toThrow(EditError)
  })

  it('begin lists, networks and rules that the file does not have', () => {
    const bare = 'hostdown: 1\nname: Bare\nhosts: []\n'
    const {
      text,
      notes,
      lab: after,
    } = edited(
      bare,
      { do: 'add', kind: 'network', entry: { name: 'dmz', kind: 'vm' } },
      { do: 'add', kind: 'rule', entry: { name: 'r', type: 'separate', vms: ['a'] } },
      { do: 'add', kind: 'pool', entry: { name: 'p' } },
      { do: 'add', kind: 'vmGroup', entry: { name: 'g', members: ['a'] } },
      { do: 'add', kind: 'host', entry: { name: 'h', cpu: { sockets: 1, coresPerSocket: 1, mhz: 2000 }, memoryMiB: 1 } },
    )
    expect(after.networks.map(({ name }) => name)).toEqual(['management', 'vmotion', 'ft', 'storage', 'vm', 'dmz'])
    expect(after.cluster).toEqual({ drs: { enabled: false } })
    expect(notes).toHaveLength(2)
    expect(text.indexOf('cluster:')).toBeLessThan(text.indexOf('networks:'))
    expect(labOf(open(bare).data).implied.networks).toHaveLength(5)
    expect(edited(bare, { do: 'rename', kind: 'datastore', name: 'ds-01', to: 'gold' }).lab.datastores).toEqual([
      { name: 'gold', array: 'array-1' },
      { name: 'ds-02', array: 'array-2' },
    ])
  })
})

describe('set and enable', () => {
  it('make an entry of its own of one of several', () => {
    const { lab: after, problems } = edited(lab, { do: 'set', kind: 'vm', names: ['app-002'], key: ['host'], value: 'esx-02' })
    expect(after.vms.slice(3)).toMatchObject([{ name: 'app-001', host: 'esx-03' }, { name: 'app-002', host: 'esx-02' }, { name: 'app-003' }])
    expect(problems).toEqual([])
    expect(edited(lab, { do: 'set', kind: 'vm', names: ['app'], key: ['count'], value: 5 }).lab.vms[3]).toMatchObject({ count: 5 })
    expect(edited(lab, { do: 'set', kind: 'vm', names: ['app'], key: ['name'], value: 'z' }).text).toContain('vm: z-002')
  })

  it('build on each other within a step', () => {
    const { lab: after } = edited(
      lab,
      { do: 'set', kind: 'vm', names: ['web'], key: ['nics'], value: [{ network: 'vms' }] },
      { do: 'set', kind: 'vm', names: ['web'], key: ['nics', 0, 'network'], value: 'dmz' },
      { do: 'set', kind: 'vm', names: ['app'], key: ['vcpus'], value: 7 },
      { do: 'set', kind: 'vm', names: ['app-001'], key: ['memoryMiB'], value: 9 },
      { do: 'copy', kind: 'vm', names: ['web'], copies: 1 },
      { do: 'set', kind: 'vmGroup', names: ['all'], key: ['members'], value: [] },
      { do: 'set', kind: 'vmGroup', names: ['all'], key: ['members', 0], value: 'web' },
    )
    expect(after.vms.find(({ name }) => name === 'web-002')).toMatchObject({ nics: [{ network: 'dmz' }] })
    expect(after.vms.filter(({ vcpus }) => vcpus === 7)).toHaveLength(3)
    expect(after.vmGroups[1]).toEqual({ name: 'all', members: ['web'] })
  })

  it('reach groups, lists and blocks', () => {
    const { lab: after } = edited(
      lab,
      { do: 'set', kind: 'hostGroup', names: ['right'], key: ['members'], value: ['esx-03'] },
      { do: 'set', kind: 'vm', names: ['db-02'], key: ['nics', 0, 'network'], value: 'dmz' },
      { do: 'set', kind: 'vm', names: ['db-02'], key: ['nics', 2], value: { network: 'vms' } },
      { do: 'setLab', key: ['cluster', 'ha', 'admissionControl'], value: { policy: 'slotPolicy' } },
      { do: 'setLab', key: ['cluster', 'ha', 'isolationResponse'] },
    )
    expect(after.hostGroups[1]).toEqual({ name: 'right', members: ['esx-03'] })
    expect(after.vms[1]).toMatchObject({ nics: [{ network: 'dmz' }, { network: 'dmz' }, { network: 'vms' }] })
    expect(after.cluster['ha']).toEqual({ admissionControl: { policy: 'slotPolicy' } })
    for (const key of [[], ['__proto__', 'x'], ['nics', 9], ['vcpus', 0], ['name', 'x'], ['nics', 'x']])
      expect(() => edited(lab, { do: 'set', kind: 'vm', names: ['db-02'], key, value: 1 }), String(key)).toThrow(EditError)
  })

  it("write vSphere's own defaults, each of which a lab takes without a warning", () => {
    for (const product of ['5.0', '6.0', '6.5', '7.0', '8.0', '9.0']) {
      const { cluster: _, ...bare } = open(lab).data
      const text = JSON.stringify({ ...bare, product })
      const { document } = edited(text, { do: 'enable', service: 'ha' }, { do: 'enable', service: 'drs' })
      const { problems, warnings } = judge(document, null)
      expect([product, problems.filter(({ path }) => path.startsWith('cluster')), warnings]).toEqual([product, [], []])
    }
    const yaml = edited('hostdown: 1\nname: Bare\nhosts: []\n', { do: 'enable', service: 'ha' })
    expect(yaml.text).toContain(
      '    admissionControl: { policy: clusterResourcePercentage, hostFailuresToTolerate: 1, performanceDegradationPercent: 100 }\n',
    )
    const kept = edited(lab, { do: 'enable', service: 'ha' }, { do: 'enable', service: 'drs' })
    expect(kept.lab.cluster['ha']).toMatchObject({
      enabled: true,
      isolationResponse: 'powerOffAndRestart',
      apdResponse: 'powerOffAndRestartConservative',
    })
    expect(kept.lab.rules).toHaveLength(2)
  })
})

describe('problems', () => {
  it('are those of the parser, with the entry and key that they are about', () => {
    const broken = edited(
      lab,
      { do: 'set', kind: 'vm', names: ['web'], key: ['memoryMiB'], value: -1 },
      { do: 'set', kind: 'vm', names: ['db-01'], key: ['ha', 'restartPriority'], value: 'urgent' },
      { do: 'setLab', key: ['cluster', 'drs', 'rules', 0, 'vms', 1], value: 'db-09' },
      { do: 'set', kind: 'vmGroup', names: ['all'], key: ['members', 0], value: 'nobody' },
      { do: 'setLab', key: ['until'], value: 'soon' },
    )
    const parsed = parseLab(broken.text)
    expect(parsed.ok).toBe(false)
    expect(broken.problems.map(({ path, line, message, messageKo }) => ({ path, line, message, messageKo }))).toEqual(
      parsed.ok ? [] : parsed.problems,
    )
    expect(broken.problems.map(({ object, key }) => [object?.kind, object?.name, key])).toEqual(
      expect.arrayContaining([
        ['vm', 'web', ['memoryMiB']],
        ['vm', 'db-01', ['ha', 'restartPriority']],
        ['rule', 'apart', ['vms', 1]],
        ['vmGroup', 'all', ['members', 0]],
        [undefined, undefined, ['until']],
      ]),
    )
    const text = edited(lab, { do: 'text', text: broken.text })
    expect(text.problems).toHaveLength(5)
  })

  it('name the step by what it did', () => {
    expect(stepOf([{ do: 'set', kind: 'vm', names: ['a', 'b'], key: ['host'], value: 'h' }])).toEqual({
      do: 'set',
      kind: 'vm',
      name: 'a',
      count: 2,
      key: ['host'],
    })
    expect(stepOf([{ do: 'copy', kind: 'vm', names: ['a'], copies: 20 }])).toMatchObject({ do: 'copy', count: 20 })
    expect(
      stepOf([
        { do: 'remove', kind: 'vm', names: ['a'] },
        { do: 'enable', service: 'ha' },
      ]),
    ).toMatchObject({ do: 'several', count: 2 })
    expect(stepOf([{ do: 'enable', service: 'ha' }])).toMatchObject({ do: 'enable', key: ['cluster', 'ha'] })
  })
})
