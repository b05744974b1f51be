/** What the swarm asks of migrations, snapshots, Fault Tolerance and what clients see, read from the log and from one turn to the next. */
import type { LabEvent } from '../../contract/events.ts'
import { stampOf } from '../core/derived.ts'
import type { VmRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import { datastoresOf } from '../reads/storage.ts'
import { costInUse } from '../reads/vmotion.ts'
import { BrokenRule } from './broken-rule.ts'

type Fields = Readonly<Record<string, unknown>>

/** Where a VM was and where its files lay when its migration began. */
interface Begun {
  readonly kind: string
  readonly from: string
  readonly to: string
  readonly datastore: string | null
  readonly files: string
  readonly startedAt: number
}

/** Where a VM runs, if anywhere, and where its files lie. */
interface Place {
  readonly host: string | null
  readonly cfg: VmRecord['cfg']
}

/** Events that may put a running VM on another host. */
const moving: ReadonlySet<string> = new Set(['vmotion.switchover', 'ft.failover', 'vm.poweredOn', 'vm.poweredOff', 'lock.acquired'])
/** Events that may put files of a VM elsewhere. */
const movingFiles: ReadonlySet<string> = new Set(['vmotion.completed', 'ft.failover', 'vm.configured', 'vm.created', 'vm.removed'])

/** What decides whether a VM may be stunned. */
const stampOfStuns = stampOf('vms', 'migrations', 'snapshotJobs', 'ftPairs')
const stampOfHosts = stampOf('vms')
const stampOfQueue = stampOf('migrations', 'migrationBudgets')

export class MovingChecks {
  private readonly kernel: Kernel
  private readonly begun = new Map<string, Begun>()
  /** By VM, at the end of the turn before. */
  private places: ReadonlyMap<string, Place>
  private hostsStamp = -1
  private stunsStamp = -1
  private queueStamp = -1
  private readonly moved = new Set<string>()
  private readonly filesMoved = new Set<string>()

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.places = this.placesNow()
  }

  /** Throws BrokenRule. */
  take(event: LabEvent): void {
    const fields = event as unknown as Fields
    const vm = fields['vm'] as string
    if (moving.has(event.type)) this.moved.add(vm)
    if (movingFiles.has(event.type)) this.filesMoved.add(vm)
    switch (event.type) {
      case 'vmotion.started':
        return this.started(fields)
      case 'vmotion.completed':
        return this.completed(fields)
      case 'vmotion.failed':
        return this.failed(fields)
      case 'client.outage':
        return this.outage(fields)
      case 'ft.protected':
        if (fields['primary'] === fields['secondary'])
          this.fail('pairsStayApart', `both copies of ${vm} are protected on ${String(fields['primary'])}`)
        return
      case 'vm.removed':
        this.begun.delete(vm)
    }
  }

  /** After all events of a turn. */
  afterTurn(): void {
    this.nobodyJumps()
    this.stunsAreExplained()
    this.queueMovesOn()
    this.moved.clear()
    this.filesMoved.clear()
  }

  private fail(rule: string, seen: string): never {
    throw new BrokenRule(rule, seen)
  }

  /** Migrations of secondaries have no files and no lock of their own here. */
  private started(fields: Fields): void {
    if (fields['role'] === 'secondary') return
    const vm = fields['vm'] as string
    if (this.begun.has(vm)) this.fail('oneMigrationEach', `${vm} begins to migrate in the middle of a migration`)
    this.begun.set(vm, {
      kind: fields['kind'] as string,
      from: fields['from'] as string,
      to: fields['to'] as string,
      datastore: (fields['datastore'] ?? null) as string | null,
      files: filesOf(this.kernel.world.vms.need(vm)),
      startedAt: this.kernel.now,
    })
  }

  /** VM-020: everything of it is at the destination. */
  private completed(fields: Fields): void {
    if (fields['role'] === 'secondary') return
    const { world, now } = this.kernel
    const name = fields['vm'] as string
    const begun = this.begun.get(name)
    if (begun === undefined) this.fail('migrationsEndOnce', `${name} has migrated without having begun to`)
    this.begun.delete(name)
    const vm = world.vms.need(name)
    if (vm.host !== begun.to) this.fail('nothingHalfMigrated', `${name} migrated to ${begun.to} and is on ${String(vm.host)}`)
    const lock = world.locks.get(name)
    if (vm.power === 'on' && lock?.holder !== begun.to)
      this.fail('nothingHalfMigrated', `${String(lock?.holder)} holds the lock of ${name}, which runs on ${begun.to}`)
    if (begun.datastore !== null && datastoresOf(vm.cfg).some((datastore) => datastore !== begun.datastore))
      this.fail('nothingHalfMigrated', `files of ${name} lie outside ${begun.datastore}`)
    if (begun.datastore === null && filesOf(vm) !== begun.files) this.fail('nothingHalfMigrated', `files of ${name} moved with a migration of memory`)
    const { totalMs, stunMs } = fields as { readonly totalMs: number; readonly stunMs: number }
    if (Math.abs(now - begun.startedAt - totalMs) > 1)
      this.fail('migrationsTakeTheirTime', `${name} migrated in ${now - begun.startedAt} ms and reports ${totalMs}`)
    if (stunMs > totalMs) this.fail('migrationsTakeTheirTime', `${name} was stunned for longer than its migration`)
  }

  /** VM-050: it stays on its source, in its original state. */
  private failed(fields: Fields): void {
    if (fields['role'] === 'secondary') return
    const name = fields['vm'] as string
    const begun = this.begun.get(name)
    this.begun.delete(name)
    const vm = this.kernel.world.vms.get(name)
    if (begun === undefined || vm === undefined) return
    if (filesOf(vm) !== begun.files) this.fail('failuresLeaveTheSource', `files of ${name} moved although its migration failed`)
    if (fields['reason'] === 'destinationHostFailed' && (vm.host !== begun.from || vm.power === 'off') && begun.kind !== 'cold')
      this.fail('failuresLeaveTheSource', `${name} does not run on ${begun.from} although only ${begun.to} failed`)
  }

  /** VM-082 */
  private outage(fields: Fields): void {
    const name = fields['vm'] as string
    const { durationMs, pingsLost } = fields as { readonly durationMs: number; readonly pingsLost: number }
    const ping = this.kernel.world.vms.get(name)?.cfg.clientPing ?? null
    if (ping === null) this.fail('pingsAreCounted', `nobody pings ${name}`)
    const least = Math.floor(durationMs / ping.interval)
    const early = this.kernel.now - durationMs < ping.phase
    if (pingsLost > least + 1 || (pingsLost < least && !early))
      this.fail('pingsAreCounted', `${pingsLost} pings of ${name} were lost in ${durationMs} ms, one each ${ping.interval} ms`)
  }

  private placesNow(): ReadonlyMap<string, Place> {
    const places = new Map<string, Place>()
    for (const { name, cfg, host, instances } of this.kernel.world.vms.values()) places.set(name, { cfg, host: instances.length === 1 ? host : null })
    return places
  }

  /** VM-020: the host of a VM changes at the switch-over, never before, and nobody else moves it; nor its files, not even a revert (SN-027). */
  private nobodyJumps(): void {
    const stamp = stampOfHosts(this.kernel.world)
    if (stamp === this.hostsStamp) return
    this.hostsStamp = stamp
    const places = this.placesNow()
    for (const [vm, { host, cfg }] of places) {
      const before = this.places.get(vm)
      if (before === undefined) continue
      if (before.host !== null && host !== null && before.host !== host && !this.moved.has(vm))
        this.fail('nobodyJumps', `${vm} is on ${host} and was on ${before.host}`)
      if (before.cfg !== cfg && !this.filesMoved.has(vm) && filesOf(before) !== filesOf({ cfg }))
        this.fail('nobodyJumps', `files of ${vm} are at ${filesOf({ cfg })} and were at ${filesOf(before)}`)
    }
    this.places = places
  }

  /** Downtime of a VM that is on has a reason: a stun of a migration, a snapshot or a first copy, a question, or a takeover. */
  private stunsAreExplained(): void {
    const { world } = this.kernel
    const stamp = stampOfStuns(world)
    if (stamp === this.stunsStamp) return
    this.stunsStamp = stamp
    for (const vm of world.vms.values()) {
      if (vm.power !== 'on' || vm.downSince === null) continue
      const stunned = vm.stunned && (world.snapshotJobs.has(vm.name) || world.migrations.get(vm.name)?.stunnedAt != null)
      if (!stunned && vm.question !== 'outOfSpace' && !vm.awaitsTakeover)
        this.fail('downtimeHasAReason', `${vm.name} is on and executes no guest code`)
    }
  }

  /** VM-061: who waits in the queue waits for something that is used up. */
  private queueMovesOn(): void {
    const { world } = this.kernel
    const stamp = stampOfQueue(world)
    if (stamp === this.queueStamp) return
    this.queueStamp = stamp
    for (const { vm, waitsFor } of world.migrations.values())
      if (waitsFor !== null && costInUse(world, waitsFor.key) + waitsFor.cost <= waitsFor.budget)
        this.fail('queueMovesOn', `${vm} waits for ${waitsFor.key}, which has room for it`)
  }
}

function filesOf({ cfg }: Pick<VmRecord, 'cfg'>): string {
  return JSON.stringify([cfg.datastore, cfg.disks.map(({ datastore }) => datastore)])
}
