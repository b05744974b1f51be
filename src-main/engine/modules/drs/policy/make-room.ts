/**
 * Frees room on one host by moves, several hops if need be (DRS-047, DRS-104): as few moves as possible, to the least loaded host that can take
 * the VM. Reservations and overhead are what counts. A search of bounded length: no more is promised.
 */
import { round9 } from '../../../models/maths.ts'
import { moveVm } from '../../../models/what-if.ts'
import type { WhatIf, WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'
import type { Obstacle } from './choose.ts'

export interface RoomMove {
  readonly vm: WhatIfVm
  readonly from: WhatIfHost
  readonly to: WhatIfHost
  /** Those that have to be over before it can begin. */
  readonly after: readonly RoomMove[]
}

export interface RoomPlan {
  readonly host: WhatIfHost
  readonly moves: readonly RoomMove[]
}

export interface Need {
  readonly cpuMHz: number
  /** Reservation plus overhead. */
  readonly memoryMiB: number
}

export interface RoomQuestion {
  readonly view: WhatIf
  readonly need: Need
  /** Hosts that lack nothing but room, the best first. */
  readonly targets: readonly WhatIfHost[]
  /** DRS may move it. */
  readonly mayMove: (vm: WhatIfVm) => boolean
  /** Null: nothing stands against the move in the view as it is by then. */
  readonly obstacleTo: (vm: WhatIfVm, to: WhatIfHost) => Obstacle | null
  readonly load: (host: WhatIfHost) => number
  readonly mostMoves: number
  /** Moves that are looked at, at most. */
  readonly mostLooks: number
}

interface Search extends RoomQuestion {
  looks: number
  /** VMs that the plan moves already. */
  readonly moved: Set<WhatIfVm>
}

/** The moves are done in the view when it returns a plan; null: none was found, and the view is as it was. */
export function makeRoom(question: RoomQuestion): RoomPlan | null {
  const search: Search = { ...question, looks: 0, moved: new Set() }
  for (let moves = 0; moves <= question.mostMoves; moves++) {
    for (const host of question.targets) {
      const found = free(search, host, question.need, moves, new Set([host]))
      if (found !== null) return { host, moves: found }
    }
  }
  return null
}

const lacks = ({ room }: WhatIfHost, need: Need): Need => ({
  cpuMHz: Math.max(0, round9(need.cpuMHz - room.cpuMHz)),
  memoryMiB: Math.max(0, round9(need.memoryMiB - room.memoryMiB)),
})

const needOf = (vm: WhatIfVm): Need => ({ cpuMHz: vm.cpuReservationMHz, memoryMiB: vm.memoryReservedMiB })

/** `closed`: hosts that this is done for, which nothing may be moved to. */
function free(search: Search, host: WhatIfHost, need: Need, movesLeft: number, closed: ReadonlySet<WhatIfHost>): readonly RoomMove[] | null {
  const lack = lacks(host, need)
  if (lack.cpuMHz === 0 && lack.memoryMiB === 0) return []
  if (movesLeft === 0) return null
  for (const vm of candidates(search, host, lack, movesLeft)) {
    for (const to of destinations(search, closed)) {
      if (++search.looks > search.mostLooks) return null
      const found = through(search, { vm, host, to, need, movesLeft, closed })
      if (found !== null) return found
    }
  }
  return null
}

interface Step {
  readonly vm: WhatIfVm
  readonly host: WhatIfHost
  readonly to: WhatIfHost
  readonly need: Need
  readonly movesLeft: number
  readonly closed: ReadonlySet<WhatIfHost>
}

/** The VM goes there, after room was made there where it has to be; then the rest. */
function through(search: Search, { vm, host, to, need, movesLeft, closed }: Step): readonly RoomMove[] | null {
  const obstacle = search.obstacleTo(vm, to)
  if (obstacle !== null && obstacle.reason !== 'insufficientResources') return null
  const before = obstacle === null ? [] : free(search, to, needOf(vm), movesLeft - 1, new Set([...closed, to]))
  if (before === null) return null
  if (obstacle === null || search.obstacleTo(vm, to) === null) {
    moveVm(vm, to)
    search.moved.add(vm)
    const rest = free(search, host, need, movesLeft - before.length - 1, closed)
    if (rest !== null) return [...before, { vm, from: host, to, after: before }, ...rest]
    undo(search, vm, host)
  }
  for (const move of [...before].reverse()) undo(search, move.vm, move.from)
  return null
}

function undo(search: Search, vm: WhatIfVm, from: WhatIfHost): void {
  moveVm(vm, from)
  search.moved.delete(vm)
}

/** Those that are enough alone come first, the smallest of them before the others; then the largest. */
function candidates(search: Search, host: WhatIfHost, lack: Need, movesLeft: number): readonly WhatIfVm[] {
  const isEnough = (vm: WhatIfVm): boolean => round9(vm.cpuReservationMHz - lack.cpuMHz) >= 0 && round9(vm.memoryReservedMiB - lack.memoryMiB) >= 0
  const sizeOf = (vm: WhatIfVm): number => vm.cpuReservationMHz / host.cpuMHz + vm.memoryReservedMiB / host.memoryMiB
  const helps = (vm: WhatIfVm): boolean => (lack.cpuMHz > 0 && vm.cpuReservationMHz > 0) || (lack.memoryMiB > 0 && vm.memoryReservedMiB > 0)
  const all = [...host.vms].filter((vm) => !search.moved.has(vm) && helps(vm) && search.mayMove(vm))
  const enough = all.filter(isEnough).sort((a, b) => sizeOf(a) - sizeOf(b) || a.order - b.order)
  if (movesLeft === 1) return enough
  const others = all.filter((vm) => !isEnough(vm)).sort((a, b) => sizeOf(b) - sizeOf(a) || a.order - b.order)
  return [...enough, ...others]
}

function destinations({ view, load }: Search, closed: ReadonlySet<WhatIfHost>): readonly WhatIfHost[] {
  return view.hosts.filter((host) => host.takesVms && !closed.has(host)).sort((a, b) => load(a) - load(b) || a.order - b.order)
}
