/**
 * What a VM asks for at an instant: the shapes, steps and traces of a lab's `demand` block (contract, 1.1). Everything here is a
 * function of time, so that a run needs no events for a load that changes.
 *
 * Before t = 0 a load is what it is at 0: a settled lab has been steady for longer than every look-back window.
 */
import type { DemandKey, DemandStep, DemandValue, LabDemand } from '../../contract/lab/demand.ts'
import { curveOf, factorAt, GRID_MS, meanFactor } from './demand-curve.ts'
import type { DemandCurve } from './demand-curve.ts'
import { meanOfTrace, traceAt, traceOf } from './demand-trace.ts'
import type { DemandTrace } from './demand-trace.ts'
import { round9 } from './maths.ts'

export { factorAt, meanFactor } from './demand-curve.ts'
export type { DemandCurve, DemandShape } from './demand-curve.ts'

const keys = [
  'cpuMHz',
  'memoryMiB',
  'grantedMiB',
  'consumedMiB',
  'touchedMiB',
  'workingSetMiB',
  'balloonedMiB',
  'swappedMiB',
  'compressedMiB',
  'dirtyMBps',
  'writeMBps',
  'netMbps',
  'overwriteFraction',
] as const satisfies readonly DemandKey[]

export type DemandValues = { readonly [K in DemandKey]: number }

/** A demand in the form in which it is asked often; plain data. */
export interface Demand {
  readonly curve: DemandCurve
  /** Values at f = 0 and at f = 1. */
  readonly low: DemandValues
  readonly high: DemandValues
  /** Rising; each holds from `fromMs`, a whole minute, until the next. */
  readonly steps: readonly { readonly fromMs: number; readonly values: DemandValues }[]
  readonly cpuTrace: DemandTrace | null
  readonly memoryTrace: DemandTrace | null
}

const edge = (value: DemandValue, end: 0 | 1): number => (typeof value === 'number' ? value : value[end])

const valuesOf = (of: (key: DemandKey) => number): DemandValues => {
  const values: Partial<Record<DemandKey, number>> = {}
  for (const key of keys) values[key] = of(key)
  return values as DemandValues
}

const stepOf = (step: DemandStep, plain: DemandValues): Demand['steps'][number] => ({
  fromMs: GRID_MS * Math.ceil(step.at / GRID_MS),
  values: valuesOf((key) => step[key] ?? plain[key]),
})

/**
 * What a resolved lab says about a VM's demand, made ready: do it once per VM and demand, and keep the result. With shape `steps`, the
 * keys that the last step names hold, all others are the plain ones. Throws RangeError for an empty trace.
 */
export const prepareDemand = (lab: LabDemand): Demand => {
  const shape = lab.shape ?? 'constant'
  const low = valuesOf((key) => edge(lab[key], 0))
  const isFlat = keys.every((key) => typeof lab[key] === 'number')
  return {
    curve: curveOf(lab),
    low,
    high: isFlat ? low : valuesOf((key) => edge(lab[key], 1)),
    steps: shape === 'steps' ? lab.steps.map((step) => stepOf(step, low)) : [],
    cpuTrace: traceOf(lab.traceSamples, lab.traceIntervalMs),
    memoryTrace: traceOf(lab.memoryTraceSamples, lab.traceIntervalMs),
  }
}

const traceFor = (demand: Demand, key: DemandKey): DemandTrace | null =>
  key === 'cpuMHz' ? demand.cpuTrace : key === 'memoryMiB' ? demand.memoryTrace : null

const heldAt = (demand: Demand, atMs: number): DemandValues => {
  for (let i = demand.steps.length - 1; i >= 0; i -= 1) {
    const step = demand.steps[i]!
    if (step.fromMs <= atMs) return step.values
  }
  return demand.low
}

/** One key at an instant, in the unit of its name; not rounded. */
export const demandAt = (demand: Demand, key: DemandKey, atMs: number): number => {
  const trace = traceFor(demand, key)
  if (trace !== null) return traceAt(trace, atMs)
  if (demand.steps.length > 0) return heldAt(demand, Math.max(0, atMs))[key]
  const low = demand.low[key]
  const span = demand.high[key] - low
  return span === 0 ? low : low + span * factorAt(demand.curve, atMs)
}

/** One key where the factor of the curve is known already: for several keys of one VM. */
export const demandWithFactor = (demand: Demand, key: DemandKey, factor: number, atMs: number): number => {
  const trace = traceFor(demand, key)
  if (trace !== null) return traceAt(trace, atMs)
  if (demand.steps.length > 0) return heldAt(demand, Math.max(0, atMs))[key]
  return demand.low[key] + (demand.high[key] - demand.low[key]) * factor
}

/** CPU demand at an instant, MHz. */
export const cpuDemandAt = (demand: Demand, atMs: number): number => demandAt(demand, 'cpuMHz', atMs)

/** Instant after `atMs` at which the key may have another value; null: never. */
export const nextChangeAfter = (demand: Demand, key: DemandKey, atMs: number): number | null => {
  const at = Math.max(0, atMs)
  const trace = traceFor(demand, key)
  if (trace !== null) return trace.samples.length === 1 ? null : trace.intervalMs * (Math.floor(at / trace.intervalMs) + 1)
  if (demand.steps.length > 0) return demand.steps.find((step) => step.fromMs > at)?.fromMs ?? null
  const { curve } = demand
  if (demand.low[key] === demand.high[key] || curve.shape === 'constant' || curve.shape === 'steps') return null
  if (curve.shape === 'ramp' && factorAt(curve, at) === 1) return null
  return GRID_MS * (Math.floor(at / GRID_MS) + 1)
}

/** The least and the most that the key ever is; of a trace nothing is known but that it is not below 0. */
export const rangeOf = (demand: Demand, key: DemandKey): readonly [least: number, most: number] => {
  if (traceFor(demand, key) !== null) return [0, Infinity]
  const low = demand.low[key]
  if (demand.steps.length === 0) return [Math.min(low, demand.high[key]), Math.max(low, demand.high[key])]
  const values = demand.steps.map((step) => step.values[key])
  return [Math.min(low, ...values), Math.max(low, ...values)]
}

/** The values of a curve between two minutes are the same: it changes only at a whole one, and may do so at each. */
export const changesByTheMinute = ({ curve, cpuTrace, memoryTrace, steps }: Demand): boolean =>
  cpuTrace === null &&
  memoryTrace === null &&
  steps.length === 0 &&
  (curve.shape === 'sine' || curve.shape === 'square' || curve.shape === 'businessDay')

const everPositive = (demand: Demand, key: DemandKey): boolean =>
  demand.low[key] > 0 || demand.high[key] > 0 || demand.steps.some(({ values }) => values[key] > 0)

/** The last instant in [fromMs, toMs] at which the key is more than 0; the end of a stretch belongs to it. Null: none. For keys that no trace gives. */
export const lastPositive = (demand: Demand, key: DemandKey, fromMs: number, toMs: number): number | null => {
  if (!everPositive(demand, key)) return null
  const isPositive = (at: number): boolean => round9(demandAt(demand, key, at)) > 0
  let end = toMs
  // Values change at whole minutes only; before 0 they are those of 0.
  for (let slot = GRID_MS * Math.floor(toMs / GRID_MS); end >= fromMs; slot -= GRID_MS) {
    if (isPositive(slot)) return end
    if (slot < 0) return null
    end = slot
  }
  return null
}

const meanOfSteps = (demand: Demand, key: DemandKey, fromMs: number, toMs: number): number => {
  let sum = 0
  let end = toMs
  // Before the first step, and so before 0, the plain values hold.
  for (let i = demand.steps.length - 1; i >= 0 && end > fromMs; i -= 1) {
    const step = demand.steps[i]!
    if (step.fromMs >= end && step.fromMs > 0) continue
    const begin = step.fromMs <= 0 ? fromMs : Math.max(fromMs, step.fromMs)
    sum += step.values[key] * (end - begin)
    end = begin
  }
  return (sum + demand.low[key] * (end - fromMs)) / (toMs - fromMs)
}

/** Mean of one key over [fromMs, toMs): look-back windows (DRS-028, DRS-087). At `toMs` where that is empty. */
export const meanDemand = (demand: Demand, key: DemandKey, fromMs: number, toMs: number): number => {
  if (!(toMs > fromMs)) return demandAt(demand, key, toMs)
  const trace = traceFor(demand, key)
  if (trace !== null) return meanOfTrace(trace, fromMs, toMs)
  if (demand.steps.length > 0) return meanOfSteps(demand, key, fromMs, toMs)
  const low = demand.low[key]
  const span = demand.high[key] - low
  return span === 0 ? low : low + span * meanFactor(demand.curve, fromMs, toMs)
}

/** Start of the stretch without a change that ends at `endMs`; null: it has always been so. */
const stretchBefore = (demand: Demand, key: DemandKey, endMs: number): number | null => {
  const trace = traceFor(demand, key)
  const isHeld = trace === null && (demand.steps.length > 0 || demand.low[key] === demand.high[key] || demand.curve.shape === 'constant')
  if (endMs <= 0) return null
  if (isHeld) return demand.steps.findLast((step) => step.fromMs < endMs)?.fromMs ?? null
  const everyMs = trace?.intervalMs ?? GRID_MS
  const start = everyMs * Math.floor((endMs - 1) / everyMs)
  return start <= 0 ? null : start
}

/**
 * The last instant in (fromMs, toMs] up to which the key had a value that `differs`; null: none. Instants are whole ms.
 */
export const lastDifferent = (demand: Demand, key: DemandKey, fromMs: number, toMs: number, differs: (value: number) => boolean): number | null => {
  for (let end = toMs; end > fromMs;) {
    const start = stretchBefore(demand, key, end)
    if (differs(demandAt(demand, key, start ?? Math.min(0, end - 1)))) return end
    if (start === null) return null
    end = start
  }
  return null
}
