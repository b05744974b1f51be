/** The application's side of guided labs: follows the run that is open, has it judged in a thread as it changes, and keeps what came of it. */
import { Worker } from 'node:worker_threads'
import type { GuidedPushes } from '../contract/api-guided.ts'
import type { ApiInput, ApiOutput, ApiPushes } from '../contract/api.ts'
import {
  isAllHeld,
  type GuidedCard,
  type GuidedCourse,
  type GuidedProgress,
  type GuidedReport,
  type GuidedView,
  type Judgement,
} from '../contract/practice/guided-course.ts'
import type { GuidedLab, ToldAnswers } from '../contract/practice/guided.ts'
import { sectionText } from '../designs/yaml-part.ts'
import { designChanges } from '../practice/guided/keeps.ts'
import type { GuidedStanding } from '../runs/protocol.ts'
import { RunError } from '../runs/run-error.ts'
import type { RunHost } from '../runs/run-host.ts'
import { WaitingCalls } from '../runs/waiting-calls.ts'
import { guidedFolder } from './guided-files.ts'
import type { GuidedCalls, GuidedWorkerMessage, GuidedWorkerRequest, GuidedWorkerStart } from './guided-protocol.ts'
import { cardOf, toldConditionOf, viewOf } from './guided-view.ts'

export interface GuidedHostOptions {
  /** The built `guided.worker`. */
  readonly workerUrl: URL
  /** Holds `guided/`. */
  readonly resourcesDir: string
  readonly runs: RunHost
  readonly push: (payload: GuidedPushes['guided.changed']) => void
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** While it plays, a course is judged once in so long. */
const JUDGE_EVERY_MS = 1000
/** Frames that come together are one change. */
const SETTLE_MS = 25
/** Longer pauses count for so long. */
const PAUSE_MOST_MS = 120_000
const KEEP_EVERY_MS = 10_000

interface OpenCourse {
  readonly runId: string
  readonly lab: string
}

interface Thread {
  readonly worker: Worker
  readonly calls: WaitingCalls
}

/** Verdicts of trials, as long as no command came since. */
interface Tried {
  readonly key: string
  readonly until: number
  readonly judgement: Judgement
}

export class GuidedHost {
  readonly #options: GuidedHostOptions
  readonly #now: () => number
  #thread: Thread | null = null
  #labs: Promise<readonly GuidedLab[]> | null = null
  #open: OpenCourse | null = null
  #progress: GuidedProgress | null = null
  #course: GuidedCourse | null = null
  #tried: Tried | null = null
  #isPlaying = false
  #isDirty = false
  #isBusy = false
  #timer: NodeJS.Timeout | null = null
  #judgedAt = -Infinity
  #heardAt: number | null = null
  #keptAt = -Infinity
  /** What is kept is read, changed and written by one at a time. */
  #turn: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(options: GuidedHostOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  // What is asked

  async list(): Promise<readonly GuidedCard[]> {
    const [labs, kept] = await Promise.all([this.#all(), this.#options.runs.call('guidedProgress', {})])
    return labs.map((lab) => cardOf(lab, kept.find(({ id }) => id === lab.id) ?? null))
  }

  async lab({ id }: ApiInput<'guided.lab'>): Promise<GuidedView> {
    return viewOf(await this.#labOf(id), await this.#keptOf(id))
  }

  async begin({ id, anew }: ApiInput<'guided.begin'>): Promise<ApiOutput<'guided.begin'>> {
    const { start } = await this.#labOf(id)
    return this.#inTurn(async () => {
      const kept = await this.#keptOf(id)
      if (kept === null || anew) await this.#keep({ id, begunAt: this.#now(), spentMs: 0, hints: 0, report: kept?.report ?? null })
      return this.#options.runs.call('guidedOpen', { id, fileName: `${id}.lab.yaml`, text: sectionText(start, '\n'), anew })
    })
  }

  /** As it was judged last; one that was just opened is judged first. */
  async course(): Promise<GuidedCourse | null> {
    return this.#open === null ? null : (this.#course ?? (await this.#judge(false)))
  }

  /** Throws `noRun`. */
  async check(): Promise<GuidedCourse> {
    return this.#told(await this.#judge(true))
  }

  async tell({ told }: ApiInput<'guided.tell'>): Promise<GuidedCourse> {
    const standing = await this.#options.runs.call('guidedStanding', {})
    if (standing === null) throw noCourse()
    const condition = toldConditionOf(await this.#labOf(standing.lab))
    if (condition === null) throw new RunError('badInput', 'Nothing is to be told in this lab')
    if (standing.furthest > condition.before) throw new RunError('badInput', 'The run has gone past that instant', '실행이 그 시점을 지났습니다')
    const isAsked = ([vm, fields]: [string, object]): boolean =>
      condition.vms.includes(vm) && Object.keys(fields).every((field) => condition.fields.includes(field))
    if (!Object.entries(told).every(isAsked)) throw new RunError('badInput', 'That is not asked for')
    await this.#options.runs.call('guidedTell', { told: told as ToldAnswers })
    return this.#told(await this.#judge(false))
  }

  async hint({ shown }: ApiInput<'guided.hint'>): Promise<Record<string, never>> {
    return this.#inTurn(async () => {
      if (this.#open === null) throw noCourse()
      const progress = await this.#progressHere(this.#open.lab)
      if (shown > progress.hints) {
        await this.#keep({ ...progress, hints: shown })
        this.#changed()
      }
      return {}
    })
  }

  /** What goes to the windows: a course follows the run that is open. */
  hear<P extends keyof ApiPushes>(push: P, payload: ApiPushes[P]): void {
    if (push === 'run.opened') {
      const { runId, guided, status } = payload as ApiPushes['run.opened']
      const isSame = this.#open?.runId === runId
      if (!isSame) this.#follow(guided === undefined ? null : { runId, lab: guided })
      this.#pulse(status.playing)
    } else if (push === 'run.frame') {
      const { status } = payload as ApiPushes['run.frame']
      if (status.runId === this.#open?.runId) this.#pulse(status.playing)
    } else if (push === 'run.closed') this.#follow(null)
  }

  close(): void {
    this.#closed = true
    this.#follow(null)
    this.#end(this.#thread, new RunError('disconnected', 'Hostdown is closing'))
  }

  // The course that is open

  #follow(open: OpenCourse | null): void {
    const wasOpen = this.#open !== null
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#open = open
    this.#course = null
    this.#progress = null
    this.#tried = null
    this.#heardAt = null
    this.#keptAt = -Infinity
    if (wasOpen && !this.#closed) this.#options.push({ course: null })
  }

  #pulse(isPlaying: boolean): void {
    if (this.#open === null) return
    const now = this.#now()
    if (this.#heardAt !== null && this.#progress !== null && reportHere(this.#progress) === null)
      this.#progress = { ...this.#progress, spentMs: this.#progress.spentMs + Math.max(0, Math.min(now - this.#heardAt, PAUSE_MOST_MS)) }
    this.#heardAt = now
    this.#isPlaying = isPlaying
    this.#isDirty = true
    this.#arm()
  }

  #arm(): void {
    if (this.#closed || this.#isBusy || !this.#isDirty || this.#open === null) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    const wait = this.#isPlaying ? Math.max(SETTLE_MS, this.#judgedAt + JUDGE_EVERY_MS - this.#now()) : SETTLE_MS
    this.#timer = setTimeout(() => this.#judgeAgain(), wait).unref()
  }

  #judgeAgain(): void {
    this.#timer = null
    this.#isDirty = false
    this.#isBusy = true
    this.#judgedAt = this.#now()
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

  async #judgeNow(trials: boolean): Promise<GuidedCourse | null> {
    const standing = await this.#options.runs.call('guidedStanding', {})
    if (standing === null || this.#open?.runId !== standing.runId) return null
    const guided = await this.#labOf(standing.lab)
    const judgement = standing.isRecorded ? null : await this.#judgementOf(standing, trials)
    let progress = await this.#progressHere(standing.lab)
    // Meanwhile another run may have been opened.
    if (this.#open.runId !== standing.runId) return null
    if (judgement?.isSolved === true && reportHere(progress) === null) {
      progress = { ...progress, report: this.#reportOf(guided, standing, judgement, progress) }
      await this.#keep(progress)
    } else if (!this.#isPlaying || this.#now() - this.#keptAt >= KEEP_EVERY_MS) await this.#keep(progress)
    this.#course = courseOf(guided, standing, judgement, progress, this.#triedFor(standing)?.until ?? null)
    this.#options.push({ course: this.#course })
    return this.#course
  }

  async #judgementOf(standing: GuidedStanding, trials: boolean): Promise<Judgement> {
    const { lab: id, design, commands, told, until } = standing
    const judgement = await this.#call('judge', { id, course: { lab: design, commands, told, until }, trials })
    if (trials) {
      this.#tried = { key: keyOf(standing), until, judgement }
      return judgement
    }
    const tried = this.#triedFor(standing)?.judgement
    if (tried === undefined) return judgement
    const checks = judgement.checks.map((check) =>
      check.verdict === 'untried' ? (tried.checks.find(({ id: same }) => same === check.id) ?? check) : check,
    )
    return { ...judgement, checks, isSolved: isAllHeld(checks, judgement.keeps) }
  }

  #triedFor(standing: GuidedStanding): Tried | null {
    return this.#tried?.key === keyOf(standing) ? this.#tried : null
  }

  #reportOf(guided: GuidedLab, { commands, design, until }: GuidedStanding, judgement: Judgement, { spentMs, hints }: GuidedProgress): GuidedReport {
    return {
      solvedAt: this.#now(),
      spentMs,
      hints,
      until,
      commands: commands.filter(({ at }) => at <= until).map(({ at, do: name, args }) => ({ t: at, do: name, args: { ...args } })),
      design: designChanges(guided, design),
      judgement,
    }
  }

  /** Something that is kept changed: told without judging again. */
  #changed(): void {
    if (this.#course === null || this.#progress === null) return
    const { spentMs, hints } = this.#progress
    this.#course = { ...this.#course, spentMs, hints, report: reportHere(this.#progress) }
    this.#options.push({ course: this.#course })
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
  async #progressHere(id: string): Promise<GuidedProgress> {
    if (this.#progress?.id !== id) this.#progress = (await this.#keptOf(id)) ?? { id, begunAt: this.#now(), spentMs: 0, hints: 0, report: null }
    return this.#progress
  }

  async #keep(progress: GuidedProgress): Promise<void> {
    if (this.#open?.lab === progress.id) this.#progress = progress
    this.#keptAt = this.#now()
    await this.#options.runs.call('guidedKeep', progress)
  }

  // The thread

  #all(): Promise<readonly GuidedLab[]> {
    return (this.#labs ??= this.#call('labs', {}).catch((error: unknown) => {
      this.#labs = null
      throw error
    }))
  }

  /** Throws `notFound`. */
  async #labOf(id: string): Promise<GuidedLab> {
    const found = (await this.#all()).find((lab) => lab.id === id)
    if (found === undefined) throw new RunError('notFound', `No guided lab ${id}`)
    return found
  }

  async #call<M extends keyof GuidedCalls>(method: M, input: GuidedCalls[M]['input']): Promise<GuidedCalls[M]['output']> {
    if (this.#closed) throw new RunError('disconnected', 'Hostdown is closing')
    const { worker, calls } = (this.#thread ??= this.#start())
    return calls.call((id) => worker.postMessage({ id, method, input } as GuidedWorkerRequest))
  }

  #start(): Thread {
    const { workerUrl, resourcesDir } = this.#options
    const worker = new Worker(workerUrl, { workerData: { folder: guidedFolder(resourcesDir) } satisfies GuidedWorkerStart })
    const thread: Thread = { worker, calls: new WaitingCalls() }
    worker.on('message', (message: GuidedWorkerMessage) => {
      if (message.kind === 'reply') thread.calls.resolve(message.id, message.output)
      else thread.calls.reject(message.id, new Error('guided'))
    })
    worker.on('error', () => this.#end(thread, new Error('guided')))
    worker.on('exit', () => this.#end(thread, new Error('guided')))
    return thread
  }

  #end(thread: Thread | null, error: Error): void {
    if (thread === null || this.#thread !== thread) return
    this.#thread = null
    thread.calls.rejectAll(error)
    void thread.worker.terminate()
  }
}

const noCourse = (): RunError => new RunError('noRun', 'No guided lab is open')

/** Trials begin where the run stands: they count until another command comes. */
const keyOf = ({ runId, branch, commands }: GuidedStanding): string => `${runId} ${branch} ${commands.length}`

/** The report of the course that was begun last; null: it is not solved yet. */
const reportHere = ({ begunAt, report }: GuidedProgress): GuidedReport | null => (report !== null && report.solvedAt >= begunAt ? report : null)

function courseOf(
  guided: GuidedLab,
  { lab, runId, branch, until, told, furthest }: GuidedStanding,
  judgement: Judgement | null,
  progress: GuidedProgress,
  triedAt: number | null,
): GuidedCourse {
  const condition = toldConditionOf(guided)
  return {
    ...{ lab, runId, branch, until, judgement, triedAt, told },
    isToldLocked: condition !== null && furthest > condition.before,
    spentMs: progress.spentMs,
    hints: progress.hints,
    report: reportHere(progress),
  }
}
