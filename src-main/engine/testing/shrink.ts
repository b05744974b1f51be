/** Drops commands of a failing life for as long as it still breaks the same rule. */
import type { Engine, SentCommand } from './drive.ts'
import type { SeedResult } from './swarm.ts'
import { runCommands } from './swarm.ts'

export interface Shrunk {
  readonly commands: readonly SentCommand[]
  /** False: without the draws of its seed it does not fail, so nothing was dropped. */
  readonly repeats: boolean
}

/** Lives that shrinking may cost. */
const TRIALS_MAX = 400

/** Commands that healed the lab are not among them: each trial heals what it has to. */
export function shrink(result: SeedResult, engine?: Engine): Shrunk {
  const { failure, labText } = result
  if (failure === null) return { commands: [], repeats: false }
  const { rule, phase } = failure
  const safetyEndsAt = phase === 'safety' ? failure.at : result.safetyEndedAt
  let trials = 0
  const fails = (commands: readonly SentCommand[]): boolean => {
    trials++
    const found = runCommands(labText, commands, {
      safetyEndsAt,
      checkDeterminism: phase === 'determinism',
      ...(engine === undefined ? {} : { engine }),
    })
    return found?.rule === rule
  }
  let kept = result.commands.slice(0, result.drawnCommands)
  if (!fails(kept)) return { commands: kept, repeats: false }
  for (let size = Math.ceil(kept.length / 2); size >= 1 && trials < TRIALS_MAX; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length && trials < TRIALS_MAX;) {
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)]
      if (fails(fewer)) kept = fewer
      else from += size
    }
  }
  return { commands: kept, repeats: true }
}
