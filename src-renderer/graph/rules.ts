/** Affinity rules as the topology shows them: links between VMs, marks of the VMs and hosts of a group. No Vue. */
import type { RuleState } from '../../src-main/contract/state.ts'
import type { WorldMirror } from '../stores/world-mirror.ts'

export type RuleHue = 'violet' | 'blue' | 'green'
/** Amber and red mean that something is wrong. */
const hues: readonly RuleHue[] = ['violet', 'blue', 'green']

export interface RuleSight {
  readonly name: string
  readonly type: string
  readonly hue: RuleHue
  /** What DRS may leave undone is drawn with gaps. */
  readonly should: boolean
  readonly vms: readonly string[]
  readonly hosts: readonly string[]
  readonly brokenBy: ReadonlySet<string>
}

export interface RuleSights {
  readonly all: readonly RuleSight[]
  readonly byVm: ReadonlyMap<string, readonly RuleSight[]>
  /** Of the groups of hosts. */
  readonly byHost: ReadonlyMap<string, readonly RuleSight[]>
}

export const noRules: RuleSights = { all: [], byVm: new Map(), byHost: new Map() }

/** Rules that are on. A dependency says when VMs are restarted, and not where. */
export function ruleSights(rules: { readonly [name: string]: RuleState }): RuleSights {
  const shown = Object.entries(rules).filter(([, { enabled, type }]) => enabled && type !== 'restartDependency')
  if (shown.length === 0) return noRules
  const all = shown.map(([name, { type, vms, hosts, inCompliance, brokenBy }], at): RuleSight => ({
    name,
    type,
    hue: hues[at % hues.length] ?? 'violet',
    should: type.startsWith('should'),
    vms,
    hosts,
    brokenBy: new Set(inCompliance ? [] : brokenBy),
  }))
  const byVm = new Map<string, RuleSight[]>()
  const byHost = new Map<string, RuleSight[]>()
  for (const rule of all) {
    for (const vm of rule.vms) byVm.set(vm, [...(byVm.get(vm) ?? []), rule])
    for (const host of rule.hosts) byHost.set(host, [...(byHost.get(host) ?? []), rule])
  }
  return { all, byVm, byHost }
}

/** Two VMs, by index, that a rule is about. */
export interface RuleLink {
  readonly rule: RuleSight
  readonly a: number
  readonly b: number
  readonly broken: boolean
}

/** Beyond so many only links of rules that are broken, or have a VM that is marked, are drawn; and no more than that of any. */
export const linksMax = 40

/** Links from VM to VM of each rule that is not about hosts: along those that break it, else along all that run. Broken ones come last, on top. */
export function ruleLinks(sights: RuleSights, mirror: WorldMirror, marked: ReadonlySet<string>): readonly RuleLink[] {
  const links = sights.all.flatMap((rule) => (rule.hosts.length > 0 || isOfHosts(rule) ? [] : linksOf(rule, mirror)))
  const wanted = links.length <= linksMax ? links : links.filter(({ rule, broken }) => broken || rule.vms.some((vm) => marked.has(`vm:${vm}`)))
  return [...wanted]
    .sort((x, y) => Number(y.broken) - Number(x.broken))
    .slice(0, linksMax)
    .reverse()
}

export const isOfHosts = ({ type }: RuleSight): boolean => type !== 'keepTogether' && type !== 'separate'

function linksOf(rule: RuleSight, mirror: WorldMirror): RuleLink[] {
  const placed = rule.vms.flatMap((name) => {
    const vm = mirror.vmIndex.get(name) ?? -1
    return vm >= 0 && (mirror.vmHost[vm] ?? -1) >= 0 ? [{ name, vm, host: mirror.vmHost[vm] ?? -1 }] : []
  })
  const broken = placed.filter(({ name }) => rule.brokenBy.has(name))
  if (broken.length < 2) return chain(rule, placed, false)
  if (rule.type === 'keepTogether') return chain(rule, broken, true)
  // Those that are to be apart and share a host, host by host.
  return [...new Set(broken.map(({ host }) => host))].flatMap((host) =>
    chain(
      rule,
      broken.filter((each) => each.host === host),
      true,
    ),
  )
}

function chain(rule: RuleSight, vms: readonly { readonly vm: number }[], broken: boolean): RuleLink[] {
  return vms.slice(1).map(({ vm }, at) => ({ rule, a: vms[at]?.vm ?? -1, b: vm, broken }))
}
