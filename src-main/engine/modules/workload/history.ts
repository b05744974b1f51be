/** What a VM asked for before is kept for an hour: no look-back window and no stable time is longer (DRS-028, DRS-053, DRS-087). */
import type { LabDemand } from '../../../contract/lab/index.ts'
import type { DemandRecord } from '../../core/records.ts'

const KEPT_MS = 3_600_000

export function newDemand(demand: LabDemand): DemandRecord {
  return { demand, since: null, asks: true, onSince: null, past: [], lastIoAt: null }
}

/** The past of a record whose demand becomes another one now. */
export function pastAt({ demand, asks, past }: DemandRecord, now: number): DemandRecord['past'] {
  const kept = past.filter(({ until }) => until > now - KEPT_MS && until < now)
  const began = past.at(-1)?.until ?? -Infinity
  return began < now ? [...kept, { demand: asks ? demand : null, until: now }] : past
}
