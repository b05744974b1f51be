/** The application's side of guided labs: follows the run that is open, has it judged in a thread as it changes, and keeps what came of it. */
import { Worker } from 'node:worker_threads'
import type { GuidedPushes } from '../contract/api-guided.ts'
import type { ApiInput, ApiOutput, ApiPushes, RunStatus } from '../contract/api.ts'
import type { GuidedCard, GuidedCourse, GuidedProgress, GuidedView, Judgement, OwnGuided } from '../contract/practice/guided-course.ts'
import type { GuidedLab, ToldAnswers } from '../contract/practice/guided.ts'
import { sectionText } from '../designs/yaml-part.ts'
import { RunError } from '../runs/run-error.ts'
import type { RunHost } from '../runs/run-host.ts'
import { same } from '../runs/same.ts'
import { guidedFolder, ownGuidedFolder } from './guided-files.ts'
import type { GuidedCalls, GuidedWorkerStart } from './guided-protocol.ts'
import { cardOf, toldConditionOf, viewOf } from './guided-view.ts'
import { courseOf, followed, noteHeard, keyOf, reportHere, reportOf, triedFor, withTried, type OpenCourse, type Standing } from './open-course.ts'
import { Thread } from './thread.ts'

export interface GuidedHostOptions {
  /** The built `guided.worker`. */
  readonly workerUrl: URL
  /** Holds `guided/`. */
  readonly resourcesDir: string
  /** The data folder: those of one's own lie in its `guided/`. */
  readonly dataFolder: string
  readonly runs: RunHost
  readonly push: (payload: GuidedPushes['guided.changed']) => void
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** Milliseconds on a clock that nobody sets. */
  readonly clock?: () => number
}

/** While a course goes on it is judged once in so long; one that stands is kept no oftener. */
const JUDGE_EVERY_MS = 1000
/** Frames that come together are one change. */
const SETTLE_MS = 25
/** A run that goes far ahead without playing is there when nothing came for so long. */
const QUIET_MS = 150
/** What is kept of a course that goes on. */
const KEEP_EVERY_MS = 10_000

export class GuidedHost {
  readonly #options: GuidedHostOptions
  readonly #now: () => number
  readonly #clock: () => number
  readonly #thread: Thread<GuidedCalls>
  #read: Promise<GuidedCalls['labs']['output']> | null = null
  #open: OpenCourse | null = null
  /** When what is not judged yet began to come, on the clock that nobody sets, as `judgedAt`. */
  #dirtyAt: number | null = null
  #isBusy = false
  #timer: NodeJS.Timeout | null = null
  #judgedAt = -Infinity
  /** What is kept is read, changed and written by one at a time. */
  #turn: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(options: GuidedHostOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#clock = options.clock ?? (() => performance.now())
    const { workerUrl, resourcesDir, dataFolder } = options
    this.#thread = new Thread({
      name: 'guided',
      start: () =>
        new Worker(workerUrl, {
          workerData: { folder: guidedFolder(resourcesDir), ownFolder: ownGuidedFolder(dataFolder) } satisfies GuidedWorkerStart,
        }),
    })
  }

  // What is asked

  async list(): Promise<readonly GuidedCard[]> {
    // Somebody may have written one since.
    this.#read = null
    const [{ labs }, kept] = await Promise.all([this.#all(), this.#options.runs.call('guidedProgress', {})])
    return labs.map((lab) => cardOf(lab, kept.find(({ id }) => id === lab.id) ?? null))
  }

  async own(): Promise<OwnGuided> {
    return (await this.#all()).own
  }

  async lab({ id }: ApiInput<'guided.lab'>): Promise<GuidedView> {
    return viewOf(await this.#labOf(id), await this.#keptOf(id))
  }

  async begin({ id, anew }: ApiInput<'guided.begin'>): Promise<ApiOutput<'guided.begin'>> {
    const { start } = await this.#labOf(id)
    return this.#inTurn(async () => {
      const opened = await this.#options.runs.call('guidedOpen', { id, fileName: `${id}.lab.yaml`, text: sectionText(start, '\n'), anew })
      if (!opened.ok) return opened
      const kept = await this.#keptOf(id)
      if (kept === null || anew) await this.#keep({ id, begunAt: this.#now(), spentMs: 0, hints: 0, report: kept?.report ?? null })
      return opened
    })
  }

  /** As it was judged last; one that was just opened is judged first. */
  async course(): Promise<GuidedCourse | null> {
    return this.#open === null ? null : (this.#open.course ?? (await this.#judge(false)))
  }

  /** Throws `noRun`. */
  async check(): Promise<GuidedCourse> {
    return this.#told(await this.#judge(true))
  }

  async tell({ told }: ApiInput<'guided.tell'>): Promise<GuidedCourse> {
    if (this.#open === null) throw noCourse()
    const { runId, lab } = this.#open
    const condition = toldConditionOf(await this.#labOf(lab))
    if (condition === null) throw new RunError('badInput', 'In this lab nothing is told beforehand', '이 랩에는 미리 답할 항목이 없습니다')
    for (const [vm, fields] of Object.entries(told)) {
      if (!condition.vms.includes(vm)) throw notAsked(vm)
      for (const field of Object.keys(fields)) if (!condition.fields.includes(field)) throw notAsked(`${vm}.${field}`)
    }
    await this.#inTurn(() => this.#options.runs.call('guidedTell', { runId, before: condition.before, told: told as ToldAnswers }))
    return this.#told(await this.#judge(false))
  }

  async hint({ shown }: ApiInput<'guided.hint'>): Promise<Record<string, never>> {
    return this.#inTurn(async () => {
      const open = this.#open
      if (open === null) throw noCourse()
      const progress = await this.#progressOf(open)
      if (shown > progress.hints) {
        await this.#keep({ ...progress, hints: shown })
        this.#changed(open)
      }
      return {}
    })
  }

  /** Whether a push tells it anything just now. */
  hears(push: keyof ApiPushes): boolean {
    return push !== 'run.frame' || this.#open !== null
  }

  /** What goes to the windows: a course follows the run that is open. */
  hear<P extends keyof ApiPushes>(push: P, payload: ApiPushes[P]): void {
    if (push === 'run.opened') {
      const { runId, guided, status } = payload as ApiPushes['run.opened']
      // Each opening is a run of its own, though its number may come again: a worker that is begun anew counts from one.
      this.#follow(guided === undefined ? null : followed(runId, guided))
      this.#pulse(status)
    } else if (push === 'run.frame') {
      const { status } = payload as ApiPushes['run.frame']
      if (status.runId === this.#open?.runId) this.#pulse(status)
    } else if (push === 'run.closed') this.#follow(null)
  }

  close(): void {
    this.#closed = true
    this.#follow(null)
    this.#thread.close()
  }

  // The course that is open

  #follow(open: OpenCourse | null): void {
    const wasOpen = this.#open !== null
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#open = open
    if (wasOpen && !this.#closed) this.#options.push({ course: null })
  }

  #pulse(status: RunStatus): void {
    const open = this.#open
    if (open === null) return
    noteHeard(open, status, this.#now())
    this.#dirtyAt ??= this.#clock()
    this.#arm()
  }

  #arm(): void {
    if (this.#closed || this.#isBusy || this.#dirtyAt === null || this.#open === null) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    const { heard, isGoingOn } = this.#open
    const now = this.#clock()
    const latest = Math.max(this.#dirtyAt + SETTLE_MS, this.#judgedAt + JUDGE_EVERY_MS)
    const quiet = heard?.playing === true ? latest : now + (isGoingOn ? QUIET_MS : SETTLE_MS)
    this.#timer = setTimeout(() => this.#judgeAgain(), Math.max(0, Math.min(latest, quiet) - now)).unref()
  }

  #judgeAgain(): void {
    this.#timer = null
    this.#dirtyAt = null
    this.#isBusy = true
    this.#judgedAt = this.#clock()
    // A judgement that fails leaves the last one; whoever asks for one is told.
    this.#judge(false)
      .catch(() => undefined)
      .finally(() => {
        this.#isBusy = false
        this.#arm()
      })
  }

  #judge(trials: boolean): Promise<GuidedCourse | null> {
    return this.#inTurn(() => this.#judgeNow(trials))
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }

  /** Null: no course is open, or meanwhile another run was opened. */
  async #judgeNow(trials: boolean): Promise<GuidedCourse | null> {
    const open = this.#open
    const standing = open === null ? null : await this.#standing(open)
    if (open === null || standing === null) return null
    const guided = await this.#labOf(open.lab)
    const judgement = standing.isRecorded ? null : await this.#judgementOf(open, standing, trials)
    let progress = await this.#progressOf(open)
    if (this.#open !== open) return null
    if (judgement?.isSolved === true && reportHere(progress) === null) {
      progress = { ...progress, report: reportOf(guided, standing, judgement, progress, this.#now()) }
      await this.#keep(progress)
    } else if (this.#now() - open.keptAt >= (open.isGoingOn ? KEEP_EVERY_MS : JUDGE_EVERY_MS)) await this.#keep(progress)
    const course = courseOf(guided, standing, judgement, progress, triedFor(open, standing)?.until ?? null)
    if (same(course, open.course)) return open.course
    this.#tell(open, course)
    return course
  }

  /** The design of a run stays: it is asked for once. */
  async #standing(open: OpenCourse): Promise<Standing | null> {
    const standing = await this.#options.runs.call('guidedStanding', { known: open.design === null ? null : open.runId })
    if (standing === null || this.#open !== open || standing.runId !== open.runId) return null
    const design = (open.design ??= standing.design)
    return design === null ? null : { ...standing, design }
  }

  async #judgementOf(open: OpenCourse, standing: Standing, trials: boolean): Promise<Judgement> {
    const { lab: id, design, commands, told, until } = standing
    const course = { lab: design, commands, told, until }
    if (trials) {
      const judgement = await this.#thread.call('judge', { id, course, trials })
      open.tried = { key: keyOf(standing), until, judgement }
      return judgement
    }
    const key = `${keyOf(standing)} ${until} ${JSON.stringify(told)}`
    if (open.judged?.key !== key) open.judged = { key, judgement: await this.#thread.call('judge', { id, course, trials }) }
    const { judgement } = open.judged
    return withTried(judgement, triedFor(open, standing)?.judgement)
  }

  /** Something that is kept changed: told without judging again. */
  #changed(open: OpenCourse): void {
    if (open.course === null || open.progress === null) return
    const { spentMs, hints } = open.progress
    this.#tell(open, { ...open.course, spentMs, hints, report: reportHere(open.progress) })
  }

  #tell(open: OpenCourse, course: GuidedCourse): void {
    open.course = course
    if (this.#open === open) this.#options.push({ course })
  }

  #told(course: GuidedCourse | null): GuidedCourse {
    if (course === null) throw noCourse()
    return course
  }

  // What is kept

  async #keptOf(id: string): Promise<GuidedProgress | null> {
    const kept = await this.#options.runs.call('guidedProgress', {})
    return kept.find((progress) => progress.id === id) ?? null
  }

  /** A project of a guided lab that somebody else began (it was imported, or what is known of it was lost) begins now. */
  async #progressOf(open: OpenCourse): Promise<GuidedProgress> {
    if (open.progress === null) {
      open.kept = await this.#keptOf(open.lab)
      open.progress = open.kept ?? { id: open.lab, begunAt: this.#now(), spentMs: 0, hints: 0, report: null }
    }
    return open.progress
  }

  async #keep(progress: GuidedProgress): Promise<void> {
    const open = this.#open?.lab === progress.id ? this.#open : null
    if (open !== null) open.progress = progress
    if (same(progress, open?.kept ?? null)) return
    await this.#options.runs.call('guidedKeep', progress)
    if (open === null) return
    open.kept = progress
    open.keptAt = this.#now()
  }

  // The thread

  #all(): Promise<GuidedCalls['labs']['output']> {
    return (this.#read ??= this.#thread.call('labs', {}).catch((error: unknown) => {
      this.#read = null
      throw error
    }))
  }

  /** Throws `notFound`. */
  async #labOf(id: string): Promise<GuidedLab> {
    const found = (await this.#all()).labs.find((lab) => lab.id === id)
    if (found === undefined) throw new RunError('notFound', `No guided lab ${id}`, `가이드 랩 ${id}이(가) 없습니다`)
    return found
  }
}

const noCourse = (): RunError => new RunError('noRun', 'No guided lab is open', '열려 있는 가이드 랩이 없습니다')

const notAsked = (what: string): RunError =>
  new RunError('badInput', `This lab does not ask about ${what}`, `이 랩에서는 ${what}을(를) 묻지 않습니다`)
