import type { Lab } from '../contract/lab/index.ts'
import { crashReport, type CrashReport } from './crash-report.ts'
import type { Engine } from './ports.ts'
import { notStored, RunError } from './run-error.ts'
import type { RunView } from './run-view.ts'
import { StoreError } from './store-port.ts'

export interface RunGuardParts {
  readonly lab: Lab
  readonly engine: Engine
  readonly view: RunView
  /** Called once a fault was met, before anybody is told. */
  readonly stop: () => void
  readonly onCrash: (report: CrashReport) => void
}

/** A broken assumption of ours stops a run for good: carrying on would show something wrong. */
export class RunGuard {
  readonly #parts: RunGuardParts
  #crash: CrashReport | null = null

  constructor(parts: RunGuardParts) {
    this.#parts = parts
  }

  /** Throws what the work throws of its own accord, `notStored` where something could not be kept, else `internal`: then the run has ended. */
  run<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (error instanceof RunError) throw error
      if (error instanceof StoreError) throw notStored(error.problem)
      const { lab, engine, view, stop, onCrash } = this.#parts
      const { turn, now } = view.simulation
      this.#crash = crashReport(error, lab, { engineVersion: engine.version, turn, t: now, commands: view.branch.commands })
      stop()
      onCrash(this.#crash)
      throw broken(this.#crash)
    }
  }

  /** Throws `internal` after a fault. */
  demandSound(): void {
    if (this.#crash !== null) throw broken(this.#crash)
  }

  /** Throws `recorded` or `badInput` where this engine cannot go on with what is shown. */
  demandEngine(): void {
    const { recordedBy, flaw } = this.#parts.view.branch
    if (flaw !== null)
      throw new RunError('badInput', `The run is shown as recorded: ${flaw.message}`, `기록된 그대로 표시하는 실행입니다. ${flaw.messageKo}`)
    if (recordedBy !== null)
      throw new RunError(
        'recorded',
        `Engine ${recordedBy} recorded this run; it is shown as recorded. Run it again to go on from it`,
        `엔진 ${recordedBy}이(가) 기록한 실행이며 기록된 대로 표시됩니다. 이어서 하려면 다시 실행하십시오`,
      )
  }
}

function broken({ seed, engineVersion, turn, t, commands }: CrashReport): RunError {
  return new RunError(
    'internal',
    `The simulation met a fault of its own (seed ${seed}, engine ${engineVersion}, turn ${turn} at ${t} ms, ${commands.length} commands)`,
    `시뮬레이션에 내부 오류가 발생했습니다(시드 ${seed}, 엔진 ${engineVersion}, ${t}ms의 턴 ${turn}, 명령 ${commands.length}개)`,
  )
}
