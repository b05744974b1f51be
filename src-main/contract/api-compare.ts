/** Comparing: two branches, runs or projects side by side. What is asked, and what is answered; instants and durations in ms. */
import { z } from 'zod'
import type { ExplainStep, LabSummary, RunFrame } from './api.ts'
import type { Json, LabEvent } from './events.ts'
import type { EventSeverity } from './texts/events.ts'

const id = z.number().int().min(1)

/** A branch of the run that is open, or of a project the run opened last (of one without runs a new one), or the run with that branch of the store. */
export const comparedSchema = z.union([z.strictObject({ branch: z.number().int().min(0) }), z.strictObject({ project: id, run: id.optional() })])
export type Compared = z.infer<typeof comparedSchema>

export const compareInputs = {
  /**
   * Takes two runs as they are, in copies of their own: nothing of the runs themselves changes. `to`: how far both are taken, `reached` (the default)
   * to where the longer one has got, a lab that was never run to its end; `end` to the end of both. A run of another engine stays as recorded.
   */
  'compare.open': z.strictObject({ a: comparedSchema, b: comparedSchema, to: z.enum(['reached', 'end']).optional() }),
  /** The comparison that is open, or null. */
  'compare.current': z.strictObject({}),
  'compare.seek': z.strictObject({
    t: z
      .number()
      .int()
      .min(0)
      .max(400 * 86_400_000),
  }),
  /** Ends a comparison that is being made, or closes the one that is open. */
  'compare.close': z.strictObject({}),
} as const

export const compareSides = ['a', 'b'] as const
export type CompareSide = (typeof compareSides)[number]
export type BothSides<T> = { readonly [S in CompareSide]: T }

/** What of a design is compared; the beginning of the ids by which `contract/texts` names settings. */
export const designAreas = ['head', 'cluster', 'ha', 'drs', 'host', 'vm', 'datastore', 'network', 'pool', 'rule', 'vmGroup', 'hostGroup'] as const
export type DesignArea = (typeof designAreas)[number]

/** One setting with its value on each side; undefined never, null: none. */
export interface SettingDifference {
  /** From the area on: `memoryMiB`, `admissionControl.policy`. */
  readonly path: string
  readonly a: Json
  readonly b: Json
}

/** Objects that are on one side only, or that differ, all in the same way. */
export interface DesignDifference {
  readonly area: DesignArea
  /** Of the objects, in the order of the lab; empty for what there is one of. */
  readonly names: readonly string[]
  /** `added`: b alone has it; `removed`: a alone. */
  readonly change: 'added' | 'removed' | 'changed'
  /** Of an object that is on one side only: its telling settings. */
  readonly settings: readonly SettingDifference[]
}

/** A command that one side alone was given. */
export interface ComparedCommand {
  readonly t: number
  readonly command: string
  readonly arguments: { readonly [key: string]: Json }
  /** From the lab's own timeline; else a person gave it. */
  readonly timeline: boolean
}

/** What became of a VM by the end of what is compared. Null: there is no such VM there, or an older engine did not record it. */
export interface VmOutcome {
  readonly down: boolean
  readonly downtimeMs: number | null
  readonly restarts: number
  readonly moves: number
  /** Null: nobody pings it, or it was not recorded. */
  readonly pingsLost: number | null
  readonly host: string | null
}
export const outcomeSums = ['down', 'downtimeMs', 'restarts', 'moves', 'pingsLost'] as const
export type OutcomeSum = (typeof outcomeSums)[number]
/** Over all VMs; null where it was not recorded. */
export type OutcomeSums = { readonly [K in OutcomeSum]: number | null }

export interface VmComparison extends BothSides<VmOutcome | null> {
  readonly vm: string
}

/** What moves of DRS gain, at the instant of the outcome; null: it was not recorded, or there is no such thing there. */
export const outcomeFigures = ['drsScore', 'busiestHostPercent', 'unmetCpuMHz'] as const
export type OutcomeFigure = (typeof outcomeFigures)[number]
export interface OutcomeBalance {
  /** Of the cluster, percent; null: DRS is off, or classic, which has none. */
  readonly drsScore: number | null
  /** CPU that is asked of the host of which most is asked, percent of what it has. */
  readonly busiestHostPercent: number | null
  /** CPU that VMs on hosts which run ask for and are not given, over all of them, MHz. */
  readonly unmetCpuMHz: number | null
}

export interface ComparedOutcome {
  readonly t: number
  readonly sums: BothSides<OutcomeSums>
  readonly balance: BothSides<OutcomeBalance>
  /** VMs that fare otherwise, the largest difference first; at most 500. */
  readonly vms: readonly VmComparison[]
  /** How many there are. */
  readonly differing: number
  /** VMs that anything happened to, and the same on both sides, in the order of the inventory; at most 500. */
  readonly alike: readonly VmComparison[]
  /** How many there are. */
  readonly alikeCount: number
}

/** What one side has at an instant that the other has not, with the causes of the first of it. */
export interface PartingSide {
  /** At most 20. */
  readonly events: readonly LabEvent[]
  readonly count: number
  readonly chain: readonly ExplainStep[]
}

/** `start`: the labs differ, and so do their runs from the start on; `first`: the first moment at which they part later; `decision`: the first decision that differs. */
export interface Parting extends BothSides<PartingSide> {
  readonly kind: 'start' | 'first' | 'decision'
  /** Where the earlier side has it. */
  readonly t: number
}

/** An event that shows on the time axis. */
export interface ComparedMark {
  readonly t: number
  readonly seq: number
  readonly type: string
  readonly severity: EventSeverity
}

export interface ComparedRun {
  readonly of: Compared
  /** Of the project; null where nothing is kept. */
  readonly project: { readonly id: number; readonly name: string; readonly revision: number } | null
  readonly lab: LabSummary
  /** The command that made the branch; empty: the first. */
  readonly label: string
  /** How far it had got by itself, and how far it was taken for the comparison. */
  readonly reached: number
  readonly takenTo: number
  /** The engine that recorded it, where that is another than this one: it is compared as recorded. */
  readonly recordedBy: number | null
  /** Faults, decisions that went wrong and commands; at most 300. */
  readonly marks: readonly ComparedMark[]
  /** Where the VMs were at the start, by name. */
  readonly homes: { readonly [vm: string]: string }
}

export interface Comparison {
  /** Rises with each comparison that is made. */
  readonly id: number
  readonly sides: BothSides<ComparedRun>
  /** Up to where the scrubber goes. */
  readonly until: number
  /** The end of both runs, where they could be taken to. */
  readonly end: number
  readonly design: readonly DesignDifference[]
  readonly commands: BothSides<readonly ComparedCommand[]>
  readonly partings: readonly Parting[]
  readonly outcome: ComparedOutcome
  readonly shown: ComparedInstant
}

/** Both sides at an instant. Each frame holds what changed since the frame before it (`RunFrame.n`); that of `compare.open` everything. */
export interface ComparedInstant {
  readonly id: number
  readonly t: number
  readonly frames: BothSides<RunFrame>
}

export interface CompareOutputs {
  'compare.open': Comparison
  'compare.current': Comparison | null
  'compare.seek': ComparedInstant
  'compare.close': Record<string, never>
}

export interface ComparePushes {
  /** While a comparison is being made: how far the runs have been taken, of how far they are to be. */
  'compare.progress': { readonly t: number; readonly of: number }
}
