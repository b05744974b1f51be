/** What many seeds had in them: plain data, so that threads can hand in their share. */
import type { LabEvent } from '../../contract/events.ts'
import { faultKinds } from './faults.ts'

type Counts = Record<string, number>

export interface Coverage {
  seeds: number
  readonly turns: number[]
  /** Seeds in which each kind of fault was sent, each feature drawn, each type of event logged. */
  readonly faults: Counts
  readonly features: Counts
  readonly events: Counts
}

/** What is counted of a seed. */
interface CoveredSeed {
  readonly turns: number
  readonly kinds: ReadonlySet<string>
  readonly features: ReadonlySet<string>
  /** By `labelOf`. */
  readonly seen: ReadonlySet<string>
}

/** Events that say what came of the faults; the others only follow from them. */
const telling: readonly string[] = [
  'vm.poweredOn by HA',
  'ha.primaryElected',
  'ha.isolationDeclared',
  'ha.isolationResponse',
  'isolation response deferred',
  'vm.poweredOff by isolation',
  'ha.hostUnreachable',
  'ha.datastoreHeartbeat',
  'ha.restartPending',
  'ha.restartFailed',
  'ha.failoverGaveUp',
  'vm.reset by VM monitoring',
  'vm.reset by application monitoring',
  'vm.guestFailed',
  'rule.conflict',
  'command.warned',
  'lock.expired',
  'vm.questionAnswered',
  'configIssue.raised',
  'admission.checked',
  'command.warned',
  'host.connectionChanged',
  'host.standbyEntered',
  'host.standbyExited',
  'host.standbyExitFailed',
  'command.refused',
  'refused by a resource pool',
  'host sent to standby by DPM',
  'host woken by DPM',
  'task.finished',
  'task that failed',
  'vmcp.apdTimeout',
  'VM ended by component protection',
  'VM kept by component protection',
  'VM reset after an APD',
  'alarm.triggered',
  'alarm.cleared',
  'vmotion.queued',
  'drs.fault',
  'drs.maintenancePlan',
  'host.quarantineEntered',
  'power-on that waits for its place',
  'rule.violated',
  'rule.satisfied',
  ...['antiAffin', 'jointAffin', 'vmHostHardAffinity', 'vmHostSoftAffinity', 'reservationCpu', 'reservationMem', 'hostMaint'].map(
    (reason) => `drs.recommendation: ${reason}`,
  ),
  'vmotion.sdps',
  ...['vmotion', 'storage', 'both', 'cold'].map((kind) => `vmotion.completed: ${kind}`),
  ...['destinationHostFailed', 'sourceHostFailed', 'networkTimeout', 'maxSwitchoverTime', 'datastoreNotAccessible', 'noConvergence'].map(
    (reason) => `vmotion.failed: ${reason}`,
  ),
  'snapshot.created',
  'snapshot.created with memory',
  'snapshot.failed',
  'snapshot.reverted',
  'snapshot.deleted',
  'snapshot.consolidated',
  'VM paused for lack of space',
  'ft.protected',
  'ft.failover',
  'ft.secondaryLost',
  'ft.secondaryStarted',
  'network.rarp',
  'client.outage',
]

/** Results of tasks that were under way. */
const lostTasks: ReadonlySet<string> = new Set(['vcenterDown', 'hostFailed', 'fileLocked', 'requestCanceled'])

/** What an event counts as: its type, or what tells it from others of its type. */
export function labelOf(event: LabEvent): string {
  const { type } = event
  const has = (field: string, value: unknown): boolean => event[field] === value
  if (type === 'vm.poweredOn' && (has('cause', 'ha') || has('cause', 'vmcp'))) return 'vm.poweredOn by HA'
  if (type === 'vm.poweredOff' && has('cause', 'vmcp')) return 'VM ended by component protection'
  if (type === 'vmcp.response' && has('response', 'none')) return 'VM kept by component protection'
  if (type === 'vm.reset' && has('cause', 'apdRecovery')) return 'VM reset after an APD'
  if (type === 'vm.reset' && has('cause', 'vmMonitoring')) return 'vm.reset by VM monitoring'
  if (type === 'vm.reset' && has('cause', 'appMonitoring')) return 'vm.reset by application monitoring'
  if (type === 'vm.poweredOff' && has('cause', 'isolation')) return 'vm.poweredOff by isolation'
  if (type === 'ha.isolationResponse' && has('response', 'deferred')) return 'isolation response deferred'
  // Refused commands fail all the time: meant is work that had begun.
  if (type === 'task.finished' && lostTasks.has(String(event['result']))) return 'task that failed'
  if (type === 'drs.recommendation' && (event['why'] as { readonly inputs: { readonly waits?: unknown } }).inputs.waits === true)
    return 'power-on that waits for its place'
  if (type === 'host.standbyEntering' && has('by', 'drs')) return 'host sent to standby by DPM'
  if (type === 'host.standbyExiting' && has('by', 'drs')) return 'host woken by DPM'
  if (type === 'command.refused' && event['pool'] !== null && !has('command', 'resourcePool.remove')) return 'refused by a resource pool'
  if (type === 'drs.recommendation') return `drs.recommendation: ${String(event['reason'])}`
  if (type === 'vmotion.completed') return `vmotion.completed: ${String(event['kind'])}`
  if (type === 'vmotion.failed') return `vmotion.failed: ${String(event['reason'])}`
  if (type === 'snapshot.created' && has('memory', true)) return 'snapshot.created with memory'
  if (type === 'vm.questionRaised' && has('question', 'outOfSpace')) return 'VM paused for lack of space'
  return type
}

export function noCoverage(): Coverage {
  return {
    seeds: 0,
    turns: [],
    faults: Object.fromEntries(faultKinds.map(({ name }) => [name, 0])),
    features: {},
    events: Object.fromEntries(telling.map((type) => [type, 0])),
  }
}

export function cover(coverage: Coverage, result: CoveredSeed): void {
  coverage.seeds++
  coverage.turns.push(result.turns)
  for (const kind of result.kinds) count(coverage.faults, kind, 1)
  for (const feature of result.features) count(coverage.features, feature, 1)
  for (const type of telling) if (result.seen.has(type)) count(coverage.events, type, 1)
}

export function merge(into: Coverage, other: Coverage): void {
  into.seeds += other.seeds
  into.turns.push(...other.turns)
  for (const part of ['faults', 'features', 'events'] as const) for (const [name, n] of Object.entries(other[part])) count(into[part], name, n)
}

function count(counts: Counts, name: string, n: number): void {
  counts[name] = (counts[name] ?? 0) + n
}

export function medianTurns({ turns }: Coverage): number {
  const sorted = [...turns].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** Percent of the seeds, to one decimal. */
export function percentOf(coverage: Coverage, n: number): string {
  return (Math.floor((n / Math.max(1, coverage.seeds)) * 1000 + 0.5) / 10).toFixed(1)
}

const COLUMN_WIDTH = 62

/** Lines of a table in two columns: percent of the seeds, and what. */
export function coverageTable(coverage: Coverage): string[] {
  const lines: string[] = []
  for (const part of ['faults', 'features', 'events'] as const) {
    const rows = Object.entries(coverage[part])
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .map(([name, n]) => `${percentOf(coverage, n).padStart(6)} %  ${name}`)
    const half = Math.ceil(rows.length / 2)
    lines.push(`${part} (percent of ${coverage.seeds} seeds)`)
    for (let i = 0; i < half; i++) lines.push(`${(rows[i] ?? '').padEnd(COLUMN_WIDTH)}${rows[half + i] ?? ''}`.trimEnd())
  }
  return lines
}
