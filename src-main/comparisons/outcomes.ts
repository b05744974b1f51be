/** What became of the VMs on each side. Pure, but for the states it is handed. */
import {
  outcomeSums,
  type ComparedOutcome,
  type OutcomeBalance,
  type OutcomeSum,
  type OutcomeSums,
  type VmComparison,
  type VmOutcome,
} from '../contract/api-compare.ts'
import type { LabEvent } from '../contract/events.ts'
import type { HostState, LabState, VmState } from '../contract/state.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Simulation } from '../engine/index.ts'
import { same } from '../runs/same.ts'

const VMS_MAX = 500

export interface OutcomeSource {
  readonly lab: Lab
  /** Stands at the end of what is compared. */
  readonly simulation: Simulation
  readonly events: readonly LabEvent[]
}

/** Ends that somebody asked for: such a VM is off, not down. */
const wanted: ReadonlySet<string> = new Set(['user', 'guest'])

/** What became of each VM, by name. */
export function outcomesOf({ lab, simulation, events }: OutcomeSource): ReadonlyMap<string, VmOutcome> {
  const { moves, pings, ends } = countsOf(events, simulation.now)
  const meantToRun = new Set(lab.vms.filter(({ power }) => power === 'on').map(({ name }) => name))
  const found = new Map<string, VmOutcome>()
  for (const name of simulation.vmNames()) {
    const view = simulation.vmView(name)
    if (view === null) continue
    // Of a recording only the view is there.
    const state: Partial<VmState> | null = simulation.vmState(name)
    const end = ends.get(name)
    found.set(name, {
      down: view.power !== 'on' && (end === undefined ? meantToRun.has(name) : !wanted.has(end)),
      downtimeMs: state?.downtimeMs ?? null,
      restarts: view.restarts,
      moves: moves.get(name) ?? 0,
      pingsLost: state?.pingsLost ?? pings.get(name) ?? null,
      host: view.host,
    })
  }
  return found
}

/** Moves to another host, pings lost in outages that are over, and why each VM stopped last. FT's own copies are no moves. */
function countsOf(events: readonly LabEvent[], until: number) {
  const moves = new Map<string, number>()
  const pings = new Map<string, number>()
  const ends = new Map<string, string>()
  for (const event of events) {
    if (event.t > until) break
    const vm = event['vm']
    if (typeof vm !== 'string') continue
    if (event.type === 'vmotion.completed' && event['role'] !== 'secondary' && event['from'] !== event['to']) moves.set(vm, (moves.get(vm) ?? 0) + 1)
    else if (event.type === 'client.outage' && typeof event['pingsLost'] === 'number') pings.set(vm, (pings.get(vm) ?? 0) + event['pingsLost'])
    else if (event.type === 'vm.poweredOff') ends.set(vm, String(event['cause']))
  }
  return { moves, pings, ends }
}

const valueOf = (outcome: VmOutcome | null, sum: OutcomeSum): number => Number(outcome?.[sum] ?? 0)

export function sumsOf(outcomes: ReadonlyMap<string, VmOutcome>): OutcomeSums {
  const all = [...outcomes.values()]
  const total = (sum: OutcomeSum): number | null =>
    sum === 'downtimeMs' && all.some(({ downtimeMs }) => downtimeMs === null)
      ? null
      : all.reduce((whole, outcome) => whole + valueOf(outcome, sum), 0)
  return Object.fromEntries(outcomeSums.map((sum) => [sum, total(sum)])) as unknown as OutcomeSums
}

/** How much worse one fares than the other: what is down counts first, then the time. */
function weight({ a, b }: VmComparison): number {
  const [downs, time] = [valueOf(a, 'down') - valueOf(b, 'down'), valueOf(a, 'downtimeMs') - valueOf(b, 'downtimeMs')]
  const rest = (['restarts', 'moves', 'pingsLost'] as const).reduce((whole, sum) => whole + Math.abs(valueOf(a, sum) - valueOf(b, sum)), 0)
  return Math.abs(downs) * 1e12 + Math.abs(time) + rest
}

const isQuiet = ({ a, b }: VmComparison): boolean =>
  [a, b].every((outcome) => outcome === null || outcomeSums.every((sum) => valueOf(outcome, sum) === 0))

/** What a cluster is like where a run stands; of a recording hosts have no loads. */
function balanceOf(simulation: Simulation): OutcomeBalance {
  const cluster: Partial<LabState> = simulation.clusterState()
  const loads = simulation.hostNames().flatMap((name) => {
    const { power, cpuDemandMHz, cpuUsedMHz, cpuCapacityMHz }: Partial<HostState> = simulation.hostState(name) ?? {}
    if (power !== 'on' || cpuDemandMHz === undefined || cpuUsedMHz == null || cpuCapacityMHz === undefined) return []
    return [{ percent: cpuCapacityMHz > 0 ? (100 * cpuDemandMHz) / cpuCapacityMHz : 0, unmetMHz: Math.max(0, cpuDemandMHz - cpuUsedMHz) }]
  })
  return {
    drsScore: cluster.drs?.score ?? null,
    busiestHostPercent: loads.length === 0 ? null : Math.round(Math.max(...loads.map(({ percent }) => percent))),
    unmetCpuMHz: loads.length === 0 ? null : loads.reduce((sum, { unmetMHz }) => sum + unmetMHz, 0),
  }
}

export function compareOutcomes(a: OutcomeSource, b: OutcomeSource): ComparedOutcome {
  const [ofA, ofB] = [outcomesOf(a), outcomesOf(b)]
  const names = [...new Set([...ofA.keys(), ...ofB.keys()])]
  const all = names.map((vm): VmComparison => ({ vm, a: ofA.get(vm) ?? null, b: ofB.get(vm) ?? null }))
  const differing = all.filter((row) => !same(row.a, row.b))
  const alike = all.filter((row) => same(row.a, row.b) && !isQuiet(row))
  const byWeight = differing.map((row, at) => ({ row, at, weight: weight(row) })).sort((x, y) => y.weight - x.weight || x.at - y.at)
  return {
    t: Math.max(a.simulation.now, b.simulation.now),
    sums: { a: sumsOf(ofA), b: sumsOf(ofB) },
    balance: { a: balanceOf(a.simulation), b: balanceOf(b.simulation) },
    vms: byWeight.slice(0, VMS_MAX).map(({ row }) => row),
    differing: differing.length,
    alike: alike.slice(0, VMS_MAX),
    alikeCount: alike.length,
  }
}
