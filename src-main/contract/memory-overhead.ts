/** Overhead in MiB by configured memory (rows) and vCPUs (columns 1, 2, 4, 8): DRS-044. */
const sampleVcpus: readonly number[] = [1, 2, 4, 8]
const samples: { readonly [memoryMiB: number]: readonly number[] } = {
  256: [20.29, 24.28, 32.23, 48.16],
  1024: [25.9, 29.91, 37.86, 53.82],
  4096: [48.64, 52.72, 60.67, 76.78],
  16384: [139.62, 143.98, 151.93, 168.6],
}

export interface OverheadFit {
  readonly baseMiB: number
  readonly perVcpuMiB: number
  readonly perMiB: number
}

export const publishedFit: OverheadFit = { baseMiB: 14.45, perVcpuMiB: 4.02, perMiB: 0.00742 }

/**
 * Memory that a host needs beside the guest's own to run a VM, in MiB (not rounded). DRS-044: the published table where it has a cell,
 * else the fit 14.45 + 4.02 · vCPU + 0.00742 · MiB, which is within 0.43 MiB of every cell. Never throws.
 */
export function memoryOverheadMiB(memoryMiB: number, vcpus: number, fit: OverheadFit = publishedFit): number {
  const column = sampleVcpus.indexOf(vcpus)
  const cell = column < 0 ? undefined : samples[memoryMiB]?.[column]
  return cell ?? fit.baseMiB + fit.perVcpuMiB * vcpus + fit.perMiB * memoryMiB
}
