import type { ApiInput, ApiPushes } from '../contract/api.ts'
import type { LabProblem } from '../contract/api.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { LabSource, WorkerInput, WorkerMethod, WorkerOutput } from './protocol.ts'
import type { Engine, WallClock } from './ports.ts'
import { Run } from './run.ts'
import { RunError } from './run-error.ts'

export type LabResult = { readonly ok: true; readonly lab: Lab } | { readonly ok: false; readonly problems: readonly LabProblem[] }
export type CommandResult = { readonly ok: true; readonly args: object } | { readonly ok: false; readonly problems: readonly LabProblem[] }

export interface RunServicePorts {
  readonly engine: Engine
  readonly clock: WallClock
  readonly readLab: (source: LabSource) => LabResult
  readonly readCommand: (command: string, args: Readonly<Record<string, unknown>>, names: ReturnType<Run['names']>) => CommandResult
  readonly push: <P extends keyof ApiPushes>(push: P, payload: ApiPushes[P]) => void
  readonly log: (text: string) => void
}

/** Holds the run that is open and answers what is asked of it. */
export class RunService {
  readonly #ports: RunServicePorts
  #run: Run | null = null
  #opened = 0

  constructor(ports: RunServicePorts) {
    this.#ports = ports
  }

  async invoke<M extends WorkerMethod>(method: M, input: WorkerInput<M>): Promise<WorkerOutput<M>> {
    return (await this.#answer(method, input)) as WorkerOutput<M>
  }

  close(): void {
    this.#run?.close()
    this.#run = null
  }

  #answer(method: WorkerMethod, input: unknown): unknown {
    if (method === 'open') return this.#open(input as LabSource)
    if (method === 'run.current') {
      this.#run?.flush()
      return this.#run?.opened() ?? null
    }
    const run = this.#run
    if (run === null) throw new RunError('noRun', 'No lab is open')
    switch (method) {
      case 'run.play':
        return run.play((input as ApiInput<'run.play'>).speed)
      case 'run.pause':
        return run.pause()
      case 'run.speed':
        return run.setSpeed((input as ApiInput<'run.speed'>).speed)
      case 'run.step':
        return run.step((input as ApiInput<'run.step'>).by)
      case 'run.seek':
        return run.seek((input as ApiInput<'run.seek'>).t)
      case 'run.command':
        return this.#command(run, input as ApiInput<'run.command'>)
      case 'run.branch':
        return run.selectBranch((input as ApiInput<'run.branch'>).id)
      case 'run.state':
        return run.state(input as ApiInput<'run.state'>)
      case 'run.explain':
        return run.explain(input as ApiInput<'run.explain'>)
    }
  }

  /** A lab that does not parse leaves the run that was open as it is. */
  #open(source: LabSource): WorkerOutput<'open'> {
    const result = this.#ports.readLab(source)
    if (!result.ok) return result
    const { engine, clock, push, log } = this.#ports
    const run = new Run(`run-${++this.#opened}`, result.lab, {
      engine,
      clock,
      pushFrame: (payload) => push('run.frame', payload),
      onCrash: (report) => log(`The simulation met a fault of its own: ${JSON.stringify(report)}`),
    })
    this.#run?.close()
    this.#run = run
    const opened = run.opened()
    push('run.opened', opened)
    return { ok: true, run: opened }
  }

  #command(run: Run, { command, arguments: args }: ApiInput<'run.command'>): unknown {
    const result = this.#ports.readCommand(command, args, run.names())
    if (!result.ok) {
      const sentences = result.problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
      throw new RunError('badInput', sentences.join('\n'))
    }
    return run.command(command, result.args as Readonly<Record<string, unknown>>)
  }
}
