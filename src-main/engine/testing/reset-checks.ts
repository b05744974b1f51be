/** What the swarm asks of resets by monitoring: compared with the product's constants and with the guests as they were before the turn. */
import type { LabEvent } from '../../contract/events.ts'
import { constants as product } from '../../knowledge/constants.ts'
import { stampOf } from '../core/derived.ts'
import type { Kernel } from '../core/simulation.ts'
import type { VmRecord } from '../core/records.ts'
import { appLostAt, heartbeatLostAt } from '../reads/guests.ts'
import { agentUp, settingOf, settings } from '../reads/ha.ts'
import { datastoresOf, reaches } from '../reads/storage.ts'
import { BrokenRule } from './broken-rule.ts'

/** The tables that guests live in. */
const stampOfGuests = stampOf('vms', 'demands')

/** HA-119 */
const clearing: ReadonlySet<string> = new Set(['vm.poweredOn', 'vm.poweredOff', 'vm.removed', 'vmotion.switchover', 'ft.failover'])

interface Rules {
  readonly level: 'disabled' | 'vm' | 'vmAndApplication'
  readonly failureIntervalMs: number
  readonly minUptimeMs: number
  readonly maxResets: number
  readonly windowMs: number | null
}

/** As the lab has it, by the product's own presets; null while HA is off. */
function monitoringRules({ world }: Kernel, vm: VmRecord): Rules | null {
  const cfg = settings(world)?.cfg
  if (cfg === undefined) return null
  const level = settingOf(cfg, vm.cfg, 'vmMonitoring')
  const set = settingOf(cfg, vm.cfg, 'vmMonitoringSensitivity')
  if (typeof set !== 'string')
    return { level, failureIntervalMs: set.failureInterval, minUptimeMs: set.minUptime, maxResets: set.maxResets, windowMs: set.window }
  const i = ['high', 'medium', 'low'].indexOf(set)
  const { failureIntervalsMs, windowsMs, maxResets } = product['HA-112']
  return {
    level,
    failureIntervalMs: failureIntervalsMs[i] as number,
    minUptimeMs: product['HA-113'].minUptimesMs[i] as number,
    maxResets,
    windowMs: windowsMs[i] as number,
  }
}

interface Silent {
  readonly heartbeatLostAt: number | null
  readonly appLostAt: number | null
  readonly upSince: number
  /** It boots, or is up and writes all the time. */
  readonly busy: boolean
  /** It is up. */
  readonly ready: boolean
}

/** A reset that nothing stands in the way of. */
interface Owed {
  /** What it follows from: when that changes, the time begins anew. */
  readonly because: string
  readonly since: number
}

export class ResetChecks {
  private readonly kernel: Kernel
  /** Guests that sent no heartbeats at the end of the turn before. */
  private silent = new Map<string, Silent>()
  private stamp = -1
  /** By VM, since its last power-on, move or change of settings. */
  private readonly resets = new Map<string, number[]>()
  private readonly owed = new Map<string, Owed>()

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  /** Throws BrokenRule. */
  take(event: LabEvent): void {
    const vm = event['vm'] as string
    if (clearing.has(event.type)) this.resets.delete(vm)
    else if (event.type === 'command.received' && (event['command'] === 'cluster.configure' || event['command'] === 'vm.configure'))
      this.resets.clear()
    else if (event.type === 'vm.reset' && (event['cause'] === 'vmMonitoring' || event['cause'] === 'appMonitoring'))
      this.reset(vm, event['host'] as string, event['cause'] === 'vmMonitoring')
  }

  afterTurn(): void {
    this.rememberSilent()
    for (const name of this.owed.keys()) if (!this.silent.has(name)) this.owed.delete(name)
    for (const [name, silent] of this.silent) this.silentAreReset(name, silent)
  }

  private rememberSilent(): void {
    const { world } = this.kernel
    const stamp = stampOfGuests(world)
    if (stamp === this.stamp) return
    this.stamp = stamp
    this.silent = new Map()
    for (const vm of world.vms.values()) {
      const heartbeat = heartbeatLostAt(vm)
      const application = appLostAt(vm)
      if (vm.power !== 'on' || vm.upSince === null || (heartbeat === null && application === null)) continue
      const ready = vm.guest === 'ready'
      this.silent.set(vm.name, { heartbeatLostAt: heartbeat, appLostAt: application, upSince: vm.upSince, busy: this.isBusy(vm), ready })
    }
  }

  /** HA-111, HA-122 to HA-124: a guest that has failed, or an application, is reset once nothing stands in the way, and not later than the facts say. */
  private silentAreReset(name: string, silent: Silent): void {
    const { world, now } = this.kernel
    const vm = world.vms.need(name)
    const rules = monitoringRules(this.kernel, vm)
    const byApp = rules?.level === 'vmAndApplication' && silent.appLostAt !== null
    const byVm = rules !== null && rules.level !== 'disabled' && vm.cfg.tools && !silent.ready && vm.guest !== 'booting'
    const { host } = vm
    const mayBe =
      (byApp || byVm) && host !== null && agentUp(world, host) && datastoresOf(vm.cfg).every((datastore) => reaches(world, host, datastore))
    if (rules === null || !mayBe || this.countedByEngine(name, rules) >= rules.maxResets) return void this.owed.delete(name)
    const because = JSON.stringify([rules, byApp, silent, host, settings(world)?.cfg.advancedOptions['das.iostatsinterval']])
    const owed = this.owed.get(name)
    if (owed?.because !== because) return void this.owed.set(name, { because, since: now })
    const { redMs, jitterMaxMs } = product['HA-115']
    const silentMs = (byApp ? product['HA-122'].activeMs : redMs) + rules.failureIntervalMs + jitterMaxMs
    const quietMs = byApp ? 0 : Number(settings(world)?.cfg.advancedOptions['das.iostatsinterval'] ?? product['HA-111'].ioWindowMs / 1000) * 1000
    const latest = Math.max(owed.since + silentMs, owed.since + quietMs + product['HA-116'].lagMaxMs, silent.upSince + rules.minUptimeMs)
    if (now > latest) this.fail('silentAreReset', `${name} has been silent and reset by nobody for ${now - owed.since} ms`)
  }

  private countedByEngine(name: string, { windowMs }: Rules): number {
    const resetsAt = this.kernel.world.monitors.get(name)?.resetsAt ?? []
    return resetsAt.filter((at) => windowMs === null || at + windowMs > this.kernel.now).length
  }

  private isBusy(vm: VmRecord): boolean {
    const demand = this.kernel.world.demands.get(vm.name)?.demand
    if (vm.guest === 'booting') return true
    return vm.guest === 'ready' && demand !== undefined && typeof demand.writeMBps === 'number' && demand.writeMBps > 0 && demand.shape !== 'steps'
  }

  private fail(rule: string, seen: string): never {
    throw new BrokenRule(rule, seen)
  }

  /** HA-110 to HA-118, HA-122, HA-124. */
  private reset(name: string, host: string, byVm: boolean): void {
    const { world, now } = this.kernel
    const vm = world.vms.need(name)
    const rules = monitoringRules(this.kernel, vm)
    const levels: readonly string[] = byVm ? ['vm', 'vmAndApplication'] : ['vmAndApplication']
    if (rules === null || !levels.includes(rules.level) || !agentUp(world, host))
      this.fail('onlyTheMonitoredAreReset', `${name} was reset on ${host}, where nobody monitors it`)
    const was = this.silent.get(name)
    const lostAt = (byVm ? was?.heartbeatLostAt : was?.appLostAt) ?? null
    if (was === undefined || lostAt === null) return this.fail('healthyAreNotReset', `${name} was reset although it sent heartbeats`)
    const redMs = byVm ? product['HA-115'].redMs : product['HA-122'].activeMs
    const least = redMs + rules.failureIntervalMs + product['HA-115'].jitterMinMs
    if (now - lostAt < least) this.fail('resetsTakeTheirTime', `${name} was reset after ${now - lostAt} ms without heartbeats`)
    if (now - was.upSince < rules.minUptimeMs) this.fail('minimumUptime', `${name} was reset after ${now - was.upSince} ms of uptime`)
    const ioCounts = settings(world)?.cfg.advancedOptions['das.iostatsinterval'] !== 0
    if (byVm && was.busy && ioCounts) this.fail('busyAreNotReset', `${name} was reset although its guest does I/O`)
    for (const datastore of datastoresOf(vm.cfg))
      if (!reaches(world, host, datastore)) this.fail('filesAreNeeded', `${name} was reset on ${host}, which does not reach ${datastore}`)
    const before = this.resets.get(name) ?? []
    const counted = before.filter((at) => rules.windowMs === null || at + rules.windowMs > now)
    if (counted.length >= rules.maxResets) this.fail('resetsEnd', `${name} was reset ${counted.length + 1} times, ${rules.maxResets} are allowed`)
    this.resets.set(name, [...before, now])
  }
}
