/** What admission control counts: hosts by what they offer to VMs, VMs by what they reserve (HA-142, HA-143). */

export interface HostCapacity {
  readonly cpuMHz: number
  readonly memoryMiB: number
}

export interface VmReservation {
  readonly cpuMHz: number
  /** Reservation and memory overhead (DRS-045). */
  readonly memoryMiB: number
}

/** Sum of the n largest. */
export const sumOfLargest = (values: readonly number[], n: number): number =>
  [...values]
    .sort((a, b) => b - a)
    .slice(0, n)
    .reduce((sum, value) => sum + value, 0)

/** At place n the sum of the n largest. */
export function sumsOfLargest(values: readonly number[]): readonly number[] {
  const sums = [0]
  let sum = 0
  for (const value of [...values].sort((a, b) => b - a)) sums.push((sum += value))
  return sums
}
