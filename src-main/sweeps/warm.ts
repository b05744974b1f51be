/** The one warm state that all failures of a sweep are forked from. */
import type { LabCommand, Lab } from '../contract/lab/index.ts'
import type { SweepCommand, SweepFailure } from '../contract/api-sweep.ts'
import { createSimulation, restoreSimulation, withoutTimeline, withTimeline, type Keyframe, type Simulation } from '../engine/index.ts'

/** Plain data: it goes to other threads as it is. */
export interface Warm {
  readonly lab: Lab
  readonly keyframe: Keyframe
  /** Instant of the failures, ms. */
  readonly at: number
  readonly runMs: number
  /** `timeline`: they stand last in the lab's timeline; `command`: somebody gives them after all that happens at that instant. */
  readonly comeBy: 'timeline' | 'command'
  /** Comes before the commands of each failure. */
  readonly first: readonly SweepCommand[]
}

/** The lab without what its timeline says from the instant on: the failures come instead. */
export function labUntil(lab: Lab, at: number): Lab {
  return { ...lab, timeline: lab.timeline.filter((entry) => entry.at < at) }
}

/** A lab run from its start to just before the instant. */
export function warmUp(lab: Lab, at: number, runMs: number): Warm & { readonly simulation: Simulation } {
  const early = labUntil(lab, at)
  const simulation = createSimulation(early)
  simulation.runUntil(at - 1)
  return { lab: early, keyframe: simulation.keyframe(), at, runMs, comeBy: 'timeline', first: [], simulation }
}

/** A run as it is at an instant, after all that happened then. */
export function warmAt(lab: Lab, keyframe: Keyframe, runMs: number): Warm {
  const hasMore = withoutTimeline(keyframe).queue.length < keyframe.queue.length
  return { lab, keyframe, at: keyframe.at, runMs, comeBy: 'command', first: hasMore ? [{ command: 'timeline.clear', arguments: {} }] : [] }
}

/** The state that the failures are forked from. */
export function restored({ lab, keyframe }: Warm): Simulation {
  return restoreSimulation(lab, { ...keyframe, logLength: 0 }, [])
}

/** The failure from the warm state on, not run yet: its log begins behind that of the warm state. Records are shared: nobody changes one. */
export function fork(warm: Warm, failure: Pick<SweepFailure, 'commands'>): Simulation {
  const { lab, keyframe, comeBy, at } = warm
  const bare: Keyframe = { ...keyframe, logLength: 0 }
  const commands = [...warm.first, ...failure.commands]
  if (comeBy === 'timeline') return restoreSimulation(lab, withTimeline(bare, timelineOf(commands, at)), [])
  const simulation = restoreSimulation(lab, bare, [])
  for (const { command, arguments: args } of commands) simulation.command(command, args)
  return simulation
}

export function timelineOf(commands: SweepFailure['commands'], at: number): readonly LabCommand[] {
  return commands.map(({ command, arguments: args }) => ({ at, do: command, args }) as LabCommand)
}
