/** One look at a host that is to leave: which of its VMs DRS moves off, where to, and why the others stay. */
import type { Rejected } from '../../../contract/events.ts'
import type { FactId } from '../../../contract/fact-id.ts'
import { productAtLeast } from '../../../contract/lab/product.ts'
import type { VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { admissionPlan, admissionPolicy } from '../../reads/admission.ts'
import { busyWith } from '../../reads/busy.ts'
import { ftOf } from '../../reads/ft.ts'
import { notNow } from '../../reads/migration-checks.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { migrationKey } from '../../reads/vmotion.ts'
import { destinationOf, isLeaving, send } from './plan.ts'
import type { Plan } from './plan.ts'

/** A process that has to leave: of a VM, or of the secondary of a pair. */
interface Leaver {
  readonly vm: VmRecord
  readonly role: 'primary' | 'secondary' | null
}

/** DRS is on and works: without vCenter, or without its agents, it does nothing (DRS-096). */
function drsWorks({ world, lab, constants }: Turn): boolean {
  if (world.ruleGroups.get('groups')?.drs !== true || !vcenterRuns(world) || !constants['DRS-082'].evacuates) return false
  return !(world.cluster.need('cluster').retreatMode && productAtLeast(lab.product, '7.0'))
}

/** DRS-002: the setting of the VM before that of the cluster. */
function automationOf({ world, constants }: Turn, vm: VmRecord): 'disabled' | 'manual' | 'partiallyAutomated' | 'fullyAutomated' {
  const { automation, vmOverrides } = world.ruleGroups.need('groups')
  return (vmOverrides && constants['DRS-002'].vmBeforeCluster ? vm.cfg.drs?.automation : undefined) ?? automation
}

export function evacuate(turn: Turn, plan: Plan, host: string): void {
  const leaving = turn.world.hosts.get(host)
  if (leaving === undefined || !isLeaving(leaving) || leaving.cfg.standalone || !drsWorks(turn)) return
  const isShort = breaksCapacity(turn, host)
  for (const leaver of leaversOf(turn, host)) {
    const automation = automationOf(turn, leaver.vm)
    if (automation === 'disabled' || leaver.vm.cfg.agentVm) tell(turn, host, leaver, 'drsDisabledOnVm', ['DRS-003'], [])
    else if (automation !== 'fullyAutomated') continue
    else if (isShort) tell(turn, host, leaver, 'insufficientFailoverResources', ['DRS-084', 'HA-141'], [])
    else moveOff(turn, plan, leaver, host)
  }
}

/** Of a pair one at a time (FT-030). What another task has, or what is already on its way, is left alone. */
function leaversOf(turn: Turn, host: string): Leaver[] {
  const { world } = turn
  const leavers: Leaver[] = []
  for (const vm of world.vms.values()) {
    const pair = ftOf(world, vm.name)
    const isPrimary = vm.power === 'on' && vm.host === host
    if (!isPrimary && pair?.secondary !== host) continue
    const isBusy = busyWith(world, vm.name) !== null || world.migrations.has(migrationKey(vm.name, 'secondary'))
    if (isBusy || notNow(turn, vm) !== null || (pair !== undefined && (pair.state === 'starting' || !turn.constants['FT-030'].pairsMove))) continue
    leavers.push({ vm, role: pair === undefined ? null : isPrimary ? 'primary' : 'secondary' })
  }
  return leavers
}

/** DRS-084: with admission control off HA asks for nothing. */
function breaksCapacity(turn: Turn, host: string): boolean {
  const policy = admissionPolicy(turn)
  if (policy === null || policy === 'disabled' || !turn.constants['DRS-084'].capacityIsKept) return false
  return admissionPlan(turn, { without: host })?.ok === false
}

function moveOff(turn: Turn, plan: Plan, leaver: Leaver, host: string): void {
  const { vm, role } = leaver
  const choice = destinationOf(turn, plan, vm, host)
  if (choice.host === null) return tell(turn, host, leaver, choice.fault, ['DRS-082', 'DRS-097'], choice.rejected)
  send(turn, plan, vm, choice.host)
  const record = turn.world.evacuations.need(host)
  const { [vm.name]: _, ...faults } = record.faults
  turn.world.evacuations.set(host, { ...record, faults, sent: [...record.sent.filter((name) => name !== vm.name), vm.name] })
  turn.request('migration.start', { vm: vm.name, role, to: choice.host, datastore: null, command: null }, record.causeSeq)
}

/** Of each VM a fault is told once, until there is another one. */
function tell(turn: Turn, host: string, { vm }: Leaver, reason: string, facts: [FactId, ...FactId[]], rejected: readonly Rejected[]): void {
  const record = turn.world.evacuations.need(host)
  if (record.faults[vm.name] === reason) return
  turn.world.evacuations.set(host, { ...record, faults: { ...record.faults, [vm.name]: reason } })
  const why = { decision: 'evacuationFault', facts, inputs: { vm: vm.name, host, reason }, rejected }
  turn.emit('drs.fault', { vm: vm.name, host, reason }, { why, causedBy: record.causeSeq })
}
