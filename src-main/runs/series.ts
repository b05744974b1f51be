/** The course of load, entitlement and score: the run is gone through again from a stored instant, and looked at on the way. */
import type { Series, SeriesKind, SeriesPoint } from '../contract/series.ts'
import type { LabState } from '../contract/state.ts'
import type { Simulation } from '../engine/index.ts'
import { between, lookBack, turnsSince, TURNS_FOR_A_PICTURE, type Trial } from './small-run.ts'

interface Asked {
  readonly kind: SeriesKind
  readonly name?: string | undefined
  readonly from: number
  readonly points: number
}

/** Null: there is nothing of that name. */
export function series(trial: Trial, { kind, name = '', from, points }: Asked): Series | null {
  const last = pointOf(trial.simulation, kind, name)
  if (last === null) return null
  const { now } = trial.simulation
  const start = earliest(trial, from)
  const found: SeriesPoint[] = []
  for (const run of lookBack(trial, between(start, now, points))) {
    const point = pointOf(run, kind, name)
    if (point !== null) found.push(point)
  }
  return { kind, name: kind === 'cluster' ? null : name, points: [...found, last], cut: start > from }
}

/** As far back as few enough turns lead to the instant shown: halved until they do. */
function earliest(trial: Trial, from: number): number {
  const { now } = trial.simulation
  let start = from
  for (let tries = 0; tries < 12 && start < now && turnsSince(trial, start) > TURNS_FOR_A_PICTURE; tries++) start = Math.ceil((start + now) / 2)
  return start
}

function pointOf(run: Simulation, kind: SeriesKind, name: string): SeriesPoint | null {
  const t = run.now
  switch (kind) {
    case 'vm': {
      const vm = run.vmState(name)
      if (vm === null) return null
      return {
        ...nothing,
        t,
        cpuDemandMHz: vm.cpuDemandMHz,
        drsCpuDemandMHz: vm.drsCpuDemandMHz,
        cpuEntitlementMHz: vm.cpuEntitlementMHz,
        cpuUsedMHz: vm.cpuUsedMHz,
        memoryDemandMiB: vm.drsMemoryDemandMiB,
        memoryEntitlementMiB: vm.memoryEntitlementMiB,
        score: vm.drsScore,
        host: vm.host,
      }
    }
    case 'host': {
      const host = run.hostState(name)
      if (host === null) return null
      const entitled = (normalized: number | null, capacity: number): number | null => (normalized === null ? null : normalized * capacity)
      return {
        ...nothing,
        t,
        cpuDemandMHz: host.cpuDemandMHz,
        cpuEntitlementMHz: entitled(host.cpuNormalizedEntitlement, host.cpuCapacityMHz),
        cpuUsedMHz: host.cpuUsedMHz,
        cpuCapacityMHz: host.cpuCapacityMHz,
        memoryDemandMiB: host.memoryUsedMiB,
        memoryEntitlementMiB: entitled(host.memoryNormalizedEntitlement, host.memoryCapacityMiB),
        memoryCapacityMiB: host.memoryCapacityMiB,
      }
    }
    case 'pool': {
      const pool = run.clusterState().resourcePools[name]
      if (pool === undefined) return null
      return {
        ...nothing,
        t,
        cpuDemandMHz: pool.cpuDemandMHz,
        cpuEntitlementMHz: pool.cpuEntitlementMHz,
        cpuCapacityMHz: pool.cpuLimitMHz,
        memoryDemandMiB: pool.memoryDemandMiB,
        memoryEntitlementMiB: pool.memoryEntitlementMiB,
        memoryCapacityMiB: pool.memoryLimitMiB,
      }
    }
    case 'cluster':
      return clusterPoint(run.clusterState())
  }
}

const nothing: Omit<SeriesPoint, 't'> = {
  cpuDemandMHz: null,
  drsCpuDemandMHz: null,
  cpuEntitlementMHz: null,
  cpuUsedMHz: null,
  cpuCapacityMHz: null,
  memoryDemandMiB: null,
  memoryEntitlementMiB: null,
  memoryCapacityMiB: null,
  score: null,
  imbalance: null,
  target: null,
  host: null,
}

function clusterPoint({ t, cluster, hosts, drs }: LabState): SeriesPoint {
  const all = Object.values(hosts)
  const sum = (of: (host: (typeof all)[number]) => number): number => all.reduce((total, host) => total + of(host), 0)
  return {
    ...nothing,
    t,
    cpuDemandMHz: sum((host) => host.cpuDemandMHz),
    cpuUsedMHz: sum((host) => host.cpuUsedMHz),
    cpuEntitlementMHz: sum((host) => (host.cpuNormalizedEntitlement ?? 0) * host.cpuCapacityMHz),
    cpuCapacityMHz: cluster.cpuCapacityMHz,
    memoryDemandMiB: sum((host) => host.memoryUsedMiB),
    memoryCapacityMiB: cluster.memoryCapacityMiB,
    score: drs?.score ?? null,
    imbalance: drs?.imbalance ?? null,
    target: drs?.target ?? null,
  }
}
