/** DRS's own estimate of what a move costs and gives (DRS-053). How long a migration really takes follows VM-030. */
import { modelConstants, type ModelConstants } from '../../knowledge/model-constants.ts'
import { round9 } from './maths.ts'
import { reservedCores, type VmotionLink } from './vmotion-link.ts'

export interface MigrationCostInput extends VmotionLink {
  /** To copy; classic: consumed, score: granted. */
  readonly memoryMiB: number
  readonly coreMHz: number
  /** Unmet demand that the move relieves. */
  readonly unmetMHz: number
  /** Time for which demand is expected to stay. */
  readonly stableSeconds: number
  /** Goodness as a share of the imbalance; left out: far below the half that outweighs the cost. */
  readonly goodnessShare?: number
}

export interface MigrationCost {
  readonly migrationTimeMs: number
  readonly costMHzSeconds: number
  readonly benefitMHzSeconds: number
  readonly accepted: boolean
}

/** T_mig of DRS-053, seconds; 1 MiB counts as 8 Mbit. */
export const estimatedMigrationSeconds = (memoryMiB: number, link: VmotionLink, constants: ModelConstants = modelConstants): number => {
  const { minMigrationSeconds, linkEfficiency } = constants['DRS-053']
  return Math.max(minMigrationSeconds, (memoryMiB * 8) / (linkEfficiency * link.gbps * link.nics * 1000))
}

export const migrationCost = (input: MigrationCostInput, constants: ModelConstants = modelConstants): MigrationCost => {
  const seconds = estimatedMigrationSeconds(input.memoryMiB, input, constants)
  const costMHzSeconds = 2 * reservedCores([input], constants) * input.coreMHz * seconds
  const benefitMHzSeconds = input.unmetMHz * Math.max(0, input.stableSeconds - seconds)
  const overrides = round9(input.goodnessShare ?? 0) > round9(constants['DRS-053'].goodnessShareThatOverrides)
  return {
    migrationTimeMs: seconds * 1000,
    costMHzSeconds,
    benefitMHzSeconds,
    accepted: overrides || round9(benefitMHzSeconds) > round9(costMHzSeconds),
  }
}
