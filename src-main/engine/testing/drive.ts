/** One run of the engine as the swarm drives it: with whatever modules and constants are to be tried. */
import { constants as productConstants } from '../../knowledge/constants.ts'
import type { Constants } from '../../knowledge/constants.ts'
import type { LabEvent } from '../../contract/events.ts'
import type { Lab } from '../../contract/lab/index.ts'
import { buildWorld } from '../build-world.ts'
import type { Module } from '../core/module.ts'
import { Kernel } from '../core/simulation.ts'
import type { Keyframe } from '../core/simulation-types.ts'
import { modules } from '../modules/index.ts'

/** The engine under test; the breaking suite hands in broken ones. */
export interface Engine {
  readonly constants: Constants
  /** Called for each run, so that a broken module may keep a state of its own. */
  readonly modules: () => readonly Module[]
}

export const productEngine: Engine = { constants: productConstants, modules: () => modules }

/** A command as it was sent: at which instant, with the arguments that the contract's parser made. */
export interface SentCommand {
  readonly at: number
  readonly do: string
  readonly args: Readonly<Record<string, unknown>>
  /** As a lab has them. */
  readonly written: Readonly<Record<string, unknown>>
}

export function startRun(lab: Lab, engine: Engine): Kernel {
  const kernel = new Kernel(lab, engine.modules(), { constants: engine.constants })
  buildWorld(kernel, lab)
  kernel.begin()
  return kernel
}

export function restoreRun(lab: Lab, engine: Engine, keyframe: Keyframe, log: readonly LabEvent[]): Kernel {
  const kernel = new Kernel(lab, engine.modules(), { constants: engine.constants })
  kernel.restore(keyframe, log)
  return kernel
}

/** The same commands at the same instants, then on until `endAt` (null: no further), looking at nothing. */
export function replay(kernel: Kernel, commands: readonly SentCommand[], endAt: number | null): void {
  for (const command of commands) {
    kernel.runUntil(command.at)
    kernel.command(command.do, command.args)
  }
  if (endAt !== null) kernel.runUntil(endAt)
}
