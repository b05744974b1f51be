/** What would be if hosts entered maintenance mode: a question, of which nothing follows (DRS-083). */
import { clamp } from '../../models/maths.ts'
import type { CommandArgs } from '../../core/messages.ts'
import type { Turn } from '../../core/turn.ts'
import { admissionPlan, admissionPolicy } from '../../reads/admission.ts'
import { drsAtWork } from '../../reads/drs.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { planMaintenance } from './policy/plan-maintenance.ts'
import { loadOf, obstacleTo, viewOf } from './view.ts'

export function planMaintenanceCommand(turn: Turn, args: CommandArgs): void {
  const { defaultRatioPercent, leastRatioPercent, mostRatioPercent } = turn.constants['DRS-083']
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['DRS-109'])
  if (drsAtWork(turn) === null) return turn.refuse('invalidState', ['DRS-083'])
  const view = viewOf(turn)
  const names = [...new Set(args['hosts'] as readonly string[])]
  for (const name of names) if (!turn.world.hosts.has(name)) return turn.refuse('notFound', ['DRS-083'], { host: name })
  const hosts = names.flatMap((name) => view.host.get(name) ?? [])
  const away = names.find((name) => view.host.get(name)?.counts !== true)
  if (away !== undefined) return turn.refuse('invalidState', ['DRS-083'], { host: away })
  const asked = (args['demandCapacityRatioTarget'] as number | null | undefined) ?? defaultRatioPercent
  const ratioPercent = clamp(asked, leastRatioPercent, mostRatioPercent)
  const plan = planMaintenance({
    view,
    hosts,
    ratio: ratioPercent / 100,
    obstacleTo: (vm, to) => obstacleTo(turn, view, vm, to),
    load: loadOf,
    mayBeGone: (gone) => (breaksCapacity(turn, gone) ? 'insufficientFailoverResources' : null),
  })
  const recommendations = plan.moves.map((move) => ({ kind: 'migrate', ...move, priority: 1, rating: 5, reason: 'hostMaint' }))
  const why = {
    decision: 'drsPlansMaintenance',
    facts: ['DRS-083'] as const,
    inputs: { asked: names, hosts: plan.entering, ratioPercent, moves: plan.moves.length },
  }
  turn.emit('drs.maintenancePlan', { hosts: plan.entering, recommendations, faults: plan.faults.map((fault) => ({ ...fault })) }, { why })
}

/** DRS-084 */
function breaksCapacity(turn: Turn, without: readonly string[]): boolean {
  const policy = admissionPolicy(turn)
  if (policy === null || policy === 'disabled' || !turn.constants['DRS-084'].capacityIsKept) return false
  return admissionPlan(turn, { without })?.ok === false
}
