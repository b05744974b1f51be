/** What a question is answered from: the log of its lab up to `until`, and the state there, as `hostdown run --events --state` prints them. */
import { parseLab, type Lab } from '../../contract/lab/index.ts'
import { fieldOf, type LabEvent } from '../../contract/events.ts'
import type { LabState } from '../../contract/state.ts'
import { createSimulation } from '../../engine/index.ts'

/** A lab file as plain data: what is written into the question, and what JSON says. */
export interface LabFile {
  readonly [key: string]: unknown
}

export interface Evidence {
  readonly lab: Lab
  readonly events: readonly LabEvent[]
  readonly state: LabState
}

/** Runs a lab file to its `until`. */
export type Play = (file: LabFile) => Evidence

export { fieldOf }

/** A drawn lab does not parse: the draw is rejected, with what the parser said. */
export class UnfitLab extends Error {}

export function play(file: LabFile): Evidence {
  const parsed = parseLab(JSON.stringify(file), { fileName: 'the question' })
  if (!parsed.ok) throw new UnfitLab(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  const simulation = createSimulation(parsed.lab)
  simulation.runUntil(parsed.lab.until)
  // What is answered from the log alone needs no state.
  let state: LabState | null = null
  return {
    lab: parsed.lab,
    events: simulation.log,
    get state() {
      return (state ??= simulation.state())
    },
  }
}

/** Plays each file once: a mistake often needs the same run as another. */
export function playOnce(): Play {
  const known = new Map<string, Evidence>()
  return (file) => {
    const key = JSON.stringify(file)
    const evidence = known.get(key) ?? play(file)
    known.set(key, evidence)
    return evidence
  }
}

type Fields = { readonly [field: string]: unknown }

/** The first event of a type whose payload has these values. */
export function firstEvent(events: readonly LabEvent[], type: LabEvent['type'], fields: Fields = {}): LabEvent | null {
  return eventsOf(events, type, fields)[0] ?? null
}

export function eventsOf(events: readonly LabEvent[], type: LabEvent['type'], fields: Fields = {}): readonly LabEvent[] {
  const wanted = Object.entries(fields)
  return events.filter((event) => event.type === type && wanted.every(([field, value]) => fieldOf(event, field) === value))
}
