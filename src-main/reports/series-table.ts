/** The course of load, entitlement and score as a table: a row for each instant. */
import type { Series, SeriesPoint } from '../contract/series.ts'
import { csv } from './csv.ts'

const columns: readonly (readonly [head: string, key: keyof SeriesPoint])[] = [
  ['t_ms', 't'],
  ['cpu_demand_mhz', 'cpuDemandMHz'],
  ['drs_cpu_demand_mhz', 'drsCpuDemandMHz'],
  ['cpu_entitlement_mhz', 'cpuEntitlementMHz'],
  ['cpu_used_mhz', 'cpuUsedMHz'],
  ['cpu_capacity_mhz', 'cpuCapacityMHz'],
  ['memory_demand_mib', 'memoryDemandMiB'],
  ['memory_entitlement_mib', 'memoryEntitlementMiB'],
  ['memory_capacity_mib', 'memoryCapacityMiB'],
  ['drs_score', 'score'],
  ['imbalance', 'imbalance'],
  ['imbalance_target', 'target'],
  ['host', 'host'],
]

export function seriesTable({ points }: Series): string {
  return csv(
    columns.map(([head]) => head),
    points.map((point) => columns.map(([, key]) => point[key])),
  )
}
