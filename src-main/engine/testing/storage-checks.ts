/** What the swarm asks of lost datastores and of component protection, read from the log and compared with the product's constants. */
import { constants as product } from '../../knowledge/constants.ts'
import type { LabEvent } from '../../contract/events.ts'
import { stampOf } from '../core/derived.ts'
import type { StorageLossRecord, VmRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import { agentUp, settingOf } from '../reads/ha.ts'
import { datastoresOf, reaches } from '../reads/storage.ts'
import { BrokenRule } from './broken-rule.ts'

/** What decides who is to be ended, and when. */
const stampOfWatches = stampOf('agents', 'storageLosses', 'vms', 'vmcp', 'ha', 'hosts', 'ftPairs')

export class StorageChecks {
  private readonly kernel: Kernel
  private watchStamp = -1
  /** At the end of the turn before, and those of this turn: a host that goes to standby mode once its VMs are ended, or its secondaries lost, has lost nothing any more. */
  private readonly losses = new Map<string, Pick<StorageLossRecord, 'kind' | 'sinceAt' | 'timedOutAt'>>()
  private lossesVersion = -1

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  /** Throws BrokenRule. */
  take(event: LabEvent): void {
    if (event.type === 'vmcp.pdl')
      this.losses.set(`${String(event['datastore'])}>${String(event['host'])}`, { kind: 'pdl', sinceAt: this.kernel.now, timedOutAt: null })
    else if (event.type === 'vmcp.apdTimeout') this.timedOut(event['host'] as string, event['datastore'] as string)
    else if (event.type === 'vm.poweredOff' && event['cause'] === 'vmcp') this.ended(event['vm'] as string, event['host'] as string)
    else if (event.type === 'vm.reset' && event['cause'] === 'apdRecovery') this.reset(event['vm'] as string, event['host'] as string)
  }

  private fail(rule: string, seen: string): never {
    throw new BrokenRule(rule, seen)
  }

  /** HA-129 */
  private timedOut(host: string, datastore: string): void {
    const { world, now } = this.kernel
    const key = `${datastore}>${host}`
    const loss = world.storageLosses.get(key) ?? this.losses.get(key)
    const own = Number(world.hosts.get(host)?.cfg.advancedOptions['misc.apdtimeout'] ?? Number.NaN) * 1000
    const { apdTimeoutMs, minMs, maxMs } = product['HA-129']
    const wanted = own >= minMs && own <= maxMs ? own : apdTimeoutMs
    if (loss === undefined || now - loss.sinceAt !== wanted)
      this.fail(
        'apdTimesOut',
        `${host} declared the time-out of ${datastore} ${loss === undefined ? 'that it has not lost' : `after ${now - loss.sinceAt} ms`}`,
      )
    // Its delay may be over in this turn too, and the host in standby mode by its end.
    else this.losses.set(key, { ...loss, timedOutAt: now })
  }

  private isDue(vm: VmRecord, host: string): boolean {
    const { world, now } = this.kernel
    const cfg = world.ha.get('ha')?.cfg
    if (cfg === undefined) return false
    return datastoresOf(vm.cfg).some((datastore) => {
      const loss = world.storageLosses.get(`${datastore}>${host}`) ?? this.losses.get(`${datastore}>${host}`)
      if (loss === undefined || reaches(world, host, datastore)) return false
      if (loss.kind === 'pdl') return settingOf(cfg, vm.cfg, 'pdlResponse') === 'powerOffAndRestart'
      const acts = settingOf(cfg, vm.cfg, 'apdResponse').startsWith('powerOff')
      return acts && loss.timedOutAt !== null && now >= loss.timedOutAt + settingOf(cfg, vm.cfg, 'apdResponseDelay')
    })
  }

  /** HA-127 to HA-134: nobody is ended who has all datastores, whose delay runs, or who would not be restarted. */
  private ended(name: string, host: string): void {
    const { world } = this.kernel
    const vm = world.vms.get(name)
    const cfg = world.ha.get('ha')?.cfg
    if (vm === undefined || cfg === undefined) this.fail('onlyLossesEndVms', `${name} was ended without HA`)
    if (!this.isDue(vm, host)) this.fail('onlyLossesEndVms', `${name} was ended on ${host}, and no loss there was due`)
    if (!cfg.hostMonitoring || settingOf(cfg, vm.cfg, 'restartPriority') === 'disabled')
      this.fail('endedAreRestarted', `${name} was ended and would not be restarted`)
    if (world.protection.get(name)?.committed !== true) this.fail('endedAreRestarted', `${name} was ended and is not protected`)
  }

  /** HA-132, HA-124 */
  private reset(name: string, host: string): void {
    const { world } = this.kernel
    const vm = world.vms.need(name)
    const cfg = world.ha.get('ha')?.cfg
    if (cfg === undefined || settingOf(cfg, vm.cfg, 'apdResponseRecovery') !== 'resetVms') this.fail('resetsWhereAsked', `${name} was reset unasked`)
    for (const datastore of datastoresOf(vm.cfg))
      if (!reaches(world, host, datastore)) this.fail('resetsReachTheirFiles', `${name} was reset on ${host}, which does not reach ${datastore}`)
  }

  /** HA-129, HA-130: whoever is due is being dealt with. */
  afterTurn(): void {
    const { world } = this.kernel
    if (this.lossesVersion !== world.storageLosses.version) {
      this.lossesVersion = world.storageLosses.version
      this.losses.clear()
      for (const [key, loss] of world.storageLosses.entries()) this.losses.set(key, loss)
    }
    const stamp = stampOfWatches(world)
    if (world.storageLosses.size === 0 || stamp === this.watchStamp) return
    this.watchStamp = stamp
    const cfg = world.ha.get('ha')?.cfg
    if (cfg?.hostMonitoring !== true) return
    for (const vm of world.vms.values()) {
      if (settingOf(cfg, vm.cfg, 'restartPriority') === 'disabled' || world.ftPairs.has(vm.name)) continue
      for (const { host } of vm.instances) {
        const isOverlooked = agentUp(world, host) && !world.vmcp.has(`${vm.name}>${host}`) && this.isDue(vm, host)
        if (isOverlooked) this.fail('lossesAreDealtWith', `${vm.name} is to be ended on ${host}, and nobody looks at it`)
      }
    }
  }
}
