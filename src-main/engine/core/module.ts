import type { CommandArgs, Requests, Signals, TakenCommand, Timers } from './messages.ts'
import type { TableName } from './records.ts'
import type { ReadonlyTables } from './world.ts'
import type { Turn } from './turn.ts'

/** A rule that must hold at the end of every turn; returns what is broken, or null. */
export interface Invariant {
  readonly name: string
  /** Every table that `check` looks at: it is asked again once one of them was written. What held must not cease to hold by time alone. */
  readonly reads: readonly TableName[]
  check(world: ReadonlyTables, now: number, turn: Turn): string | null
}

/** One area of vSphere: what it owns, what it answers to. */
export interface Module {
  readonly name: string
  readonly owns: readonly TableName[]
  /** Commands from outside, by their name in the contract. */
  readonly commands: { readonly [command: string]: (turn: Turn, args: CommandArgs) => void }
  readonly requests: { readonly [K in keyof Requests]?: (turn: Turn, payload: Requests[K]) => void }
  readonly signals: { readonly [K in keyof Signals]?: (turn: Turn, payload: Signals[K]) => void }
  readonly timers: { readonly [K in keyof Timers]?: (turn: Turn, payload: Timers[K]) => void }
  readonly invariants: readonly Invariant[]
  /** Called right before and after the handler of every command that a module acts on, in module order. */
  readonly around?: {
    readonly before: (turn: Turn, command: TakenCommand) => void
    readonly after: (turn: Turn, command: TakenCommand) => void
  }
  /** Runs once on a cold start, at t = 0, in module order. */
  readonly coldStart?: (turn: Turn) => void
}

export function defineModule(module: Module): Module {
  return module
}
