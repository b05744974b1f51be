import { describe, expect, it } from 'vitest'
import { EditError } from './session.ts'
import { edited, lab } from './testing/edited-lab.ts'

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
