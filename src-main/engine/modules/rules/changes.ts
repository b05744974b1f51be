/** Rules and groups that come, go and change. vCenter does that; of two rules that cannot both be on the older stays on (DRS-070, DRS-073). */
import type { FactId } from '../../../contract/fact-id.ts'
import type { LabRule } from '../../../contract/lab/index.ts'
import { contradict } from '../../../contract/lab/rule-checks.ts'
import type { CommandArgs, Requests, Signals } from '../../core/messages.ts'
import type { RuleRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { drsSettings } from '../../reads/drs.ts'
import { settings } from '../../reads/ha.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { groupsAfter, lacksDependencies, nameMissing, rulesAfter } from '../../reads/rule-changes.ts'
import { dependencyTrouble, rulesInOrder } from '../../reads/rules.ts'
import { observeAll } from './observe.ts'

const KNOWN_OPTION = 'vpxd.das.completemetadataupdateintervalsec'

export function addRule(turn: Turn, args: CommandArgs): void {
  const rule = args as unknown as LabRule
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-003'])
  if (turn.world.rules.has(rule.name)) return turn.refuse('invalidState', ['DRS-069'])
  if (lacksDependencies(turn.lab.product, [rule])) return turn.refuse('notInProduct', ['HA-093'])
  const all = [...rulesInOrder(turn.world).map((record) => record.rule), rule]
  if (nameMissing(turn.world, all, undefined) !== null) return turn.refuse('notFound', ['DRS-069'])
  if (refusedFor(turn, all)) return
  setRule(turn, rule)
  settle(turn)
}

export function removeRule(turn: Turn, args: CommandArgs): void {
  const record = recordOf(turn, args)
  if (record === null) return
  dropRule(turn, record)
  settle(turn)
}

export function switchRule(enabled: boolean) {
  return (turn: Turn, args: CommandArgs): void => {
    const record = recordOf(turn, args)
    if (record === null) return
    const rule = { ...record.rule, enabled }
    if (enabled) {
      const all = rulesInOrder(turn.world).map((other) => (other.rule.name === rule.name ? rule : other.rule))
      if (refusedFor(turn, all)) return
    }
    if (record.rule.enabled !== enabled || record.conflictsWith !== null) setRule(turn, rule)
    settle(turn)
  }
}

/** The rule named by the command, or null after a refusal. */
function recordOf(turn: Turn, args: CommandArgs): RuleRecord | null {
  const record = turn.world.rules.get(args['name'] as string)
  if (!vcenterRuns(turn.world)) turn.refuse('vcenterDown', ['HA-003'])
  else if (record === undefined) turn.refuse('notFound', ['DRS-069'])
  else return record
  return null
}

/** HA-093 */
function refusedFor(turn: Turn, rules: readonly LabRule[]): boolean {
  const trouble = dependencyTrouble(turn.world, { rules })
  if (trouble !== null) turn.refuse(trouble.reason, ['HA-093'])
  return trouble !== null
}

/** A rule that is new, or is not what it was. */
function setRule(turn: Turn, rule: LabRule): void {
  const before = turn.world.rules.get(rule.name)
  const order = before?.order ?? turn.count('rules')
  turn.cancel(before?.timer ?? null)
  turn.world.rules.set(rule.name, {
    rule,
    order,
    setAt: turn.now,
    conflictsWith: null,
    violated: before?.violated ?? false,
    ...whenKnown(turn, rule),
  })
}

/** HA-171: without DRS it takes vCenter a while to tell HA of a VM–Host rule. */
function whenKnown(turn: Turn, rule: LabRule): Pick<RuleRecord, 'known' | 'timer'> {
  const option = Number(settings(turn.world)?.cfg.advancedOptions[KNOWN_OPTION] ?? Number.NaN)
  const waitMs = option >= 0 ? option * 1000 : turn.constants['HA-171'].metadataUpdateMs
  if (!('vmGroup' in rule) || drsSettings(turn.world) !== null || waitMs === 0) return { known: true, timer: null }
  return { known: false, timer: turn.after(waitMs, 'rules.known', { rule: rule.name }) }
}

export function becomesKnown(turn: Turn, { rule }: { rule: string }): void {
  turn.world.rules.patch(rule, { known: true, timer: null })
  turn.signal('rulesChanged', {})
}

function dropRule(turn: Turn, record: RuleRecord): void {
  turn.cancel(record.timer)
  turn.world.rules.remove(record.rule.name)
}

export function configure(turn: Turn, { patch }: Requests['rules.configure']): void {
  if (patch === undefined) return
  const before = turn.world.ruleGroups.need('groups')
  // Switched off, it leaves groups and rules as they are (DRS-074).
  const vms = groupsAfter(before.vms, patch === null ? undefined : patch.vmGroups)
  const hosts = groupsAfter(before.hosts, patch === null ? undefined : patch.hostGroups)
  turn.world.ruleGroups.set('groups', { vms, hosts })
  const after = rulesAfter(turn.world, patch) ?? []
  const names = new Set(after.map((rule) => rule.name))
  for (const record of rulesInOrder(turn.world)) if (!names.has(record.rule.name)) dropRule(turn, record)
  for (const rule of after) {
    const known = turn.world.rules.get(rule.name)
    const groupsChanged =
      'vmGroup' in rule && (before.vms[rule.vmGroup] !== vms[rule.vmGroup] || before.hosts[rule.hostGroup] !== hosts[rule.hostGroup])
    if (known?.rule !== rule || groupsChanged) setRule(turn, rule)
  }
  if (drsSettings(turn.world) !== null)
    for (const record of [...turn.world.rules.values()]) {
      if (record.known) continue
      turn.cancel(record.timer)
      turn.world.rules.patch(record.rule.name, { known: true, timer: null })
    }
  settle(turn)
}

/** Switches off what contradicts an older rule; a rule whose adversary is gone stays off until somebody switches it on. */
function settle(turn: Turn): void {
  const on: LabRule[] = []
  for (const record of rulesInOrder(turn.world)) {
    const { rule } = record
    if (rule.enabled) {
      const older = on.find((other) => contradict(other, rule))
      if (older === undefined) {
        on.push(rule)
        continue
      }
      turn.cancel(record.timer)
      turn.world.rules.patch(rule.name, { rule: { ...rule, enabled: false }, conflictsWith: older.name, known: true, timer: null })
      const facts: [FactId] = ['vmGroup' in rule ? 'DRS-073' : 'DRS-070']
      const why = { decision: 'olderRuleStays', facts, inputs: { rule: rule.name, conflictsWith: older.name } }
      turn.emit('rule.conflict', { rule: rule.name, conflictsWith: older.name }, { why })
    } else if (record.conflictsWith !== null) {
      const adversary = on.find((other) => other.name === record.conflictsWith)
      if (adversary === undefined || !contradict(adversary, rule)) turn.world.rules.patch(rule.name, { conflictsWith: null })
    }
  }
  observeAll(turn)
  turn.signal('rulesChanged', {})
}

/** A VM that is removed leaves its groups and rules. */
export function vmRemoved(turn: Turn, { vm }: Signals['vmRemoved']): void {
  for (const record of [...turn.world.rules.values()]) {
    const { rule } = record
    if ('vmGroup' in rule) continue
    const without = { ...rule, vms: rule.vms.filter((other) => other !== vm) }
    const next = rule.type === 'restartDependency' ? { ...without, dependsOn: rule.dependsOn.filter((other) => other !== vm) } : without
    if (rule.vms.includes(vm) || (rule.type === 'restartDependency' && rule.dependsOn.includes(vm)))
      turn.world.rules.patch(rule.name, { rule: next as LabRule })
  }
  leaveGroups(turn, 'vms', vm)
  observeAll(turn)
}

export function hostRemoved(turn: Turn, { host }: Signals['hostRemoved']): void {
  leaveGroups(turn, 'hosts', host)
  observeAll(turn)
}

function leaveGroups(turn: Turn, kind: 'vms' | 'hosts', name: string): void {
  const groups = turn.world.ruleGroups.get('groups')
  if (groups === undefined || !Object.values(groups[kind]).some((members) => members.includes(name))) return
  const left = Object.fromEntries(Object.entries(groups[kind]).map(([group, members]) => [group, members.filter((member) => member !== name)]))
  turn.world.ruleGroups.patch('groups', { [kind]: left })
}
