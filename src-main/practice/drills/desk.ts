/** One drill after the other: what is asked about them is answered from their courses alone. */
import type { DrillCourse, DrillLevel, DrillLook, DrillView } from '../../contract/practice/drill.ts'
import { makeDrill, type Drill } from './make-drill.ts'
import { answered, looked, spent, viewOf, waited } from './view.ts'

/** One that begins: nothing was done yet. */
export const begunDrill = (level: DrillLevel, seed: number, engineVersion: number, begunAt: number): DrillCourse => ({
  ...{ level, seed, engineVersion, begunAt },
  finishedAt: null,
  spentMs: 0,
  t: null,
  looks: [],
  answer: null,
  score: null,
})

export type DrillAct =
  | { readonly kind: 'show' }
  | { readonly kind: 'look'; readonly look: DrillLook; readonly object: string }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'answer'; readonly choice: string; readonly now: number }

export class DrillDesk {
  /** To draw one plays some dozens of runs. */
  #last: Drill | null = null

  /** The drill after something was done, `spentMs` later. Throws a DrillMistake where that cannot be done. */
  after(course: DrillCourse, act: DrillAct, spentMs: number): DrillView {
    const drill = this.#drillOf(course)
    if (act.kind === 'show') return viewOf(drill, course)
    const now = spent(course, spentMs)
    switch (act.kind) {
      case 'look':
        return viewOf(drill, looked(drill, now, act.look, act.object))
      case 'wait':
        return viewOf(drill, waited(drill, now, act.ms))
      case 'answer':
        return viewOf(drill, answered(drill, now, act.choice, act.now))
    }
  }

  #drillOf({ level, seed }: DrillCourse): Drill {
    if (this.#last?.level !== level || this.#last.seed !== seed) this.#last = makeDrill(level, seed)
    return this.#last
  }
}
