/** The fault of DRS-097 that tells what stands against a move. */
import type { Obstacle } from './obstacle.ts'

/** From the farthest to the nearest: what came nearest to being possible says what is missing. */
const faults = [
  'noActiveHost',
  'vmotionIncompatible',
  'noCompatibleHost',
  'noCompatibleHardAffinityHost',
  'notEnoughCpus',
  'insufficientPerCpuCapacity',
  'insufficientHostCapacity',
  'softRuleVioCorrectionImpact',
  'ruleViolation',
  'vmInVmotion',
  'drsDisabledOnVm',
] as const

export type DrsFault = (typeof faults)[number]

const faultOf: { readonly [reason: string]: DrsFault } = {
  invalidState: 'noActiveHost',
  hostInMaintenance: 'noActiveHost',
  // Whatever the host: the VM itself cannot be moved while it runs.
  deviceNotMigratable: 'noCompatibleHost',
  affinityConfigured: 'noCompatibleHost',
  mustRuleViolation: 'noCompatibleHardAffinityHost',
  noCompatibleHardAffinityHost: 'noCompatibleHardAffinityHost',
  notEnoughCpus: 'notEnoughCpus',
  insufficientPerCpuCapacity: 'insufficientPerCpuCapacity',
  insufficientResources: 'insufficientHostCapacity',
  vmsPerHostLimit: 'insufficientHostCapacity',
  vcpusPerCoreLimit: 'insufficientHostCapacity',
  failoverHost: 'noActiveHost',
  softRuleVioCorrectionImpact: 'softRuleVioCorrectionImpact',
  vmRuleViolation: 'ruleViolation',
  vmInVmotion: 'vmInVmotion',
  drsDisabledOnVm: 'drsDisabledOnVm',
  // Its automation is disabled (FT-012).
  faultTolerance: 'drsDisabledOnVm',
}

export function faultFor({ reason }: Obstacle): DrsFault {
  return faultOf[reason] ?? 'vmotionIncompatible'
}

/** Null: nothing that would not pass by itself (the VM has another task). */
export function nearestFault(obstacles: readonly Obstacle[]): DrsFault | null {
  if (obstacles.some(({ reason }) => reason === 'busy')) return null
  let nearest = -1
  for (const obstacle of obstacles) nearest = Math.max(nearest, faults.indexOf(faultFor(obstacle)))
  return faults[nearest] ?? 'noActiveHost'
}
