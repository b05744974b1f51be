/**
 * What the world consists of: one table per kind of record. Records are plain, immutable data, replaced on write.
 * The key of a record is in its comment; times are ms since the start of the run, null = never or not now.
 */
import type { LabDatastore, LabHost, LabNetwork, LabRule, LabVm } from '../../contract/lab/index.ts'
import type { AlarmName, AlarmSeverity, EntityKind } from '../../contract/events.ts'
import type { DatastoreAccess, GuestState, HostConnection, HostPower } from '../../contract/state.ts'
import type { EvcMode } from '../../contract/lab/index.ts'
import type {
  BudgetRecord,
  ChainRecord,
  ClientRecord,
  EvcRecord,
  FillingRecord,
  FtRecord,
  LeftoverRecord,
  MigrationRecord,
  SnapshotJobRecord,
  SpaceLevelRecord,
  TransferRecord,
} from './moving-records.ts'
import type {
  AgentRecord,
  ClusterRecord,
  ElectionRecord,
  FailoverRecord,
  HaRecord,
  HeartbeatRecord,
  IsolationRecord,
  IssueRecord,
  PowerOffRecordRecord,
  ProtectedListRecord,
  ProtectionRecord,
  ReadinessRecord,
  RestartRecord,
  ShownRecord,
  ViewRecord,
} from './ha-records.ts'
import type { DetachedRecord, DrsFaultRecord, DrsPassRecord, DrsRecord, PoolRecord, RecommendationRecord, VclsRecord } from './drs-records.ts'

export type * from './ha-records.ts'
export type * from './moving-records.ts'
export type * from './drs-records.ts'

/** Why a VM was powered off, in the words of the log. */
export type OffCause = 'user' | 'guest' | 'processCrash' | 'hostFailed' | 'lockLost' | 'isolation' | 'vmcp' | 'ft'

/** Key: host name. Owner: compute. */
export interface HostRecord {
  readonly name: string
  readonly order: number
  readonly cfg: LabHost
  readonly power: HostPower
  readonly maintenance: 'no' | 'entering' | 'yes'
  readonly bootTimer: number | null
  /** The management daemon; without it the agent stops (HA-005). */
  readonly hostd: boolean
  /** On its way into standby mode, or out of it and booting. */
  readonly standbyChange: 'entering' | 'exiting' | null
  readonly standbyBy: 'user' | 'drs'
  /** Taken out of vCenter's hands on purpose: it takes no part in HA (HA-002, HA-026). */
  readonly disconnected: boolean
  /** What its health provider reports (HA-181). */
  readonly health: 'none' | 'moderate' | 'severe'
  readonly quarantine: boolean
  /** What Proactive HA has done about it. */
  readonly remedy: 'none' | 'quarantine' | 'maintenance'
}

/** A live process of a VM on a host. */
export interface VmInstance {
  readonly host: string
  readonly startedAt: number
  readonly hasLock: boolean
}

/** A power-on under way. */
export interface PowerOn {
  readonly host: string
  readonly cause: 'user' | 'ha' | 'drs'
  /** Of an HA restart, from 1; 0 for a user's. */
  readonly attempt: number
  readonly issuedAt: number
  readonly doneAt: number
  readonly locked: boolean
  readonly timer: number
  readonly causeSeq: number | null
  /** `seq` of the command behind it; null: of nobody. */
  readonly commandSeq: number | null
}

/** Key: VM name. Owner: compute. */
export interface VmRecord {
  readonly name: string
  readonly order: number
  readonly cfg: LabVm
  readonly power: 'on' | 'off' | 'poweringOn'
  readonly guest: GuestState
  /** Of the instance that holds the lock; of a VM that is off, where it is registered. */
  readonly host: string | null
  readonly instances: readonly VmInstance[]
  readonly powerOn: PowerOn | null
  /** A power-on that was asked for and has no host yet: DRS places it, and waits for a person or for moves that make room (DRS-079, DRS-047). */
  readonly placing: { readonly commandSeq: number | null } | null
  readonly guestTimer: number | null
  /** Start of the guest's current life. */
  readonly upSince: number | null
  /** Since when `guest` is what it is; null while it is off. */
  readonly guestSince: number | null
  /** When the guest had booted in its current life: from then its Tools and its application send heartbeats. */
  readonly readyAt: number | null
  /** Since when its Tools service does not run, and its application has failed, in its current life; null: they are well. */
  readonly toolsStoppedAt: number | null
  readonly appFailedAt: number | null
  /** Since when it should run and does not. */
  readonly downSince: number | null
  readonly downtimeMs: number
  /** Why its last process ended; null: it never ran. */
  readonly lastOff: OffCause | null
  readonly restarts: number
  readonly resets: number
  readonly failPowerOn: boolean
  readonly failsEveryBoot: 'crash' | 'hang' | null
  readonly question: 'outOfSpace' | 'lockLost' | null
  /** Its process is there and executes no guest code. */
  readonly stunned: boolean
  /** Its process died, and the secondary of Fault Tolerance takes over: until then it is on and runs nowhere (FT-017). */
  readonly awaitsTakeover: boolean
  /** The CPU features that its guest was started with (VM-008); null: it is off. */
  readonly cpuMode: EvcMode | null
}

/** What a VM asked for until an instant; null: nothing, its guest was down. */
export interface PastDemand {
  readonly demand: LabVm['demand'] | null
  readonly until: number
}

/** Key: VM name. Owner: workload. */
export interface DemandRecord {
  readonly demand: LabVm['demand']
  /** Since when that is its demand; null: from the beginning. */
  readonly since: number | null
  /** Its guest asks for it; false while it is crashed or hangs. */
  readonly asks: boolean
  /** When it was last powered on, null: never during the run. A migration or a takeover is none, nor a reset. */
  readonly onSince: number | null
  /** What it asked for before, oldest first, back to an hour. */
  readonly past: readonly PastDemand[]
  /** Last disk or network I/O under an earlier demand. */
  readonly lastIoAt: number | null
}

/** Key: network name. Owner: network. */
export interface NetworkRecord {
  readonly name: string
  readonly order: number
  readonly cfg: LabNetwork
  readonly up: boolean
  /** Null: whole. Members are host names, addresses, and 'vcenter'. */
  readonly groups: readonly (readonly string[])[] | null
  readonly blocks: 'all' | 'agentTraffic'
  /** Hosts cut off; true: isolation addresses keep answering them. */
  readonly disconnected: { readonly [host: string]: boolean }
  readonly addressesDown: readonly string[]
}

/** Key: datastore name. Owner: storage. */
export interface DatastoreRecord {
  readonly name: string
  readonly order: number
  readonly cfg: LabDatastore
  /** Hosts whose access is not 'ok' by a fault of the storage itself. */
  readonly faults: { readonly [host: string]: Exclude<DatastoreAccess, 'ok' | 'apdTimeout'> }
}

/** The exclusive lock on a VM's files. Key: VM name. Owner: storage. */
export interface LockRecord {
  readonly vm: string
  readonly datastore: string
  readonly holder: string
  /** Since when the holder cannot renew it; null while it renews. */
  readonly lostAt: number | null
  readonly timer: number | null
}

/** A datastore that a host has lost: the clock of its APD, or a PDL. Key: `datastore>host`. Owner: storage. */
export interface StorageLossRecord {
  readonly datastore: string
  readonly host: string
  readonly kind: 'apd' | 'pdl'
  readonly sinceAt: number
  /** When the APD time-out passes or passed (HA-129); null: it never does, or a PDL. */
  readonly timeoutAt: number | null
  /** When it was declared; null: not yet, or a PDL. */
  readonly timedOutAt: number | null
  readonly timer: number | null
}

/** A rule of the cluster; rules act with DRS off too. Key: its name. Owner: rules. */
export interface RuleRecord {
  readonly rule: LabRule
  /** Oldest first. */
  readonly order: number
  /** When it was set or last changed. */
  readonly setAt: number
  /** False while HA may not have heard of it (HA-171). */
  readonly known: boolean
  readonly timer: number | null
  /** The older rule that it was switched off for. */
  readonly conflictsWith: string | null
  /** It is on, and where VMs run breaks it; what the log says of it. */
  readonly violated: boolean
}

/** Groups that rules name. Key: 'groups'. Owner: rules. */
export interface RuleGroupsRecord {
  readonly vms: { readonly [group: string]: readonly string[] }
  readonly hosts: { readonly [group: string]: readonly string[] }
}

/** A host that is to enter maintenance or standby mode, and what DRS does about its VMs. Key: host name. Owner: drs. */
export interface EvacuationRecord {
  readonly host: string
  /** VMs that were sent away. */
  readonly sent: readonly string[]
  /** `seq` of the event that began it. */
  readonly causeSeq: number | null
}

/** Heartbeats that are missing, as the agent of the host noticed it. */
export interface Silence {
  /** Since when the agent watches it. */
  readonly since: number
  /** Drawn: where in its rhythm the agent is. */
  readonly jitterMs: number
  /** Drawn: by how much its I/O statistics lag. */
  readonly lagMs: number
  readonly causeSeq: number | null
}

/** What VM and application monitoring knows of a VM that is silent or was reset. A healthy one has none. Key: VM name. Owner: monitoring. */
export interface MonitorRecord {
  readonly vm: string
  /** Whose agent it is. */
  readonly host: string
  readonly heartbeat: Silence | null
  readonly application: Silence | null
  /** Instants of its resets that still count. */
  readonly resetsAt: readonly number[]
  /** When it is reset if nothing changes. */
  readonly resetAt: number | null
  /** The reset is due, and a datastore with its files is inaccessible (HA-124). */
  readonly heldBack: boolean
  /** When the agent looks again. */
  readonly timer: number | null
}

/** A VM that component protection deals with: one of its datastores is lost to a host where it runs. Key: `vm>host`. Owner: vmcp. */
export interface VmcpRecord {
  readonly vm: string
  readonly host: string
  /** The loss that counts: a PDL before an APD, of several the first. */
  readonly datastore: string
  readonly kind: 'apd' | 'pdl'
  readonly response: Exclude<VmcpResponse, 'issueEvents'>
  /** `acting`: within a turn, until the primary has answered and the VM is ended or kept. */
  readonly state: 'waiting' | 'acting' | 'decided' | 'resetting'
  /** When it is to be terminated or reset; null: it was decided. */
  readonly actAt: number | null
  /** Terminations or resets that were tried. */
  readonly attempts: number
  /** Why the last try did not end the VM; null: none was. */
  readonly keptBecause: string | null
  readonly timer: number | null
  readonly causeSeq: number | null
}

export type VmcpResponse = 'issueEvents' | 'powerOffAndRestart' | 'powerOffAndRestartConservative' | 'powerOffAndRestartAggressive'

/** Key: 'vcenter'. Owner: vcenter. */
export interface VcenterRecord {
  readonly vm: string | null
  readonly network: string
  /** Of a vCenter outside the cluster. */
  readonly running: boolean
  /** Cut from its network. */
  readonly cut: boolean
  /** No names resolve: nobody needs any (HA-006). */
  readonly dnsDown: boolean
  /** Instant as of which it judges the age of snapshots (SN-006). */
  readonly agesAt: number
}

/** vCenter's connection to a host. Key: host name. Owner: vcenter. */
export interface ConnectionRecord {
  readonly state: HostConnection
  readonly timer: number | null
}

/** A task of vCenter that is under way. Key: its id. Owner: vcenter. */
export interface TaskRecord {
  readonly id: string
  /** The command. */
  readonly name: string
  readonly entity: string
  readonly kind: EntityKind
  readonly startedAt: number
  readonly startSeq: number
  readonly commandSeq: number
  /** It makes its entity, which did not exist when it began. */
  readonly creates: boolean
  /** VMs that had to leave the host when it began; null where that is not what it waits for. */
  readonly vmsToLeave: number | null
}

/** An alarm that is on. Key: `alarm>entity`. Owner: vcenter. */
export interface AlarmRecord {
  readonly alarm: AlarmName
  readonly severity: AlarmSeverity
  readonly entity: string
  readonly kind: EntityKind
  readonly sinceAt: number
}

export interface Records {
  hosts: HostRecord
  vms: VmRecord
  demands: DemandRecord
  networks: NetworkRecord
  datastores: DatastoreRecord
  locks: LockRecord
  storageLosses: StorageLossRecord
  agents: AgentRecord
  elections: ElectionRecord
  views: ViewRecord
  shown: ShownRecord
  heartbeats: HeartbeatRecord
  protectedLists: ProtectedListRecord
  protection: ProtectionRecord
  restarts: RestartRecord
  failovers: FailoverRecord
  readiness: ReadinessRecord
  isolation: IsolationRecord
  powerOffRecords: PowerOffRecordRecord
  rules: RuleRecord
  ruleGroups: RuleGroupsRecord
  monitors: MonitorRecord
  vmcp: VmcpRecord
  cluster: ClusterRecord
  ha: HaRecord
  issues: IssueRecord
  vcenter: VcenterRecord
  connections: ConnectionRecord
  tasks: TaskRecord
  alarms: AlarmRecord
  transfers: TransferRecord
  migrations: MigrationRecord
  migrationBudgets: BudgetRecord
  leftovers: LeftoverRecord
  chains: ChainRecord
  snapshotJobs: SnapshotJobRecord
  fillings: FillingRecord
  spaceLevels: SpaceLevelRecord
  ftPairs: FtRecord
  clients: ClientRecord
  evc: EvcRecord
  evacuations: EvacuationRecord
  pools: PoolRecord
  detached: DetachedRecord
  drs: DrsRecord
  drsPass: DrsPassRecord
  recommendations: RecommendationRecord
  drsFaults: DrsFaultRecord
  vcls: VclsRecord
}
export type TableName = keyof Records
