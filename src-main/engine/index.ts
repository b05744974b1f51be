/** The engine's public face: the only file of it that others import. */
export { createSimulation, ENGINE_VERSION, restoreSimulation, withoutTimeline } from './simulate.ts'
export { digestOf } from './core/digest.ts'
export { InvariantError } from './core/assert.ts'
export { notModelled } from './not-modelled.ts'
export { explain, tookOver } from './explain.ts'
export { computeFunctions, computeFunctionsOf } from './models/compute.ts'
export { rngOfSeed } from './core/rng.ts'
export type { Keyframe, Simulation, SimulationOptions, TurnRecord, Write } from './core/simulation-types.ts'
