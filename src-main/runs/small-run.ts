/** Small runs from the instant shown, in which something is tried out; thrown away afterwards, nothing of the run that is shown changes. */
import { fieldOf, type LabEvent } from '../contract/events.ts'
import type { Refusal } from '../contract/operation-cost.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Simulation } from '../engine/index.ts'
import type { Branch } from './branch.ts'
import type { Engine } from './ports.ts'

/** What is shown: a small run starts from it. */
export interface Trial {
  readonly engine: Engine
  readonly lab: Lab
  readonly branch: Branch
  readonly simulation: Simulation
}

/** A run from the instant shown, without what the lab's own timeline has still to come. */
export function smallRun({ engine, lab, simulation }: Omit<Trial, 'branch'>): Simulation {
  return engine.restore(lab, engine.withoutTimeline(simulation.keyframe()), simulation.log)
}

/** More than this is not gone through again for a picture. */
export const TURNS_FOR_A_PICTURE = 60_000

/** The run as it was at instants that rise, up to the one shown: gone through once more. */
export function* lookBack({ lab, branch, simulation: shown }: Trial, instants: readonly number[]): Generator<Simulation> {
  const [first] = instants
  if (first === undefined) return
  const track = branch.trackAt(lab, first)
  for (const t of instants) {
    while (track.simulation.turn < shown.turn && track.takeTurn(t));
    if (t > track.simulation.now) track.simulation.runUntil(t)
    yield track.simulation
  }
}

/** Turns between an instant and the one shown. */
export function turnsSince({ lab, branch, simulation: shown }: Trial, t: number): number {
  return shown.turn - branch.trackAt(lab, t).simulation.turn
}

/** So many instants from one on, evenly, without the last. */
export function between(from: number, to: number, count: number): readonly number[] {
  return Array.from({ length: to > from ? count : 0 }, (_, at) => Math.round(from + ((to - from) * at) / count))
}

export const HOUR_MS = 3_600_000
/** A run that has not come to its end by then never does. */
const LONGEST_MS = 7 * 24 * HOUR_MS
const MAX_STEPS = 500_000

export const numberOf = (event: LabEvent, field: string): number | null => {
  const value = fieldOf(event, field)
  return typeof value === 'number' ? value : null
}

const isAbout = (event: LabEvent, vm: string): boolean => fieldOf(event, 'vm') === vm

/** Runs until an event after the first `seen` fulfils a condition; null: none does. */
export function runToEvent(run: Simulation, seen: number, matches: (event: LabEvent) => boolean): LabEvent | null {
  const limit = run.now + LONGEST_MS
  let looked = seen
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    for (; looked < run.log.length; looked++) {
      const event = run.log[looked] as LabEvent
      if (matches(event)) return event
    }
    const next = run.nextAt()
    if (next === null || next > limit) return null
    run.step()
  }
  return null
}

/** Runs until one of these is logged about the VM; null: it never is. */
export function runTo(run: Simulation, vm: string, types: readonly string[], seen: number): LabEvent | null {
  return runToEvent(run, seen, (event) => isAbout(event, vm) && types.includes(event.type))
}

export function refusalOf(run: Simulation, seen: number): Refusal | null {
  const refused = run.log.slice(seen).find(({ type }) => type === 'command.refused')
  return refused === undefined ? null : refusalIn(refused)
}

/** What a refusal or failure in the log says. */
export function refusalIn(event: LabEvent): Refusal {
  const reason = fieldOf(event, 'reason')
  const text = fieldOf(event, 'text')
  return { reason: String(reason), text: typeof text === 'string' ? text : (event.why?.text ?? null), facts: event.why?.facts ?? [] }
}

export const told = (run: Simulation, vm: string, seen: number): readonly LabEvent[] => run.log.slice(seen).filter((event) => isAbout(event, vm))
