import type { DecisionType, EventPayload, EventType, Json, Rejected } from '../../contract/events.ts'
import type { FactId } from '../../contract/fact-id.ts'
import type { Lab } from '../../contract/lab/index.ts'
import type { Constants } from '../../knowledge/constants.ts'
import type { WhyDraft } from './event.ts'
import type { Requests, Signals, Timers } from './messages.ts'
import type { Rng } from './rng.ts'
import type { Tables } from './world.ts'

export type { WhyDraft } from './event.ts'

export interface EmitOptions {
  readonly why?: WhyDraft
  /** Default: what is being handled. */
  readonly causedBy?: number | null
}

/** What a handler is given. Handlers are synchronous and write only tables that their module owns. */
export interface Turn {
  readonly now: number
  readonly lab: Lab
  readonly constants: Constants
  readonly world: Tables
  /** `seq` of the event behind what is being handled, or null. */
  readonly cause: number | null
  /** Logs an event and returns its `seq`. A decision must say why. */
  emit<T extends EventType>(
    type: T,
    payload: EventPayload<T>,
    ...options: T extends DecisionType ? [EmitOptions & { readonly why: WhyDraft }] : [EmitOptions?]
  ): number
  signal<S extends keyof Signals>(type: S, payload: Signals[S], cause?: number | null): void
  request<R extends keyof Requests>(type: R, payload: Requests[R], cause?: number | null): void
  /** Sets a timer; returns its id. */
  after<T extends keyof Timers>(delayMs: number, type: T, payload: Timers[T], cause?: number | null): number
  at<T extends keyof Timers>(at: number, type: T, payload: Timers[T], cause?: number | null): number
  cancel(timer: number | null): void
  /** Sets a timer again that is set for just that instant and cause: it goes behind what else is due then. False when it is not. */
  renew(timer: number, at: number, cause: number | null): boolean
  /** Rises with whatever a handler does: writes, events, messages, timers, draws. */
  readonly deeds: number
  /** What could be left out because it would do nothing is done all the same, to see that it does nothing (development). */
  readonly leavesNothingOut: boolean
  rng(purpose: string): Rng
  /** A run-wide counter: 1, 2, … */
  count(name: string): number
  /** Refuses the command that is being handled: logged, changes nothing. */
  /** `figures`: for its why alone. */
  refuse(
    reason: string,
    facts: readonly [FactId, ...FactId[]],
    about?: EventPayload<'command.refused'>,
    rejected?: readonly Rejected[],
    figures?: { readonly [key: string]: Json },
  ): void
  /** Says what the command that is being handled does although it should rather not. */
  warn(reason: string, facts: readonly [FactId, ...FactId[]], about?: EventPayload<'command.warned'>): void
}
