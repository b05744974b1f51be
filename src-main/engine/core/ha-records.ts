/** What the agents of vSphere HA know and do: the tables of module `ha`. As in `records.ts`. */
import type { HaState, Rejected } from '../../contract/events.ts'
import type { IsolationResponse, LabHa } from '../../contract/lab/index.ts'

/** HA-189, HA-191: why vCenter could not set up an agent, or remove it. */
export interface AgentFault {
  readonly state: 'initializationError' | 'uninitializationError'
  readonly because: 'unreachable' | 'localDisk' | 'memory'
}

/** The agent (FDM) of a host. Key: host name. Owner: ha. */
export interface AgentRecord {
  readonly host: string
  /** State as the host itself sees it. */
  readonly state: HaState
  /** Whom a secondary follows. */
  readonly primary: string | null
  /** A secondary: since when it has not heard its primary. */
  readonly lostPrimaryAt: number | null
  /** Instant at which it became primary. */
  readonly electedAt: number | null
  readonly electionId: number | null
  readonly timer: number | null
  readonly timerKind: 'primaryTimeout' | 'join' | 'isolation' | 'response' | 'stepDown' | 'yield' | null
  /** The instant that the timer is set for. */
  readonly timerAt: number | null
  /** Since when it hears no other agent, though there are others in the cluster. */
  readonly aloneAt: number | null
  /** It has pinged the isolation addresses since then, and one answered. */
  readonly answered: boolean
  /** When it declared itself isolated. */
  readonly declaredAt: number | null
  /** Isolation addresses that are known not to answer while it hears others (HA-084). */
  readonly deafAddresses: readonly string[]
  /** False: dead, and the watchdog has given up. */
  readonly alive: boolean
  /** It died, and the watchdog brings it back (HA-187). Until then it neither talks nor decides; nobody knows yet. */
  readonly restartTimer: number | null
  /** The host has no datastore mounted, so the agent is not in the run state (HA-190). */
  readonly noDatastores: boolean
  /** das.ignoreredundantnetwarning as it was when it was last set up. */
  readonly ignoresRedundancy: boolean
  /** What came of the last attempt to set it up or to remove it; null: it went well (HA-189, HA-191). */
  readonly fault: AgentFault | null
  /** What led to the present state. */
  readonly causeSeq: number | null
}

/** Key: election id. Owner: ha. */
export interface ElectionRecord {
  readonly id: number
  readonly startedAt: number
  readonly timer: number
}

/**
 * What a primary makes of a host that is not its connected secondary. Key: `primary>host`. Owner: ha.
 * No record: the host is a connected secondary, or has no agent that should run.
 */
export interface ViewRecord {
  readonly by: string
  readonly host: string
  readonly state: HaState
  /** Last network heartbeat; for a new primary the instant at which it took over. */
  readonly lostAt: number
  /** True: the observer was just elected and starts with the pings. */
  readonly inherited: boolean
  readonly heartbeatLostLogged: boolean
  readonly unreachable: boolean
  /** Verdicts, null = not known (or nothing configured). */
  readonly datastore: boolean | null
  readonly ping: boolean | null
  readonly isolatedBit: boolean | null
  /** Where in the rhythm of its readings of the poweron file the primary is. */
  readonly readPhaseMs: number
  /** Up to when it knows what runs there: the last reading that brought news, or the loss of contact; null: it knows nothing. */
  readonly knownUpTo: number | null
  /** Next reading of the poweron file and next ping. */
  readonly nextReadAt: number
  readonly nextPingAt: number
  readonly timer: number | null
  readonly causeSeq: number | null
}

/** What vCenter and each primary last said of a host. Key: `observer>host`. Owner: ha. */
export interface ShownRecord {
  readonly state: HaState
}

/** Heartbeat datastores of a host and whether it beats. Key: host name. Owner: ha. */
export interface HeartbeatRecord {
  readonly host: string
  readonly datastores: readonly string[]
  readonly wanted: number
  /** Since when it writes no datastore heartbeat; null while it does. */
  readonly stoppedAt: number | null
}

/** Key: datastore name. Owner: ha. */
export interface ProtectedListRecord {
  readonly datastore: string
  readonly owner: string | null
  readonly lostAt: number | null
  readonly timer: number | null
}

/** Key: VM name. Owner: ha. */
export interface ProtectionRecord {
  readonly vm: string
  /** On the protected list on disk: that is what counts. */
  readonly committed: boolean
  readonly timer: number | null
  /** Its process died, and until then the primary waits before it takes that for a failure (HA-139). */
  readonly watchedUntil?: number
  /** Its primary would have restarted it, and left it to a power-on that was under way. */
  readonly overtaken?: true
  /** Where it ended although an older process, which has lost its lock, goes on elsewhere (HA-070); undefined: it did not. */
  readonly endedOn?: string
  /** Its process died in a Storage vMotion, and nobody judges that before (HA-107); undefined: nothing masks it. */
  readonly maskedUntil?: number
}

/** A VM that HA has to restart. Key: VM name. Owner: ha. */
export interface RestartRecord {
  readonly vm: string
  readonly by: string
  readonly priority: string
  /** Failures in the order in which they were noticed. */
  readonly failure: number
  readonly from: string | null
  readonly state: 'waiting' | 'pending' | 'attempted' | 'retrying'
  readonly waitsFor: string | null
  readonly attempt: number
  readonly target: string | null
  readonly nextAt: number | null
  readonly timer: number | null
  readonly causeSeq: number | null
  /** Where it comes in its failover (`modules/ha/policy/levels.ts`). */
  readonly level: number
  /** The levels after its own do not wait for it, or no longer. */
  readonly settled: boolean
  /** It was said that a VM which it depends on is not ready (HA-094). */
  readonly heldLogged: boolean
  /** When its first attempt was issued. */
  readonly firstAt: number | null
  /** Hosts that were looked at last and refused. */
  readonly rejected: readonly Rejected[]
}

/** One failover: the VMs of one failure. Key: failure number. Owner: ha. */
export interface FailoverRecord {
  readonly id: number
  readonly open: number
  readonly initiated: boolean
  readonly causeSeq: number | null
  /** FT VMs whose new secondary comes before the other VMs, until it was asked for (HA-088). */
  readonly secondaries: readonly string[]
  /** In the order in which they are started (HA-088 to HA-091). */
  readonly levels: readonly RestartLevel[]
  /** The next time-out of a level that has started (HA-090). */
  readonly timer: number | null
}

/** The VMs of a failover that are started together. */
export interface RestartLevel {
  readonly level: number
  /** VMs that the levels behind wait for. */
  readonly open: number
  /** When its first VM was issued, or found to have no place. */
  readonly startedAt: number | null
}

/** A VM that HA restarts and that is not ready as soon as it is issued (HA-089). Key: VM name. Owner: ha. */
export interface ReadinessRecord {
  readonly vm: string
  readonly by: string
  readonly failure: number
  readonly level: number
  /** The levels behind do not wait for it any more: it took too long. */
  readonly settled: boolean
  /** Its condition is met, and it is ready at this instant: the additional delay runs. */
  readonly readyAt: number | null
  readonly timer: number | null
}

/** A VM of an isolated host that the isolation response has taken up. Key: `host>vm`. Gone when the isolation ends. Owner: ha. */
export interface IsolationRecord {
  readonly vm: string
  readonly host: string
  readonly response: IsolationResponse
  /** `deferred`: no live primary answers for it (HA-080); `shuttingDown`: until it is off or the time-out is over; `done`: stopped, or left on. */
  readonly state: 'deferred' | 'shuttingDown' | 'done'
  /** When it is powered off by force. */
  readonly nextAt: number | null
  readonly timer: number | null
  readonly causeSeq: number | null
}

/** HA-074: that the isolation response stopped the VM, written in the poweredoff folder of its datastore. Key: VM name. Owner: ha. */
export interface PowerOffRecordRecord {
  readonly vm: string
  readonly host: string
  readonly datastore: string
  /** `seq` of its `vm.poweredOff`. */
  readonly causeSeq: number | null
}

/** What belongs to the cluster as a whole and may change while it runs. Key: 'cluster'. Owner: ha. */
export interface ClusterRecord {
  readonly vsan: boolean
  /** DRS-096: no vCLS agents. */
  readonly retreatMode: boolean
}

/** Key: 'ha'. Owner: ha. */
export interface HaRecord {
  readonly cfg: LabHa
  /** Primary that vCenter talks to, or would talk to. */
  readonly vcenterPrimary: string | null
  /** Since when it talks to none. */
  readonly vcenterLostAt: number | null
  readonly vcenterTimer: number | null
  /** When the use of resources is looked at again (HA-167). */
  readonly usageTimer: number | null
}

/** Key: issue, or `issue>host`. Owner: ha. */
export interface IssueRecord {
  readonly issue: string
  readonly host: string | null
}
