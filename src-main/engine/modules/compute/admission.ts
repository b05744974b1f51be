/** Where vCenter asks HA's admission control: power-ons and higher reservations (HA-140), and hosts that are to leave (HA-141). */
import type { Turn } from '../../core/turn.ts'
import { admissionNow, admissionPlan, shortResource } from '../../reads/admission.ts'
import { poolShortage } from '../../reads/pool-room.ts'
import { admissionVerdict } from '../../reads/admission-verdict.ts'
import type { AskedAdmission } from '../../reads/admission-verdict.ts'

/** DRS-047, DRS-022: its pool, and those that this one may ask, have that much left to reserve. False after a refusal. */
export function poolAdmits(turn: Turn, asked: readonly AskedAdmission[]): boolean {
  if (turn.world.pools.size === 0) return true
  const vms = asked.filter(({ host }) => !host.cfg.standalone).map(({ vm, cfg }) => ({ name: vm.name, cfg }))
  const trouble = vms.length === 0 ? null : poolShortage(turn, { vms })
  if (trouble === null) return true
  const { resource, pool, figures } = trouble
  const [only] = asked
  const about = asked.length === 1 && only !== undefined ? { vm: only.vm.name } : {}
  turn.refuse('insufficientResources', ['DRS-022', 'DRS-021'], { ...about, resource, pool }, [], figures)
  return false
}

/** HA's admission control. False after a refusal. */
export function admits(turn: Turn, operation: 'powerOn' | 'reservation', asked: readonly AskedAdmission[]): boolean {
  const { checked, refusal } = admissionVerdict(turn, operation, asked)
  for (const { payload, why } of checked) turn.emit('admission.checked', payload, { why })
  if (refusal !== null) turn.refuse(refusal.reason, refusal.facts, refusal.about)
  return refusal === null
}

/**
 * HA-141: a host may always begin to enter maintenance mode, and an empty one is in it at once. DRS does not evacuate it where the others
 * would not have the failover capacity (DRS-084), so it may wait for ever: that is told.
 */
export function warnOfLostCapacity(turn: Turn, host: string): void {
  if (!turn.constants['HA-141'].lackIsTold || admissionNow(turn)?.ok !== true) return
  const plan = admissionPlan(turn, { without: host })
  if (plan === null || plan.ok) return
  turn.warn('insufficientFailoverResources', ['HA-141', 'DRS-084'], { host, resource: shortResource(plan) })
}
