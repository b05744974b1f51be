/** Predictions in the run that is open: where it has to stop, what is asked there, what came of it. */
import type { ApiInput } from '../contract/api.ts'
import type { PredictState, ToldPrediction } from '../contract/api-predict.ts'
import { lookAhead, type Posed } from '../practice/predict/look-ahead.ts'
import type { WorkerMethod } from '../runs/protocol.ts'
import { RunError } from '../runs/run-error.ts'
import type { Run } from '../runs/run.ts'
import type { RunService, RunServicePorts } from '../runs/run-service.ts'

export type PredictMethod = Extract<WorkerMethod, `predict.${string}`>
export const isPredictMethod = (method: WorkerMethod): method is PredictMethod => method.startsWith('predict.')

interface Predicting {
  readonly run: Run
  /** The course that was looked ahead in: branch and number of its commands. */
  course: string
  /** From where it was looked, and how far that goes. */
  from: number
  at: number
  /** Still to be asked of the instant `at`. */
  posed: readonly Posed[]
  told: ToldPrediction | null
  right: number
  answered: number
}

export interface PredictPorts extends Pick<RunServicePorts, 'push'> {
  /** For whoever mends it. */
  readonly log: (text: string) => void
}

export class PredictService {
  readonly #runs: RunService
  readonly #ports: PredictPorts
  #on: Predicting | null = null

  constructor(runs: RunService, ports: PredictPorts) {
    this.#runs = runs
    this.#ports = ports
  }

  answer(method: PredictMethod, input: unknown): PredictState | Promise<PredictState> {
    switch (method) {
      case 'predict.current':
        return this.#state()
      case 'predict.begin':
        return this.#begin()
      case 'predict.answer':
        return this.#answer(input as ApiInput<'predict.answer'>)
      case 'predict.end':
        this.#end()
        return this.#tell()
    }
  }

  /**
   * After anything was done, or was not for an error: another run ends it, another course or instant asks something else. Where nothing can be asked
   * any more it ends, and that is told; it never throws.
   */
  follow(): void {
    const on = this.#on
    if (on === null) return
    try {
      if (this.#runs.run === on.run && !this.#asksElse(on)) return
      if (this.#runs.run === on.run) this.#look(on)
      else this.#on = null
      on.told = null
    } catch (error) {
      this.#giveUp(error)
    }
    this.#tell()
  }

  #asksElse(on: Predicting): boolean {
    const { t } = on.run.status()
    return courseOf(on.run) !== on.course || t < on.from || t > stopOf(on)
  }

  /** A run that is recorded or met a fault is looked ahead in no more. */
  #giveUp(error: unknown): void {
    this.#end()
    if (!(error instanceof RunError)) this.#ports.log(`Predictions ended: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }

  #begin(): PredictState {
    const run = this.#runs.demand()
    // Refuses a run that is only looked at.
    run.trial()
    const on: Predicting = { run, course: '', from: 0, at: 0, posed: [], told: null, right: 0, answered: 0 }
    this.#on = on
    this.#look(on)
    return this.#tell()
  }

  #end(): void {
    this.#on?.run.holdAt(null)
    this.#on = null
  }

  async #answer({ seq, choice }: ApiInput<'predict.answer'>): Promise<PredictState> {
    const on = this.#on
    const [posed, ...more] = on?.posed ?? []
    if (on === null || posed?.asked.seq !== seq) throw new RunError('badInput', 'That is not asked now')
    const { asked, event, right } = posed
    if (choice !== null && !asked.choices.some(({ id }) => id === choice)) throw new RunError('badInput', 'There is no such choice')
    if (on.run.status().t !== stopOf(on)) throw new RunError('badInput', 'The run is not there yet')
    on.told = { asked, chosen: choice, right, event }
    if (choice !== null) on.answered++
    if (choice === right) on.right++
    on.posed = more
    if (more.length === 0) {
      await on.run.seek(on.at)
      // It may have been ended, or begun anew, meanwhile.
      if (this.#on === on) this.#look(on)
    }
    return this.#tell()
  }

  /** Finds what comes next from the instant shown on, and has the run stop before it. */
  #look(on: Predicting): void {
    const { run } = on
    const { lab, branch, simulation } = run.trial()
    const keyframe = simulation.keyframe()
    const { at, posed } = lookAhead(() => branch.restore(lab, keyframe), { until: branch.until, seed: lab.seed })
    Object.assign(on, { course: courseOf(run), from: simulation.now, at, posed })
    run.holdAt({
      at: stopOf(on),
      goesOn: () => {
        if (this.#on !== on || on.posed.length > 0) return false
        on.told = null
        this.#look(on)
        this.#tell()
        return stopOf(on) > run.status().t
      },
    })
  }

  #tell(): PredictState {
    const state = this.#state()
    this.#ports.push('predict.changed', state)
    return state
  }

  #state(): PredictState {
    const on = this.#on
    if (on === null) return { runId: null, asked: null, told: null, right: 0, answered: 0 }
    return { runId: on.run.id, asked: on.posed[0]?.asked ?? null, told: on.told, right: on.right, answered: on.answered }
  }
}

/** Where the run stands while something is asked; else how far nothing is. */
const stopOf = ({ posed, at }: Predicting): number => posed[0]?.asked.at ?? at

function courseOf(run: Run): string {
  const { branch } = run.status()
  return `${branch} ${run.reads.course().commands.length}`
}
