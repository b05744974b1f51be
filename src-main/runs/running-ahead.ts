import type { WallClock } from './ports.ts'
import { RunError } from './run-error.ts'
import type { RunGuard } from './run-guard.ts'
import type { RunView } from './run-view.ts'
import { SLICE_MS } from './playing.ts'

export interface RunningAheadParts {
  readonly clock: WallClock
  readonly view: RunView
  readonly guard: RunGuard
  /** Called between two slices: what waits to be kept is held in memory. */
  readonly between: () => void
}

/** Runs the branch that is shown to an instant ahead, in slices; what is shown stays. */
export class RunningAhead {
  readonly #parts: RunningAheadParts
  /** Rises when what runs ahead is to end. */
  #calledOff = 0

  constructor(parts: RunningAheadParts) {
    this.#parts = parts
  }

  callOff(): void {
    this.#calledOff++
  }

  /** Throws `badInput` where that was called off, or another branch was chosen meanwhile. */
  async to(at: number): Promise<void> {
    const { clock, view, guard, between } = this.#parts
    const { branch } = view
    const calledOff = this.#calledOff
    view.leaveHead()
    for (;;) {
      const deadline = clock.now() + SLICE_MS
      const done = guard.run(() => {
        while (branch.takeTurn(at)) if (clock.now() >= deadline) return false
        branch.head.simulation.runUntil(at)
        return true
      })
      if (done) return
      between()
      await new Promise<void>((resolve) => void clock.after(0, resolve))
      if (this.#calledOff !== calledOff)
        throw new RunError('badInput', 'It was called off before the command could be carried out', '명령을 실행하기 전에 취소되었습니다')
      if (view.branch !== branch)
        throw new RunError(
          'badInput',
          'Another branch was chosen before the command could be carried out',
          '명령을 실행하기 전에 다른 분기가 선택되었습니다',
        )
    }
  }
}
