/** The application's side of blind drills: a thread has the fault, the worker of the runs keeps what was done. */
import { randomInt } from 'node:crypto'
import type { DrillOutputs, DrillOverview } from '../contract/api-drill.ts'
import type { ApiInput } from '../contract/api.ts'
import { drillLevels, type DrillCourse, type DrillView } from '../contract/practice/drill.ts'
import { ENGINE_VERSION } from '../engine/index.ts'
import { begunDrill, type DrillAct } from '../practice/drills/desk.ts'
import { RunError } from '../runs/run-error.ts'
import type { RunHost } from '../runs/run-host.ts'
import type { PracticeHost } from './practice-host.ts'

export interface DrillHostOptions {
  readonly practice: Pick<PracticeHost, 'ask'>
  readonly runs: Pick<RunHost, 'call'>
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

const SEED_MOST = 2_147_483_647

export class DrillHost {
  readonly #options: DrillHostOptions
  readonly #now: () => number
  /** One thing after the other: what is kept is read, changed and written. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: DrillHostOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  async overview(): Promise<DrillOverview> {
    const courses = await this.#courses()
    const open = openOf(courses)
    const records = drillLevels.map((level) => {
      const done = courses.filter((course) => course.level === level && course.score !== null)
      const scores = done.map(({ score }) => score ?? 0)
      return { level, done: done.length, right: scores.filter((score) => score > 0).length, best: scores.length === 0 ? null : Math.max(...scores) }
    })
    return { records, open: open === null ? null : { level: open.level, begunAt: open.begunAt } }
  }

  begin({ level, seed }: ApiInput<'drill.begin'>): Promise<DrillView> {
    return this.#inTurn(async () => {
      const course = begunDrill(level, seed ?? randomInt(SEED_MOST), ENGINE_VERSION, this.#now())
      const view = await this.#after(course, { kind: 'show' }, 0)
      await this.#options.runs.call('practiceKeepDrill', course)
      return view
    })
  }

  current(): Promise<DrillView | null> {
    return this.#inTurn(async () => {
      const course = currentOf(await this.#courses())
      return course === null ? null : this.#after(course, { kind: 'show' }, 0)
    })
  }

  look({ look, object, spentMs }: ApiInput<'drill.look'>): Promise<DrillView> {
    return this.#do({ kind: 'look', look, object }, spentMs)
  }

  wait({ ms, spentMs }: ApiInput<'drill.wait'>): Promise<DrillView> {
    return this.#do({ kind: 'wait', ms }, spentMs)
  }

  answer({ choice, spentMs }: ApiInput<'drill.answer'>): Promise<DrillView> {
    return this.#do({ kind: 'answer', choice, now: this.#now() }, spentMs)
  }

  tick({ spentMs }: ApiInput<'drill.tick'>): Promise<DrillOutputs['drill.tick']> {
    return this.#inTurn(async () => {
      const course = this.#demand(openOf(await this.#courses()))
      const next = { ...course, spentMs: course.spentMs + spentMs }
      await this.#options.runs.call('practiceKeepDrill', next)
      return { spentMs: next.spentMs }
    })
  }

  /** Kept before it is told. */
  #do(act: DrillAct, spentMs: number): Promise<DrillView> {
    return this.#inTurn(async () => {
      const view = await this.#after(this.#demand(openOf(await this.#courses())), act, spentMs)
      await this.#options.runs.call('practiceKeepDrill', view.course)
      return view
    })
  }

  async #after(course: DrillCourse, act: DrillAct, spentMs: number): Promise<DrillView> {
    const output = await this.#options.practice.ask('drill', { course, act, spentMs })
    if ('mistake' in output) throw new RunError('badInput', ...output.mistake)
    return output
  }

  #courses(): Promise<readonly DrillCourse[]> {
    return this.#options.runs.call('practiceDrills', {})
  }

  #demand(course: DrillCourse | null): DrillCourse {
    if (course === null) throw new RunError('badInput', 'No drill is open', '진행 중인 훈련이 없습니다')
    return course
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }
}

/** The newest; what another engine would show differs from what was looked at. */
function currentOf(courses: readonly DrillCourse[]): DrillCourse | null {
  const [newest] = courses
  return newest === undefined || newest.engineVersion !== ENGINE_VERSION ? null : newest
}

function openOf(courses: readonly DrillCourse[]): DrillCourse | null {
  const newest = currentOf(courses)
  return newest?.answer === null ? newest : null
}
