/**
 * The state of a lab at an instant, as `--state` prints it, `is:` tests it and the panels show it.
 * What does not apply, or what no module computes yet, is null. Units are in the names; times in ms.
 */
import type { DrsState, PoolState } from './drs-state.ts'
import type { AlarmName, AlarmSeverity, EntityKind, HaState } from './events.ts'
import type { AdmissionState, ClockState, HostHeartbeat, IsolationState, MonitoringState, RestartQueueEntry, VmcpState } from './ha-state.ts'
import type { LabHa } from './lab/index.ts'

export type HostPower = 'on' | 'off' | 'booting' | 'standby'
export type HostConnection = 'connected' | 'notResponding' | 'disconnected'
export type GuestState = 'off' | 'booting' | 'ready' | 'hung' | 'crashed'
export type DatastoreAccess = 'ok' | 'apd' | 'apdTimeout' | 'pdl' | 'unmounted'

export const migrationKinds = ['vmotion', 'storage', 'both', 'cold'] as const
export type MigrationKind = (typeof migrationKinds)[number]
/** The phases of VM-020, as `vmotion.phase` names them. */
export const migrationPhases = ['validate', 'prepareDestination', 'prepareSource', 'preCopy', 'switchOver', 'cleanUp'] as const
export type MigrationPhase = (typeof migrationPhases)[number]
export const ftStates = ['notConfigured', 'disabled', 'enabled', 'starting', 'running', 'needSecondary'] as const
export type FtState = (typeof ftStates)[number]
export const ftReasons = ['initializing', 'lostConnection', 'partialHardwareFailure', 'userAction', 'checkpointError'] as const
export type FtReason = (typeof ftReasons)[number]
export type SnapshotConsistency = 'crash' | 'fileSystem' | 'application'

export interface HostState {
  readonly power: HostPower
  readonly connection: HostConnection
  readonly maintenance: boolean
  readonly standby: boolean
  readonly quarantine: boolean
  readonly mode: 'normal' | 'enteringMaintenance' | 'maintenance' | 'quarantine' | 'enteringStandby' | 'standby' | 'exitingStandby'
  readonly haState: HaState
  readonly haStateSelf: HaState
  readonly configIssues: readonly string[]
  readonly heartbeatDatastores: readonly string[]
  /** The management daemon runs (HA-005); false on a host that is not on. */
  readonly hostdRuns: boolean
  /**
   * The process of the HA agent. `restarting`: it died, and the watchdog brings it back (HA-187); `dead`: it does not. Null: none runs there in any case: HA
   * is off, or the host is not on, in maintenance mode or disconnected.
   */
  readonly agent: 'running' | 'restarting' | 'dead' | null
  /** What this host's primary sees, the one that it follows, else the one that vCenter talks to; null for a primary. */
  readonly heartbeat: HostHeartbeat | null
  /** What other primaries see that watch it as well, as in a partition: also of a primary. */
  readonly otherHeartbeats: readonly HostHeartbeat[]
  readonly cpuCapacityMHz: number
  readonly cpuDemandMHz: number
  readonly cpuUsedMHz: number
  readonly cpuReservedMHz: number
  readonly cpuUnreservedMHz: number
  readonly cpuReservedForVmotionMHz: number | null
  readonly cpuNormalizedEntitlement: number | null
  readonly memoryCapacityMiB: number
  readonly memoryUsedMiB: number
  readonly memoryReservedMiB: number
  readonly memoryUnreservedMiB: number
  readonly memoryNormalizedEntitlement: number | null
  readonly uplinkUsedPercent: number | null
  readonly migrationCost: { readonly host: number; readonly network: number } | null
  readonly currentEvcMode: string | null
  readonly maxEvcMode: string | null
  readonly vms: readonly string[]
}

export interface VmState {
  /** A VM whose power-on is under way is still off. */
  readonly power: 'on' | 'off'
  readonly guest: GuestState
  readonly host: string | null
  readonly connection: 'connected' | 'inaccessible' | 'disconnected' | 'orphaned'
  /** Hosts where a live process of the VM is. */
  readonly instances: readonly string[]
  readonly datastore: string
  readonly disks: readonly { readonly datastore: string; readonly format: string | null; readonly chainDepth: number }[]
  readonly nics: readonly { readonly network: string | null; readonly mac: string; readonly learnedOn: string | null }[]
  readonly resourcePool: string | null
  readonly haProtected: boolean
  readonly lockHolder: string | null
  /** Time since the holder last renewed its lease; 0 while it renews; null without a lock. */
  readonly lockLeaseAgeMs: number | null
  readonly powerOffRecord: boolean
  readonly question: string | null
  readonly restarts: number
  readonly resets: number
  /** What VM monitoring sees; null while it is off for the VM, or the VM is. */
  readonly monitoring: MonitoringState | null
  /** The settings of HA that hold for it: its own, else the cluster's; null while HA is off. */
  readonly haSettings: Pick<
    LabHa,
    'restartPriority' | 'restartCondition' | 'isolationResponse' | 'pdlResponse' | 'apdResponse' | 'vmMonitoring'
  > | null
  readonly uptimeMs: number | null
  readonly downtimeMs: number
  readonly clientOutageMs: number
  readonly pingsLost: number | null
  readonly cpuShares: number
  readonly cpuReservationMHz: number
  readonly cpuDemandMHz: number
  readonly cpuUsedMHz: number | null
  readonly cpuReadyPercent: number | null
  readonly cpuEntitlementMHz: number | null
  readonly drsCpuDemandMHz: number | null
  readonly memoryShares: number
  readonly memoryReservationMiB: number
  readonly memoryEntitlementMiB: number | null
  readonly drsMemoryDemandMiB: number | null
  readonly memoryOverheadMiB: number
  readonly drsScore: number | null
  /** The automation level that holds for it (DRS-002, DRS-003): its own, else the cluster's; null while DRS is off. */
  readonly drsAutomation: DrsState['automation'] | 'disabled' | null
  readonly minRequiredEvcMode: string | null
  readonly ftState: FtState
  /** Why it is in that state (FT-016); null: as it should be, or not configured. */
  readonly ftReason: FtReason | null
  /** Of the first copy of a secondary: how far it is; null: none is made, or it waits. */
  readonly ftCopyPercent: number | null
  /** The host, network or datastore whose budget the first copy waits for. */
  readonly ftCopyWaitsFor: string | null
  readonly ftSecondaryHost: string | null
  readonly ftTrafficMbps: number | null
  readonly ftSlowdownPercent: number | null
  readonly ftAddedLatencyMs: number | null
  /** In the order taken. */
  readonly snapshots: readonly SnapshotState[]
  readonly currentSnapshot: string | null
  readonly deltaBytes: number | null
  readonly chainDepth: number
  readonly readLayers: number | null
  readonly consolidationNeeded: boolean
  readonly usedBytes: number
  /** Of those all deltas and memory images: also of snapshots that are being removed, which `snapshots` has no more. */
  readonly snapshotBytes: number
  readonly content: readonly string[]
}

export interface SnapshotState {
  readonly id: string
  readonly name: string
  readonly parent: string | null
  readonly memory: boolean
  readonly consistency: SnapshotConsistency
  /** Of the layer that it froze; 0 for the first. */
  readonly deltaBytes: number
  /** 0 without memory. */
  readonly memoryBytes: number
  /** Labels of `vm.guestWrite` that are readable there. */
  readonly content: readonly string[]
  readonly takenAtMs: number
}

/** A migration that waits or runs. */
export interface MigrationState {
  readonly vm: string
  readonly kind: MigrationKind
  readonly from: string
  readonly to: string
  readonly datastore: string | null
  readonly role: 'primary' | 'secondary' | null
  readonly phase: MigrationPhase | null
  /** Live rounds that are over; 0 before and for kinds without memory. */
  readonly round: number
  /** Of all bytes that it would send if nothing changed; null while it waits. */
  readonly percent: number | null
  /** As in `vmotion.queued`; null: it runs. */
  readonly waitsFor: 'host' | 'network' | 'datastore' | null
  /** What of that kind. */
  readonly waitsForName: string | null
  readonly startedMs: number | null
  /** Now, bytes per second; 0 where the link is gone or nothing is sent. */
  readonly bytesPerSecond: number
  /** Of the guest, after SDPS. */
  readonly dirtyBytesPerSecond: number
  /** Since when it cannot send, and when it fails for it. */
  readonly cutSinceMs: number | null
  readonly failsAtMs: number | null
}

export interface NetworkState {
  readonly up: boolean
  readonly groups: readonly (readonly string[])[]
  readonly disconnectedHosts: readonly string[]
  /** Those of its addresses that answer no pings. */
  readonly addressesDown: readonly string[]
}

export interface DatastoreState {
  readonly capacityBytes: number | null
  readonly usedBytes: number
  readonly freeBytes: number | null
  /** Of what is used: thick disks, deltas of snapshots, memory images; the rest is held by moves under way. */
  readonly diskBytes: number
  readonly deltaBytes: number
  readonly memoryImageBytes: number
  readonly migrationCost: number | null
  readonly protectedListOwner: string | null
  readonly hosts: { readonly [host: string]: DatastoreAccess }
}

/** What layers of the topology colour VMs by; in the order of the lab's VMs, those that came later behind them. */
export interface VmTints {
  /** DRS score, percent; null: it has none. Null as a whole: there are no scores. */
  readonly scores: readonly (number | null)[] | null
  /** Number of the resource pool in the inventory; −1: the root. Null as a whole: there are no pools. */
  readonly pools: readonly number[] | null
}

export interface RuleState {
  readonly type: string
  readonly enabled: boolean
  readonly inCompliance: boolean
  readonly conflictsWith: string | null
  /** VMs that break it by where they run, be it on or off. */
  readonly brokenBy: readonly string[]
  /** Those of the rule, or of its VM group. */
  readonly vms: readonly string[]
  /** Of its host group; empty for a rule of VMs. */
  readonly hosts: readonly string[]
  /** Of a restart dependency: what its VMs need. */
  readonly dependsOn: readonly string[]
}

/** A task of vCenter that is under way. */
export interface TaskState {
  readonly task: string
  /** The command. */
  readonly name: string
  readonly entity: string
  readonly kind: EntityKind
  readonly startedMs: number
  /** Null where it cannot be known. */
  readonly percent: number | null
}

/** An alarm that is on. */
export interface AlarmState {
  readonly alarm: AlarmName
  readonly severity: AlarmSeverity
  readonly entity: string
  readonly kind: EntityKind
  readonly sinceMs: number
}

export interface LabState {
  readonly t: number
  readonly vcenter: {
    readonly running: boolean
    /** It reaches a host. */
    readonly connected: boolean
    /** It is cut off its network by `vcenter.disconnect`. */
    readonly cut: boolean
    /** DNS answers; its loss changes nothing else (HA-006). */
    readonly dns: boolean
    readonly host: string | null
    readonly primary: string | null
  }
  readonly cluster: {
    readonly name: string
    readonly status: 'green' | 'yellow' | 'red'
    readonly evcMode: string | null
    readonly cpuCapacityMHz: number
    readonly cpuReservedMHz: number
    readonly cpuAvailableMHz: number
    readonly memoryCapacityMiB: number
    readonly memoryReservedMiB: number
    readonly memoryAvailableMiB: number
  }
  readonly hosts: { readonly [name: string]: HostState }
  readonly vms: { readonly [name: string]: VmState }
  readonly networks: { readonly [name: string]: NetworkState }
  readonly datastores: { readonly [name: string]: DatastoreState }
  readonly resourcePools: { readonly [name: string]: PoolState }
  readonly rules: { readonly [name: string]: RuleState }
  readonly ha: {
    readonly hostMonitoring: boolean
    readonly primaries: readonly string[]
    /** Each primary with the hosts that it hears, itself among them. */
    readonly partitions: readonly { readonly primary: string; readonly members: readonly string[] }[]
    readonly protected: readonly string[]
    readonly configIssues: readonly string[]
    readonly restartQueue: readonly RestartQueueEntry[]
    readonly admission: AdmissionState | null
    /** Silent hosts, elections, and new primaries that have not restarted anything yet. */
    readonly clocks: readonly ClockState[]
    readonly isolation: readonly IsolationState[]
    readonly vmcp: readonly VmcpState[]
    /** Heartbeat datastores that a host should have, and configuration issues with the object that each is about. */
    readonly issues: readonly { readonly issue: string; readonly host: string | null; readonly vm: string | null }[]
  } | null
  /** Null while DRS is off. */
  readonly drs: DrsState | null
  readonly vcls: { readonly health: 'healthy' | 'degraded' | 'unhealthy'; readonly agents: readonly string[] } | null
  /** In the order in which they came. */
  readonly migrations: { readonly running: readonly MigrationState[]; readonly queued: readonly MigrationState[] }
  /** Those under way. */
  readonly tasks: readonly TaskState[]
  /** Those that are on. */
  readonly alarms: readonly AlarmState[]
}
