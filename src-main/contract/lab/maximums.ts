/** Configuration maximums of vSphere, held unless the lab says `limits: none`. */
import type { ProductLevel } from './product.ts'

export interface Maximums {
  /** DRS-102. */
  readonly hostsPerCluster: number
  /** DRS-102: [recalled]. */
  readonly hostsPerVsanCluster: number
  /** DRS-102. */
  readonly vmsPerCluster: number
  /** Running VMs; DRS-102. */
  readonly vmsPerHost: number
  /** Of running VMs; [recalled]. */
  readonly vcpusPerHost: number
  /** [recalled] */
  readonly vcpusPerVm: number
  /** [recalled] */
  readonly memoryMiBPerVm: number
  /** DRS-102: [recalled]. */
  readonly poolsPerCluster: number
  readonly poolDepth: number
  readonly childrenPerPool: number
  readonly nicsPerVm: number
}

const TIB = 1024 * 1024
const same = { vcpusPerHost: 4096, poolsPerCluster: 1600, poolDepth: 8, childrenPerPool: 1100, nicsPerVm: 10 }
const v5 = { ...same, hostsPerCluster: 32, hostsPerVsanCluster: 32, vmsPerCluster: 4000, vmsPerHost: 512 }
const v6 = { ...same, hostsPerCluster: 64, hostsPerVsanCluster: 64, vmsPerCluster: 8000, vmsPerHost: 1024 }
const v7 = { ...same, hostsPerCluster: 96, hostsPerVsanCluster: 64, vmsPerCluster: 10_000, vmsPerHost: 1024 }

/** By product level, which means the last update of that release: 7.0 is 7.0 U1 and later. */
export const maximums: { readonly [P in ProductLevel]: Maximums } = {
  '5.0': { ...v5, vcpusPerHost: 2048, vcpusPerVm: 32, memoryMiBPerVm: TIB },
  '5.1': { ...v5, vcpusPerHost: 2048, vcpusPerVm: 64, memoryMiBPerVm: TIB },
  '5.5': { ...v5, vcpusPerVm: 64, memoryMiBPerVm: TIB },
  '6.0': { ...v6, vcpusPerVm: 128, memoryMiBPerVm: 4 * TIB },
  '6.5': { ...v6, vcpusPerVm: 128, memoryMiBPerVm: 6 * TIB },
  '6.7': { ...v6, vcpusPerVm: 256, memoryMiBPerVm: 6 * TIB },
  '7.0': { ...v7, vcpusPerVm: 768, memoryMiBPerVm: 24 * TIB },
  '8.0': { ...v7, vcpusPerVm: 768, memoryMiBPerVm: 24 * TIB },
  '9.0': { ...v7, vcpusPerVm: 768, memoryMiBPerVm: 24 * TIB },
}
