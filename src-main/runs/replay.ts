import { createHash } from 'node:crypto'
import type { LabEvent } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Simulation } from '../engine/index.ts'
import { Track, type RunCommand } from './branch.ts'
import { eventLines, eventsFromText } from './event-text.ts'
import type { Engine } from './ports.ts'
import type { KeyframeEntry, RunStore, StoredBranch } from './store-port.ts'

/** A run did not go as it was recorded: the first event that differs, null on a side that has none. */
export class ReplayError extends Error {
  readonly seq: number
  readonly recorded: LabEvent | null
  readonly now: LabEvent | null

  constructor(seq: number, recorded: LabEvent | null, now: LabEvent | null) {
    super(`The run does not repeat as it was recorded: event ${seq} was ${shown(recorded)}, now it is ${shown(now)}`)
    this.name = 'ReplayError'
    this.seq = seq
    this.recorded = recorded
    this.now = now
  }
}

const shown = (event: LabEvent | null): string => (event === null ? 'none' : `${event.type} at ${event.t} ms`)

/**
 * Runs a branch of the store anew from its lab and command log, to where it had got. Digests are compared at every keyframe, the rest of the log
 * event by event. Throws a ReplayError.
 */
export function replay({
  store,
  engine,
  lab,
  id,
}: {
  readonly store: RunStore
  readonly engine: Engine
  readonly lab: Lab
  readonly id: number
}): Simulation {
  const stored = store.branch(id) as StoredBranch
  const commands = store.commands(id)
  const simulation = engine.create(lab)
  simulation.runUntil(0)
  const track = new Track(simulation, commands)
  const reached = stored.reachedAt
  const chain = chainOf(store, stored)
  let before = 0
  for (const place of store.keyframes(id)) {
    while (simulation.turn < place.turn && track.takeTurn(reached));
    const owner = chain.findLast(({ forkTurn, parent }) => place.turn > forkTurn || parent === null)
    const from = Math.max(before, owner?.forkSeq ?? 0)
    if (simulation.log.length !== place.logLength || segmentDigest(simulation.log.slice(from, place.logLength)) !== place.digest)
      throw differenceOf(store, stored, simulation, place)
    before = place.logLength
  }
  const recorded = recordedEvents(store, id)
  // Who claims more turns than were recorded would have it run for ever.
  while (simulation.turn < stored.reachedTurn && simulation.log.length <= recorded.length && track.takeTurn(reached));
  if (simulation.log.length < stored.reachedSeq) throw differenceOf(store, stored, simulation, null)
  if (eventLines(simulation.log.slice(before, stored.reachedSeq)) !== eventLines(recorded.slice(before)))
    throw differenceOf(store, stored, simulation, null)
  if (goesOnBefore(stored, simulation, commands)) {
    track.takeTurn(reached)
    throw differenceOf(store, stored, simulation, null)
  }
  while (track.takeTurn(reached));
  simulation.runUntil(reached)
  return simulation
}

/**
 * Whether a simulation that stands where the record ends has something to come before the instant that the branch says to have got to. All that
 * happened up to there is recorded with it: at most a command was kept after it, and what follows at its instant.
 */
export function goesOnBefore({ reachedAt }: StoredBranch, simulation: Simulation, commands: readonly RunCommand[]): boolean {
  const next = commands.find(({ turn }) => turn === simulation.turn)?.t ?? simulation.nextAt() ?? reachedAt
  return next < reachedAt
}

const segmentDigest = (events: readonly LabEvent[]): string => createHash('sha256').update(eventLines(events)).digest('hex')

const recordedEvents = (store: RunStore, id: number): readonly LabEvent[] =>
  [...store.turns(id)].flatMap(({ eventText }) => eventsFromText(eventText))

/** The branch and those it came from, oldest first. */
function chainOf(store: RunStore, branch: StoredBranch): readonly StoredBranch[] {
  const parent = branch.parent === null ? null : store.branch(branch.parent)
  return parent === null ? [branch] : [...chainOf(store, parent), branch]
}

/** Where the logs part. A digest that differs over equal events means that the record itself was changed. */
function differenceOf(store: RunStore, stored: StoredBranch, simulation: Simulation, place: KeyframeEntry | null): ReplayError {
  const recorded = recordedEvents(store, stored.id)
  const end = place?.logLength ?? stored.reachedSeq
  for (let seq = 0; seq < end; seq++) {
    const before = recorded[seq] ?? null
    const now = simulation.log[seq] ?? null
    if (before === null || now === null || eventLines([before]) !== eventLines([now])) return new ReplayError(seq, before, now)
  }
  return new ReplayError(end, null, simulation.log[end] ?? null)
}
