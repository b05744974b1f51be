/** What runs need from outside; tests hand in fakes. */
import type { Keyframe, Simulation } from '../engine/index.ts'
import type { LabEvent } from '../contract/events.ts'
import type { ExplainStep } from '../contract/api.ts'
import type { Lab } from '../contract/lab/index.ts'

/** Real time. */
export interface WallClock {
  /** Milliseconds that only rise. */
  now(): number
  /** Calls back once, after other messages had their turn; gives the function that cancels it. */
  after(delayMs: number, call: () => void): () => void
}

export type ExplainTarget = { readonly seq: number } | { readonly kind: 'vm' | 'host'; readonly name: string; readonly t: number }

/** The public face of the engine, as far as runs use it. */
export interface Engine {
  readonly version: number
  create(lab: Lab): Simulation
  /** `used`: one of this lab that nobody needs any more; it may become this one. */
  restore(lab: Lab, keyframe: Keyframe, log: readonly LabEvent[], used?: Simulation): Simulation
  /** The same instant without the commands of the lab's own timeline that are still to come. */
  withoutTimeline(keyframe: Keyframe): Keyframe
  notModelled(lab: Lab): readonly string[]
  digest(log: readonly LabEvent[]): string
  explain(log: readonly LabEvent[], target: ExplainTarget): readonly ExplainStep[]
}
