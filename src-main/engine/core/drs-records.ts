/** Resource pools and DRS: the tables of their modules. As in `records.ts`. */
import type { LabDrs, LabPool } from '../../contract/lab/index.ts'
import type { RecommendationState } from '../../contract/drs-state.ts'

/** A resource pool. Key: its name. Owner: resources. */
export interface PoolRecord {
  readonly cfg: LabPool
  /** Position in the inventory. */
  readonly order: number
}

/** A VM that HA restarted directly under the root of its host, until DRS puts it back (HA-105, DRS-108). Key: VM name. Owner: resources. */
export interface DetachedRecord {
  readonly vm: string
  /** Its shares as they count at the root of the host: flattened. */
  readonly cpuShares: number
  readonly memoryShares: number
}

/** Settings of DRS; groups and rules are those of `rules` and `ruleGroups`. */
export type DrsSettings = Omit<LabDrs, 'vmGroups' | 'hostGroups' | 'rules'>

/** Key: 'drs'; there is none where the cluster has no `drs` block. Owner: drs. */
export interface DrsRecord {
  readonly cfg: DrsSettings
}

/** When DRS looks next, and what it found the last time. Key: 'pass'; there is none while DRS is off. Owner: drs. */
export interface DrsPassRecord {
  readonly nextAt: number
  /** The regular pass. */
  readonly timer: number
  /** One that an event asked for, in the instant in which it was asked for. */
  readonly soonTimer: number | null
  /** Migrations that came through since DRS is on, and how long they took together (DRS-055). */
  readonly measured: { readonly count: number; readonly totalMs: number }
  /** `seq` of the last `drs.pass`. */
  readonly lastSeq: number | null
}

/** What DRS recommends: what the state says of it, but for what follows from that, and who waits for what. Key: its id. Owner: drs. */
export interface RecommendationRecord extends Omit<RecommendationState, 'rating' | 'sinceMs' | 'expiresAtMs'> {
  /** Who wants it carried out, as soon as those before it are through; null: it waits for a person. */
  readonly approvedBy: 'user' | 'drs' | null
  /** A VM's power-on waits for it: passes leave it alone. */
  readonly forPlacement: boolean
  /** Of a power-on: where each VM is to start. */
  readonly places: readonly { readonly vm: string; readonly host: string }[]
  /** Moves that have to be over first. */
  readonly waitsFor: readonly { readonly id: string; readonly vm: string; readonly to: string; readonly sentAt: number | null }[]
  /** The order in which they appeared. */
  readonly order: number
  readonly sinceAt: number
  /** Instant at which it lapses, and its timer (DRS-012); null: with the pass that does not find it any more. */
  readonly expiresAt: number | null
  readonly timer: number | null
  /** `seq` of its `drs.recommendation`. */
  readonly seq: number
}

/** Agents of vCLS; there is none before 7.0. Key: 'vcls'. Owner: drs. */
export interface VclsRecord {
  /** Hosts where they run, in the order of the inventory. */
  readonly agents: readonly string[]
  /** DRS has run while none was there. */
  readonly ranWithout: boolean
}

/** Key: `reason>vm>host>rule`, empty where it is about none. Owner: drs. */
export interface DrsFaultRecord {
  readonly vm: string | null
  readonly host: string | null
  readonly rule: string | null
  readonly reason: string
  readonly sinceAt: number
}
