/** Which hosts DPM puts into standby mode (DRS-088), and how urgent that is (DRS-090). */
import type { Rejected } from '../../../../contract/events.ts'
import type { WhatIfHost, WhatIfVm } from '../../../models/what-if.ts'
import type { Obstacle } from './choose.ts'
import type { Utilisation } from './utilisation.ts'

/** Shares, 0 … 1. */
export interface DpmRange {
  readonly low: number
  readonly target: number
  readonly high: number
}

export interface PowerOffQuestion {
  /** That are on and count. */
  readonly hosts: readonly WhatIfHost[]
  readonly use: Utilisation
  readonly range: DpmRange
  /** What stands against it, whatever its VMs do; `gone`: those that are to leave already. */
  readonly mustStay: (host: WhatIfHost, gone: readonly WhatIfHost[]) => Obstacle | null
  /** A priority is within the threshold. */
  readonly isWanted: (priority: number) => boolean
  /** What stands against a move. */
  readonly obstacleTo: (vm: WhatIfVm, to: WhatIfHost) => Obstacle | null
}

export interface PowerOff {
  readonly host: WhatIfHost
  /** 2 … 5. */
  readonly priority: number
  /** Of the host, on average over the longer window, before anything is moved. */
  readonly cpu: number
  readonly memory: number
  /** Of the fullest host that stays, after the move. */
  readonly highestAfter: number
  readonly hostsLeft: number
  readonly rejected: readonly Rejected[]
}

/** Rejected hosts that a why lists. */
const REJECTED_MAX = 8

/** In the order in which they are found. VMs stand in the view where they are to go. */
export function planPowerOffs(question: PowerOffQuestion): readonly PowerOff[] {
  const { use, range } = question
  const gone: WhatIfHost[] = []
  const plan: PowerOff[] = []
  let left = question.hosts
  while (left.length > 1 && left.every((host) => use.of(host, 'off') < range.low)) {
    const mark = use.mark
    const next = nextToLeave(question, left, gone)
    if (next === null || !question.isWanted(next.priority)) {
      use.putBack(mark)
      return plan
    }
    gone.push(next.host)
    left = left.filter((host) => host !== next.host)
    plan.push(next)
  }
  return plan
}

/** The least loaded first, then the one that is larger and draws more power, then by name. */
function nextToLeave(question: PowerOffQuestion, left: readonly WhatIfHost[], gone: readonly WhatIfHost[]): PowerOff | null {
  const { use } = question
  const ranked = left
    .map((host) => ({ host, load: use.of(host, 'off') }))
    .sort((a, b) => a.load - b.load || b.host.cpuMHz - a.host.cpuMHz || (a.host.name < b.host.name ? -1 : 1))
  const rejected: Rejected[] = []
  for (const { host } of ranked) {
    const before = use.sharesOf(host, 'off')
    const idle = idlePriority(question, left)
    const others = left.filter((other) => other !== host)
    const obstacle = question.mustStay(host, gone) ?? evacuate(question, host, others)
    if (obstacle !== null) {
      if (rejected.length < REJECTED_MAX) rejected.push({ option: host.name, reason: obstacle.reason, facts: [...obstacle.facts] })
      continue
    }
    const highestAfter = highest(question, others, 'off')
    const priority = idle ?? (highest(question, others, 'on') <= question.range.target ? 4 : 5)
    return { host, ...before, priority, highestAfter, hostsLeft: others.length, rejected }
  }
  return null
}

const highest = ({ use }: PowerOffQuestion, hosts: readonly WhatIfHost[], window: 'off' | 'on'): number =>
  hosts.reduce((most, host) => Math.max(most, use.of(host, window)), 0)

/** 2 where no host is used for half of what would keep it on, 3 where none is now either; null: the load has risen meanwhile. */
function idlePriority(question: PowerOffQuestion, hosts: readonly WhatIfHost[]): number | null {
  const { low } = question.range
  const now = highest(question, hosts, 'on')
  if (Math.max(now, highest(question, hosts, 'off')) < low / 2) return 2
  return now < low ? 3 : null
}

/** Moves all of its VMs, the largest first, each to the least loaded host that may take it and stays within the range; or none. */
function evacuate(question: PowerOffQuestion, host: WhatIfHost, others: readonly WhatIfHost[]): Obstacle | null {
  const { use, range } = question
  const mark = use.mark
  const vms = [...host.vms].map((vm) => ({ vm, size: use.shareOf(vm, 'off') })).sort((a, b) => b.size - a.size || (a.vm.name < b.vm.name ? -1 : 1))
  for (const { vm } of vms) {
    let obstacle: Obstacle | null = vm.moved || vm.stuck !== null ? { reason: vm.stuck ?? 'vmInVmotion', facts: ['DRS-097'] } : null
    const to = obstacle === null ? destination() : null
    if (to === null) {
      use.putBack(mark)
      return obstacle ?? { reason: 'overTarget', facts: ['DRS-088'] }
    }
    use.move(vm, to)

    function destination(): WhatIfHost | null {
      const ranked = others.map((other) => ({ other, load: use.of(other, 'off') })).sort((a, b) => a.load - b.load || a.other.order - b.other.order)
      for (const { other } of ranked) {
        if (use.withVm(other, vm, 'off') > range.high || use.withVm(other, vm, 'on') > range.high) continue
        const against = question.obstacleTo(vm, other)
        if (against === null) return other
        obstacle ??= against
      }
      return null
    }
  }
  return null
}
