/** What the swarm asks of VMs that stop while their host goes on: isolation responses (HA-075 to HA-080) and processes that die (HA-023). */
import type { LabEvent } from '../../contract/events.ts'
import { constants as product } from '../../knowledge/constants.ts'
import type { Kernel } from '../core/simulation.ts'
import { partitionOf } from '../modules/ha/cluster.ts'
import { ownerOf } from '../modules/ha/lists.ts'
import { reaches } from '../reads/storage.ts'
import { BrokenRule } from './broken-rule.ts'

function fail(rule: string, seen: string): never {
  throw new BrokenRule(rule, seen)
}

export class StopChecks {
  private readonly kernel: Kernel
  /** VMs that HA may leave down. */
  private readonly leftDown: ReadonlySet<string>
  /** Which primary has the list of a datastore locked, as far as the log has been read. */
  private readonly listOwners: ReadonlyMap<string, string>
  private readonly crashes = new Map<string, { readonly at: number; readonly dueAt: number }>()

  constructor(kernel: Kernel, seen: { readonly leftDown: ReadonlySet<string>; readonly listOwners: ReadonlyMap<string, string> }) {
    this.kernel = kernel
    this.leftDown = seen.leftDown
    this.listOwners = seen.listOwners
  }

  forget(vm: string): void {
    this.crashes.delete(vm)
  }

  /** HA-027, HA-051, HA-054, HA-075, HA-079, HA-080. */
  responded(event: LabEvent): void {
    const { world } = this.kernel
    const { vm, host, response } = event as unknown as { readonly vm: string; readonly host: string; readonly response: string }
    const cfg = world.ha.get('ha')?.cfg
    const record = world.vms.get(vm)
    const agent = world.agents.get(host)
    if (cfg === undefined || record === undefined || agent === undefined) return
    if (!cfg.hostMonitoring) fail('hostMonitoringGuards', `${host} responds to its isolation while host monitoring is off`)
    const waitedMs = Number(event.why?.inputs['waitedMs'])
    // A host that was to enter maintenance mode has done so once its last VM was stopped.
    const state = this.stateAt(event, host) ?? agent.state
    const isIsolated = state === 'networkIsolated' || state === 'none'
    if (!isIsolated || waitedMs < product['HA-051'].leastDelayMs)
      fail('responsesWait', `${host} responds ${waitedMs} ms after it declared itself isolated`)
    if ((record.cfg.ha.restartPriority ?? cfg.restartPriority) === 'disabled' && response !== 'disabled')
      fail('disabledIsExempt', `${host} responds to ${vm}, whose restart priority is Disabled`)
    if (response === 'deferred' || response === 'disabled') return
    if (response !== (record.cfg.ha.isolationResponse ?? cfg.isolationResponse)) fail('responseIsSet', `${host} does ${response} to ${vm}`)
    const { datastore } = record.cfg
    if (reaches(world, host, datastore) && !this.hasLivingOwner(event, datastore))
      fail('somebodyRestarts', `${host} stops ${vm}, and no primary owns ${datastore}`)
  }

  /** A primary had the list locked when that was logged. One that gave it up later in the same turn (HA-014) still lived. */
  private hasLivingOwner({ seq }: LabEvent, datastore: string): boolean {
    const { world, log } = this.kernel
    // HA-039: nobody sees the list of a vSAN datastore locked.
    const isVsan = world.datastores.get(datastore)?.cfg.type === 'vsan'
    const owner = (isVsan ? world.protectedLists.get(datastore)?.owner : this.listOwners.get(datastore)) ?? null
    if (owner === null) return false
    const isRelease = (later: LabEvent): boolean =>
      later.type === 'lock.released' && later['file'] === 'protectedList' && later['datastore'] === datastore && later['host'] === owner
    return world.agents.get(owner)?.state === 'primary' || log.slice(seq + 1).some(isRelease)
  }

  /** What the host took itself for when that was logged, where it has said something else since in the same turn. */
  private stateAt({ seq }: LabEvent, host: string): string | undefined {
    const next = this.kernel.log
      .slice(seq + 1)
      .find((later) => later.type === 'ha.hostStateChanged' && later['host'] === host && later['by'] === 'self')
    return next?.['from'] as string | undefined
  }

  /** HA-139: it has come to another host, whose agent may be the first to tell of it. */
  relocated(vm: string): void {
    if (this.crashes.has(vm)) this.crashed(vm)
  }

  /** HA-023, HA-139 */
  crashed(vm: string): void {
    const waitSeconds = this.kernel.world.ha.get('ha')?.cfg.advancedOptions['das.config.fdm.policy.unknownstatemonitorperiod'] ?? null
    const waitMs = waitSeconds === null ? product['HA-139'].unknownStateMonitorMs : Number(waitSeconds) * 1000
    this.crashes.set(vm, { at: this.kernel.now, dueAt: this.kernel.now + waitMs })
  }

  /** Throws BrokenRule. */
  afterTurn(): void {
    const { world, now } = this.kernel
    for (const [vm, { at, dueAt }] of this.crashes) {
      // HA-107: without vCenter nobody knows for a while what became of a Storage vMotion.
      if (now <= Math.max(dueAt, world.protection.get(vm)?.maskedUntil ?? 0)) continue
      this.crashes.delete(vm)
      const record = world.vms.get(vm)
      const owner = record === undefined ? null : ownerOf(this.kernel, vm)
      const electedAt = owner === null ? null : (world.agents.get(owner)?.electedAt ?? null)
      if (record === undefined || owner === null || electedAt === null || electedAt >= at) continue
      const isOpen = record.power === 'off' && record.host !== null && world.protection.get(vm)?.committed === true && !this.leftDown.has(vm)
      // HA-070: to the primary it ran where the process with its lock did, not where an older one went on.
      const place = world.protection.get(vm)?.endedOn ?? record.host
      if (!isOpen || place === null || world.restarts.has(vm) || !partitionOf(this.kernel, owner).includes(place)) continue
      const priority = record.cfg.ha.restartPriority ?? world.ha.get('ha')?.cfg.restartPriority
      if (priority !== 'disabled') fail('crashesAreNoticed', `${vm} crashed at ${at} ms, and ${owner} does not restart it`)
    }
  }
}
