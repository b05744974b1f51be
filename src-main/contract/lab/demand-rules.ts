/** What a demand must keep to beyond its keys, and the reading of its traces. */
import type { Phrase } from '../texts/language.ts'
import { demandKeys } from './demand.ts'
import type { DemandEntry, DemandPatch, DemandStep } from './demand.ts'
import type { Path, Report } from './problems.ts'
import type { TraceMetric, Traces } from './traces.ts'
import type { LabVm } from './vm.ts'

const LONGER_THAN_0: Phrase = ['expected a time longer than 0', '0보다 긴 시간이어야 합니다']

/** Whether nothing in it needs reading or sorting, as with nearly every VM. */
const plain = (entry: DemandEntry): boolean =>
  entry.interval === undefined &&
  entry.steps === undefined &&
  entry.forecast === undefined &&
  entry.trace === undefined &&
  entry.memoryTrace === undefined

const byTime = (a: DemandStep, b: DemandStep): number => a.at - b.at

/**
 * Turns a demand as written into what the lab keeps: steps by time, samples in place of files.
 * `shaped`: a shape is known from elsewhere (a change of a demand that may have one). Reports at `path`.
 */
export function finishDemand(entry: DemandEntry, vmName: string, shaped: boolean, traces: Traces, path: Path, report: Report): DemandPatch {
  if (!shaped && (entry.shape === undefined || entry.shape === null)) {
    for (const key of demandKeys) {
      if (Array.isArray(entry[key]))
        report([...path, key], ['expected a number: [lo, hi] needs a shape', '숫자여야 합니다. [lo, hi]에는 shape가 필요합니다'])
    }
  }
  if (entry.period === 0) report([...path, 'period'], LONGER_THAN_0)
  if (entry.interval === 0) report([...path, 'interval'], LONGER_THAN_0)
  if (entry.shape === 'steps' && entry.steps === undefined && !shaped)
    report([...path, 'steps'], ['missing, expected a list: the shape is steps', '값이 없습니다. shape가 steps이므로 목록이 필요합니다'])
  if (plain(entry)) return entry as DemandPatch
  const { interval, steps, forecast, ...rest } = entry
  const patch: { -readonly [K in keyof DemandPatch]: DemandPatch[K] } = { ...rest }
  if (interval !== undefined) patch.traceIntervalMs = interval
  if (steps !== undefined) patch.steps = [...steps].sort(byTime)
  if (forecast !== undefined) patch.forecast = [...forecast].sort(byTime)
  if (entry.trace !== undefined)
    patch.traceSamples = samples(entry.trace, entry.column ?? vmName, entry.scale ?? 1, traces, report, {
      file: [...path, 'trace'],
      column: entry.column === undefined ? null : [...path, 'column'],
    })
  if (entry.memoryTrace !== undefined) {
    const column = entry.memoryColumn === undefined ? (entry.column === undefined ? null : 'column') : 'memoryColumn'
    const places = { file: [...path, 'memoryTrace'], column: column === null ? null : [...path, column] }
    patch.memoryTraceSamples = samples(entry.memoryTrace, entry.memoryColumn ?? entry.column ?? vmName, 1, traces, report, places, 'memory')
  }
  return patch
}

/** Who pings a VM has to wait between two pings. */
export function checkPings(entry: { readonly clientPing?: LabVm['clientPing'] }, path: Path, report: Report): void {
  if (entry.clientPing?.interval === 0) report([...path, 'clientPing', 'interval'], LONGER_THAN_0)
}

function samples(
  file: string | null,
  column: string,
  scale: number,
  traces: Traces,
  report: Report,
  /** Where the file and the column stand; null: the column is not written, it is the name of the VM. */
  at: { readonly file: Path; readonly column: Path | null },
  metric: TraceMetric = 'cpu',
): readonly number[] | null {
  if (file === null) return null
  const found = traces.samples(file, column, scale, metric)
  if (found.ok) return found.values
  report((found.lacksColumn === true ? at.column : null) ?? at.file, found.problem)
  return null
}
