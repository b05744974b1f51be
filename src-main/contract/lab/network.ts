/** `networks[]`. */
import * as z from './schema.ts'
import { block, flag, fraction, list, name, text, whole, words } from './fields.ts'

export const networkKinds = ['management', 'vmotion', 'ft', 'storage', 'vm', 'vsan'] as const
export type NetworkKind = (typeof networkKinds)[number]

export const networkShape = {
  name: name(),
  kind: words(...networkKinds),
  /** Per NIC; left out: 1 for management, else 10. */
  gbps: z.exactOptional(fraction()),
  /** Left out: 1, and nothing is said about redundancy (HA-028). */
  nics: z.exactOptional(whole(1, 32)),
  rttMs: fraction(0, 60_000).default(0),
  /** What answers pings there; the first of a management network is its gateway. Left out: `[<name>-gateway]` for management, else empty. */
  isolationAddresses: z.exactOptional(list(text())),
  /** Kind vm (VM-081). */
  notifySwitches: flag().default(true),
}
export const networkSchema = block(networkShape)
export type NetworkEntry = z.output<typeof networkSchema>

export interface LabNetwork extends Omit<NetworkEntry, 'gbps' | 'nics' | 'isolationAddresses'> {
  readonly gbps: number
  readonly nics: number
  /** The lab says how many NICs there are. */
  readonly nicsGiven: boolean
  readonly isolationAddresses: readonly string[]
}
