/** Two runs side by side: copies of their own, both shown at one instant. */
import type { BothSides, Compared, ComparedInstant, ComparedMark, ComparedRun, Comparison } from '../contract/api-compare.ts'
import type { LabEvent } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import { eventSeverity } from '../contract/texts/events.ts'
import type { Branch } from '../runs/branch.ts'
import { FrameTracker, forWindows } from '../runs/frames.ts'
import { summarize } from '../runs/lab-summary.ts'
import type { Engine, WallClock } from '../runs/ports.ts'
import { RunView } from '../runs/run-view.ts'
import { commandsThatDiffer } from './commands.ts'
import { designDifferences } from './design-diff.ts'
import { compareOutcomes, type OutcomeSource } from './outcomes.ts'
import { partingsOf } from './partings.ts'

const MARKS_MAX = 300

/** One of the two. `branch` belongs to the comparison alone. */
export interface ComparedSource {
  readonly of: Compared
  readonly lab: Lab
  readonly branch: Branch
  readonly project: ComparedRun['project']
  /** How far it had got by itself. */
  readonly reached: number
}

interface Side {
  readonly source: ComparedSource
  readonly view: RunView
  readonly tracker: FrameTracker
}

export class OpenComparison {
  readonly id: number
  readonly #engine: Engine
  readonly #a: Side
  readonly #b: Side
  readonly #made: Omit<Comparison, 'shown'>
  #t = 0

  /** Both have been taken as far as they are to be. */
  constructor(id: number, a: ComparedSource, b: ComparedSource, { engine, clock }: { readonly engine: Engine; readonly clock: WallClock }) {
    this.id = id
    this.#engine = engine
    const side = (source: ComparedSource): Side => ({
      source,
      view: new RunView({ lab: source.lab, clock, branch: source.branch, t: source.branch.reached }),
      tracker: new FrameTracker(source.lab, forWindows),
    })
    this.#a = side(a)
    this.#b = side(b)
    this.#made = this.#compare()
    // Where they part is what people look for.
    this.#show(this.#made.partings.find(({ kind }) => kind !== 'start')?.t ?? this.#made.outcome.t)
  }

  get labs(): BothSides<Lab> {
    return { a: this.#a.source.lab, b: this.#b.source.lab }
  }

  /** Everything, for a window that has nothing of it yet. */
  opened(): Comparison {
    return { ...this.#made, shown: { id: this.id, t: this.#t, frames: { a: this.#a.tracker.full(), b: this.#b.tracker.full() } } }
  }

  seek(t: number): ComparedInstant {
    return this.#show(t)
  }

  /** A side that has not got that far stands at its end. */
  #show(t: number): ComparedInstant {
    this.#t = Math.min(t, this.#made.until)
    const frame = ({ source, view, tracker }: Side) => {
      view.seek(Math.min(this.#t, source.branch.reached), Infinity)
      return tracker.diff(view.simulation, { light: false })
    }
    return { id: this.id, t: this.#t, frames: { a: frame(this.#a), b: frame(this.#b) } }
  }

  #compare(): Omit<Comparison, 'shown'> {
    const [a, b] = [this.#a.source, this.#b.source]
    // Of what one side alone has been taken to, nothing can be said.
    const shared = Math.min(a.branch.reached, b.branch.reached)
    const at = ({ lab, branch }: ComparedSource): OutcomeSource => ({
      lab,
      events: branch.events,
      simulation: branch.reached === shared ? branch.head.simulation : branch.trackAt(lab, shared).simulation,
    })
    return {
      id: this.id,
      sides: { a: this.#runOf(a), b: this.#runOf(b) },
      until: Math.max(a.branch.reached, b.branch.reached),
      end: Math.max(endOf(a), endOf(b)),
      design: designDifferences(a.lab, b.lab),
      commands: commandsThatDiffer({ lab: a.lab, commands: a.branch.commands }, { lab: b.lab, commands: b.branch.commands }, shared),
      partings: partingsOf({
        a: a.branch.events,
        b: b.branch.events,
        until: shared,
        explain: (log, seq) => this.#engine.explain(log, { seq }),
      }),
      outcome: compareOutcomes(at(a), at(b)),
    }
  }

  #runOf({ of, lab, branch, project, reached }: ComparedSource): ComparedRun {
    const { simulation } = branch.restore(lab, branch.keyframes.first)
    const homes = simulation.vmNames().flatMap((name) => {
      const host = simulation.vmView(name)?.host ?? null
      return host === null ? [] : [[name, host] as const]
    })
    return {
      of,
      project,
      lab: summarize(lab, this.#engine.notModelled(lab)),
      label: branch.label,
      reached,
      takenTo: branch.reached,
      recordedBy: branch.recordedBy,
      marks: marksOf(branch.events),
      homes: Object.fromEntries(homes),
    }
  }
}

/** A recording goes no further than it was recorded. */
export const endOf = ({ branch }: ComparedSource): number => (branch.recordedBy === null ? Math.max(branch.until, branch.reached) : branch.reached)

/** The gravest, by time. */
function marksOf(events: readonly LabEvent[]): readonly ComparedMark[] {
  const telling = events.flatMap((event): ComparedMark[] => {
    const severity = eventSeverity(event)
    const tells = severity === 'critical' || severity === 'warning' || event.type === 'command.received'
    return tells ? [{ t: event.t, seq: event.seq, type: event.type, severity }] : []
  })
  if (telling.length <= MARKS_MAX) return telling
  const rank = ({ type, severity }: ComparedMark): number =>
    type === 'command.received' || type === 'host.failed' ? 0 : severity === 'critical' ? 1 : 2
  return [...telling]
    .sort((x, y) => rank(x) - rank(y) || x.seq - y.seq)
    .slice(0, MARKS_MAX)
    .sort((x, y) => x.seq - y.seq)
}
