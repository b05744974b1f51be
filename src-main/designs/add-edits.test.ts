import { describe, expect, it } from 'vitest'
import { EditError } from './session.ts'
import { edited, lab, open } from './testing/edited-lab.ts'
import { labOf } from './view.ts'
import { yamlOf } from './yaml-of.ts'

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
