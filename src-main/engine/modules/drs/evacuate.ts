/** Hosts that are to enter maintenance or standby mode: what runs there is to go elsewhere (DRS-082, DRS-084), as mandatory moves (DRS-013). */
import type { FactId } from '../../../contract/fact-id.ts'
import { admissionPlan, admissionPolicy } from '../../reads/admission.ts'
import { busyWith } from '../../reads/busy.ts'
import { ftOf } from '../../reads/ft.ts'
import { notNow } from '../../reads/migration-checks.ts'
import { migrationKey } from '../../reads/vmotion.ts'
import type { HostRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import { choose } from './policy/choose.ts'
import type { Choice, Nowhere } from './policy/choose.ts'
import type { Fault, Pass } from './proposal.ts'
import { brokenAt } from './should.ts'
import { isLeaving, loadOf, obstacleAt, obstacleTo, percentOf, planMove } from './view.ts'

/** A process that has to leave: of a VM, or of the secondary of a pair. */
interface Leaver {
  readonly record: VmRecord
  readonly role: 'primary' | 'secondary' | null
}

export function evacuateHosts(pass: Pass): void {
  const { turn } = pass
  if (!turn.constants['DRS-082'].evacuates) return
  for (const { host } of turn.world.evacuations.values()) {
    const leaving = turn.world.hosts.get(host)
    if (leaving !== undefined && isLeaving(leaving) && !leaving.cfg.standalone) evacuate(pass, leaving)
  }
}

function evacuate(pass: Pass, host: HostRecord): void {
  const isShort = breaksCapacity(pass.turn, host.name)
  for (const leaver of leaversOf(pass.turn, host.name)) {
    const vm = pass.view.vm.get(leaver.record.name)
    // FT-030: the other one of its pair goes first.
    if (vm === undefined || (vm.moved && pass.turn.constants['FT-030'].oneAtATime)) continue
    if (vm.stuck === 'drsDisabledOnVm') fault(pass, host, vm, 'drsDisabledOnVm', ['DRS-003'])
    else if (isShort) fault(pass, host, vm, 'insufficientFailoverResources', ['DRS-084', 'HA-141'])
    else moveOff(pass, host, vm, leaver)
  }
}

/** Of a pair one at a time (FT-030). What another task has, or what is already on its way, is left alone. */
export function leaversOf(turn: Turn, host: string): Leaver[] {
  const { world } = turn
  const leavers: Leaver[] = []
  for (const record of world.vms.values()) {
    const pair = ftOf(world, record.name)
    const isPrimary = record.power === 'on' && record.host === host
    if (!isPrimary && pair?.secondary !== host) continue
    const isBusy = busyWith(world, record.name) !== null || world.migrations.has(migrationKey(record.name, 'secondary'))
    if (isBusy || notNow(turn, record) !== null || (pair !== undefined && (pair.state === 'starting' || !turn.constants['FT-030'].pairsMove)))
      continue
    leavers.push({ record, role: pair === undefined ? null : isPrimary ? 'primary' : 'secondary' })
  }
  return leavers
}

/** DRS-084: with admission control off HA asks for nothing. */
function breaksCapacity(turn: Turn, host: string): boolean {
  const policy = admissionPolicy(turn)
  if (policy === null || policy === 'disabled' || !turn.constants['DRS-084'].capacityIsKept) return false
  return admissionPlan(turn, { without: host })?.ok === false
}

/** Of a rule that keeps it there, its fact. */
const behind: { readonly [fault: string]: readonly FactId[] } = { ruleViolation: ['DRS-078'], noCompatibleHardAffinityHost: ['DRS-074'] }

function moveOff(pass: Pass, host: HostRecord, vm: WhatIfVm, { role }: Leaver): void {
  const choice = destinationOf(pass, vm, host.name)
  if (choice.host === null) return fault(pass, host, vm, choice.fault, ['DRS-082', ...(behind[choice.fault] ?? []), 'DRS-097'], choice)
  const to = pass.view.host.get(choice.host) as WhatIfHost
  const isMaintenance = host.maintenance === 'entering'
  const reason = isMaintenance ? 'hostMaint' : 'enterStandby'
  pass.proposals.push({
    kind: 'migrate',
    vm: vm.name,
    from: host.name,
    to: to.name,
    priority: 1,
    reason,
    automatic: vm.automation === 'fullyAutomated',
    why: {
      decision: 'drsEvacuates',
      facts: ['DRS-082', 'DRS-013'],
      inputs: { vm: vm.name, from: host.name, to: to.name, reason, loadPercent: percentOf(loadOf(to)) },
      rejected: choice.rejected,
    },
  })
  // Of a pair only one is in the view: the secondary takes room, and its load is the primary's.
  if (role !== 'secondary') planMove(vm, to)
  else vm.moved = true
}

function destinationOf(pass: Pass, vm: WhatIfVm, from: string): Choice {
  const { turn, view } = pass
  const candidates = view.hosts
    .filter(({ name }) => name !== from)
    .map((host) => ({
      host: host.name,
      order: host.order,
      load: loadOf(host),
      shouldRulesBroken: brokenAt(pass, vm, host),
    }))
  const rulesCount = turn.constants['DRS-078'].vmRulesHoldBackEvacuation
  return choose(candidates, (name) => {
    const host = view.host.get(name) as WhatIfHost
    return rulesCount ? obstacleTo(turn, view, vm, host, from) : obstacleAt(turn, vm, host, from)
  })
}

function fault(
  pass: Pass,
  host: HostRecord,
  vm: WhatIfVm,
  reason: string,
  facts: Fault['facts'],
  { rule, rejected }: Pick<Nowhere, 'rule' | 'rejected'> = { rule: null, rejected: [] },
): void {
  pass.faults.push({ vm: vm.name, host: host.name, rule, reason, facts, rejected })
}
