/** What the search keeps from one move to the next, and leaves out, against a search that looks at every VM on every host before each move. */
import { expect, test } from 'vitest'
import { HostColumns, KindColumns } from '../../../models/columns.ts'
import { modelConstants } from '../../../../knowledge/model-constants.ts'
import { rngOfSeed } from '../../../core/rng.ts'
import { leastGain, scoreCost } from '../../../models/drs-score.ts'
import { round9 } from '../../../models/maths.ts'
import { compareNames } from '../../../models/order.ts'
import { Residents } from '../../../models/residents.ts'
import { moveVm, placeVm } from '../../../models/what-if.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'
import type { Rng } from '../../../core/rng.ts'
import { planByScore } from './score.ts'
import { measure, measureNow, networkOf, scoreAt, scoreModel, weightOf } from './score-hosts.ts'
import type { Divide } from './score-hosts.ts'
import { byLoad } from './score-order.ts'

const THRESHOLD = 3
const constants = modelConstants

/** Everybody gets the same part of what there is. */
const divide: Divide = (capacityMHz, coreMHz, claims) => {
  const sum = claims.reduce((total, { demandMHz }) => total + demandMHz, 0)
  return claims.map(({ demandMHz }) => Math.min(2 * coreMHz, sum <= capacityMHz ? demandMHz : (demandMHz * capacityMHz) / sum))
}

/** `fewLoads`: many VMs differ in their name alone. */
function randomView(rng: Rng, fewLoads: boolean, withColumns: boolean): WhatIf {
  const shapes = rng.between(1, 2)
  const hosts = Array.from({ length: rng.between(2, 8) }, (_, order): WhatIfHost => {
    const shape = rng.between(1, shapes)
    const uplinkMbps = rng.chance(1, 6) ? 1000 : null
    return {
      name: `esx-${order}`,
      order,
      cpuMHz: 10_000 * shape,
      memoryMiB: 524_288,
      coreMHz: 2500,
      cores: 4 * shape,
      coresPerNode: rng.chance(1, 4) ? 2 : 4,
      memoryPerNodeMiB: 32_768,
      vmotion: { gbps: 10, nics: 1 },
      uplinkMbps,
      room: { cpuMHz: 10_000 * shape, memoryMiB: 524_288, vms: 0, vcpus: 0, powerOns: 0 },
      takesVms: !rng.chance(1, 10),
      counts: true,
      vms: new Residents(),
      cpuDemandMHz: 0,
      memoryDemandMiB: 0,
      cpuEntitlementMHz: 0,
      memoryEntitlementMiB: 0,
      netMbps: 0,
    }
  })
  const busiest = rng.pick(hosts)
  const vms = Array.from({ length: rng.between(4, 40) }, (_, order): WhatIfVm => {
    const vm: WhatIfVm = {
      name: `vm-${order}`,
      order,
      kind: -1,
      host: rng.chance(1, 3) ? busiest : rng.pick(hosts),
      vcpus: rng.pick([1, 2, 4]),
      memoryMiB: 4096,
      cpuLimitMHz: rng.chance(1, 8) ? 900 : null,
      isOn: !rng.chance(1, 12),
      cpuDemandMHz: fewLoads ? rng.pick([500, 1000]) : rng.between(1, 8) * 250,
      memoryDemandMiB: fewLoads ? 4096 : rng.chance(1, 4) ? rng.between(20_000, 80_000) : rng.between(500, 6000),
      cpuEntitlementMHz: 0,
      memoryEntitlementMiB: 0,
      cpuReservationMHz: 0,
      memoryReservedMiB: 100,
      copyMiB: rng.pick([2048, 4096]),
      memoryFactor: rng.chance(1, 5) ? 0.8 : 1,
      netMbps: rng.chance(1, 8) ? rng.between(100, 600) : 0,
      automation: 'fullyAutomated',
      stuck: rng.chance(1, 15) ? 'busy' : null,
      moved: false,
    }
    placeVm(vm)
    return vm
  })
  const kinds = new KindColumns()
  const numbers = new Map<string, number>()
  for (const vm of vms) {
    const { name: _name, order: _order, host: _host, stuck: _stuck, ...rest } = vm
    const key = JSON.stringify(rest)
    if (!numbers.has(key)) numbers.set(key, kinds.add(vm))
    if (rng.chance(1, 10)) continue
    Object.assign(vm, { kind: numbers.get(key) })
    vm.host.vms.forgetKinds()
  }
  const capacity = { cpuMHz: 0, memoryMiB: 0 }
  for (const host of hosts) {
    capacity.cpuMHz += host.cpuMHz
    capacity.memoryMiB += host.memoryMiB
  }
  return {
    poolsLimitCpu: false,
    kinds,
    columns: withColumns ? columnsOf(hosts) : null,
    counting: hosts,
    capacity,
    hosts,
    vms,
    host: new Map(hosts.map((host) => [host.name, host])),
    vm: new Map(vms.map((vm) => [vm.name, vm])),
  }
}

function columnsOf(hosts: readonly WhatIfHost[]): HostColumns {
  const columns = new HostColumns(hosts.map(({ order }) => order))
  for (const host of hosts) {
    columns.enter(host, host.takesVms)
    columns.cpuDemandMHz[host.order] = host.cpuDemandMHz
    columns.memoryDemandMiB[host.order] = host.memoryDemandMiB
    columns.netMbps[host.order] = host.netMbps
  }
  columns.open()
  return columns
}

const secondsOf = (vm: WhatIfVm): number => vm.copyMiB / 400

interface Plain {
  readonly vm: WhatIfVm
  readonly to: WhatIfHost
  readonly net: number
}

/** DRS-062 to the letter: all moves that would do, the best first. */
function plainOptions(view: WhatIf, kept: ReadonlySet<string>): Plain[] {
  const model = scoreModel(view, THRESHOLD, constants, divide)
  const weights = view.vms.reduce((sum, vm) => sum + weightOf(model, vm), 0)
  const least = leastGain(THRESHOLD, constants) as number
  const found: Plain[] = []
  for (const vm of view.vms) {
    const from = vm.host
    if (vm.moved) continue
    const before = measureNow(model, from)
    const score = scoreAt(model, before, before.vms.indexOf(vm))
    for (const to of view.hosts) {
      if (to === from || !to.takesVms || kept.has(`${vm.name}>${to.name}`) || kept.has(vm.name)) continue
      const there = measureNow(model, to)
      const grown = measure(model, to, [...to.vms, vm], to.cpuDemandMHz + vm.cpuDemandMHz, to.netMbps + vm.netMbps)
      const cost = scoreCost(THRESHOLD, secondsOf(vm), constants)
      const after = scoreAt(model, grown, grown.vms.length - 1)
      const net = after - score - cost
      if (round9(net) < least || round9(grown.load) >= constants['DRS-083'].ceiling) continue
      if (round9(to.memoryDemandMiB + vm.memoryDemandMiB - to.memoryMiB) > 0) continue
      const withoutNetwork = after / networkOf(model, to, to.netMbps + vm.netMbps) - score / before.net - cost
      if (before.net !== 1 && round9(withoutNetwork) <= 0) continue
      const rest = [...from.vms].filter((other) => other !== vm)
      const left = measure(model, from, rest, from.cpuDemandMHz - vm.cpuDemandMHz, from.netMbps - vm.netMbps)
      const gained = left.weighted + grown.weighted - before.weighted - there.weighted
      if (round9(gained / weights) > 0) found.push({ vm, to, net })
    }
  }
  return found.sort((a, b) => round9(b.net) - round9(a.net) || compareNames(a.vm.name, b.vm.name) || byLoad(a.to, b.to))
}

/** Obstacles that a pass might find, the same whenever it asks. */
const isKept = (vm: WhatIfVm, to: WhatIfHost): boolean => (vm.order * 7 + to.order * 3) % 11 === 0

function plainMoves(view: WhatIf): string[] {
  const kept = new Set<string>()
  const moves: string[] = []
  for (;;) {
    const options = plainOptions(view, kept)
    const [best] = options
    if (best === undefined) return moves
    const { vm, to, net } = best
    if (vm.stuck !== null || isKept(vm, to)) {
      // Where nothing else would do it stays where it is for this pass.
      const isStuck = vm.stuck !== null || options.every((other) => other.vm !== vm || isKept(vm, other.to))
      kept.add(isStuck ? vm.name : `${vm.name}>${to.name}`)
    } else {
      moves.push(`${vm.name} ${vm.host.name}>${to.name} ${net.toFixed(6)}`)
      // What kept others from a host may be gone once VMs came or went there.
      for (const key of kept) if (key.endsWith(`>${vm.host.name}`) || key.endsWith(`>${to.name}`)) kept.delete(key)
      moveVm(vm, to)
      vm.moved = true
    }
  }
}

function searchedMoves(view: WhatIf): string[] {
  const obstacle = { reason: 'mustRuleViolation', facts: [] } as const
  const obstacleTo = (vm: WhatIfVm, to: WhatIfHost) => (isKept(vm, to) ? obstacle : null)
  const { moves } = planByScore(view, { threshold: THRESHOLD, constants, divide, obstacleTo, secondsOf })
  return moves.map(({ vm, from, to, net }) => `${vm.name} ${from.name}>${to.name} ${net.toFixed(6)}`)
}

test.each([
  { fewLoads: false, withColumns: false },
  { fewLoads: true, withColumns: false },
  { fewLoads: false, withColumns: true },
  { fewLoads: true, withColumns: true },
])('the moves are those of a search that keeps nothing and leaves nothing out: $fewLoads, $withColumns', ({ fewLoads, withColumns }) => {
  let count = 0
  for (let seed = 1; seed <= 300; seed++) {
    const searched = searchedMoves(randomView(rngOfSeed(seed), fewLoads, withColumns))
    expect(searched, `seed ${seed}`).toEqual(plainMoves(randomView(rngOfSeed(seed), fewLoads, false)))
    count += searched.length
  }
  // Many clusters take several moves.
  expect(count).toBeGreaterThan(300)
})
