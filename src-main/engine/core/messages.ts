import type { Rejected } from '../../contract/events.ts'
import type { ClusterPatch, DemandPatch, EvcMode, LabDemand, LabVm } from '../../contract/lab/index.ts'
import type { WhyDraft } from './event.ts'
import type { CapturedGuest, MigrationRecord, TransferRecord } from './moving-records.ts'
import type { HostRecord, OffCause } from './records.ts'

/** News and requests between modules, and what their timers carry. All payloads are plain data. */

/** Why a VM was reset, in the words of the log. */
export type ResetCause = 'user' | 'vmMonitoring' | 'appMonitoring' | 'apdRecovery'

/** What the agent of a host learns about room for a VM elsewhere; `agentDown`: it learns nothing. */
export type Capacity = 'available' | 'missing' | 'unknown' | 'agentDown'

/** News: any number of modules hear it, in the order of the module list. Not in the log. */
export interface Signals {
  /** Power of a host changed: it can or can no longer run anything. */
  hostPower: { host: string; on: boolean }
  /** vCenter took a host into the cluster's service or out of it: maintenance mode, standby mode, disconnected, added, moved. */
  hostRole: { host: string; active: boolean }
  /** A host is to enter maintenance or standby mode as soon as it is empty, or is not to any more. */
  hostLeaving: { host: string; leaving: boolean }
  /** Links, partitions, addresses. */
  networkChanged: { network: string }
  /** Access of hosts to a datastore. */
  datastoreChanged: { datastore: string }
  /** A VM that was off on purpose is asked for: its power-on has begun. */
  vmWanted: { vm: string }
  /** A power-on has begun, or nobody looks for a place any more for one that was asked for. */
  placingOver: { vm: string }
  vmPoweredOn: { vm: string; host: string; cause: 'user' | 'ha' | 'drs' }
  vmPoweredOff: { vm: string; host: string; cause: OffCause }
  powerOnFailed: {
    vm: string
    host: string
    attempt: number
    cause: 'user' | 'ha' | 'drs'
    reason: 'fileLocked' | 'powerOnFailed' | 'hostFailed'
    lockHolder: string | null
  }
  lockTaken: { vm: string; host: string }
  /** The lock of a VM is nobody's any more. */
  lockFree: { vm: string; by: 'released' | 'expired'; holder: string }
  /** More room on some host, or another reason to look at VMs that wait. */
  capacityChanged: { host: string | null }
  vmRemoved: { vm: string }
  /** It runs on another host from now on, and never stopped for it: a switch-over, or a takeover by its secondary. Its lock went with it. */
  vmMoved: { vm: string; from: string; to: string; by: 'migration' | 'ft' }
  /** A cold migration has put one that is off on another host. */
  vmRelocated: { vm: string; from: string; to: string }
  /** A stun, or a pause for a question, began or ended. */
  vmStunned: { vm: string; on: boolean }
  /** Its files lie elsewhere. */
  vmFilesMoved: { vm: string }
  /** The process of an FT primary is gone while its secondary runs: the secondary takes over, or `compute.giveUpTakeover`. */
  takeoverDue: { vm: string; from: string; cause: 'hostFailed' | 'processCrash' | 'ft' }
  /** The last byte of a transfer has arrived; `endedAt` is the instant before rounding. */
  transferDone: { id: string; endedAt: number }
  /** A transfer came to a stop (link or datastore gone), or goes on. */
  transferCut: { id: string; cut: boolean }
  /** A migration has ended, or what waited in the queue was dropped: `success`, or why not. `freed`: the budgets that it drew on. */
  migrationEnded: {
    vm: string
    role: MigrationRecord['role']
    kind: MigrationRecord['kind']
    from: string
    to: string
    result: string
    /** From its start; null: it only waited. */
    ranMs: number | null
    freed: readonly string[]
  }
  /** FT's first copy: has left the queue, is done, or failed. */
  ftCopyStarted: { vm: string; host: string }
  ftCopyDone: { vm: string; host: string; durationMs: number; stunMs: number }
  ftCopyFailed: { vm: string; host: string; reason: string }
  /** Fault Tolerance of a VM has another state, or its secondary is elsewhere. */
  ftChanged: { vm: string }
  /** Snapshots or layers of a VM changed. */
  snapshotsChanged: { vm: string }
  /** What lies on a datastore, or will lie there, is more or less by something that has no other signal. */
  spaceChanged: { datastore: string }
  /** A datastore is fuller than an alarm allows, or no longer. */
  spaceLevelChanged: { datastore: string }
  /** The EVC mode of the cluster changed. */
  evcChanged: Record<string, never>
  /** Its settings changed. */
  vmConfigured: { vm: string }
  /** The guest became ready, failed, was reset or rebooted, or its Tools or application did. */
  guestChanged: { vm: string }
  /** What its guest asks for follows another function of time. */
  demandChanged: { vm: string }
  /** Rules or groups changed. */
  rulesChanged: Record<string, never>
  /** Resource pools, or what they hold, changed: settings, a VM that is in another pool. */
  poolsChanged: Record<string, never>
  /** Settings of DRS changed, or it was switched on or off. */
  drsConfigured: Record<string, never>
  /** HA cannot place what it has to restart, and asks DRS for room (DRS-104): told once for each VM and for each time that it waits anew. */
  haNeedsRoom: { vm: string }
  /** Settings of HA changed, or it was switched on or off. */
  haConfigured: Record<string, never>
  /** The agent of a host began or ceased to take part. */
  agentChanged: { host: string }
  /** Its health provider reports something else, or it entered or left quarantine mode. */
  hostHealth: { host: string }
  hostRemoved: { host: string }
  /** Its settings or hardware changed. */
  hostConfigured: { host: string }
  /** Its management daemon stopped or started (HA-005). */
  hostdChanged: { host: string }
  /** A host lost a datastore, the APD time-out passed, or it has it back: see `storageLosses`. */
  storageLossChanged: { datastore: string; host: string; change: 'lost' | 'timedOut' | 'back' }
  /** What a command began has ended later than the command itself: `success`, or why not. */
  workDone: { command: string; entity: string; result: string }
  /** HA has more, fewer or other restarts to do. */
  failoverChanged: Record<string, never>
  /** What admission control counts, hosts or VMs, may have changed; told where no other signal tells it. */
  failoverCapacityChanged: Record<string, never>
  vcenterChanged: Record<string, never>
  /** vCLS entered or left retreat mode. */
  retreatModeChanged: Record<string, never>
  /** vCenter has a connection to the host again. */
  hostReconnected: { host: string }
}

/** Requests from one module to the owner of what is to change. */
export interface Requests {
  'workload.add': { vm: string; demand: LabDemand }
  'workload.change': { vm: string; demand: DemandPatch }
  'workload.remove': { vm: string }
  'storage.takeLock': { vm: string; host: string; datastore: string }
  'storage.releaseLock': { vm: string; host: string }
  'compute.restartVm': { vm: string; host: string; attempt: number }
  /** Ends the process of a VM on a host at once. */
  'compute.stopVm': { vm: string; host: string; cause: OffCause }
  /** Asks the guest to shut down; where it cannot answer nothing happens. */
  'compute.shutDownGuest': { vm: string; cause: 'isolation' }
  /** Does nothing where the VM is another host's by then. */
  'compute.resetVm': { vm: string; host: string; cause: ResetCause; why?: WhyDraft }
  'compute.answerLockLost': { vm: string; host: string }
  /** Groups and rules of the `drs` block of a `cluster.configure`, found to be sound; null: DRS is switched off, and they stay. */
  'rules.configure': { patch: ClusterPatch['drs'] }
  /** The other settings of that block; comes first. */
  'drs.configure': { patch: ClusterPatch['drs'] }
  /** `resourcePools` of a `cluster.configure`, found to be sound; null: all pools go. */
  'resources.configure': { patch: ClusterPatch['resourcePools'] | null }
  /** A person put the VM into a pool, or into the root. */
  'resources.place': { vm: string }
  /** Its pool is gone: the VM belongs to another, null being the root. */
  'compute.setPool': { vm: string; pool: string | null }
  /** VMs that HA restarted at the root of their hosts are in their pools again (HA-105): DRS does that with each pass. */
  'resources.attach': Record<string, never>
  /** DRS is to place VMs whose power-on was asked for (`placing`): one group, or one VM. */
  'drs.place': { vms: readonly string[] }
  /** Powers a VM on that DRS has placed. `cause`: `drs` where a person applied the recommendation, or others came first. */
  'compute.powerOnVm': { vm: string; host: string; cause: 'user' | 'drs' }
  /** It is not placed after all; `result` is that of its task. */
  'compute.notPlaced': { vm: string; result: string }
  /** DPM puts a host into standby mode, and wakes it. */
  'compute.enterStandby': { host: string }
  'compute.exitStandby': { host: string }
  /** What Proactive HA does about a host (HA-181); does nothing where that was done. */
  'compute.remedy': { host: string; remedy: HostRecord['remedy'] }
  /** Registers a VM that is off on another host. */
  'compute.register': { vm: string; host: string }
  /** Stops and resumes the guest of a VM that runs; does nothing where it does not. */
  'compute.stun': { vm: string; on: boolean }
  /** The guest is paused with a question (SN-016); `go`: it goes on. */
  'compute.pause': { vm: string; on: boolean; why?: WhyDraft }
  /** The process with the lock is now on `to` (VM-020, FT-017), with `files` if they lie elsewhere then: emits the change of the lock unless `quiet`, then signals `vmMoved`. */
  'compute.moveVm': { vm: string; from: string; to: string; by: 'migration' | 'ft'; quiet: boolean; files?: Pick<LabVm, 'datastore' | 'disks'> }
  /** Registers a VM that is off elsewhere, with its files where they are by now; does nothing where it is not off. */
  'compute.relocate': { vm: string; host: string } & Partial<Pick<LabVm, 'datastore' | 'disks'>>
  /** Its files lie there from now on. */
  'compute.setFiles': { vm: string; datastore: string; disks: LabVm['disks'] }
  /** Ends the process of an FT primary that lives: its secondary is about to take over (FT-020, FT-024). Signals `takeoverDue` with the cause `ft`. */
  'compute.yieldToSecondary': { vm: string; from: string }
  /** No secondary takes over: the VM is down. */
  'compute.giveUpTakeover': { vm: string; cause: 'hostFailed' | 'processCrash' }
  /** What a revert makes of a VM: off, or on at a captured instant (SN-002). Its settings are those of the snapshot. */
  'compute.revertTo': { vm: string; cfg: LabVm; guest: CapturedGuest | null }
  /** A change of settings that comes from the engine, not from a person (FT-010). */
  'compute.reserveMemory': { vm: string; memoryReservationMiB: number }
  'storage.handOverLock': { vm: string; from: string; to: string; quiet: boolean }
  /** A transfer joins the links of its hosts (null: none); it sends nothing yet. */
  'transfer.begin': Pick<TransferRecord, 'id' | 'hosts'>
  /** It sends so many bytes, from `from` on (ms, not rounded; by default now), through these datastores (by default none). */
  'transfer.send': { id: string; bytes: number; from?: number; pinned?: boolean } & Partial<Pick<TransferRecord, 'datastores' | 'writes'>>
  /** It leaves; nothing is told. */
  'transfer.end': { id: string }
  /** FT's first copy, through the queue of migrations (FT-014, VM-060). Answered by `ftCopy…`. */
  'migration.ftCopy': { vm: string; host: string; datastore: string }
  /** A migration that the engine asks for (evacuation, a secondary that has to leave); past the checks, into the queue. */
  'migration.start': { vm: string; role: 'primary' | 'secondary' | null; to: string; datastore: string | null; command: string | null }
  'migration.cancel': { vm: string; role: 'primary' | 'secondary' | null }
  /** HA wants a new secondary (FT-017, HA-088). Answered by `ha.secondaryTried`. `failure`: of which failover; null: of none. */
  'ft.startSecondary': { vm: string; failure: number | null }
  /** To itself, when the VM has its new host. */
  'ft.next': { vm: string }
  /** Fault Tolerance on or off for a VM that does not run; `host`: where its secondary is to be, null: chosen. */
  'ft.setUp': { vm: string; on: boolean; host: string | null }
  /** To itself, so that the copy has begun when HA goes on. */
  'ft.answerHa': { vm: string; failure: number }
  'ha.secondaryTried': { vm: string; failure: number }
  /** `evcMode` of a `cluster.configure`; null: EVC is switched off. */
  'evc.configure': { mode: EvcMode | null }
  /** HA-133: the agent of the host wants to know whether the VM could run elsewhere. Answered by `vmcp.capacity`. */
  'ha.askCapacity': { vm: string; host: string }
  'vmcp.capacity': {
    vm: string
    host: string
    capacity: Capacity
    /** Who was asked, and the host that it would choose. */
    primary: string | null
    target: string | null
    rejected: readonly Rejected[]
  }
}

/** A timer is fired to the module that its name begins with. */
export interface Timers {
  'compute.hostBooted': { host: string }
  'compute.powerOnDone': { vm: string }
  'compute.powerOnGrace': { vm: string; issuedAt: number }
  'compute.guestReady': { vm: string }
  'compute.guestStopped': { vm: string; cause: 'guest' | 'isolation' }
  'storage.leaseEnds': { vm: string }
  'monitoring.look': { vm: string }
  'storage.apdTimeout': { datastore: string; host: string }
  'vmcp.act': { vm: string; host: string }
  'rules.known': { rule: string }
  'vcenter.hostSilent': { host: string }
  'ha.agent': { host: string }
  'ha.agentBack': { host: string }
  'ha.election': { id: number }
  'ha.view': { by: string; host: string }
  'ha.listLease': { datastore: string }
  'ha.commit': { vm: string }
  'ha.retry': { vm: string }
  'ha.levelTimeout': { failure: number }
  'ha.ready': { vm: string }
  'ha.takeOver': { host: string }
  /** `by`: the primary that read of it in the poweron file of a host that it does not hear. */
  'ha.vmFailed': { vm: string; by: string | null }
  'ha.lookAgain': { vm: string }
  'ha.isolationShutdown': { host: string; vm: string }
  'ha.vcenterSilent': Record<string, never>
  'ha.unmask': { vm: string }
  'ha.usage': Record<string, never>
  'transfer.done': { id: string }
  'transfer.writes': { id: string }
  'drs.pass': Record<string, never>
  /** A pass that an event asked for, in the instant in which it did. */
  'drs.passSoon': Record<string, never>
  'drs.expires': { id: string }
  'migration.step': { id: string }
  'migration.cut': { id: string }
  'migration.dirty': { id: string }
  'migration.cleaned': { vm: string; host: string }
  'snapshots.step': { vm: string }
  /** A snapshot of the VM has come to the age of SN-006. */
  'snapshots.aged': { vm: string }
  'snapshots.full': { datastore: string }
  'snapshots.level': { datastore: string }
  'ft.step': { vm: string }
  'clients.settled': { vm: string }
}

/** A command that is being handled, and what has come of it so far. */
export interface TakenCommand {
  readonly name: string
  readonly args: CommandArgs
  /** `seq` of its `command.received`. */
  readonly seq: number
  readonly refusals: readonly { readonly reason: string; readonly vm: string | null; readonly seq: number }[]
  /** `seq` of the newest event. */
  readonly newest: number
}

/** Commands from outside arrive with the arguments that the contract parsed. */
export type CommandArgs = Readonly<Record<string, unknown>>
