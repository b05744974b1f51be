import { describe, expect, it } from 'vitest'
import type { RuleState } from '../../src-main/contract/state.ts'
import { WorldMirror } from '../stores/world-mirror.ts'
import { articleFrame, articleLab } from '../testing/article-run.ts'
import { linksMax, ruleLinks, ruleSights, type RuleLink } from './rules.ts'

const mirror = new WorldMirror()
mirror.reset(articleLab, articleFrame(0, 1))

const rule = (part: Partial<RuleState>): RuleState => ({
  type: 'separate',
  enabled: true,
  inCompliance: true,
  conflictsWith: null,
  brokenBy: [],
  vms: [],
  hosts: [],
  dependsOn: [],
  ...part,
})
const names = (links: readonly RuleLink[]): string[] =>
  links.map(({ a, b, broken }) => `${mirror.vmNames[a] ?? ''}-${mirror.vmNames[b] ?? ''}${broken ? '!' : ''}`)
const linksOf = (rules: { readonly [name: string]: RuleState }, marked: readonly string[] = []): string[] =>
  names(ruleLinks(ruleSights(rules), mirror, new Set(marked)))
/** VM1 and VM2 stand on Host A, VM3 and VM4 on Host B, VM5 and VM6 on Host C. */
const hostOf = (vm: string): string => mirror.hostNames[mirror.vmHost[mirror.vmIndex.get(vm) ?? -1] ?? -1] ?? ''

describe('affinity rules', () => {
  it('are those that are on, each with its colour, by VM and by host', () => {
    const sights = ruleSights({
      apart: rule({ vms: ['VM1', 'VM3'] }),
      off: rule({ vms: ['VM1', 'VM2'], enabled: false }),
      order: rule({ type: 'restartDependency', vms: ['VM1'], dependsOn: ['VM2'] }),
      there: rule({ type: 'shouldRunOn', vms: ['VM1'], hosts: ['Host B'], inCompliance: false, brokenBy: ['VM1'] }),
    })
    expect(sights.all.map(({ name, hue, should }) => [name, hue, should])).toEqual([
      ['apart', 'violet', false],
      ['there', 'blue', true],
    ])
    expect(sights.byVm.get('VM1')?.map(({ name }) => name)).toEqual(['apart', 'there'])
    expect([...sights.byHost.keys()]).toEqual(['Host B'])
    expect([...(sights.byHost.get('Host B')?.[0]?.brokenBy ?? [])]).toEqual(['VM1'])
  })

  it('go from VM to VM while they are kept, and only along those that break them else', () => {
    expect([hostOf('VM1'), hostOf('VM2'), hostOf('VM3')]).toEqual(['Host A', 'Host A', 'Host B'])
    const vms = ['VM1', 'VM3', 'VM5']
    expect(linksOf({ r: rule({ vms }) })).toEqual(['VM3-VM5', 'VM1-VM3'])
    const all = ['VM1', 'VM3', 'VM2', 'VM4']
    expect(linksOf({ r: rule({ vms: [...all, 'VM5'], inCompliance: false, brokenBy: all }) })).toEqual(['VM3-VM4!', 'VM1-VM2!'])
    expect(linksOf({ r: rule({ type: 'keepTogether', vms, inCompliance: false, brokenBy: ['VM1', 'VM3'] }) })).toEqual(['VM1-VM3!'])
  })

  it('about hosts have no links, and VMs that nobody has are left out', () => {
    expect(linksOf({ r: rule({ type: 'mustRunOn', vms: ['VM1', 'VM2'], hosts: ['Host A'] }) })).toEqual([])
    expect(linksOf({ r: rule({ vms: ['VM1', 'gone', 'VM3'] }) })).toEqual(['VM1-VM3'])
  })

  it('that are many show links of those that are violated or have a VM that is marked', () => {
    const many = Object.fromEntries(Array.from({ length: linksMax }, (_, at) => [`r${String(at)}`, rule({ vms: ['VM1', 'VM3'] })]))
    const bad = rule({ vms: ['VM5', 'VM6'], inCompliance: false, brokenBy: ['VM5', 'VM6'] })
    expect(linksOf(many)).toHaveLength(linksMax)
    expect(linksOf({ ...many, bad })).toEqual(['VM5-VM6!'])
    expect(linksOf({ ...many, bad }, ['vm:VM3'])).toHaveLength(linksMax)
    expect(linksOf({ ...many, bad }, ['vm:VM3']).at(-1)).toBe('VM5-VM6!')
  })
})
