/**
 * What the swarm asks of DRS over several passes: while nothing else has changed it takes no VM back to where it took it from, and wakes no host
 * that it has sent to standby. A change is whatever passes look at and DRS itself does not make: what VMs ask for, commands, who is up.
 */
import { constants as product } from '../../knowledge/constants.ts'
import type { LabEvent } from '../../contract/events.ts'
import { stampOf } from '../core/derived.ts'
import type { ConnectionRecord, HostRecord, ShownRecord, VmRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import { nextChangeOf } from '../reads/demand.ts'
import { drsSettings } from '../reads/drs.ts'
import { BrokenRule } from './broken-rule.ts'

interface Recommended {
  readonly vm: string
  readonly from: string
  readonly to: string
  /** How many changes had been seen by then; null: what VMs asked for was still on its way into the averages. */
  readonly changes: number | null
}

/** What else decides where VMs belong; the moves of DRS write none of these. */
const stampOfRest = stampOf('networks', 'datastores', 'storageLosses', 'ftPairs', 'snapshotJobs', 'detached', 'ha', 'restarts', 'evc')
const averaged = ['cpuMHz', 'memoryMiB', 'grantedMiB', 'consumedMiB', 'netMbps'] as const
const MINUTE_MS = 60_000
/** What has failed is tried again, and takes along whoever is kept together with it. */
const RETRIED_MS = 10 * MINUTE_MS
/** DRS-087 */
const POWER_WINDOW_MS = product['DRS-087'].mostSeconds * 1000

export class SteadyChecks {
  private readonly kernel: Kernel
  private changes = 0
  private readonly recommended = new Map<string, Recommended>()
  /** Moves of DRS that are under way, by VM, and those that have ended in this turn. */
  private readonly moves = new Map<string, Recommended>()
  private readonly ended = new Set<string>()
  /** Since the last change: hosts that DRS has taken each VM from, and those that it has sent to standby. */
  private readonly left = new Map<string, Set<string>>()
  private readonly asleep = new Set<string>()
  /** Hosts that DRS is sending to standby, and how many changes had been seen when it began to. */
  private readonly goingToSleep = new Map<string, number>()
  private readonly vms = new Changes<VmRecord>((was, is) => this.isMovedByDrs(was, is))
  private readonly hosts = new Changes<HostRecord>(onlyPowerOfDrs)
  private readonly connections = new Changes<ConnectionRecord>((_was, _is, host) => this.sleeps(host))
  /** What agents are shown as, by vCenter and by each other: admission control counts hosts by it. */
  private readonly shown = new Changes<ShownRecord>((was, is, key) => was.state === is.state || this.sleeps(key.slice(key.indexOf('>') + 1)))
  private restStamp = -1
  /** When a migration failed last. */
  private failedAt = -Infinity

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  /** Throws BrokenRule. */
  take(event: LabEvent): void {
    switch (event.type) {
      case 'command.received':
        return this.changed()
      case 'drs.recommendation':
        return event['kind'] === 'migrate' ? this.recommendsMove(event) : event['kind'] === 'hostPowerOn' ? this.recommendsHost(event) : undefined
      case 'drs.applied': {
        const move = this.recommended.get(event['id'] as string)
        if (move !== undefined) this.moves.set(move.vm, move)
        return
      }
      case 'host.standbyEntering':
        if (event['by'] === 'drs') this.goingToSleep.set(event['host'] as string, this.changes)
        return
      case 'host.standbyEntered':
        return this.sleptIn(event['host'] as string)
      case 'vmotion.completed':
      case 'vmotion.failed':
        return this.moveEnded(event)
    }
  }

  private recommendsMove(event: LabEvent): void {
    const { vm, from, to } = event as unknown as Recommended
    const isSteady = this.kernel.now - this.failedAt > RETRIED_MS && this.isSteady(null)
    this.recommended.set(event['id'] as string, { vm, from, to, changes: isSteady ? this.changes : null })
    // DPM gathers on fewer hosts what was balanced: a circle only where the host is woken again.
    if (isSteady && event['reason'] !== 'enterStandby' && this.left.get(vm)?.has(to) === true)
      this.fail(`DRS moves ${vm} from ${from} back to ${to} (${String(event['reason'])}), and nothing else has changed since it took it from there`)
  }

  /** What has changed while its VMs were moved off it may well be why it is woken. */
  private sleptIn(host: string): void {
    const changes = this.goingToSleep.get(host)
    this.goingToSleep.delete(host)
    if (changes === this.changes) this.asleep.add(host)
  }

  private recommendsHost({ host }: LabEvent): void {
    if (this.asleep.has(host as string) && this.isSteady(POWER_WINDOW_MS))
      this.fail(`DRS wakes ${String(host)}, and nothing else has changed since it sent it to standby`)
  }

  /** What VMs ask for has been the same for as long as it is averaged over (DRS-028). */
  private isSteady(windowMs: number | null): boolean {
    const { world, now } = this.kernel
    const threshold = drsSettings(world)?.migrationThreshold ?? 3
    const { smallMinutes, largeMinutes, largeFromMiB } = product['DRS-028']
    for (const { name, power, cfg } of world.vms.values()) {
      if (power !== 'on') continue
      const window = windowMs ?? (cfg.memoryMiB < largeFromMiB ? smallMinutes : largeMinutes)[threshold - 1]! * MINUTE_MS
      if ((world.demands.get(name)?.past.at(-1)?.until ?? -Infinity) > now - window) return false
      if (averaged.some((key) => nextChangeOf(world, name, key, now) !== null)) return false
    }
    return true
  }

  private moveEnded(event: LabEvent): void {
    const name = event['vm'] as string
    const move = this.moves.get(name)
    this.moves.delete(name)
    if (event.type === 'vmotion.failed') this.failedAt = this.kernel.now
    if (move === undefined || event.type === 'vmotion.failed') return this.changed()
    this.ended.add(name)
    if (move.changes !== this.changes) return
    this.left.set(name, (this.left.get(name) ?? new Set<string>()).add(move.from))
  }

  private isMovedByDrs(was: VmRecord, is: VmRecord): boolean {
    const isSame =
      was.cfg === is.cfg &&
      was.power === is.power &&
      was.guest === is.guest &&
      was.question === is.question &&
      was.awaitsTakeover === is.awaitsTakeover &&
      was.instances.length === is.instances.length &&
      (was.powerOn === null) === (is.powerOn === null)
    return isSame && (was.host === is.host || this.ended.has(is.name))
  }

  /** What of a host changes since DPM has sent it to standby. */
  private sleeps(name: string): boolean {
    const host = this.kernel.world.hosts.get(name)
    return host?.standbyBy === 'drs' && host.power !== 'on'
  }

  private changed(): void {
    this.changes++
    this.left.clear()
    this.asleep.clear()
  }

  /** After all events of a turn. */
  afterTurn(): void {
    const { world } = this.kernel
    const rest = stampOfRest(world)
    const isOther = rest !== this.restStamp
    this.restStamp = rest
    // Each has to be brought up to date.
    const others = [
      this.vms.found(world.vms),
      this.hosts.found(world.hosts),
      this.connections.found(world.connections),
      this.shown.found(world.shown),
    ]
    if (isOther || others.includes(true)) this.changed()
    this.ended.clear()
  }

  private fail(seen: string): never {
    throw new BrokenRule('noPingPong', seen)
  }
}

/** DPM's own work, or nothing that passes look at. */
function onlyPowerOfDrs(was: HostRecord, is: HostRecord): boolean {
  const isSame = was.cfg === is.cfg && was.maintenance === is.maintenance && was.disconnected === is.disconnected && was.health === is.health
  return isSame && (was.power === is.power || (is.standbyBy === 'drs' && is.power !== 'off'))
}

interface Rows<T> {
  readonly version: number
  readonly size: number
  entries(): Iterable<[string, T]>
}

/** Records of a table that are others than they were, and not only in what does not count. */
class Changes<T> {
  private version = -1
  private readonly known = new Map<string, T>()
  private readonly isIdle: (was: T, is: T, key: string) => boolean

  constructor(isIdle: (was: T, is: T, key: string) => boolean) {
    this.isIdle = isIdle
  }

  found(table: Rows<T>): boolean {
    if (table.version === this.version) return false
    this.version = table.version
    const { known } = this
    let found = table.size !== known.size
    if (found) for (const key of [...known.keys()]) known.delete(key)
    for (const [key, is] of table.entries()) {
      const was = known.get(key)
      if (was === is) continue
      known.set(key, is)
      if (was === undefined || !this.isIdle(was, is, key)) found = true
    }
    return found
  }
}
