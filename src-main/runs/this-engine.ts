import { createSimulation, digestOf, ENGINE_VERSION, explain, notModelled, restoreSimulation, withoutTimeline } from '../engine/index.ts'
import type { Engine } from './ports.ts'

/** The engine that this program has, as runs use it. */
export const thisEngine: Engine = {
  version: ENGINE_VERSION,
  create: createSimulation,
  restore: restoreSimulation,
  withoutTimeline,
  notModelled,
  explain,
  digest: digestOf,
}
