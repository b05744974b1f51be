import type { LabState } from '../../contract/state.ts'
import type { AdmissionState } from '../../contract/ha-state.ts'
import { roundDecimals, roundHalfUp } from '../models/maths.ts'
import type { ResourcePercentage } from '../models/percentage.ts'
import type { Kernel } from '../core/simulation.ts'
import { reservationStatus } from '../reads/pool-room.ts'
import { admissionNow, admissionPlan } from '../reads/admission.ts'
import type { AdmissionPlan } from '../reads/admission.ts'

/** What admission control counts; `lost`: as if that host were lost too. Null while HA is off. */
export function admissionState(kernel: Kernel, lost: string | null): AdmissionState | null {
  const plan = lost === null ? admissionNow(kernel) : admissionPlan(kernel, { without: lost })
  if (plan === null) return null
  return {
    policy: plan.policy,
    ok: plan.ok,
    hostFailuresTolerated: plan.slots?.hostFailuresTolerated ?? plan.percentage?.hostFailuresTolerated ?? null,
    ...slotState(plan),
    failoverHosts: plan.failoverHosts === null ? null : Object.fromEntries(plan.failoverHosts),
    cpu: cpuState(plan.percentage?.cpu),
    memory: memoryState(plan.percentage?.memory),
  }
}

type SlotState = Pick<
  AdmissionState,
  'slot' | 'totalSlots' | 'usedSlots' | 'availableSlots' | 'failoverSlots' | 'hostSlots' | 'vmsRequiringMultipleSlots'
>

const noSlots: SlotState = {
  slot: null,
  totalSlots: null,
  usedSlots: null,
  availableSlots: null,
  failoverSlots: null,
  hostSlots: null,
  vmsRequiringMultipleSlots: null,
}

function slotState({ slots, hosts, vms }: AdmissionPlan): SlotState {
  if (slots === null) return noSlots
  const { slot, totalSlots, usedSlots, availableSlots, failoverSlots, hostSlots, vmSlots } = slots
  return {
    slot: { cpuMHz: roundHalfUp(slot.cpuMHz), memoryMiB: roundHalfUp(slot.memoryMiB) },
    totalSlots,
    usedSlots,
    availableSlots,
    failoverSlots,
    hostSlots: Object.fromEntries(hosts.map(({ name }, i) => [name, hostSlots[i] ?? 0])),
    // HA-147
    vmsRequiringMultipleSlots: Object.fromEntries(vms.flatMap(({ name }, i) => ((vmSlots[i] ?? 1) > 1 ? [[name, vmSlots[i] ?? 1]] : []))),
  }
}

/** Two decimals; shells may show the floor (HA-156). */
function percents({ freePercent, requiredPercent, availablePercent }: ResourcePercentage) {
  return {
    freePercent: roundDecimals(freePercent, 2),
    requiredPercent: roundDecimals(requiredPercent, 2),
    availablePercent: roundDecimals(availablePercent, 2),
  }
}

function cpuState(cpu: ResourcePercentage | undefined): AdmissionState['cpu'] {
  if (cpu === undefined) return null
  const { total, reserved, failover } = cpu
  return { totalMHz: roundHalfUp(total), reservedMHz: roundHalfUp(reserved), failoverMHz: roundHalfUp(failover), ...percents(cpu) }
}

function memoryState(memory: ResourcePercentage | undefined): AdmissionState['memory'] {
  if (memory === undefined) return null
  const { total, reserved, failover } = memory
  return { totalMiB: roundHalfUp(total), reservedMiB: roundHalfUp(reserved), failoverMiB: roundHalfUp(failover), ...percents(memory) }
}

/**
 * Colour of the cluster: red below the configured failover capacity, with a red alarm, or where what a pool holds does not fit into it;
 * yellow while a failover host is in use, with a yellow alarm, with an issue of the cluster as a whole, or where the hosts have less than is
 * reserved (DRS-023).
 */
export function clusterStatus(kernel: Kernel): LabState['cluster']['status'] {
  const { world } = kernel
  const plan = admissionNow(kernel)
  const alarms = [...world.alarms.values()].filter(({ kind }) => kind === 'cluster').map(({ severity }) => severity)
  const reservations = reservationStatus(kernel)
  if (plan?.ok === false || alarms.includes('red') || reservations === 'red') return 'red'
  const inUse = plan?.failoverHosts != null && [...plan.failoverHosts.values()].includes('yellow')
  const wanting = [...world.issues.values()].some(({ issue }) => issue === 'performanceDegradation')
  return inUse || wanting || reservations === 'yellow' || alarms.includes('yellow') ? 'yellow' : 'green'
}
