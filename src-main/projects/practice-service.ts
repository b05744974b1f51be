/** The practice in the data folder, or where nothing can be kept, in memory. */
import type { ApiInput, ApiOutput } from '../contract/api.ts'
import { AttemptService } from '../practice/attempts/attempt-service.ts'
import { MemoryPracticeStore } from '../practice/attempts/memory-store.ts'
import { withDrill } from '../practice/attempts/drill-list.ts'
import { progressText, takeProgress } from '../practice/attempts/progress.ts'
import type { PracticeStore } from '../practice/attempts/store-port.ts'
import type { WorkerInput, WorkerMethod } from '../runs/protocol.ts'

export type PracticeMethod = Extract<WorkerMethod, `practice${string}`>
export const isPracticeMethod = (method: WorkerMethod): method is PracticeMethod => method.startsWith('practice')

export class PracticeService {
  readonly store: PracticeStore
  readonly #attempts: AttemptService

  constructor(store: PracticeStore | null, now: () => number = Date.now) {
    this.store = store ?? new MemoryPracticeStore()
    this.#attempts = new AttemptService({ store: this.store, now, beginOf: (day) => Date.parse(`${day}T00:00:00Z`) })
  }

  answer(method: PracticeMethod, input: unknown): unknown {
    const attempts = this.#attempts
    switch (method) {
      case 'practiceKnown':
        return attempts.known()
      case 'practiceOverview':
        return attempts.overview(input as WorkerInput<'practiceOverview'>)
      case 'practiceBegin': {
        const { plan, seed, questions } = input as WorkerInput<'practiceBegin'>
        return attempts.begin(plan, seed, questions)
      }
      case 'practiceRemove':
        attempts.remove((input as WorkerInput<'practiceRemove'>).id)
        return null
      case 'practiceGoal':
        attempts.setGoal((input as WorkerInput<'practiceGoal'>).goal)
        return null
      case 'practiceDrills':
        return this.store.drills()
      case 'practiceKeepDrill':
        this.store.setDrills(withDrill(this.store.drills(), input as WorkerInput<'practiceKeepDrill'>))
        return null
      case 'practice.attempt':
        return attempts.attempt((input as ApiInput<'practice.attempt'>).id)
      case 'practice.go':
        return attempts.go(input as ApiInput<'practice.go'>)
      case 'practice.tick':
        return attempts.tick(input as ApiInput<'practice.tick'>)
      case 'practice.answer':
        return attempts.answer(input as ApiInput<'practice.answer'>)
      case 'practice.flag':
        return attempts.flag(input as ApiInput<'practice.flag'>)
      case 'practice.check':
        return attempts.check(input as ApiInput<'practice.check'>)
      case 'practice.finish':
        return attempts.finish(input as ApiInput<'practice.finish'>)
      case 'practice.export':
        return { fileName: 'hostdown-practice.json', text: progressText(this.store) } satisfies ApiOutput<'practice.export'>
      case 'practice.import': {
        const { fileName, text } = input as ApiInput<'practice.import'>
        return takeProgress(this.store, fileName, text)
      }
    }
  }
}
