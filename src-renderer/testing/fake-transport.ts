/** A run without an engine: replays the article's story, or a cluster of 96 hosts and 8,000 VMs that stands still. Never part of a build. */
import type {
  ApiInput,
  ApiMethod,
  ApiOutput,
  ApiPush,
  ApiPushes,
  FactView,
  LabSummary,
  RunFrame,
  RunOpened,
  RunStatus,
  Speed,
} from '../../src-main/contract/api.ts'
import type { LabEvent } from '../../src-main/contract/events.ts'
import { ApiError, type LinkedTransport } from '../api/client.ts'
import { articleEvents, articleFacts, articleFrame, articleLab } from './article-run.ts'
import { bigFrame, bigLab } from './big-run.ts'

export interface FakeStory {
  readonly lab: LabSummary
  readonly events: readonly LabEvent[]
  readonly frame: (t: number, n: number) => RunFrame
  readonly facts: readonly FactView[]
}

export const articleStory: FakeStory = { lab: articleLab, events: articleEvents, frame: articleFrame, facts: articleFacts }

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

  constructor(story: FakeStory) {
    this.story = story
  }

  status(): RunStatus {
    const { lab, events } = this.story
    const ended = this.t >= lab.until
    return {
      runId: 'fake-1',
      playing: this.playing,
      speed: this.speed,
      t: this.t,
      shown: this.shown,
      reached: this.reached,
      until: lab.until,
      ended,
      branch: 0,
      branches: [{ id: 0, parent: null, forkAt: 0, label: '', reached: this.reached, stored: true }],
      bookmarks: [],
      undo: null,
      redo: null,
      saved: 'saved',
      problem: null,
      recordedBy: null,
      digest: ended ? `${'0123456789abcdef'.repeat(4)}`.slice(0, 60 + (events.length % 4)) : null,
    }
  }

  current(): RunOpened {
    return { runId: 'fake-1', project: { id: 1, name: this.story.lab.name, revision: 1, newestRevision: 1 }, lab: this.story.lab, status: this.status(), frame: this.story.frame(this.t, this.n), events: this.story.events }
  }

  goTo(t: number): RunStatus {
    this.t = Math.max(0, Math.min(t, this.story.lab.until))
    this.shown = this.story.events.filter((event) => event.t <= this.t).length
    this.reached = Math.max(this.reached, this.t)
    return this.tell()
  }

  private tell(): RunStatus {
    this.n++
    this.push('run.frame', { frame: this.story.frame(this.t, this.n), status: this.status(), events: [], reset: false })
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
    switch (method) {
      case 'app.info':
        return { version: '0.1.0', engineVersion: 1, shell: 'web', startLab: null }
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
        return this.step((input as ApiInput<'run.step'>).by)
      case 'run.explain':
        return this.explain(input as ApiInput<'run.explain'>)
      case 'run.state': {
        const { kind, name } = input as ApiInput<'run.state'>
        const vm = kind === 'vm' && name !== undefined ? this.story.frame(this.t, 0).vms[name] : null
        return vm === null || vm === undefined
          ? null
          : {
              ...vm,
              lockLeaseAgeMs: vm.lockHolder === null ? null : Math.max(0, this.t - 60_000),
              uptimeMs: 86_400_000,
              downtimeMs: 0,
              clientOutageMs: 0,
            }
      }
      case 'facts.get':
        return this.story.facts.filter((fact) => (input as ApiInput<'facts.get'>).ids.includes(fact.id))
      case 'run.branch':
      case 'run.command':
        throw new ApiError('badInput', 'The fixture takes no commands')
    }
  }

  private step(by: 1 | -1): RunStatus {
    this.setPlaying(false)
    this.shown = Math.max(0, Math.min(this.story.events.length, this.shown + by))
    this.t = this.story.events[this.shown - 1]?.t ?? 0
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

export function fakeTransport(story: string): LinkedTransport {
  return new FakeRun(story === 'big' ? { lab: bigLab(96, 8000), events: [], frame: bigFrame(96, 8000), facts: [] } : articleStory).transport()
}
