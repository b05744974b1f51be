/** What slots each host offers, uses and holds back, from what the engine counts. Pure. */
import type { AdmissionState } from '../../../../src-main/contract/ha-state.ts'

export interface SlotRow {
  readonly host: string
  readonly slots: number
  readonly used: number
  /** It is one of the largest hosts, whose slots are not counted as available. */
  readonly heldBack: boolean
  /** Not counted: lost, or not in the cluster's count. */
  readonly lost: boolean
  /** VMs on it that take more than one slot. */
  readonly multiple: readonly { readonly vm: string; readonly slots: number }[]
}

/** `vmsOn`: VMs that are on, by host. `hosts`: in the order of the lab. */
export function slotRows(admission: AdmissionState, hosts: readonly string[], vmsOn: ReadonlyMap<string, readonly string[]>): SlotRow[] {
  const { hostSlots, vmsRequiringMultipleSlots } = admission
  if (hostSlots === null) return []
  const held = heldBack(admission)
  return hosts.map((host) => {
    const vms = vmsOn.get(host) ?? []
    const multiple = vms.flatMap((vm) => {
      const slots = vmsRequiringMultipleSlots?.[vm]
      return slots === undefined ? [] : [{ vm, slots }]
    })
    const used = vms.length - multiple.length + multiple.reduce((sum, { slots }) => sum + slots, 0)
    return { host, slots: hostSlots[host] ?? 0, used, heldBack: held.has(host), lost: hostSlots[host] === undefined, multiple }
  })
}

/** The hosts whose slots together are the failover slots: largest first (HA-148). Nothing is marked where that does not add up. */
function heldBack({ hostSlots, failoverSlots }: AdmissionState): ReadonlySet<string> {
  const held = new Set<string>()
  if (hostSlots === null || failoverSlots === null || failoverSlots === 0) return held
  let sum = 0
  for (const [host, slots] of Object.entries(hostSlots).sort((a, b) => b[1] - a[1])) {
    if (sum >= failoverSlots) break
    sum += slots
    held.add(host)
  }
  return sum === failoverSlots ? held : new Set()
}
