import type { RunDifference } from '../contract/api.ts'
import type { LabEvent } from '../contract/events.ts'
import type { Branch, RunCommand } from '../runs/branch.ts'
import { AFTER_COMMAND_MS } from '../runs/branch-tree.ts'
import { eventLines } from '../runs/event-text.ts'
import type { WallClock } from '../runs/ports.ts'

const SLICE_MS = 12

export interface Course {
  readonly commands: readonly RunCommand[]
  readonly reached: number
}

/**
 * Takes a new branch along the course of another: its commands at their instants, then to where it got. Turns are counted otherwise by
 * another engine, so a command comes after all that happens at its instant. Works in slices.
 */
export async function follow(branch: Branch, { commands, reached }: Course, clock: WallClock): Promise<void> {
  const { simulation } = branch.head
  const goTo = async (t: number): Promise<void> => {
    for (;;) {
      const deadline = clock.now() + SLICE_MS
      while (branch.takeTurn(t)) if (clock.now() >= deadline) break
      const next = simulation.nextAt()
      if (next === null || next > t) break
      await new Promise<void>((resolve) => void clock.after(0, resolve))
    }
    simulation.runUntil(t)
  }
  for (const { t, command, args } of commands) {
    await goTo(t)
    branch.command(command, args, AFTER_COMMAND_MS)
  }
  await goTo(reached)
}

/** Where two logs first differ; null: nowhere. */
export function firstDifference(recorded: readonly LabEvent[], now: readonly LabEvent[]): RunDifference | null {
  const length = Math.max(recorded.length, now.length)
  for (let seq = 0; seq < length; seq++) {
    const before = recorded[seq] ?? null
    const after = now[seq] ?? null
    if (before === null || after === null || eventLines([before]) !== eventLines([after])) return { seq, recorded: before, now: after }
  }
  return null
}
