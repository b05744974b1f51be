/** Hosts and VMs in the order in which moves are looked for. */
import { round9 } from '../../../models/maths.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'
import { compareNames } from './order.ts'

/** Differ in their load only. */
export function areAlike(a: { readonly vm: WhatIfVm; readonly score: number }, b: { readonly vm: WhatIfVm; readonly score: number }): boolean {
  return (
    a.score === b.score &&
    a.vm.memoryFactor === b.vm.memoryFactor &&
    a.vm.vcpus === b.vm.vcpus &&
    a.vm.memoryMiB === b.vm.memoryMiB &&
    a.vm.copyMiB === b.vm.copyMiB &&
    a.vm.netMbps === b.vm.netMbps &&
    a.vm.cpuLimitMHz === b.vm.cpuLimitMHz
  )
}

/** Of two that are alike: they differ in nothing that a score or a sum follows from. */
export function areTwins(a: WhatIfVm, b: WhatIfVm): boolean {
  return a.cpuDemandMHz === b.cpuDemandMHz && a.memoryDemandMiB === b.memoryDemandMiB && a.isOn === b.isOn
}

/** Whether it was there. */
export function takeOut(hosts: WhatIfHost[], host: WhatIfHost): boolean {
  const at = hosts.indexOf(host)
  if (at >= 0) hosts.splice(at, 1)
  return at >= 0
}

/** To where it belongs in a list that is in order. */
export function putIn(hosts: WhatIfHost[], host: WhatIfHost, compare: (a: WhatIfHost, b: WhatIfHost) => number): void {
  const before = hosts.findIndex((other) => compare(host, other) < 0)
  hosts.splice(before < 0 ? hosts.length : before, 0, host)
}

/** Less demand of CPU, then of memory, then by name. */
export function byLoad(a: WhatIfHost, b: WhatIfHost): number {
  return (
    round9(a.cpuDemandMHz / a.cpuMHz) - round9(b.cpuDemandMHz / b.cpuMHz) ||
    round9(a.memoryDemandMiB / a.memoryMiB) - round9(b.memoryDemandMiB / b.memoryMiB) ||
    compareNames(a.name, b.name)
  )
}

/** As `byLoad`, with each load worked out once. */
function sortByLoad(hosts: WhatIfHost[]): void {
  const loads = new Map(hosts.map((host) => [host, round9(host.cpuDemandMHz / host.cpuMHz)]))
  hosts.sort((a, b) => (loads.get(a) as number) - (loads.get(b) as number) || byLoad(a, b))
}

/** Hosts on which a VM would have the same score if they had the same load. One that its network makes different stands alone. */
export function classesOf(view: WhatIf): WhatIfHost[][] {
  const classes = new Map<string, WhatIfHost[]>()
  const mostMbps = view.vms.reduce((most, vm) => Math.max(most, vm.netMbps), 0)
  for (const host of view.hosts) {
    if (!host.takesVms) continue
    const isAlone = view.poolsLimitCpu || (host.uplinkMbps !== null && mostMbps > 0)
    const { cpuMHz, coreMHz, coresPerNode, memoryPerNodeMiB, vmotion } = host
    const key = isAlone ? host.name : [cpuMHz, coreMHz, coresPerNode, memoryPerNodeMiB, vmotion?.gbps, vmotion?.nics].join('/')
    const known = classes.get(key)
    if (known === undefined) classes.set(key, [host])
    else known.push(host)
  }
  for (const each of classes.values()) sortByLoad(each)
  return [...classes.values()]
}
