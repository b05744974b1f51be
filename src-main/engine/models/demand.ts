/**
 * What a VM asks for at an instant: the shapes, steps and traces of a lab's `demand` block (contract, 1.1). Everything here is a
 * function of time, so that a run needs no events for a load that changes.
 *
 * Before t = 0 a load is what it is at 0: a settled lab has been steady for longer than every look-back window.
 */
import { PI, sin } from './maths.ts'

export const demandKeys = [
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
] as const
export type DemandKey = (typeof demandKeys)[number]
export type DemandShape = 'constant' | 'sine' | 'square' | 'ramp' | 'steps' | 'businessDay'

/** A constant, or what the shape moves between. */
export type DemandValue = number | readonly [number, number] | readonly number[]
export type LabDemandKeys = { readonly [K in DemandKey]?: DemandValue | null | undefined }

/** A `demand` block as the lab's schema gives it: names of the contract, durations and times in ms. */
export interface LabDemand extends LabDemandKeys {
  readonly shape?: DemandShape | null | undefined
  readonly period?: number | undefined
  readonly phase?: number | undefined
  readonly dutyPercent?: number | undefined
  readonly steps?: readonly (LabDemandKeys & { readonly at: number })[] | undefined
  readonly interval?: number | undefined
  readonly scale?: number | undefined
}

/** Columns that the lab's traces name, already read; null: none. */
export interface DemandTraces {
  readonly cpu: ArrayLike<number> | null
  readonly memory: ArrayLike<number> | null
}

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
  readonly samples: ArrayLike<number>
  readonly intervalMs: number
  readonly scale: number
}

export type DemandValues = { readonly [K in DemandKey]: number }

/** A demand with every default filled in. */
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
const DAY_MS = 86_400_000

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
  return (trace.samples[row % trace.samples.length] ?? 0) * trace.scale
}

const edgesOf = (value: DemandValue | null | undefined, fallback: number): readonly [number, number] => {
  if (value === undefined || value === null) return [fallback, fallback]
  if (typeof value === 'number') return [value, value]
  const low = value[0] ?? fallback
  return [low, value[1] ?? low]
}

const defaultsFor = (memoryMiB: number): DemandValues => ({
  cpuMHz: 0,
  memoryMiB: memoryMiB / 4,
  grantedMiB: memoryMiB,
  consumedMiB: memoryMiB,
  touchedMiB: memoryMiB,
  workingSetMiB: memoryMiB,
  balloonedMiB: 0,
  swappedMiB: 0,
  compressedMiB: 0,
  dirtyMBps: 0,
  writeMBps: 0,
  netMbps: 0,
  overwriteFraction: 0,
})

const valuesOf = (keys: LabDemandKeys, fallback: DemandValues, edge: 0 | 1): DemandValues => {
  const values: Record<DemandKey, number> = { ...fallback }
  for (const key of demandKeys) values[key] = edgesOf(keys[key], fallback[key])[edge]
  return values
}

const traceOf = (samples: ArrayLike<number> | null, intervalMs: number, scale: number): DemandTrace | null => {
  if (samples === null) return null
  if (samples.length === 0) throw new RangeError('a trace needs at least one row')
  return { samples, intervalMs, scale }
}

/**
 * Fills in the defaults of a lab's demand for a VM of so much configured memory. Do it once per VM and keep the result.
 * With shape `steps`, the keys that the last step names hold, all others are the plain ones. Throws RangeError for an empty trace.
 */
export const prepareDemand = (lab: LabDemand, memoryMiB: number, traces: DemandTraces = { cpu: null, memory: null }): Demand => {
  const shape = lab.shape ?? 'constant'
  const periodMs = lab.period ?? DAY_MS
  const phaseMs = lab.phase ?? 0
  const dutyPercent = lab.dutyPercent ?? 50
  const intervalMs = lab.interval ?? 300_000
  const low = valuesOf(lab, defaultsFor(memoryMiB), 0)
  const steps = shape === 'steps' ? [...(lab.steps ?? [])].sort((a, b) => a.at - b.at) : []
  return {
    curve: {
      shape,
      periodMs,
      phaseMs,
      dutyPercent,
      key: shape === 'constant' || shape === 'steps' ? shape : `${shape}/${periodMs}/${phaseMs}/${dutyPercent}`,
    },
    low,
    high: valuesOf(lab, low, 1),
    steps: steps.map((step) => ({ fromMs: GRID_MS * Math.ceil(step.at / GRID_MS), values: valuesOf(step, low, 0) })),
    cpuTrace: traceOf(traces.cpu, intervalMs, lab.scale ?? 1),
    memoryTrace: traceOf(traces.memory, intervalMs, 1),
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

/** CPU demand in MHz where the factor of the curve is known already: for many VMs with one `curve.key`. */
export const cpuDemandWithFactor = (demand: Demand, factor: number, atMs: number): number => {
  if (demand.cpuTrace !== null) return traceAt(demand.cpuTrace, atMs)
  if (demand.steps.length > 0) return heldAt(demand, Math.max(0, atMs)).cpuMHz
  return demand.low.cpuMHz + (demand.high.cpuMHz - demand.low.cpuMHz) * factor
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
