import type { ApiPushes, RunFrame, RunStatus } from '../contract/api.ts'
import type { LabEvent } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { Branch } from './branch.ts'
import { FrameTracker, forWindows } from './frames.ts'
import type { Known } from './known.ts'
import { FRAME_INTERVAL_MS } from './playing.ts'
import type { WallClock } from './ports.ts'
import type { RunView } from './run-view.ts'

/** What changes with time alone is sent 4 times a second. */
const HEAVY_INTERVAL_MS = 250
/** On the way to where somebody jumps it is sent less often: to add it up takes as long as to get on. */
const HEAVY_SEEKING_INTERVAL_MS = 1000

export interface TellingParts {
  readonly lab: Lab
  readonly clock: WallClock
  readonly view: RunView
  readonly known: Known
  readonly pushFrame: (payload: ApiPushes['run.frame']) => void
}

/** What the windows have of a run, and what they are sent next. */
export class Telling {
  readonly #parts: TellingParts
  readonly #tracker: FrameTracker
  /** What they have of the log. */
  #sent: { readonly branch: Branch; readonly events: number; readonly isHeld: boolean }
  #sentAt = -Infinity
  #heavySentAt = -Infinity

  constructor(parts: TellingParts) {
    const { lab, view } = parts
    this.#parts = parts
    this.#tracker = new FrameTracker(lab, forWindows)
    this.#sent = { branch: view.branch, events: view.branch.events.length, isHeld: false }
    view.read((simulation) => this.#tracker.diff(simulation, { light: false }))
  }

  /** Everything that a window shows, as of the last frame sent. */
  full(): RunFrame {
    return this.#tracker.full()
  }

  /** Whether the last frame was sent so long ago that another should be. */
  get isDue(): boolean {
    return this.#parts.clock.now() - this.#sentAt >= FRAME_INTERVAL_MS - 1
  }

  /** As if a frame had been sent at that instant of the clock, ms. */
  waitFrom(at: number): void {
    this.#sentAt = at
  }

  /** Sends what the windows have not seen yet. */
  push({ isPlaying, isSeeking }: { readonly isPlaying: boolean; readonly isSeeking: boolean }, status: () => RunStatus): void {
    const { clock, view, known, pushFrame } = this.#parts
    const { branch } = view
    const { told, isHeld } = known
    const isOther = this.#sent.branch !== branch
    const from = isOther ? 0 : Math.min(told, this.#sent.events)
    const events: readonly LabEvent[] = branch.events.slice(from, told)
    const now = clock.now()
    const isWhole = isOther || told < this.#sent.events || isHeld !== this.#sent.isHeld
    const light = !isSeeking
      ? isPlaying && !isWhole && events.length === 0 && now - this.#heavySentAt < HEAVY_INTERVAL_MS
      : !isWhole && now - this.#heavySentAt < HEAVY_SEEKING_INTERVAL_MS
    if (!light) this.#heavySentAt = now
    this.#sentAt = now
    this.#sent = { branch, events: told, isHeld }
    const frame = view.read((simulation) => this.#tracker.diff(simulation, { light, isHeld }))
    pushFrame({ frame, status: status(), events, from })
  }
}
