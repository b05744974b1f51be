/** Which of some hosts could be in maintenance mode at once, with their VMs on the others (DRS-083). Nothing is moved but in the view. */
import { round9 } from '../../../models/maths.ts'
import { moveVm } from '../../../models/what-if.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'
import type { Obstacle } from './choose.ts'

export interface MaintenanceQuestion {
  readonly view: WhatIf
  /** In the order in which they are tried. */
  readonly hosts: readonly WhatIfHost[]
  /** Demand over capacity that no host may exceed; 1: all of it. */
  readonly ratio: number
  readonly obstacleTo: (vm: WhatIfVm, to: WhatIfHost) => Obstacle | null
  readonly load: (host: WhatIfHost) => number
  /** Why these hosts may not all be gone, as a fault; null: they may. */
  readonly mayBeGone: (hosts: readonly string[]) => string | null
}

export interface MaintenancePlan {
  readonly entering: readonly string[]
  readonly moves: readonly { readonly vm: string; readonly from: string; readonly to: string }[]
  /** Why a host could not. */
  readonly faults: readonly { readonly host: string; readonly vm: string | null; readonly reason: string }[]
}

const faultOf: { readonly [reason: string]: string } = {
  mustRuleViolation: 'noCompatibleHardAffinityHost',
  vmRuleViolation: 'ruleViolation',
  insufficientResources: 'insufficientHostCapacity',
  overRatio: 'insufficientHostCapacity',
}

export function planMaintenance(question: MaintenanceQuestion): MaintenancePlan {
  const { view, hosts } = question
  const at = new Map(view.vms.map((vm) => [vm, vm.host]))
  const entering = new Set<WhatIfHost>()
  const faults: MaintenancePlan['faults'][number][] = []
  for (const host of hosts) {
    const gone = question.mayBeGone([...entering, host].map(({ name }) => name))
    const fault = gone === null ? empty(question, host, entering) : { vm: null, reason: gone }
    if (fault === null) entering.add(host)
    else faults.push({ host: host.name, ...fault })
  }
  const moves = view.vms.flatMap((vm) => {
    const from = at.get(vm) as WhatIfHost
    return from === vm.host ? [] : [{ vm: vm.name, from: from.name, to: vm.host.name }]
  })
  return { entering: [...entering].map(({ name }) => name), moves, faults }
}

/** Null: all of its VMs have found a place. */
function empty(
  question: MaintenanceQuestion,
  host: WhatIfHost,
  entering: ReadonlySet<WhatIfHost>,
): { readonly vm: string; readonly reason: string } | null {
  const moved: WhatIfVm[] = []
  const share = (vm: WhatIfVm): number => Math.max(vm.cpuDemandMHz / host.cpuMHz, vm.memoryDemandMiB / host.memoryMiB)
  for (const vm of [...host.vms].sort((a, b) => share(b) - share(a) || a.order - b.order)) {
    const reason = vm.stuck === 'drsDisabledOnVm' ? vm.stuck : moveOff(question, vm, entering)
    if (reason === null) {
      moved.push(vm)
      continue
    }
    for (const one of moved.reverse()) moveVm(one, host)
    return { vm: vm.name, reason }
  }
  return null
}

/** To the least loaded that can take it, best to one that is to stay. Null: it has gone there; else the fault of the host that came nearest. */
function moveOff({ view, hosts, ratio, obstacleTo, load }: MaintenanceQuestion, vm: WhatIfVm, entering: ReadonlySet<WhatIfHost>): string | null {
  const from = vm.host
  const others = view.hosts.filter((host) => host !== from && host.takesVms && !entering.has(host))
  others.sort((a, b) => Number(hosts.includes(a)) - Number(hosts.includes(b)) || load(a) - load(b) || a.order - b.order)
  let reason = 'noActiveHost'
  for (const to of others) {
    const obstacle = obstacleTo(vm, to)?.reason ?? (isOver(vm, to, ratio) ? 'overRatio' : null)
    if (obstacle === null) {
      moveVm(vm, to)
      return null
    }
    if (reason !== 'insufficientHostCapacity') reason = faultOf[obstacle] ?? 'noCompatibleHost'
  }
  return reason
}

function isOver(vm: WhatIfVm, to: WhatIfHost, ratio: number): boolean {
  const over = (demand: number, capacity: number): boolean => round9(demand / capacity - ratio) > 0
  return over(to.cpuDemandMHz + vm.cpuDemandMHz, to.cpuMHz) || over(to.memoryDemandMiB + vm.memoryDemandMiB, to.memoryMiB)
}
