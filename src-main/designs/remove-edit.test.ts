import { describe, expect, it } from 'vitest'
import { edited, lab } from './testing/edited-lab.ts'

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
