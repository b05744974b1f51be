/** What an operation on a VM would cost: it is done in a small run of its own, from the instant shown, and looked at. */
import type { LabEvent } from './events.ts'
import type { VmState } from './state.ts'

/** Operations that can be tried out. */
export const costCommands = [
  'snapshot.create',
  'snapshot.revert',
  'snapshot.delete',
  'snapshot.deleteAll',
  'snapshot.consolidate',
  'ft.enable',
  'ft.disable',
  'ft.suspend',
  'ft.resume',
  'ft.testFailover',
] as const
export type CostCommand = (typeof costCommands)[number]

/** Why something was refused, or failed: code, sentence and facts. */
export interface Refusal {
  readonly reason: string
  readonly text: string | null
  readonly facts: readonly string[]
}

/** The part of a VM's state that such an operation changes. */
export type CostState = Pick<
  VmState,
  | 'power'
  | 'host'
  | 'uptimeMs'
  | 'downtimeMs'
  | 'snapshots'
  | 'currentSnapshot'
  | 'deltaBytes'
  | 'chainDepth'
  | 'readLayers'
  | 'consolidationNeeded'
  | 'usedBytes'
  | 'content'
  | 'memoryReservationMiB'
  | 'ftState'
  | 'ftSecondaryHost'
>

/** Times in ms, sizes in bytes; null: it does not apply, or never came. */
export interface OperationCost {
  readonly command: CostCommand
  readonly vm: string
  readonly t: number
  /** Null: it would be done. */
  readonly refused: Refusal | null
  /** From the command to its end; of FT, to the protection. */
  readonly durationMs: number | null
  /** The guest stands still. */
  readonly stunMs: number | null
  /** Merged, or written as a memory image. */
  readonly bytes: number | null
  /** Of a removal: a single pass with a mirror (SN-025), or through helper snapshots (SN-024). */
  readonly mode: 'mirror' | 'helper' | null
  readonly iterations: number | null
  readonly before: CostState
  /** Null where it was refused. */
  readonly after: CostState | null
  /** Events of the small run that tell of the VM, in order. */
  readonly events: readonly LabEvent[]
}

/** Sizes at an instant. */
export interface GrowthPoint {
  readonly t: number
  /** By snapshot: the layer that it froze. */
  readonly frozen: { readonly [snapshot: string]: number }
  readonly current: string | null
  /** Written since the current snapshot. */
  readonly topBytes: number
  /** Of the VM's datastore; null: never full. */
  readonly freeBytes: number | null
}

/** How the snapshots of a VM grew to the instant shown, and how they would go on if nothing else happened. */
export interface SnapshotGrowth {
  readonly vm: string
  readonly t: number
  readonly diskBytes: number
  /** Empty where it is too long ago to be looked at again. */
  readonly past: readonly GrowthPoint[]
  readonly ahead: readonly GrowthPoint[]
  /** The VM is paused for want of space (SN-016); null: not within 72 h. */
  readonly fullAtMs: number | null
}
