/**
 * What stands against an expectation of a lab, and what bears out one that holds, as data: the words are of whoever shows it.
 * Instants are of the run, in ms. Lists have the first few; `more` counts the others.
 */
import type { Json, LabEvent } from './events.ts'
import type { EventPattern, SubjectKind } from './lab/expectations.ts'

/** Where a value departs from what is wanted: `want` is a matcher of the contract, `path` the keys down to the value, each of them whole. */
export interface Difference {
  readonly path: readonly string[]
  readonly want: Json
  readonly got: Json
}

/** Instants, both included; `to` null: to the end of the run. */
export interface AskedSpan {
  readonly from: number
  readonly to: number | null
}

/** An event of the type that was asked for, and what is wrong with it. */
export interface NearMiss {
  readonly event: LabEvent
  readonly differences: readonly Difference[]
  readonly isOutside: boolean
}

/** That no event matched, and those that came nearest. */
export interface NoneMatched {
  readonly pattern: EventPattern
  readonly span: AskedSpan
  readonly nearest: readonly NearMiss[]
  /** Events of that type in the whole run. */
  readonly of: number
}

export interface AskedSubject {
  readonly kind: SubjectKind
  readonly name: string
}

/** The first event of an entry of an order; entries count from 1. */
export interface OrderedEvent {
  readonly entry: number
  readonly event: LabEvent
}

export type Shortfall =
  | (NoneMatched & { readonly code: 'none' })
  /** Too many or too few; `events` are those that matched. */
  | (NoneMatched & {
      readonly code: 'count'
      readonly times: number
      readonly count: { readonly min: number | null; readonly max: number | null }
      readonly events: readonly LabEvent[]
      readonly more: number
    })
  /** There is to be one for each host or VM, and there is none for these. */
  | {
      readonly code: 'names'
      readonly span: AskedSpan
      readonly kind: 'host' | 'vm'
      readonly names: readonly string[]
      readonly more: number
      readonly of: number
    }
  | { readonly code: 'happened'; readonly pattern: EventPattern; readonly times: number; readonly events: readonly LabEvent[]; readonly more: number }
  | { readonly code: 'order'; readonly entry: number; readonly none: NoneMatched }
  /** `is` should have come after `before`; both may be the same event. */
  | { readonly code: 'outOfOrder'; readonly is: OrderedEvent; readonly before: OrderedEvent }
  /** What the times count from did not happen. */
  | { readonly code: 'origin'; readonly none: NoneMatched }
  | {
      readonly code: 'state'
      readonly at: number
      /** Null: the whole state. */
      readonly subject: AskedSubject | null
      readonly differences: readonly Difference[]
      readonly more: number
    }
  | { readonly code: 'absent'; readonly at: number; readonly subject: AskedSubject | null }
  | { readonly code: 'unreached' }
  | { readonly code: 'compute'; readonly differences: readonly Difference[] }
  | { readonly code: 'noFunction'; readonly name: string }
  | { readonly code: 'threw'; readonly message: string }

/** A value of the state where it was looked at. */
export interface SeenValue {
  readonly path: readonly string[]
  readonly got: Json
}

/** What was seen where something holds. */
export type Seen =
  | { readonly code: 'events'; readonly times: number; readonly events: readonly LabEvent[]; readonly more: number }
  | {
      readonly code: 'state'
      readonly at: number
      readonly subject: AskedSubject | null
      readonly values: readonly SeenValue[]
      readonly more: number
    }
  /** Every one of a kind was as it should be. */
  | { readonly code: 'all'; readonly at: number; readonly kind: SubjectKind; readonly count: number }
