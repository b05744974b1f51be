/**
 * Whether rules are kept by where VMs run (DRS-069): told when that changes, whether DRS is on or off. A settled start that breaks one tells
 * nothing, and neither does a rule that is switched off.
 */
import type { Turn } from '../../core/turn.ts'
import { breakersOf, rulesAbout, rulesInOrder, runningVmsOf } from '../../reads/rules.ts'

export function observeAll(turn: Turn): void {
  for (const { rule } of rulesInOrder(turn.world)) observe(turn, rule.name)
}

/** The VM runs elsewhere, or not at all. */
export function observeVm(turn: Turn, { vm }: { vm: string }): void {
  if (turn.world.rules.size > 0) for (const rule of rulesAbout(turn.world, vm)) observe(turn, rule)
}

function observe(turn: Turn, name: string): void {
  const { rule, violated } = turn.world.rules.need(name)
  const breakers = rule.enabled && turn.constants['DRS-069'].rulesAreWatched ? breakersOf(turn.world, rule) : []
  if (breakers.length > 0 === violated) return
  turn.world.rules.patch(name, { violated: !violated })
  if (breakers.length > 0) turn.emit('rule.violated', { rule: name, vms: [...breakers] })
  else if (rule.enabled) turn.emit('rule.satisfied', { rule: name, vms: [...runningVmsOf(turn.world, rule)] })
}
