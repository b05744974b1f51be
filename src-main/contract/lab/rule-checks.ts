/** Rules that cannot hold together (DRS-070, DRS-073), and dependencies that go round (HA-093). */
import type { LabRule } from './drs.ts'
import type { Path, Report } from './problems.ts'

export interface RuleAt {
  readonly rule: LabRule
  readonly path: Path
}

/** Reports the newer of two enabled rules that contradict each other directly: nothing beyond the two is looked at (DRS-071). */
export function checkContradictions(rules: readonly RuleAt[], report: Report): void {
  const enabled = rules.filter(({ rule }) => rule.enabled)
  for (const [i, newer] of enabled.entries()) {
    const older = enabled.slice(0, i).find(({ rule }) => contradict(rule, newer.rule))
    if (older !== undefined)
      report(newer.path, [
        `contradicts rule ${JSON.stringify(older.rule.name)}: ${newer.rule.type} against ${older.rule.type} of the same ${'vmGroup' in newer.rule ? 'groups' : 'VMs'}`,
        `규칙 ${JSON.stringify(older.rule.name)}과(와) 모순됩니다. 같은 ${'vmGroup' in newer.rule ? '그룹' : 'VM'}에 대한 ${newer.rule.type}과(와) ${older.rule.type}입니다`,
      ])
  }
}

const opposites: { readonly [type: string]: LabRule['type'] } = {
  keepTogether: 'separate',
  separate: 'keepTogether',
  mustRunOn: 'mustNotRunOn',
  mustNotRunOn: 'mustRunOn',
  shouldRunOn: 'shouldNotRunOn',
  shouldNotRunOn: 'shouldRunOn',
}

/** Whether two rules cannot both be on. */
export function contradict(a: LabRule, b: LabRule): boolean {
  if (opposites[a.type] !== b.type) return false
  if ('vmGroup' in a && 'vmGroup' in b) return a.vmGroup === b.vmGroup && a.hostGroup === b.hostGroup
  if ('vmGroup' in a || 'vmGroup' in b) return false
  const vms = new Set(a.vms)
  return new Set(b.vms.filter((vm) => vms.has(vm))).size >= 2
}

/** Reports the rule that closes a cycle of restart dependencies. */
export function checkDependencies(rules: readonly RuleAt[], report: Report): void {
  const needs = new Map<string, Set<string>>()
  for (const { rule, path } of rules) {
    if (rule.type !== 'restartDependency' || !rule.enabled) continue
    for (const vm of rule.vms) needs.set(vm, new Set([...(needs.get(vm) ?? []), ...rule.dependsOn]))
    const cycle = rule.vms.map((vm) => cycleFrom(vm, needs)).find((found) => found !== null)
    if (cycle === undefined) continue
    report(path, [`dependency cycle: ${cycle.join(' → ')}`, `종속성 순환: ${cycle.join(' → ')}`])
    for (const vm of rule.vms) for (const needed of rule.dependsOn) needs.get(vm)?.delete(needed)
  }
}

function cycleFrom(start: string, needs: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | null {
  const seen = new Set<string>()
  const search = (vm: string, trail: readonly string[]): readonly string[] | null => {
    for (const next of needs.get(vm) ?? []) {
      if (next === start) return [...trail, next]
      if (seen.has(next)) continue
      seen.add(next)
      const found = search(next, [...trail, next])
      if (found !== null) return found
    }
    return null
  }
  return search(start, [start])
}

const ranks = ['lowest', 'low', 'medium', 'high', 'highest']

/** Reports dependencies on a VM of lower restart priority (HA-093); `priorityOf` gives the effective one, null when unknown. */
export function checkDependencyPriorities(rules: readonly RuleAt[], priorityOf: (vm: string) => string | null, report: Report): void {
  const rankOf = (vm: string): number => ranks.indexOf(priorityOf(vm) ?? '')
  for (const { rule, path } of rules) {
    if (rule.type !== 'restartDependency' || !rule.enabled) continue
    for (const vm of rule.vms) {
      const lower = rule.dependsOn.find((needed) => rankOf(needed) >= 0 && rankOf(needed) < rankOf(vm))
      if (lower === undefined) continue
      report(path, [
        `${JSON.stringify(vm)} (restart priority ${priorityOf(vm)}) cannot depend on ${JSON.stringify(lower)} (${priorityOf(lower)}): expected the same or a higher priority`,
        `${JSON.stringify(vm)}(다시 시작 우선 순위 ${priorityOf(vm)})은(는) ${JSON.stringify(lower)}(${priorityOf(lower)})에 종속될 수 없습니다. 우선 순위가 같거나 높아야 합니다`,
      ])
      break
    }
  }
}
