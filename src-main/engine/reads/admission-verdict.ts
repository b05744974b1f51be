/** What vCenter's admission control says to a power-on, a higher reservation or a move into the cluster (HA-140). Pure reads over the world. */
import type { EventPayload, Json } from '../../contract/events.ts'
import type { FactId } from '../../contract/fact-id.ts'
import type { LabVm } from '../../contract/lab/index.ts'
import type { HostRecord, VmRecord } from '../core/records.ts'
import type { Turn, WhyDraft } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { roundDecimals } from '../models/maths.ts'
import { admissionPlan, admissionPolicy, isFailoverHost, shortResource } from './admission.ts'
import type { AdmissionPlan } from './admission.ts'

export type Operation = 'powerOn' | 'reservation' | 'migrateIn'

export interface AskedAdmission {
  readonly vm: VmRecord
  readonly cfg: LabVm
  /** Where it is to run. */
  readonly host: HostRecord
}

/** What is logged, and the refusal that follows; null: none does. */
export interface Verdict {
  readonly checked: readonly { readonly payload: EventPayload<'admission.checked'>; readonly why: WhyDraft }[]
  readonly refusal: {
    readonly reason: 'insufficientFailoverResources' | 'failoverHost'
    readonly facts: readonly [FactId, ...FactId[]]
    readonly about: EventPayload<'command.refused'>
  } | null
}

const unasked: Verdict = { checked: [], refusal: null }

/** One check for all that is asked for at once. What runs outside the cluster is not asked about. */
export function admissionVerdict(turn: Turn, operation: Operation, asked: readonly AskedAdmission[]): Verdict {
  const inCluster = asked.filter(({ host }) => !host.cfg.standalone)
  const policy = admissionPolicy(turn)
  if (policy === null || policy === 'disabled' || inCluster.length === 0) return unasked
  if (policy === 'dedicatedFailoverHosts') return operation === 'reservation' ? unasked : failoverHostsKept(turn, operation, inCluster)
  const { powerOnChecked, reservationChecked, migrateInChecked } = turn.constants['HA-140']
  if (!{ powerOn: powerOnChecked, reservation: reservationChecked, migrateIn: migrateInChecked }[operation]) return unasked
  const plan = admissionPlan(turn, { vms: [...comingIn(turn.world, inCluster), ...inCluster.map(({ vm, cfg }) => ({ name: vm.name, cfg }))] })
  if (plan === null) return unasked
  const facts = factsOf(plan)
  return {
    checked: inCluster.map(({ vm }) => said(operation, vm.name, plan.ok, facts, figuresOf(plan))),
    refusal: plan.ok ? null : { reason: 'insufficientFailoverResources', facts, about: { ...onlyVm(inCluster), resource: shortResource(plan) } },
  }
}

/** VMs that were let in and are still on their way from a host outside. */
function comingIn(world: ReadonlyTables, asked: readonly AskedAdmission[]): { readonly name: string; readonly cfg: LabVm }[] {
  const coming: { name: string; cfg: LabVm }[] = []
  for (const { vm: name, from, to } of world.migrations.values()) {
    const vm = world.vms.get(name)
    const enters = world.hosts.get(from)?.cfg.standalone === true && world.hosts.get(to)?.cfg.standalone === false
    if (vm?.power === 'on' && vm.host === from && enters && !asked.some((one) => one.vm.name === name)) coming.push({ name, cfg: vm.cfg })
  }
  return coming
}

/** HA-162: that is all that this policy refuses. */
function failoverHostsKept(turn: Turn, operation: Operation, asked: readonly AskedAdmission[]): Verdict {
  const facts: [FactId, ...FactId[]] = ['HA-140', 'HA-162']
  const kept = asked.find(({ host }) => turn.constants['HA-162'].keptFree && isFailoverHost(turn.world, host.name))
  return {
    checked: asked.map(({ vm, host }) => said(operation, vm.name, kept === undefined, facts, { policy: 'dedicatedFailoverHosts', host: host.name })),
    refusal: kept === undefined ? null : { reason: 'failoverHost', facts: ['HA-162'], about: { ...onlyVm([kept]), host: kept.host.name } },
  }
}

/** A group is refused as a whole, by the names of its command. */
function onlyVm(asked: readonly AskedAdmission[]): { readonly vm?: string } {
  const [only] = asked
  return asked.length === 1 && only !== undefined ? { vm: only.vm.name } : {}
}

function said(
  operation: Operation,
  vm: string,
  allowed: boolean,
  facts: readonly [FactId, ...FactId[]],
  figures: { readonly [key: string]: Json },
): Verdict['checked'][number] {
  const result = allowed ? 'allowed' : 'refused'
  return { payload: { vm, operation, result }, why: { decision: 'admissionChecked', facts, inputs: { vm, operation, result, ...figures } } }
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
