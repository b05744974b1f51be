/** What the judge needs of a run: a simulation of the engine has all of it. */
import type { LabEvent } from '../contract/events.ts'
import type { DatastoreState, HostState, LabState, NetworkState, VmState } from '../contract/state.ts'
import type { LabExpectation } from '../contract/lab/index.ts'
import type { Seen, Shortfall } from '../contract/shortfall.ts'

export interface RunPort {
  /** Instant reached, in ms. */
  readonly now: number
  readonly log: readonly LabEvent[]
  /** Instant of the next thing to happen, or null. */
  nextAt(): number | null
  /** Everything that happens at or before `t`; then `now` is `t`. */
  runUntil(t: number): void
  state(): LabState
  hostState(name: string): HostState | null
  vmState(name: string): VmState | null
  networkState(name: string): NetworkState | null
  datastoreState(name: string): DatastoreState | null
  haState(): LabState['ha']
  vcenterState(): LabState['vcenter']
  hostNames(): readonly string[]
  vmNames(): readonly string[]
}

/** The pure functions that `compute:` may name. */
export type ComputeFunctions = { readonly [name: string]: (input: { readonly [key: string]: unknown }) => unknown }

/** The part of a lab that is judged. */
export interface JudgedLab {
  readonly expect: readonly LabExpectation[]
  readonly until: number
}

/** What came of an expectation: one of both is null; both where there is nothing to show of what holds, such as that something never happened. */
export interface Judged {
  /** What stands against it; null where it holds. */
  readonly shortfall: Shortfall | null
  /** What bears it out. */
  readonly seen: Seen | null
}

export interface ExpectationResult extends Judged {
  /** Place in the file's `expect:` list, from 0. */
  readonly index: number
  readonly form: LabExpectation['form']
  /** The expectation as written, on one line. */
  readonly text: string
  readonly facts: readonly string[]
  readonly held: boolean
  /** What happened instead, in English with the words of the log; null when it held. */
  readonly happened: string | null
}
