/** `vms[].demand`: what a VM asks for over time. */
import * as z from './schema.ts'
import { inBoth, pick } from '../texts/language.ts'
import type { AnySchema } from './fields.ts'
import { REFUSED, block, duration, expectationOf, expects, fraction, list, percent, quick, quickCheckOf, text, whole, words } from './fields.ts'

/** The quantities of a demand; each may follow the shape. */
const quantities = {
  cpuMHz: whole(),
  /** Active memory. */
  memoryMiB: whole(),
  grantedMiB: whole(),
  consumedMiB: whole(),
  touchedMiB: whole(),
  /** Writable working set. */
  workingSetMiB: whole(),
  balloonedMiB: whole(),
  swappedMiB: whole(),
  compressedMiB: whole(),
  /** Unique 4 KiB pages dirtied, 10^6 bytes/s. */
  dirtyMBps: fraction(),
  /** Disk writes, 10^6 bytes/s. */
  writeMBps: fraction(),
  /** Network traffic over all NICs, 10^6 bit/s. */
  netMbps: fraction(),
  /** Share of writes that hit blocks already in the delta. */
  overwriteFraction: fraction(0, 1),
}
export type DemandKey = keyof typeof quantities
export const demandKeys = Object.keys(quantities) as readonly DemandKey[]

function ranged(schema: AnySchema): z.ZodType<DemandValue> {
  const union = expects(
    z.union([schema, z.tuple([schema, schema])]),
    inBoth((language) => {
      const one = pick(expectationOf(schema) ?? ['a number', '숫자'], language)
      return language === 'ko' ? `${one}, 또는 shape와 함께 [lo, hi]` : `${one}, or [lo, hi] with a shape`
    }),
  )
  const check = quickCheckOf(schema)
  if (check === null) return union as z.ZodType<DemandValue>
  const isRange = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every((end) => check(end) !== REFUSED)
  return quick(union, (value) => (isRange(value) ? value : check(value))) as z.ZodType<DemandValue>
}

type Optional<T> = { [K in DemandKey]: z.ZodExactOptional<z.ZodType<T>> }
const optional = <T>(wrap: (schema: AnySchema) => AnySchema): Optional<T> =>
  Object.fromEntries(Object.entries(quantities).map(([key, schema]) => [key, z.exactOptional(wrap(schema))])) as unknown as Optional<T>

const stepSchema = block({ at: duration(), ...optional<number>((schema) => schema) })

export const demandShape = {
  ...optional<DemandValue>(ranged),
  /** CSV file beside the lab. */
  trace: z.exactOptional(z.nullable(text())),
  /** Left out: the VM's name. */
  column: z.exactOptional(text()),
  interval: z.exactOptional(duration()),
  scale: z.exactOptional(fraction()),
  memoryTrace: z.exactOptional(z.nullable(text())),
  /** Left out: `column`. */
  memoryColumn: z.exactOptional(text()),
  shape: z.exactOptional(z.nullable(words('constant', 'sine', 'square', 'ramp', 'steps', 'businessDay'))),
  period: z.exactOptional(duration()),
  phase: z.exactOptional(duration()),
  dutyPercent: z.exactOptional(percent()),
  steps: z.exactOptional(list(stepSchema)),
  /** What predictive DRS is told (DRS-068). */
  forecast: z.exactOptional(list(stepSchema)),
}
export const demandSchema = block(demandShape)

/** A demand as written: only the keys that were. */
export type DemandEntry = z.output<typeof demandSchema>
export type DemandStep = { readonly at: number } & { readonly [K in DemandKey]?: number }

/** A number, or the ends between which the shape moves it. */
export type DemandValue = number | readonly [number, number]

/** A demand of the resolved lab: every quantity has a value. Times in ms. */
export interface LabDemand extends Readonly<Record<DemandKey, DemandValue>> {
  readonly trace: string | null
  readonly column: string
  readonly scale: number
  readonly memoryTrace: string | null
  readonly memoryColumn: string
  /** CPU demand in MHz (value × scale) by interval of the trace, starting over at the end; null without a trace. */
  readonly traceSamples: readonly number[] | null
  /** Active memory in MiB in the same way, unscaled. */
  readonly memoryTraceSamples: readonly number[] | null
  readonly traceIntervalMs: number
  readonly shape: 'constant' | 'sine' | 'square' | 'ramp' | 'steps' | 'businessDay' | null
  readonly period: number
  readonly phase: number
  readonly dutyPercent: number
  /** By time. */
  readonly steps: readonly DemandStep[]
  readonly forecast: readonly DemandStep[]
}

/** What a change of demand carries: the keys that were written, traces read. */
export interface DemandPatch extends Partial<Omit<LabDemand, 'steps' | 'forecast'>> {
  readonly steps?: readonly DemandStep[]
  readonly forecast?: readonly DemandStep[]
}
