/** Hosts that DPM has to wake whatever the load: for HA, or because less is on than is always to be (DRS-090, DRS-091, DRS-107). */
import type { FactId } from '../../../contract/fact-id.ts'
import type { Turn } from '../../core/turn.ts'
import { fallsShort } from '../../models/maths.ts'
import type { WhatIfHost } from '../../models/what-if.ts'
import { admissionPlan, admissionPolicy, failoverHosts } from '../../reads/admission.ts'
import { overheadOf } from '../../reads/claims.ts'
import { drsOption } from '../../reads/drs.ts'
import { waitingForRoom } from '../../reads/ha.ts'
import { allows, rulesOf } from '../../reads/rules.ts'
import type { Pass } from './proposal.ts'

export type NeedOf = 'twoHosts' | 'restart' | 'failoverCapacity' | 'minimumCapacity'

export interface Need {
  readonly host: WhatIfHost
  readonly of: NeedOf
  /** Of DRS-011. */
  readonly reason: string
  /** A VM that HA cannot restart. */
  readonly vm: string | null
  readonly facts: readonly [FactId, ...FactId[]]
}

export interface NeedQuestion {
  readonly pass: Pass
  readonly on: readonly WhatIfHost[]
  readonly coming: readonly WhatIfHost[]
  /** That could be woken, the next one first. */
  readonly asleep: readonly WhatIfHost[]
}

const reasons: { readonly [N in NeedOf]: string } = {
  twoHosts: 'unreservedCapacity',
  restart: 'checkResource',
  failoverCapacity: 'unreservedCapacity',
  minimumCapacity: 'increaseCapacity',
}

export function neededHosts(question: NeedQuestion): readonly Need[] {
  const { turn } = question.pass
  const needs: Need[] = []
  const left = new Set(question.asleep)
  const take = (host: WhatIfHost, of: NeedOf, facts: Need['facts'], vm: string | null = null): void => {
    left.delete(host)
    needs.push({ host, of, reason: reasons[of], vm, facts })
  }
  const onThen = (): readonly WhatIfHost[] => [...question.on, ...question.coming, ...needs.map(({ host }) => host)]
  if (admissionPolicy(turn) !== null)
    for (const host of question.asleep) if (onThen().length < turn.constants['DRS-091'].hostsWithHa) take(host, 'twoHosts', ['DRS-091', 'HA-173'])
  if (turn.constants['DRS-107'].wakesForRestarts)
    for (const { vm, host } of forRestarts(turn, onThen(), left)) take(host, 'restart', ['DRS-107', 'DRS-104'], vm)
  if (turn.constants['DRS-107'].capacityIsKept)
    for (const host of [...left]) if (helpsFailover(turn, onThen(), host)) take(host, 'failoverCapacity', ['DRS-107', 'DRS-090'])
  for (const host of question.asleep)
    if (left.has(host) && isBelowMinimum(question.pass, onThen())) take(host, 'minimumCapacity', ['DRS-091', 'DRS-090'])
  return needs
}

export function isBelowMinimum({ turn, cfg }: Pass, hosts: readonly WhatIfHost[]): boolean {
  const { minCpuMHz, minMemoryMiB } = turn.constants['DRS-091']
  const cpuMHz = hosts.reduce((sum, host) => sum + host.cpuMHz, 0)
  const memoryMiB = hosts.reduce((sum, host) => sum + host.memoryMiB, 0)
  return cpuMHz < drsOption(cfg, 'MinPoweredOnCpuCapacity', minCpuMHz) || memoryMiB < drsOption(cfg, 'MinPoweredOnMemCapacity', minMemoryMiB)
}

/** Hosts on their way into standby mode do not count any more. */
export function leavingToStandby(turn: Turn): readonly string[] {
  return [...turn.world.hosts.values()].filter(({ standbyChange }) => standbyChange === 'entering').map(({ name }) => name)
}

/** Failover capacity is short, and the host would count. */
function helpsFailover(turn: Turn, on: readonly WhatIfHost[], host: WhatIfHost): boolean {
  const names = on.map(({ name }) => name)
  const without = leavingToStandby(turn).filter((name) => !names.includes(name))
  const plan = admissionPlan(turn, { without, plus: names.filter((name) => !faulty.has(turn.world.shown.get(`vcenter>${name}`)?.state ?? 'none')) })
  if (plan === null || plan.policy === 'disabled' || plan.ok) return false
  return plan.policy !== 'dedicatedFailoverHosts' || failoverHosts(turn.world).includes(host.name)
}

/** With these HA cannot use the host; one that has just come back will be without. */
const faulty: ReadonlySet<string> = new Set([
  'failed',
  'agentUnreachable',
  'networkPartitioned',
  'networkIsolated',
  'initializationError',
  'uninitializationError',
])

interface Room {
  cpuMHz: number
  memoryMiB: number
}

/** VMs that wait because no host has room, the largest first: what is on or coming takes them, else a host that is woken for them. */
function forRestarts(
  turn: Turn,
  onThen: readonly WhatIfHost[],
  asleep: ReadonlySet<WhatIfHost>,
): readonly { readonly vm: string; readonly host: WhatIfHost }[] {
  const waiting = waitingForRoom(turn.world)
  if (waiting.length === 0) return []
  const rooms = new Map<WhatIfHost, Room>(onThen.map((host) => [host, { cpuMHz: host.room.cpuMHz, memoryMiB: host.room.memoryMiB }]))
  const woken: { vm: string; host: WhatIfHost }[] = []
  for (const { name, cfg } of waiting) {
    const memoryMiB = cfg.memoryReservationMiB + overheadOf(cfg)
    const { must } = rulesOf(turn.world, name)
    const takes = (host: WhatIfHost, { cpuMHz, memoryMiB: free }: Room): boolean =>
      cpuMHz >= cfg.cpuReservationMHz && !fallsShort(free, memoryMiB) && must.every((rule) => allows(rule, host.name))
    let place = [...rooms].find(([host, room]) => takes(host, room))
    if (place === undefined) {
      const host = [...asleep].find((each) => !rooms.has(each) && takes(each, each.room))
      if (host === undefined) continue
      woken.push({ vm: name, host })
      place = [host, { cpuMHz: host.room.cpuMHz, memoryMiB: host.room.memoryMiB }]
      rooms.set(...place)
    }
    place[1].cpuMHz -= cfg.cpuReservationMHz
    place[1].memoryMiB -= memoryMiB
  }
  return woken
}
