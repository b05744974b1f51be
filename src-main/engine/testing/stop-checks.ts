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
  private readonly crashes = new Map<string, { readonly at: number; readonly dueAt: number }>()

  constructor(kernel: Kernel, leftDown: ReadonlySet<string>) {
    this.kernel = kernel
    this.leftDown = leftDown
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
    const owner = world.protectedLists.get(datastore)?.owner ?? null
    if (reaches(world, host, datastore) && (owner === null || world.agents.get(owner)?.state !== 'primary'))
      fail('somebodyRestarts', `${host} stops ${vm}, and no primary owns ${datastore}`)
  }

  /** What the host took itself for when that was logged, where it has said something else since in the same turn. */
  private stateAt({ seq }: LabEvent, host: string): string | undefined {
    const next = this.kernel.log
      .slice(seq + 1)
      .find((later) => later.type === 'ha.hostStateChanged' && later['host'] === host && later['by'] === 'self')
    return next?.['from'] as string | undefined
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
      if (!isOpen || world.restarts.has(vm) || !partitionOf(this.kernel, owner).includes(record.host)) continue
      const priority = record.cfg.ha.restartPriority ?? world.ha.get('ha')?.cfg.restartPriority
      if (priority !== 'disabled') fail('crashesAreNoticed', `${vm} crashed at ${at} ms, and ${owner} does not restart it`)
    }
  }
}
