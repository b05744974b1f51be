/** Countdowns that the engine tells: what isolated hosts wait for, and what is about to be done with VMs. Pure. */
import type { MessageKey } from '../i18n/en.ts'
import type { HaView } from '../../src-main/contract/api.ts'

export interface PendingWord {
  readonly key: MessageKey
  /** Until then, or since then; null: the words have no time. */
  readonly ms: number | null
  readonly grave: boolean
  /** `ms` has passed since; left out: it is still to come. */
  readonly isPast?: true
}

/** What is about to happen to VMs at `t`, by name. An isolation response comes before component protection where both run. */
export function pendingVms(ha: HaView, t: number): ReadonlyMap<string, PendingWord> {
  const found = new Map<string, PendingWord>()
  for (const { vms } of ha.vmcp)
    for (const { vm, actsAtMs } of vms)
      if (actsAtMs !== null && actsAtMs >= t) found.set(vm, { key: 'topology.stopsIn', ms: actsAtMs - t, grave: true })
  for (const { vms } of ha.isolation) {
    for (const { vm, response, state, nextAtMs } of vms) {
      const ms = nextAtMs === null || nextAtMs < t ? null : nextAtMs - t
      if (state === 'deferred') found.set(vm, { key: 'topology.deferred', ms: null, grave: false })
      else if (state === 'shuttingDown') found.set(vm, { key: ms === null ? 'topology.shuttingDown' : 'topology.forcedIn', ms, grave: true })
      else if (state === 'waiting' && response !== 'disabled' && ms !== null)
        found.set(vm, { key: response === 'powerOffAndRestart' ? 'topology.offIn' : 'topology.shutDownIn', ms, grave: false })
    }
  }
  return found
}

/** What a host that hears nobody waits for at `t`, by name. */
export function islandsOf(ha: HaView, t: number): ReadonlyMap<string, PendingWord> {
  return new Map(
    ha.isolation.map(({ host, sinceMs, declaredAtMs, nextAtMs }): [string, PendingWord] => {
      const ms = nextAtMs === null || nextAtMs < t ? null : nextAtMs - t
      const declared = declaredAtMs !== null && declaredAtMs <= t
      if (ms !== null) return [host, { key: declared ? 'topology.actsIn' : 'topology.isolatedIn', ms, grave: false }]
      const ago = t - (declared ? declaredAtMs : sinceMs)
      return [host, { key: declared ? 'topology.isolatedFor' : 'topology.silentFor', ms: ago, grave: false, isPast: true }]
    }),
  )
}
