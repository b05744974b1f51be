import { createSimulation, digestOf, ENGINE_VERSION, explain, notModelled, restoreOver, restoreSimulation, withoutTimeline } from '../engine/index.ts'
import type { Engine } from './ports.ts'

/** The engine that this program has, as runs use it. */
export const thisEngine: Engine = {
  version: ENGINE_VERSION,
  create: createSimulation,
  restore: (lab, keyframe, log, used) => (used === undefined ? restoreSimulation(lab, keyframe, log) : restoreOver(used, lab, keyframe, log)),
  withoutTimeline,
  notModelled,
  explain,
  digest: digestOf,
}
