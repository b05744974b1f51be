/** Where vCenter asks HA's admission control: power-ons and higher reservations (HA-140), and hosts that are to leave (HA-141). */
import type { FactId } from '../../../contract/fact-id.ts'
import type { Json } from '../../../contract/events.ts'
import type { LabVm } from '../../../contract/lab/index.ts'
import type { HostRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { admissionNow, admissionPlan, admissionPolicy, isFailoverHost, shortResource } from '../../reads/admission.ts'
import type { AdmissionPlan } from '../../reads/admission.ts'
import { roundDecimals } from '../../models/maths.ts'

interface Asked {
  readonly vm: VmRecord
  readonly cfg: LabVm
  /** Where it is to run. */
  readonly host: HostRecord
}

type Operation = 'powerOn' | 'reservation'

/** One check for all that is asked for at once; false after a refusal. What runs outside the cluster is not asked about. */
export function admits(turn: Turn, operation: Operation, asked: readonly Asked[]): boolean {
  const inCluster = asked.filter(({ host }) => !host.cfg.standalone)
  const policy = admissionPolicy(turn)
  if (policy === null || policy === 'disabled' || inCluster.length === 0) return true
  if (policy === 'dedicatedFailoverHosts') return keepsFailoverHostsFree(turn, operation, inCluster)
  const rules = turn.constants['HA-140']
  if (operation === 'powerOn' ? !rules.powerOnChecked : !rules.reservationChecked) return true
  const plan = admissionPlan(turn, { vms: inCluster.map(({ vm, cfg }) => ({ name: vm.name, cfg })) })
  if (plan === null) return true
  const facts = factsOf(plan)
  for (const { vm } of inCluster) say(turn, operation, vm.name, plan.ok, facts, figuresOf(plan))
  if (plan.ok) return true
  turn.refuse('insufficientFailoverResources', facts, { ...onlyVm(inCluster), resource: shortResource(plan) })
  return false
}

/** HA-162: that is all that this policy refuses. */
function keepsFailoverHostsFree(turn: Turn, operation: Operation, asked: readonly Asked[]): boolean {
  if (operation !== 'powerOn') return true
  const facts: [FactId, ...FactId[]] = ['HA-140', 'HA-162']
  const kept = asked.find(({ host }) => turn.constants['HA-162'].keptFree && isFailoverHost(turn.world, host.name))
  for (const { vm, host } of asked) say(turn, operation, vm.name, kept === undefined, facts, { policy: 'dedicatedFailoverHosts', host: host.name })
  if (kept === undefined) return true
  turn.refuse('failoverHost', ['HA-162'], { ...onlyVm([kept]), host: kept.host.name })
  return false
}

/** A group is refused as a whole, by the names of its command. */
function onlyVm(asked: readonly Asked[]): { readonly vm?: string } {
  const [only] = asked
  return asked.length === 1 && only !== undefined ? { vm: only.vm.name } : {}
}

function say(
  turn: Turn,
  operation: Operation,
  vm: string,
  allowed: boolean,
  facts: readonly [FactId, ...FactId[]],
  figures: { readonly [key: string]: Json },
): void {
  const result = allowed ? 'allowed' : 'refused'
  turn.emit(
    'admission.checked',
    { vm, operation, result },
    { why: { decision: 'admissionChecked', facts, inputs: { vm, operation, result, ...figures } } },
  )
}

function factsOf({ policy, percentage }: AdmissionPlan): [FactId, ...FactId[]] {
  if (policy === 'slotPolicy') return ['HA-140', 'HA-148']
  return percentage?.enoughHosts === false ? ['HA-140', 'HA-157'] : ['HA-140', 'HA-154']
}

/** What the cluster would be like. */
function figuresOf({ policy, hosts, hostFailuresToTolerate, slots, percentage }: AdmissionPlan): { readonly [key: string]: Json } {
  if (slots !== null) {
    const { totalSlots, usedSlots, failoverSlots, availableSlots, hostFailuresTolerated } = slots
    const { cpuMHz, memoryMiB } = slots.slot
    const slot = { slotCpuMHz: cpuMHz, slotMemoryMiB: roundDecimals(memoryMiB, 2) }
    return { policy, ...slot, totalSlots, usedSlots, failoverSlots, availableSlots, hostFailuresTolerated, hostFailuresToTolerate }
  }
  if (percentage === null) return { policy }
  const { cpu, memory, enoughHosts } = percentage
  return {
    policy,
    hosts: hosts.filter(({ entering }) => !entering).length,
    enoughHosts,
    cpuFreePercent: roundDecimals(cpu.freePercent, 2),
    cpuRequiredPercent: roundDecimals(cpu.requiredPercent, 2),
    memoryFreePercent: roundDecimals(memory.freePercent, 2),
    memoryRequiredPercent: roundDecimals(memory.requiredPercent, 2),
  }
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
