/**
 * What a VM asks for at an instant: the shapes, steps and traces of a lab's `demand` block (contract, 1.1). Everything here is a
 * function of time, so that a run needs no events for a load that changes.
 *
 * Before t = 0 a load is what it is at 0: a settled lab has been steady for longer than every look-back window.
 */
import type { DemandKey, DemandStep, DemandValue, LabDemand } from '../../contract/lab/demand.ts'
import { PI, round9, sin } from './maths.ts'

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

export type DemandShape = NonNullable<LabDemand['shape']>

/** The course of f, from which every `[lo, hi]` of a VM follows. */
export interface DemandCurve {
  readonly shape: DemandShape
  readonly periodMs: number
  readonly phaseMs: number
  readonly dutyPercent: number
  /** Equal for curves with equal values at all times: VMs with one key may share a factor. */
  readonly key: string
}

export interface DemandTrace {
  readonly samples: readonly number[]
  readonly intervalMs: number
}

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

/** f is taken once a minute and held. */
const GRID_MS = 60_000

const businessHours = [0, 7, 9, 12, 13, 14, 17, 20, 24] as const
const businessLoad = [0, 0, 1, 1, 0.7, 1, 1, 0, 0] as const

const businessDay = (hour: number): number => {
  let i = 1
  while (i < businessHours.length - 1 && hour >= businessHours[i]!) i += 1
  const from = businessHours[i - 1]!
  const load = businessLoad[i - 1]!
  return load + ((businessLoad[i]! - load) * (hour - from)) / (businessHours[i]! - from)
}

/** f of a curve at an instant, 0…1. */
export const factorAt = (curve: DemandCurve, atMs: number): number => {
  if (curve.shape === 'constant' || curve.shape === 'steps') return 0
  const periods = (GRID_MS * Math.floor(Math.max(0, atMs) / GRID_MS) - curve.phaseMs) / curve.periodMs
  if (curve.shape === 'ramp') return Math.min(1, Math.max(0, periods))
  const x = periods - Math.floor(periods)
  if (curve.shape === 'sine') return (1 + sin(2 * PI * x)) / 2
  if (curve.shape === 'square') return x < curve.dutyPercent / 100 ? 1 : 0
  return businessDay(24 * x)
}

/** Mean of f over [fromMs, toMs); at `toMs` where that is empty. */
export const meanFactor = (curve: DemandCurve, fromMs: number, toMs: number): number => {
  if (!(toMs > fromMs)) return factorAt(curve, toMs)
  let sum = fromMs < 0 ? factorAt(curve, 0) * (Math.min(0, toMs) - fromMs) : 0
  for (let at = Math.max(0, fromMs); at < toMs;) {
    const end = Math.min(toMs, GRID_MS * (Math.floor(at / GRID_MS) + 1))
    sum += factorAt(curve, at) * (end - at)
    at = end
  }
  return sum / (toMs - fromMs)
}

const traceAt = (trace: DemandTrace, atMs: number): number => {
  const row = Math.floor(Math.max(0, atMs) / trace.intervalMs)
  return trace.samples[row % trace.samples.length] ?? 0
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

const traceOf = (samples: readonly number[] | null, intervalMs: number): DemandTrace | null => {
  if (samples === null) return null
  if (samples.length === 0) throw new RangeError('a trace needs at least one row')
  return { samples, intervalMs }
}

/**
 * What a resolved lab says about a VM's demand, made ready: do it once per VM and demand, and keep the result. With shape `steps`, the
 * keys that the last step names hold, all others are the plain ones. Throws RangeError for an empty trace.
 */
export const prepareDemand = (lab: LabDemand): Demand => {
  const shape = lab.shape ?? 'constant'
  const { period, phase, dutyPercent } = lab
  const low = valuesOf((key) => edge(lab[key], 0))
  const isFlat = keys.every((key) => typeof lab[key] === 'number')
  return {
    curve: {
      shape,
      periodMs: period,
      phaseMs: phase,
      dutyPercent,
      key: shape === 'constant' || shape === 'steps' ? shape : `${shape}/${period}/${phase}/${dutyPercent}`,
    },
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

/** Mean of one key over [fromMs, toMs): look-back windows (DRS-028, DRS-087). At `toMs` where that is empty. */
export const meanDemand = (demand: Demand, key: DemandKey, fromMs: number, toMs: number): number => {
  if (!(toMs > fromMs)) return demandAt(demand, key, toMs)
  if (traceFor(demand, key) === null && demand.steps.length === 0) {
    const low = demand.low[key]
    const span = demand.high[key] - low
    return span === 0 ? low : low + span * meanFactor(demand.curve, fromMs, toMs)
  }
  let sum = 0
  for (let at = fromMs; at < toMs;) {
    const end = Math.min(toMs, nextChangeAfter(demand, key, at) ?? toMs)
    sum += demandAt(demand, key, at) * (end - at)
    at = end
  }
  return sum / (toMs - fromMs)
}
