/** A run without an engine: replays a story, with projects, a design and a past kept in memory. Never part of a build. */
import type { ApiInput, ApiMethod, ApiOutput, ApiPush, ApiPushes, RunOpened, RunStatus, Settings, Speed } from '../../src-main/contract/api.ts'
import type { LabEvent } from '../../src-main/contract/events.ts'
import type { MigrationQuestion } from '../../src-main/contract/prediction.ts'
import { ApiError, type LinkedTransport } from '../api/client.ts'
import { FakeDesign } from './fake-design.ts'
import { FakeHistory, type FakeHistoryOptions } from './fake-history.ts'
import { FakeLibrary, type FakeLibraryOptions } from './fake-library.ts'
import { stateOf } from './fake-state.ts'
import type { FakeStory } from './fake-story.ts'

export class FakeRun {
  private readonly story: FakeStory
  private readonly listeners = new Map<ApiPush, Set<(payload: never) => void>>()
  private n = 1
  private t = 0
  private shown = 0
  private reached = 0
  private playing = false
  private speed: Speed = 1
  private opened = false
  private timer: ReturnType<typeof setInterval> | null = null
  /** What was asked, for tests. */
  readonly asked: { readonly method: ApiMethod; readonly input: unknown }[] = []

  readonly library: FakeLibrary
  design = new FakeDesign()

  private readonly past: FakeHistory

  constructor(story: FakeStory, library: FakeLibraryOptions = {}, past: FakeHistoryOptions = {}) {
    this.story = story
    this.past = new FakeHistory(past)
    this.library = new FakeLibrary(story.lab, library)
  }

  status(): RunStatus {
    const { lab, events } = this.story
    const ended = this.t >= lab.until
    return {
      runId: this.past.runId,
      playing: this.playing,
      speed: this.speed,
      t: this.t,
      shown: this.shown,
      reached: this.reached,
      until: lab.until,
      ended,
      ...this.past.status(this.reached),
      digest: ended ? `${'0123456789abcdef'.repeat(4)}`.slice(0, 60 + (events.length % 4)) : null,
    }
  }

  current(): RunOpened {
    const { id, name } = this.library.opened()
    return {
      runId: this.past.runId,
      project: { id, name, ...this.past.revisions() },
      lab: this.story.lab,
      status: this.status(),
      frame: this.story.frame(this.t, this.n),
      events: this.story.events,
    }
  }

  goTo(t: number): RunStatus {
    this.t = Math.max(0, Math.min(t, this.story.lab.until))
    this.shown = this.story.events.filter((event) => event.t <= this.t).length
    this.reached = Math.max(this.reached, this.t)
    return this.tell()
  }

  private tell(): RunStatus {
    this.n++
    this.push('run.frame', { frame: this.story.frame(this.t, this.n), status: this.status(), events: [], from: this.story.events.length })
    return this.status()
  }

  push<P extends ApiPush>(push: P, payload: ApiPushes[P]): void {
    for (const listener of [...(this.listeners.get(push) ?? [])]) listener(payload as never)
  }

  private setPlaying(playing: boolean): RunStatus {
    this.playing = playing
    if (this.timer !== null) clearInterval(this.timer)
    this.timer = playing ? setInterval(() => this.goTo(this.t + 66 * (this.speed === 'max' ? 10_000 : this.speed)), 66) : null
    return this.tell()
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer)
    this.timer = null
  }

  /** Changes are pushed to all windows, as the application does. */
  private toldOf(method: ApiMethod, output: unknown): unknown {
    if (method === 'store.restore') this.opened = false
    if (method === 'settings.set') this.push('settings.changed', output as Settings)
    else if (/^project\.(rename|duplicate|delete|undelete|import)$|^store\.restore$/.test(method)) this.push('project.changed', {})
    return output
  }

  private explain(input: ApiInput<'run.explain'>): ApiOutput<'run.explain'> {
    const { events } = this.story
    let event =
      'seq' in input ? events[input.seq] : events.filter((candidate) => candidate[input.kind] === input.name && candidate.t <= this.t).at(-1)
    const chain: { event: LabEvent; facts: LabEvent['why'] extends undefined ? never : readonly string[] }[] = []
    while (event !== undefined && chain.length < 12) {
      chain.unshift({ event, facts: event.why?.facts ?? [] } as never)
      event = event.causedBy === null ? undefined : events[event.causedBy]
    }
    return chain as unknown as ApiOutput<'run.explain'>
  }

  answer(method: ApiMethod, input: unknown): unknown {
    this.asked.push({ method, input })
    const kept = this.library.answer(method, input) ?? this.design.answer(method, input)
    if (kept !== undefined) return this.toldOf(method, kept)
    const own = this.story.answers?.[method]
    if (own !== undefined) return own(input as never, this.t)
    switch (method) {
      case 'lab.samples':
        return [{ id: 'article', name: this.story.lab.name, description: this.story.lab.description }]
      case 'lab.open':
        if ('text' in (input as object))
          return {
            ok: false,
            problems: [
              { path: 'hosts[0].cpu', line: 4, message: 'required' },
              { path: 'vms[1].hots', line: 12, message: 'unknown key, did you mean host?' },
            ],
          }
        this.opened = true
        return { ok: true, run: this.current() }
      case 'project.open': {
        const { id, branch } = input as ApiInput<'project.open'>
        this.library.find(id)
        this.opened = true
        if (branch !== undefined) {
          this.past.open(branch, this.reached)
          return { ok: true, run: this.beginAnew() }
        }
        return { ok: true, run: this.current() }
      }
      case 'project.runs':
        return this.past.list(this.reached)
      case 'run.current':
        return this.opened ? this.current() : null
      case 'run.play':
        this.speed = (input as ApiInput<'run.play'>).speed ?? this.speed
        return this.setPlaying(true)
      case 'run.pause':
        return this.setPlaying(false)
      case 'run.speed':
        this.speed = (input as ApiInput<'run.speed'>).speed
        return this.tell()
      case 'run.seek':
        return this.goTo((input as ApiInput<'run.seek'>).t)
      case 'run.step':
        return this.step(input as ApiInput<'run.step'>)
      case 'run.explain':
        return this.explain(input as ApiInput<'run.explain'>)
      case 'run.state':
        return stateOf(this.story, this.t, input as ApiInput<'run.state'>)
      case 'run.predictMigration':
        if (this.story.predict === undefined) throw new ApiError('notFound', 'The fixture predicts nothing')
        return this.story.predict(input as MigrationQuestion)
      case 'run.migrationTargets':
        return this.story.targets?.() ?? []
      case 'predict.current':
        return { runId: null, asked: null, told: null, right: 0, answered: 0 }
      case 'facts.get':
        return this.story.facts.filter((fact) => (input as ApiInput<'facts.get'>).ids.includes(fact.id))
      default:
        return this.history(method, input)
    }
  }

  /** What a person does to the run. The story goes on as it is: there is no engine to follow a command. */
  private history(method: ApiMethod, input: unknown): unknown {
    const { past } = this
    switch (method) {
      case 'run.command': {
        if (past.status(0).recordedBy !== null) throw new ApiError('recorded', 'A run of another engine takes no commands')
        const command = input as ApiInput<'run.command'>
        past.command(command, command.at ?? this.t, this.reached)
        return this.tell()
      }
      case 'run.bookmark':
        past.mark(input as ApiInput<'run.bookmark'>, this.t)
        return this.tell()
      case 'run.bookmarkNote':
        past.note(input as ApiInput<'run.bookmarkNote'>)
        return this.tell()
      case 'run.bookmarkRemove':
        past.unmark(input as ApiInput<'run.bookmarkRemove'>)
        return this.tell()
      case 'run.branchName':
        past.rename(input as ApiInput<'run.branchName'>)
        return this.tell()
      case 'run.branchRemove':
        past.remove(input as ApiInput<'run.branchRemove'>)
        return this.tell()
      case 'run.branch':
        past.choose((input as ApiInput<'run.branch'>).id)
        return this.current()
      case 'run.undo':
        past.undo()
        return this.current()
      case 'run.redo':
        past.redo()
        return this.current()
      case 'run.restart':
        past.begin(this.reached)
        return this.beginAnew()
      case 'run.rerun': {
        const difference = past.rerun(this.reached)
        return { run: this.beginAnew(), difference }
      }
      default:
        throw new ApiError('badInput', `The fixture knows no ${method}`)
    }
  }

  private beginAnew(): RunOpened {
    this.setPlaying(false)
    this.reached = 0
    this.goTo(0)
    return this.current()
  }

  private step({ by, of }: ApiInput<'run.step'>): RunStatus {
    this.setPlaying(false)
    const { events } = this.story
    let next = this.shown + by
    if (of !== undefined) while (next > 0 && next < events.length && !Object.values(events[next - 1] ?? {}).includes(of.name)) next += by
    this.shown = Math.max(0, Math.min(events.length, next))
    this.t = events[this.shown - 1]?.t ?? 0
    return this.tell()
  }

  transport(): LinkedTransport {
    return {
      link: 'open',
      invoke: async <M extends ApiMethod>(method: M, input: ApiInput<M>): Promise<ApiOutput<M>> =>
        Promise.resolve(this.answer(method, input) as ApiOutput<M>),
      subscribe: (push, listener) => {
        const listeners = this.listeners.get(push) ?? new Set()
        this.listeners.set(push, listeners)
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      onLink(listener) {
        listener('open')
        return () => undefined
      },
      reconnect: () => undefined,
    }
  }
}
