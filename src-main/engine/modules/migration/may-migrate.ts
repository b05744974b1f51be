/** What stands before a migration that a person asks for: the checks, HA's admission control for what comes into the cluster, and warnings. */
import type { Turn } from '../../core/turn.ts'
import { admissionVerdict } from '../../reads/admission-verdict.ts'
import { migrationTrouble, migrationWarnings } from '../../reads/migration-checks.ts'
import { poolShortage } from '../../reads/pool-room.ts'
import type { Move } from '../../reads/migration-checks.ts'

/** False after a refusal; warnings are told of what may go on. That the VM is free has been looked at. */
export function mayMigrate(turn: Turn, move: Move): boolean {
  const trouble = migrationTrouble(turn, move)
  if (trouble !== null) {
    turn.refuse(trouble.reason, trouble.facts, trouble.about)
    return false
  }
  if (!isLetIn(turn, move)) return false
  for (const { reason, facts, about } of migrationWarnings(turn, move)) turn.warn(reason, facts, about)
  return true
}

/** HA-140: a VM that runs outside the cluster is to run in it. A move within is nobody's business. */
function isLetIn(turn: Turn, { vm, from, to, kind }: Move): boolean {
  const host = turn.world.hosts.need(to)
  if (kind === 'cold' || !turn.world.hosts.need(from).cfg.standalone || host.cfg.standalone) return true
  const { checked, refusal } = admissionVerdict(turn, 'migrateIn', [{ vm, cfg: vm.cfg, host }])
  for (const { payload, why } of checked) turn.emit('admission.checked', payload, { why })
  if (refusal !== null) {
    turn.refuse(refusal.reason, refusal.facts, refusal.about)
    return false
  }
  // DRS-022: into its pool too.
  const short = turn.world.pools.size === 0 ? null : poolShortage(turn, { vms: [{ name: vm.name, cfg: vm.cfg }] })
  if (short === null) return true
  const { resource, pool, figures } = short
  turn.refuse('insufficientResources', ['DRS-022'], { host: to, resource, pool }, [], figures)
  return false
}
