/** Drives a simulation in short slices, so that its events flow out while it runs and a terminal sees how far it is. */
import type { Lab } from '../../contract/lab/index.ts'
import { formatTime } from '../../contract/texts/format.ts'
import { formatDuration } from '../../contract/units.ts'
import { createSimulation, ENGINE_VERSION, type Simulation, type SimulationOptions } from '../../engine/index.ts'
import { BrokenRun, type CliIo } from './io.ts'

const TURNS_A_SLICE = 2_000

/** A fresh simulation; what its start throws comes out as a BrokenRun. */
export function startRun(lab: Lab, path: string, options: SimulationOptions = {}): Simulation {
  // There is no simulation yet whose instant could be named.
  const start: Pick<Simulation, 'now' | 'turn'> = { now: 0, turn: 0 }
  return guarded(start, { path, lab, until: 0 }, () => createSimulation(lab, options))
}

/** Runs to `until`, calling back after each slice. Whatever the engine throws comes out as a BrokenRun. */
export async function runInSlices(
  simulation: Simulation,
  options: {
    readonly until: number
    readonly path: string
    readonly lab: Lab
    readonly io: CliIo
    readonly afterSlice?: () => Promise<void>
    /** Takes the next turn; default: the simulation does. */
    readonly takeTurn?: () => void
  },
): Promise<void> {
  const { until, path, lab, io, afterSlice, takeTurn = () => simulation.step() } = options
  const progress = new Progress(io, until)
  for (let more = true; more;) {
    more = guarded(simulation, { path, lab, until }, () => slice(simulation, until, takeTurn))
    await progress.show(simulation.now, simulation.log.length)
    await afterSlice?.()
  }
  await progress.clear()
}

/** False once `until` is reached. */
function slice(simulation: Simulation, until: number, takeTurn: () => void): boolean {
  for (let turns = 0; turns < TURNS_A_SLICE; turns++) {
    const next = simulation.nextAt()
    if (next === null || next > until) {
      simulation.runUntil(until)
      simulation.checkInvariants()
      return false
    }
    takeTurn()
  }
  return true
}

interface Repeat {
  readonly path: string
  readonly lab: Lab
  readonly until: number
}

/** Runs a piece of the engine; an error of it becomes a BrokenRun that says how to see it again. */
export function guarded<T>(simulation: Pick<Simulation, 'now' | 'turn'>, repeat: Repeat, body: () => T): T {
  try {
    return body()
  } catch (error) {
    throw new BrokenRun(brokenLines(simulation, repeat, error))
  }
}

function brokenLines(simulation: Pick<Simulation, 'now' | 'turn'>, { path, lab, until }: Repeat, error: unknown): readonly string[] {
  const isInvariant = error instanceof Error && 'invariant' in error
  const what = isInvariant ? `invariant broken: ${String(error.invariant)}` : 'internal error in the simulation'
  const detail = error instanceof Error ? (isInvariant ? error.message : (error.stack ?? error.message)) : String(error)
  return [
    `${what}, at ${formatTime(simulation.now)} (${simulation.now} ms), turn ${simulation.turn}`,
    detail,
    `lab ${path}, seed ${lab.seed}, engine version ${ENGINE_VERSION}`,
    `to repeat: hostdown run ${quoted(path)} --seed ${lab.seed} --until ${formatDuration(until)} --digest`,
  ]
}

const quoted = (path: string): string => (/^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`)

/** Runs that take longer than this show how far they are. */
const PROGRESS_AFTER_MS = 500
const PROGRESS_EVERY_MS = 100

class Progress {
  private readonly io: CliIo
  private readonly until: number
  private readonly startedMs: number
  private shownMs: number | null = null

  constructor(io: CliIo, until: number) {
    this.io = io
    this.until = until
    this.startedMs = io.nowMs()
  }

  async show(t: number, events: number): Promise<void> {
    const nowMs = this.io.nowMs()
    const due = this.shownMs === null ? this.startedMs + PROGRESS_AFTER_MS : this.shownMs + PROGRESS_EVERY_MS
    if (nowMs < due || !this.io.err.isTty) return
    this.shownMs = nowMs
    const percent = this.until === 0 ? 100 : Math.floor((100 * t) / this.until)
    await this.io.err.write(`\r\u001b[K${String(percent).padStart(3)}%  ${formatTime(t)} of ${formatTime(this.until)}  ${events} events`)
  }

  async clear(): Promise<void> {
    if (this.shownMs !== null) await this.io.err.write('\r\u001b[K')
  }
}
