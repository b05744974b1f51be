/** Settings of DRS while the lab runs. Groups and rules are those of the module `rules`. */
import { drsSchema } from '../../../contract/lab/drs.ts'
import type { DrsEntry } from '../../../contract/lab/drs.ts'
import { quickly } from '../../../contract/lab/entries.ts'
import { filled, merged } from '../../../contract/lab/patch.ts'
import { resolveDrs } from '../../../contract/lab/resolve.ts'
import type { Requests } from '../../core/messages.ts'
import type { DrsSettings } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { lookSoon, planPasses } from './schedule.ts'

/** Null switches DRS off and leaves its settings for the day on which it is switched on again; any other block is DRS that is on, unless it says otherwise. */
export function configureDrs(turn: Turn, { patch }: Requests['drs.configure']): void {
  if (patch === undefined) return
  const before = turn.world.drs.get('drs')?.cfg ?? null
  const cfg = patch === null ? off(before) : settingsAfter(turn, before, patch)
  if (cfg === null) return
  turn.world.drs.set('drs', { cfg })
  planPasses(turn)
  turn.signal('drsConfigured', {})
  if (cfg.enabled) lookSoon(turn)
}

function off(before: DrsSettings | null): DrsSettings | null {
  return before === null ? null : { ...before, enabled: false }
}

function settingsAfter(turn: Turn, before: DrsSettings | null, patch: object): DrsSettings {
  const { vmGroups: _, hostGroups: _hosts, rules: _rules, ...change } = patch as Record<string, unknown>
  // A block that comes back switches it on.
  const base = before === null ? {} : before.enabled || 'enabled' in change ? { ...before } : { ...before, enabled: true }
  const whole = filled(quickly(drsSchema)({}) as Record<string, unknown>, merged(base, change))
  const { vmGroups: _none, hostGroups: _noHosts, rules: _noRules, ...cfg } = resolveDrs(whole as unknown as DrsEntry, turn.lab.product)
  return cfg
}
