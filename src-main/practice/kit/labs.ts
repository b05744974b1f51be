/** Pieces of lab files that families share; what is left out is the contract's default. */
import type { LabFile } from './evidence.ts'

export interface DrawnHost {
  readonly name: string
  readonly sockets?: number
  readonly cores: number
  readonly mhz: number
  readonly memoryMiB: number
}

/** A host entry: `cores` in one socket, or in each of so many. */
export function hostEntry({ name, sockets = 1, cores, mhz, memoryMiB, ...more }: DrawnHost & LabFile): LabFile {
  return { name, cpu: { sockets, coresPerSocket: cores, mhz }, memoryMiB, ...more }
}

/** `esx-01`, `esx-02`, … */
export const hostName = (at: number): string => `esx-${String(at + 1).padStart(2, '0')}`

export const gib = (memoryMiB: number): number => memoryMiB / 1024

/** A file of format 1. `until` in the contract's words; so short that nothing but what is asked about happens. */
export function labFile(name: string, parts: LabFile & { readonly until: string }): LabFile {
  return { hostdown: 1, name, ...parts }
}
