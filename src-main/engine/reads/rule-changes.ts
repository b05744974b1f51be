/** What rules and groups become by the `drs` block of a `cluster.configure`: asked before it is carried out, and to carry it out. Pure reads over the world. */
import { quickly } from '../../contract/lab/entries.ts'
import { REFUSED } from '../../contract/lab/fields.ts'
import { ruleSchema } from '../../contract/lab/drs.ts'
import { productAtLeast } from '../../contract/lab/product.ts'
import type { ProductLevel } from '../../contract/lab/product.ts'
import type { ClusterPatch, LabRule } from '../../contract/lab/index.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { rulesInOrder } from './rules.ts'

type DrsPatch = ClusterPatch['drs']
type Groups = Readonly<Record<string, readonly string[]>>

/** All rules as they will be, oldest first; null: one of them would not be whole. */
export function rulesAfter(world: ReadonlyTables, patch: DrsPatch): readonly LabRule[] | null {
  const now = rulesInOrder(world).map((record) => record.rule)
  if (patch?.rules === undefined) return now
  // Taken away as a whole.
  if (patch.rules === null) return []
  const next = new Map(now.map((rule) => [rule.name, rule]))
  for (const entry of patch.rules) {
    const rule = merged(next.get(entry.name), entry)
    if (rule === null) return null
    next.set(rule.name, rule)
  }
  return [...next.values()]
}

/** Keys of another type of rule go with the type. */
function merged(known: LabRule | undefined, entry: { readonly name: string; readonly type?: unknown }): LabRule | null {
  const isOther = entry.type !== undefined && entry.type !== null && entry.type !== known?.type
  const whole: Record<string, unknown> = { ...(isOther ? { enabled: known?.enabled ?? true } : known), ...entry }
  for (const [key, value] of Object.entries(whole)) if (value === null) delete whole[key]
  const rule = quickly(ruleSchema)(whole)
  return rule === REFUSED ? null : (rule as LabRule)
}

/** Maps merge by key, null takes away. */
export function groupsAfter(now: Groups, patch: { readonly [group: string]: unknown } | null | undefined): Groups {
  if (patch === undefined) return now
  if (patch === null) return {}
  const next: Record<string, readonly string[]> = { ...now }
  for (const [group, members] of Object.entries(patch)) {
    if (members === null) delete next[group]
    else next[group] = members as readonly string[]
  }
  return next
}

/** A VM or group that a rule names and that is not there; null: all are. */
export function nameMissing(world: ReadonlyTables, rules: readonly LabRule[], patch: DrsPatch): string | null {
  const now = world.ruleGroups.get('groups')
  const vmGroups = groupsAfter(now?.vms ?? {}, patch?.vmGroups)
  const hostGroups = groupsAfter(now?.hosts ?? {}, patch?.hostGroups)
  const known = new Set(rulesInOrder(world).map((record) => record.rule))
  for (const rule of rules) {
    // Of a rule that stays as it is somebody may have taken away the group.
    if (known.has(rule)) continue
    if ('vmGroup' in rule) {
      if (vmGroups[rule.vmGroup] === undefined) return rule.vmGroup
      if (hostGroups[rule.hostGroup] === undefined) return rule.hostGroup
    } else {
      const vms = rule.type === 'restartDependency' ? [...rule.vms, ...rule.dependsOn] : rule.vms
      const missing = vms.find((vm) => !world.vms.has(vm))
      if (missing !== undefined) return missing
    }
  }
  return null
}

/** Restart dependencies came with 6.5 (HA-093). */
export function lacksDependencies(product: ProductLevel, rules: readonly LabRule[]): boolean {
  return !productAtLeast(product, '6.5') && rules.some((rule) => rule.type === 'restartDependency')
}
