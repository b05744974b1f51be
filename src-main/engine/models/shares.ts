/** Shares by their words (DRS-015, DRS-016), and what scalable shares make of those of a pool (DRS-041). */
import type { LabPool, LabVm } from '../../contract/lab/index.ts'
import type { ModelConstants } from '../../knowledge/model-constants.ts'

export interface Shares {
  readonly cpu: number
  readonly memory: number
}

type Presets = ModelConstants['DRS-015']
type Level = LabVm['cpuShares']

const cpuOf = (level: Exclude<Level, number>, presets: Presets): number =>
  level === 'low' ? presets.cpuLow : level === 'normal' ? presets.cpuNormal : presets.cpuHigh
const memoryOf = (level: Exclude<Level, number>, presets: Presets): number =>
  level === 'low' ? presets.memoryLow : level === 'normal' ? presets.memoryNormal : presets.memoryHigh

/** DRS-015: by vCPU and by configured MiB. */
export const vmShares = (vm: Pick<LabVm, 'cpuShares' | 'memoryShares' | 'vcpus' | 'memoryMiB'>, constants: ModelConstants): Shares => ({
  cpu: typeof vm.cpuShares === 'number' ? vm.cpuShares : cpuOf(vm.cpuShares, constants['DRS-015']) * vm.vcpus,
  memory: typeof vm.memoryShares === 'number' ? vm.memoryShares : memoryOf(vm.memoryShares, constants['DRS-015']) * vm.memoryMiB,
})

/** DRS-016: as a VM of 4 vCPUs and 16 GiB. */
export const poolShares = (pool: Pick<LabPool, 'cpuShares' | 'memoryShares'>, constants: ModelConstants): Shares => ({
  cpu: typeof pool.cpuShares === 'number' ? pool.cpuShares : cpuOf(pool.cpuShares, constants['DRS-016']),
  memory: typeof pool.memoryShares === 'number' ? pool.memoryShares : memoryOf(pool.memoryShares, constants['DRS-016']),
})

/**
 * DRS-041: by how much shares inside pools beside one another count, where they scale: by the level of the pool over the lowest of them
 * (4 : 2 : 1), of custom shares by their number, as the levels are.
 */
export const levelsOf = (own: readonly number[]): readonly number[] => {
  const lowest = own.reduce((least, shares) => (shares > 0 && shares < least ? shares : least), Infinity)
  return own.map((shares) => (lowest === Infinity ? 0 : shares / lowest))
}
