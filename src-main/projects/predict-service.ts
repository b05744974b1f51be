/** Predictions in the run that is open: where it has to stop, what is asked there, what came of it. */
import type { ApiInput } from '../contract/api.ts'
import type { PredictState, ToldPrediction } from '../contract/api-predict.ts'
import { lookAhead, type Found, type Posed } from '../practice/predict/look-ahead.ts'
import { SLICE_MS } from '../runs/playing.ts'
import type { WallClock } from '../runs/ports.ts'
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
  /** What finds it; null: it is found. Until then nothing is asked, and the run stays where it was looked from. */
  look: Iterator<undefined, Found> | null
  told: ToldPrediction | null
  right: number
  answered: number
  /** What was told counts no more, however one comes to it again. */
  readonly wasTold: Set<string>
}

export interface PredictPorts extends Pick<RunServicePorts, 'push'> {
  readonly clock: WallClock
  /** For whoever mends it. */
  readonly log: (text: string) => void
}

export class PredictService {
  readonly #runs: RunService
  readonly #ports: PredictPorts
  #on: Predicting | null = null
  /** Those that wait for what is being looked for. */
  #waiting: (() => void)[] = []

  constructor(runs: RunService, ports: PredictPorts) {
    this.#runs = runs
    this.#ports = ports
  }

  answer(method: PredictMethod, input: unknown): PredictState | Promise<PredictState> {
    switch (method) {
      case 'predict.current':
        return this.#found()
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
      on.told = null
      if (this.#runs.run === on.run) this.#look(on)
      else this.#leave()
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

  async #begin(): Promise<PredictState> {
    const run = this.#runs.demand()
    // Refuses a run that is only looked at.
    run.trial()
    const on: Predicting = { run, course: '', from: 0, at: 0, posed: [], look: null, told: null, right: 0, answered: 0, wasTold: new Set() }
    this.#on = on
    this.#look(on)
    this.#tell()
    return this.#found()
  }

  #end(): void {
    this.#on?.run.holdAt(null)
    this.#leave()
  }

  /** The run that was predicted is held or gone: nobody waits for what would be asked in it. */
  #leave(): void {
    this.#on = null
    this.#wake()
  }

  async #answer({ seq, choice }: ApiInput<'predict.answer'>): Promise<PredictState> {
    const on = this.#on
    const [posed, ...more] = on?.posed ?? []
    if (on === null || posed?.asked.seq !== seq) throw new RunError('badInput', 'That is not asked now', '지금 묻고 있는 질문이 아닙니다')
    const { asked, event, right } = posed
    if (choice !== null && !asked.choices.some(({ id }) => id === choice))
      throw new RunError('badInput', 'There is no such choice', '없는 선택지입니다')
    if (on.run.status().t !== stopOf(on)) throw new RunError('badInput', 'The run is not there yet', '실행이 아직 그 시점에 이르지 않았습니다')
    const question = JSON.stringify([asked, right])
    const counts = choice !== null && !on.wasTold.has(question)
    on.wasTold.add(question)
    on.told = { asked, chosen: choice, right, event, counts }
    if (counts) on.answered++
    if (counts && choice === right) on.right++
    on.posed = more
    if (more.length === 0) {
      await on.run.seek(on.at)
      // It may have been ended, or begun anew, meanwhile.
      if (this.#on === on) this.#look(on)
    }
    this.#tell()
    return this.#found()
  }

  /** Begins to find what comes next from the instant shown on, where the run is held until it is found. */
  #look(on: Predicting): void {
    const { run } = on
    const { lab, branch, simulation } = run.trial()
    const keyframe = simulation.keyframe()
    const look = lookAhead(() => branch.restore(lab, keyframe), { until: branch.until, seed: lab.seed })
    Object.assign(on, { course: courseOf(run), from: simulation.now, at: simulation.now, posed: [], look })
    this.#hold(on)
    this.#lookOn(on, look)
  }

  /** A piece of it, and what is left once everything else had its turn. */
  #lookOn(on: Predicting, look: Iterator<undefined, Found>): void {
    const { clock } = this.#ports
    const deadline = clock.now() + SLICE_MS
    for (;;) {
      const { done, value } = look.next()
      if (done) {
        Object.assign(on, value, { look: null })
        this.#hold(on)
        this.#wake()
        return
      }
      if (clock.now() >= deadline) break
    }
    clock.after(0, () => {
      if (this.#on !== on || on.look !== look) return
      this.#attempt(() => this.#lookOn(on, look))
      if (on.look === null || this.#on === null) this.#tell()
    })
  }

  /** Whether it went well; else predictions end. */
  #attempt(work: () => void): boolean {
    try {
      work()
      return true
    } catch (error) {
      this.#giveUp(error)
      return false
    }
  }

  #hold(on: Predicting): void {
    const { run } = on
    run.holdAt({ at: stopOf(on), goesOn: () => this.#goesOn(on) })
  }

  /** Where the run has played up to what was found: whether it plays on. */
  #goesOn(on: Predicting): boolean {
    if (on.look !== null) return true
    if (this.#on !== on || on.posed.length > 0) return false
    on.told = null
    const goesOn = this.#attempt(() => this.#look(on))
    this.#tell()
    return goesOn
  }

  /** How it stands once nothing is looked for any more. */
  async #found(): Promise<PredictState> {
    while (this.#on !== null && this.#on.look !== null) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return this.#state()
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
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
