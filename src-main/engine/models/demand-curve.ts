/** The course f of a demand with a shape (contract, 1.1), 0…1: its value at an instant, and its mean over a window, which is asked for every VM in every pass. */
import type { LabDemand } from '../../contract/lab/demand.ts'
import { PI, sin } from './maths.ts'

export type DemandShape = NonNullable<LabDemand['shape']>

/** The course of f, from which every `[lo, hi]` of a VM follows. */
export interface DemandCurve {
  readonly shape: DemandShape
  readonly periodMs: number
  readonly phaseMs: number
  readonly dutyPercent: number
  /** Equal for curves with equal values at all times: VMs with one key may share a factor. */
  readonly key: string
  /** What was found out about it; not part of what it is. */
  readonly means: CurveMeans
}

/** f is taken once a minute and held. */
export const GRID_MS = 60_000

const businessHours = [0, 7, 9, 12, 13, 14, 17, 20, 24] as const
const businessLoad = [0, 0, 1, 1, 0.7, 1, 1, 0, 0] as const

const businessDay = (hour: number): number => {
  let i = 1
  while (i < businessHours.length - 1 && hour >= businessHours[i]!) i += 1
  const from = businessHours[i - 1]!
  const load = businessLoad[i - 1]!
  return load + ((businessLoad[i]! - load) * (hour - from)) / (businessHours[i]! - from)
}

type Course = Pick<DemandCurve, 'shape' | 'periodMs' | 'phaseMs' | 'dutyPercent'>

/** f of a curve at an instant, 0…1. */
export const factorAt = (curve: Course, atMs: number): number => {
  if (curve.shape === 'constant' || curve.shape === 'steps') return 0
  const periods = (GRID_MS * Math.floor(Math.max(0, atMs) / GRID_MS) - curve.phaseMs) / curve.periodMs
  if (curve.shape === 'ramp') return Math.min(1, Math.max(0, periods))
  const x = periods - Math.floor(periods)
  if (curve.shape === 'sine') return (1 + sin(2 * PI * x)) / 2
  if (curve.shape === 'square') return x < curve.dutyPercent / 100 ? 1 : 0
  return businessDay(24 * x)
}

/** Minutes whose factors are worked out together. */
const BLOCK = 64
const BLOCK_MS = BLOCK * GRID_MS

/** Factors of one block of minutes, and the sum of those before each of them. */
interface Block {
  index: number
  readonly factors: Float64Array
  readonly before: Float64Array
}

const emptyBlock = (): Block => ({ index: -1, factors: new Float64Array(BLOCK), before: new Float64Array(BLOCK + 1) })

/**
 * Means of a curve. Factors lie in blocks that begin at fixed minutes, so that a mean does not depend on what was asked before, and a window
 * costs two look-ups however long it is; the last answer serves all VMs with this curve and window.
 */
export class CurveMeans {
  readonly #curve: Course
  /** Two: a window of an hour lies in two neighbours. */
  #blocks: readonly [Block, Block] | null = null
  #from = 0
  #to = 0
  #mean = 0

  constructor(curve: Course) {
    this.#curve = curve
  }

  /** Over [fromMs, toMs); at `toMs` where that is empty. */
  mean(fromMs: number, toMs: number): number {
    if (!(toMs > fromMs)) return factorAt(this.#curve, toMs)
    if (fromMs === this.#from && toMs === this.#to) return this.#mean
    let sum = fromMs < 0 ? factorAt(this.#curve, 0) * (Math.min(0, toMs) - fromMs) : 0
    for (let at = Math.max(0, fromMs); at < toMs;) {
      const index = Math.floor(at / BLOCK_MS)
      const end = Math.min(toMs, (index + 1) * BLOCK_MS)
      const block = this.#block(index)
      const start = index * BLOCK_MS
      sum += upTo(block, end - start) - upTo(block, at - start)
      at = end
    }
    this.#from = fromMs
    this.#to = toMs
    this.#mean = sum / (toMs - fromMs)
    return this.#mean
  }

  #block(index: number): Block {
    this.#blocks ??= [emptyBlock(), emptyBlock()]
    const block = this.#blocks[(index % 2) as 0 | 1]
    if (block.index === index) return block
    block.index = index
    for (let i = 0; i < BLOCK; i += 1) {
      const factor = factorAt(this.#curve, (index * BLOCK + i) * GRID_MS)
      block.factors[i] = factor
      block.before[i + 1] = block.before[i]! + factor
    }
    return block
  }
}

/** Sum of f × ms from the start of the block. */
function upTo({ factors, before }: Block, ms: number): number {
  const minute = Math.floor(ms / GRID_MS)
  const rest = ms - minute * GRID_MS
  return before[minute]! * GRID_MS + (rest === 0 ? 0 : factors[minute]! * rest)
}

/** One curve for all that have its key. */
const known = new Map<string, DemandCurve>()
const MOST_CURVES = 20_000

export const curveOf = ({ shape: word, period, phase, dutyPercent }: Pick<LabDemand, 'shape' | 'period' | 'phase' | 'dutyPercent'>): DemandCurve => {
  const shape = word ?? 'constant'
  const key = shape === 'constant' || shape === 'steps' ? shape : `${shape}/${period}/${phase}/${dutyPercent}`
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= MOST_CURVES) known.clear()
  const course = { shape, periodMs: period, phaseMs: phase, dutyPercent }
  const curve = { ...course, key, means: new CurveMeans(course) }
  known.set(key, curve)
  return curve
}

/** Mean of f over [fromMs, toMs); at `toMs` where that is empty. */
export const meanFactor = (curve: DemandCurve, fromMs: number, toMs: number): number => curve.means.mean(fromMs, toMs)
