/** Courses of guided labs, as the worker of the runs has them: opening one, where it stands, what was told, what is kept. */
import type { CourseCommand, ToldAnswers } from '../contract/practice/guided.ts'
import type { PracticeStore } from '../practice/attempts/store-port.ts'
import type { GuidedStanding, WorkerInput, WorkerMethod } from '../runs/protocol.ts'
import type { Run } from '../runs/run.ts'
import type { RunService } from '../runs/run-service.ts'
import type { ProjectService } from './project-service.ts'

export type GuidedMethod = Extract<WorkerMethod, `guided${string}`>
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
        return this.#standing()
      case 'guidedTell':
        return this.#tell((input as WorkerInput<'guidedTell'>).told)
      case 'guidedProgress':
        return store.guided()
      case 'guidedKeep':
        store.setGuided(input as WorkerInput<'guidedKeep'>)
        return null
    }
  }

  #standing(): GuidedStanding | null {
    const { run } = this.#parts.runs
    if (run === null || run.guided === null) return null
    const { branch, recordedBy } = run.status()
    const { commands, reached } = run.known
    return {
      lab: run.guided,
      runId: run.id,
      branch,
      until: reached,
      design: run.lab,
      commands: commands.map(({ t, command, args, turn }) => ({ at: t, do: command, args, turn }) as CourseCommand),
      told: this.#parts.store.toldIn(keyOf(run)),
      // Whoever looks back has seen it, whether it is told now or not.
      furthest: run.furthest,
      isRecorded: recordedBy !== null,
    }
  }

  #tell(told: ToldAnswers): null {
    const run = this.#parts.runs.demand()
    this.#parts.store.tellIn(keyOf(run), told)
    return null
  }
}

/** Where nothing is kept, runs are told apart by their number. */
const keyOf = (run: Run): number => run.kept() ?? Number(run.id.replace(/\D/g, ''))
