/** Courses of guided labs, as the worker of the runs has them: opening one, where it stands, what was told, what is kept. */
import type { CourseCommand } from '../contract/practice/guided.ts'
import type { PracticeStore } from '../practice/attempts/store-port.ts'
import { formatDuration } from '../contract/units.ts'
import type { GuidedStanding, GuidedTelling, WorkerInput, WorkerMethod } from '../runs/protocol.ts'
import type { Run } from '../runs/run.ts'
import { RunError } from '../runs/run-error.ts'
import type { RunService } from '../runs/run-service.ts'
import type { ProjectService } from './project-service.ts'

type GuidedMethod = Extract<WorkerMethod, `guided${string}`>
export const isGuidedMethod = (method: WorkerMethod): method is GuidedMethod => method.startsWith('guided')

export interface GuidedParts {
  readonly store: PracticeStore
  readonly runs: RunService
  readonly projects: ProjectService
}

export class GuidedService {
  readonly #parts: GuidedParts

  constructor(parts: GuidedParts) {
    this.#parts = parts
  }

  answer(method: GuidedMethod, input: unknown): unknown {
    const { store, projects } = this.#parts
    switch (method) {
      case 'guidedOpen':
        return projects.openGuided(input as WorkerInput<'guidedOpen'>)
      case 'guidedStanding':
        return this.#standing((input as WorkerInput<'guidedStanding'>).known)
      case 'guidedTell':
        return this.#tell(input as WorkerInput<'guidedTell'>)
      case 'guidedProgress':
        return store.guided()
      case 'guidedKeep':
        store.setGuided(input as WorkerInput<'guidedKeep'>)
        return null
    }
  }

  #standing(known: string | null): GuidedStanding | null {
    const { run } = this.#parts.runs
    if (run === null || run.guided === null) return null
    const { branch, recordedBy } = run.status()
    const { commands, reached } = run.known
    return {
      lab: run.guided,
      runId: run.id,
      branch,
      until: reached,
      design: run.id === known ? null : run.lab,
      commands: commands.map(({ t, command, args, turn }) => ({ at: t, do: command, args, turn }) as CourseCommand),
      told: this.#parts.store.toldIn(run.keptYet() ?? unkept(run)),
      // Whoever looks back has seen it, whether it is told now or not.
      furthest: run.furthest,
      isRecorded: recordedBy !== null,
    }
  }

  #tell({ runId, before, told }: GuidedTelling): null {
    const run = this.#parts.runs.demand()
    if (run.id !== runId) throw new RunError('noRun', 'Another run was opened', '다른 실행이 열렸습니다')
    if (run.furthest > before) throw pastTelling(before)
    this.#parts.store.tellIn(run.kept() ?? unkept(run), told)
    return null
  }
}

function pastTelling(before: number): RunError {
  const time = formatDuration(before)
  return new RunError(
    'badInput',
    `Answers are taken until ${time}, and the run has gone past it`,
    `${time}까지 답할 수 있으며 실행이 그 시점을 지났습니다`,
  )
}

/** Where nothing is kept, runs are told apart by their number; none that is kept has a negative one. */
const unkept = (run: Run): number => -Number(run.id.replace(/\D/g, ''))
