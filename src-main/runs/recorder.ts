import { createHash, type Hash } from 'node:crypto'
import type { StoreProblem } from '../contract/api.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { HostState, LabState } from '../contract/state.ts'
import type { Keyframe, Simulation } from '../engine/index.ts'
import type { RunCommand } from './branch.ts'
import { eventLines } from './event-text.ts'
import { FrameTracker, forRecords } from './frames.ts'
import { KeyframeWriter } from './keyframe-text.ts'
import { StoreError, type RunStore, type StoredBranch, type StoredKeyframe, type TurnBatch } from './store-port.ts'
import { StoredKeyframes } from './stored-keyframes.ts'
import { viewLine } from './view-text.ts'

/** A batch is closed when it has so many events. */
const BATCH_EVENTS = 1000
/** A view costs time that grows with the lab; beyond so many records not every instant gets one. */
const RECORDS_PER_VIEW = 4000
/** Where instants are far apart, a view comes after so much simulated time for each of them. */
const MS_PER_INSTANT = 18_000

/** How far a branch has got. */
interface Point {
  readonly turn: number
  readonly seq: number
  readonly at: number
}

interface Closed extends Point {
  readonly viewText: string
  readonly keyframe: Keyframe | null
}

export interface RecorderStart {
  readonly store: RunStore
  readonly lab: Lab
  /** The furthest point of the branch. */
  readonly simulation: Simulation
  /** The keyframe with which the run began. */
  readonly base: Keyframe
  /** A root is begun in the store when there is something to keep; a fork after the branch it leaves. */
  readonly origin:
    | { readonly revision: number; readonly engineVersion: number }
    | { readonly parent: Recorder; readonly at: number; readonly label: string }
    | {
        readonly stored: StoredBranch
        readonly keyframes: readonly { readonly turn: number; readonly logLength: number }[]
        /** What reads them. */
        readonly reader: StoredKeyframes
      }
}

/** Keeps one branch in the store: every command before it is carried out, turns in batches, keyframes as they fall due. */
export class Recorder {
  readonly #start: RecorderStart
  readonly #tracker: FrameTracker<HostState, NonNullable<LabState['ha']>>
  readonly #instantsPerView: number
  #id: number | null = null
  /** What the store has. */
  #kept: Point
  #closed: Closed[] = []
  #viewText = ''
  #viewedSeq: number
  #viewedAt: number
  #instants = 0
  /** Over the event lines since the last keyframe that the store has. */
  #segment: Hash = createHash('sha256')
  #lastTurnAt: number
  #problem: StoreProblem | null = null
  #writer: KeyframeWriter
  #stored: StoredKeyframes | null = null

  constructor(start: RecorderStart) {
    this.#start = start
    this.#tracker = new FrameTracker(start.lab, forRecords)
    this.#writer = new KeyframeWriter(start.base)
    const records = Object.values(start.base.tables).reduce((sum, table) => sum + table.length, 0)
    this.#instantsPerView = records <= RECORDS_PER_VIEW ? 1 : Math.ceil((records * 10) / RECORDS_PER_VIEW)
    const { origin, simulation } = start
    if ('stored' in origin) {
      const { stored, keyframes, reader } = origin
      this.#id = stored.id
      this.#stored = reader
      this.#kept = { turn: stored.reachedTurn, seq: stored.reachedSeq, at: stored.reachedAt }
      const from = Math.max(stored.forkSeq, keyframes.findLast(({ turn }) => turn > stored.forkTurn)?.logLength ?? 0)
      this.#segment.update(eventLines(simulation.log.slice(from, stored.reachedSeq)))
    } else if ('parent' in origin) {
      this.#kept = { turn: simulation.turn, seq: simulation.log.length, at: simulation.now }
    } else {
      this.#kept = { turn: 0, seq: 0, at: 0 }
    }
    this.#viewedSeq = simulation.log.length
    this.#viewedAt = simulation.now
    this.#lastTurnAt = this.#kept.at
    // What later views are changes of: all of it, also where a run is gone on with, whose last view may lie before.
    this.#viewText = viewLine({ t: simulation.now, frame: this.#tracker.diff(simulation, { light: false }) })
  }

  /** In the store; null while nothing has happened that is worth it. */
  get id(): number | null {
    return this.#id
  }

  /** Why the last moments are not kept. */
  get problem(): StoreProblem | null {
    return this.#problem
  }

  get saved(): 'saved' | 'saving' | 'unsaved' {
    if (this.#problem !== null || this.#id === null) return 'unsaved'
    const { simulation } = this.#start
    return this.#kept.turn >= simulation.turn && this.#kept.at >= simulation.now ? 'saved' : 'saving'
  }

  /** After each turn of the furthest point. */
  tookTurn(keyframe: Keyframe | null): void {
    const { simulation } = this.#start
    this.#lastTurnAt = simulation.now
    const seq = simulation.log.length
    if (seq > this.#viewedSeq && simulation.nextAt() !== simulation.now) {
      this.#instants++
      const passed = simulation.now - this.#viewedAt
      if (this.#instants >= this.#instantsPerView || passed >= MS_PER_INSTANT * this.#instantsPerView) this.#view(seq)
    }
    const from = this.#closed[this.#closed.length - 1] ?? this.#kept
    if (keyframe === null && seq - from.seq < BATCH_EVENTS) return
    this.#closed.push({ turn: simulation.turn, seq, at: simulation.now, viewText: this.#viewText, keyframe })
    this.#viewText = ''
  }

  /** A keyframe of this branch that was given to `tookTurn`; null where it cannot be read. */
  readonly loadKeyframe = (turn: number): Keyframe | null => {
    const waiting = this.#closed.find(({ keyframe }) => keyframe?.turn === turn)
    if (waiting !== undefined) return waiting.keyframe
    if (this.#id === null) return null
    const { store, base } = this.#start
    this.#stored ??= new StoredKeyframes(store, this.#id, base)
    return this.#stored.load(turn)
  }

  /** Throws a StoreError where it cannot be kept; then it must not be carried out. */
  keepCommand(command: RunCommand): void {
    this.#attempt(() => {
      this.#keep()
      this.#start.store.appendCommand(this.begin(), command)
    })
  }

  /** Keeps what happened since; a failure is told by `problem`, and tried again the next time. */
  flush(): void {
    const { simulation } = this.#start
    if (this.#id === null && simulation.now === 0 && simulation.turn === this.#start.base.turn) return
    try {
      this.#attempt(() => this.#keep())
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
    }
  }

  /** The id in the store, which it is given now at the latest. Throws a StoreError. */
  begin(): number {
    if (this.#id !== null) return this.#id
    const { origin, store, lab } = this.#start
    if ('stored' in origin) return (this.#id = origin.stored.id)
    if ('parent' in origin) {
      const parent = origin.parent.begin()
      origin.parent.#keep()
      const { turn, seq } = this.#kept
      return (this.#id = store.fork({ parent, turn, seq, at: origin.at, label: origin.label }))
    }
    return (this.#id = store.begin({ revision: origin.revision, seed: lab.seed, engineVersion: origin.engineVersion }))
  }

  keepShown(t: number): void {
    const { store } = this.#start
    if (this.#id === null || this.#problem !== null) return
    try {
      this.#attempt(() => store.setShown(this.#id as number, t))
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
    }
  }

  #attempt(work: () => void): void {
    try {
      work()
      this.#problem = null
    } catch (error) {
      if (error instanceof StoreError) this.#problem = error.problem
      throw error
    }
  }

  #keep(): void {
    const { simulation, store } = this.#start
    const id = this.begin()
    const points: Closed[] = [...this.#closed]
    const end: Point = { turn: simulation.turn, seq: simulation.log.length, at: this.#lastTurnAt }
    if (end.turn > (points[points.length - 1] ?? this.#kept).turn) points.push({ ...end, viewText: this.#viewText, keyframe: null })
    if (points.length === 0 && simulation.now <= this.#kept.at) return
    const turns: TurnBatch[] = []
    const keyframes: StoredKeyframe[] = []
    let segment = this.#segment.copy()
    const writer = this.#writer.copy()
    let from: Point = this.#kept
    for (const point of points) {
      const eventText = eventLines(simulation.log.slice(from.seq, point.seq))
      segment.update(eventText)
      turns.push({
        firstTurn: from.turn + 1,
        lastTurn: point.turn,
        firstSeq: from.seq,
        events: point.seq - from.seq,
        from: simulation.log[from.seq]?.t ?? point.at,
        to: point.at,
        eventText,
        viewText: point.viewText,
      })
      from = point
      if (point.keyframe === null) continue
      const { turn, at, logLength } = point.keyframe
      keyframes.push({ turn, at, logLength, digest: segment.digest('hex'), text: writer.write(point.keyframe) })
      segment = createHash('sha256')
    }
    store.append(id, { turns, keyframes, reachedAt: simulation.now })
    this.#kept = { ...end, at: simulation.now }
    this.#closed = []
    this.#viewText = ''
    this.#segment = segment
    this.#writer = writer
  }

  #view(seq: number): void {
    const { simulation } = this.#start
    this.#instants = 0
    this.#viewedSeq = seq
    this.#viewedAt = simulation.now
    this.#viewText += viewLine({ t: simulation.now, frame: this.#tracker.diff(simulation, { light: false }) })
  }
}
