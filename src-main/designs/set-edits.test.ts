import { describe, expect, it } from 'vitest'
import { EditError } from './session.ts'
import { edited, lab, open } from './testing/edited-lab.ts'
import { judge } from './view.ts'

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
