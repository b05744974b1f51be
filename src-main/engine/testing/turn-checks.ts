/**
 * What the swarm asks of every turn beside the engine's own invariants. It reads the log and compares it with the product's constants and
 * with the world, whatever constants the run was given, so that a rule that is switched off shows.
 */
import type { LabEvent } from '../../contract/events.ts'
import { constants as product } from '../../knowledge/constants.ts'
import { stampOf } from '../core/derived.ts'
import type { VmRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import { answeringAddress, follows, linked } from '../modules/ha/cluster.ts'
import { networksMissing } from '../reads/network.ts'
import { allows, placesOfOthers, rulesOf } from '../reads/rules.ts'
import { datastoreCount, reachesVm } from '../reads/storage.ts'
import { AdmissionChecks } from './admission-checks.ts'
import { BrokenRule } from './broken-rule.ts'
import { ChainChecks } from './chain-checks.ts'
import { moveTrouble } from './drs-checks.ts'
import { timersOf } from './record-timers.ts'
import type { Wait } from './record-timers.ts'
import { PoolChecks } from './pool-checks.ts'
import { PowerChecks } from './power-checks.ts'
import { MovingChecks } from './moving-checks.ts'
import { ResetChecks } from './reset-checks.ts'
import { SteadyChecks } from './steady-checks.ts'
import { StorageChecks } from './storage-checks.ts'
import { StopChecks } from './stop-checks.ts'
import { TaskChecks } from './task-checks.ts'

interface Attempts {
  /** Attempts made since it was queued. */
  readonly made: number
  /** The last one is under way. */
  readonly open: boolean
  readonly failedAt: number
}

/** A field of an event, whatever its type. */
type Fields = Readonly<Record<string, unknown>>

/** What decides who follows whom. */
const stampOfAgents = stampOf('agents', 'hosts', 'networks', 'ha', 'cluster')

export class TurnChecks {
  /** VMs that HA may leave down: it said so, or host monitoring was off when they went down. */
  readonly leftDown = new Set<string>()
  private readonly kernel: Kernel
  private seen = 0
  private readonly vmLocks = new Map<string, string>()
  readonly listOwners = new Map<string, string>()
  private readonly attempts = new Map<string, Attempts>()
  private readonly stoppedOnPurpose = new Set<string>()
  private readonly elections = new Set<number>()
  private readonly lostLocksAt = new Map<string, number>()
  private locksVersion = -1
  private readonly tasks: TaskChecks
  private readonly resets: ResetChecks
  private readonly storage: StorageChecks
  private readonly stops: StopChecks
  private readonly admission: AdmissionChecks
  private readonly pools: PoolChecks
  private readonly power: PowerChecks
  private readonly moving: MovingChecks
  private readonly steady: SteadyChecks
  private readonly chains: ChainChecks
  private readonly waits = timersOf.map((of) => ({ of, version: -1, timers: [] as Wait[] }))
  private restStamp = -1

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.tasks = new TaskChecks(kernel)
    this.resets = new ResetChecks(kernel)
    this.storage = new StorageChecks(kernel)
    this.stops = new StopChecks(kernel, this)
    this.admission = new AdmissionChecks(kernel)
    this.pools = new PoolChecks(kernel)
    this.power = new PowerChecks(kernel)
    this.moving = new MovingChecks(kernel)
    this.steady = new SteadyChecks(kernel)
    this.chains = new ChainChecks(kernel)
    for (const lock of kernel.world.locks.values()) this.vmLocks.set(lock.vm, lock.holder)
    for (const list of kernel.world.protectedLists.values()) if (list.owner !== null) this.listOwners.set(list.datastore, list.owner)
  }

  /** Throws BrokenRule. */
  afterTurn(): void {
    const { log } = this.kernel
    for (; this.seen < log.length; this.seen++) {
      const event = log[this.seen] as LabEvent
      this.tasks.take(event)
      this.resets.take(event)
      this.storage.take(event)
      this.admission.take(event)
      this.pools.take(event)
      this.power.take(event)
      this.moving.take(event)
      this.steady.take(event)
      this.chains.take(event)
      this.take(event)
    }
    this.tasks.afterTurn()
    this.resets.afterTurn()
    this.storage.afterTurn()
    this.stops.afterTurn()
    this.admission.afterTurn()
    this.pools.afterTurn()
    this.power.afterTurn()
    this.moving.afterTurn()
    this.steady.afterTurn()
    this.chains.afterTurn()
    this.timersArePending()
    this.secondariesRest()
    this.rememberLeases()
  }

  private take(event: LabEvent): void {
    const fields = event as unknown as Fields
    switch (event.type) {
      case 'lock.acquired':
      case 'lock.released':
      case 'lock.expired':
        return this.lock(event.type, fields)
      case 'ha.electionStarted':
        this.elections.add(event.t)
        return
      case 'ha.primaryElected':
        return this.elected(fields)
      case 'ha.isolationDeclared':
        return this.isolated(fields['host'] as string)
      case 'ha.isolationResponse':
        return this.stops.responded(event)
      case 'ha.hostStateChanged':
        return this.judged(event)
      case 'ha.restartQueued':
        return this.queued(event, fields['vm'] as string)
      case 'ha.restartAttempted':
        return this.attempted(fields)
      case 'ha.restartFailed':
        return this.failed(fields)
      case 'ha.failoverGaveUp':
        this.leftDown.add(fields['vm'] as string)
        return
      // HA-104: its priority may be another one later, and nobody starts it for that.
      case 'vcenter.eventLogged':
        if (fields['name'] === 'VMIsHADisabledRestartEvent') this.leftDown.add(fields['vm'] as string)
        return
      case 'drs.recommendation': {
        const trouble = moveTrouble(this.kernel.world, fields)
        if (trouble !== null) this.fail(trouble.rule, trouble.seen)
        return
      }
      case 'vm.poweredOn':
        return this.poweredOn(fields['vm'] as string)
      // FT-017: each copy had the lock of its own files.
      case 'ft.failover':
        this.vmLocks.set(fields['vm'] as string, fields['to'] as string)
        return
      case 'vm.poweredOff':
        return this.poweredOff(fields)
      case 'vmotion.completed':
        if (fields['kind'] === 'cold') this.stops.relocated(fields['vm'] as string)
        return
      case 'vm.removed':
        this.forget(fields['vm'] as string)
        return
      case 'command.received':
        return this.received(fields)
    }
  }

  private fail(rule: string, seen: string): never {
    throw new BrokenRule(rule, seen)
  }

  private option(name: string): number | null {
    const value = this.kernel.world.ha.get('ha')?.cfg.advancedOptions[name]
    return value === undefined || value === null ? null : Number(value)
  }

  /** HA-068, HA-018: who has it keeps it until it lets go or its lease ends. HA-069: a lease ends when it is over. */
  private lock(type: 'lock.acquired' | 'lock.released' | 'lock.expired', fields: Fields): void {
    const ofVm = fields['file'] === 'vm'
    const holders = ofVm ? this.vmLocks : this.listOwners
    const key = (ofVm ? fields['vm'] : fields['datastore']) as string
    const host = fields['host'] as string
    const holder = holders.get(key)
    if (type === 'lock.acquired') {
      if (holder !== undefined) this.fail('lockIsExclusive', `${host} took the lock on ${key}, which ${holder} holds`)
      holders.set(key, host)
      return
    }
    if (holder !== host) this.fail('lockIsExclusive', `${host} lost the lock on ${key}, which ${String(holder)} holds`)
    holders.delete(key)
    const lostAt = ofVm ? this.lostLocksAt.get(key) : undefined
    if (type === 'lock.expired' && ofVm && (lostAt === undefined || this.kernel.now - lostAt < product['HA-069'].leaseMs))
      this.fail('leaseIsKept', `the lease of ${host} on ${key} ended ${lostAt === undefined ? 'at once' : `after ${this.kernel.now - lostAt} ms`}`)
  }

  private rememberLeases(): void {
    const { locks } = this.kernel.world
    if (locks.version === this.locksVersion) return
    this.locksVersion = locks.version
    this.lostLocksAt.clear()
    for (const lock of locks.values()) if (lock.lostAt !== null) this.lostLocksAt.set(lock.vm, lock.lostAt)
  }

  /** HA-008, HA-010 to HA-012, HA-016. */
  private elected(fields: Fields): void {
    const { kernel } = this
    const winner = fields['host'] as string
    if (!this.elections.has(kernel.now - product['HA-012'].electionMs))
      this.fail('electionsTakeTheirTime', `${winner} was elected, and no election began ${product['HA-012'].electionMs} ms earlier`)
    for (const other of kernel.world.agents.values()) {
      if (other.host !== winner && other.state === 'primary' && linked(kernel, winner, other.host))
        this.fail('newcomersYield', `${winner} was elected although it hears ${other.host}, which is primary`)
    }
    for (const loser of fields['partition'] as readonly string[]) {
      if (loser !== winner && this.isBetter(loser, winner)) this.fail('bestAgentWins', `${winner} was elected although ${loser} is better`)
    }
  }

  private isBetter(a: string, b: string): boolean {
    const { world } = this.kernel
    const goodness = (host: string): number => Number(world.hosts.need(host).cfg.advancedOptions['fdm.nodegoodness'] ?? 0)
    if (goodness(a) !== goodness(b)) return goodness(a) > goodness(b)
    const datastores = datastoreCount(world, a) - datastoreCount(world, b)
    return datastores === 0 ? world.hosts.need(a).cfg.moid > world.hosts.need(b).cfg.moid : datastores > 0
  }

  /** HA-050, HA-082: isolated is who hears nobody and gets no answer. */
  private isolated(host: string): void {
    const { kernel } = this
    const answered = answeringAddress(kernel, host)
    if (answered !== undefined) this.fail('isolatedHearNobody', `${host} is isolated although ${answered} answers`)
    for (const other of kernel.world.agents.keys())
      if (other !== host && linked(kernel, host, other)) this.fail('isolatedHearNobody', `${host} is isolated although it hears ${other}`)
  }

  /** HA-044: nobody counts as failed to a primary that it follows. Whom vCenter listens to may have changed since in the same turn. */
  private judged(event: LabEvent): void {
    const { host, observer, state } = event.why?.inputs ?? {}
    if (state !== 'failed' || typeof observer !== 'string' || typeof host !== 'string') return
    if (follows(this.kernel, host, observer)) this.fail('failedAreSilent', `${observer} declared ${host} failed, which follows it`)
  }

  /** HA-022, HA-027, HA-047. */
  private queued(event: LabEvent, vm: string): void {
    const { kernel } = this
    if (this.stoppedOnPurpose.has(vm)) this.fail('offOnPurposeStaysOff', `${vm} is to be restarted although it was switched off on purpose`)
    this.attempts.set(vm, { made: 0, open: false, failedAt: 0 })
    if (event.why?.inputs['reason'] === 'vmFailed') return
    if (kernel.world.ha.get('ha')?.cfg.hostMonitoring === false)
      this.fail('hostMonitoringGuards', `${vm} is to be restarted while host monitoring is off`)
    const by = kernel.world.restarts.get(vm)?.by
    const electedAt = by === undefined ? null : (kernel.world.agents.get(by)?.electedAt ?? null)
    if (electedAt !== null && kernel.now - electedAt < product['HA-047'].restartAfterElectionMs)
      this.fail('newPrimaryLooksFirst', `${String(by)} restarts ${vm} ${kernel.now - electedAt} ms after its election`)
  }

  /** HA-096, HA-100 to HA-102. */
  private attempted(fields: Fields): void {
    const { world, now } = this.kernel
    const vm = fields['vm'] as string
    const host = fields['host'] as string
    const { made, failedAt, open } = this.attempts.get(vm) ?? { made: 0, open: false, failedAt: 0 }
    if (open || fields['attempt'] !== made + 1) this.fail('attemptsCount', `attempt ${String(fields['attempt'])} of ${vm} follows attempt ${made}`)
    const waits = product['HA-096'].waitsMs
    if (made > 0 && now - failedAt < (waits[Math.min(made, waits.length) - 1] ?? 0))
      this.fail('retriesWait', `attempt ${made + 1} of ${vm} came ${now - failedAt} ms after the failure of the one before`)
    if (made + 1 > Math.max(1, this.option('das.maxvmrestartcount') ?? product['HA-096'].attempts))
      this.fail('retriesEnd', `${vm} is tried ${made + 1} times`)
    this.attempts.set(vm, { made: made + 1, open: true, failedAt })
    const record = world.vms.need(vm)
    const target = world.hosts.need(host)
    // Proactive HA may have begun to empty it since in the same turn.
    const isUsed = target.maintenance === 'no' || this.since(Number(fields['seq']), 'host.maintenanceEntering', 'host').has(host)
    if (target.power !== 'on' || !isUsed || target.cfg.standalone) this.fail('targetsAreUsable', `${vm} is restarted on ${host}, which cannot run it`)
    if (!reachesVm(world, host, record.cfg)) this.fail('targetsAreUsable', `${vm} is restarted on ${host}, which does not reach its files`)
    const nics = record.cfg.nics.map((nic) => nic.network)
    if (networksMissing(world, nics, host) !== null) this.fail('targetsAreUsable', `${vm} is restarted on ${host}, which lacks its network`)
    // One that HA leaves off may have been registered there at this very instant (HA-104); another may have ended since in the same turn.
    const byCluster = world.ha.get('ha')?.cfg.restartPriority
    const endedSince = this.since(Number(fields['seq']), 'vm.poweredOff', 'vm')
    const isMissing = ({ name, cfg, host: at, power }: VmRecord): boolean =>
      cfg.agentVm && at === host && power === 'off' && (cfg.ha.restartPriority ?? byCluster) !== 'disabled' && !endedSince.has(name)
    if (!record.cfg.agentVm && [...world.vms.values()].some(isMissing))
      this.fail('targetsAreUsable', `${vm} is restarted on ${host}, where an agent VM does not run`)
    this.keepsRules(vm, host)
    this.comesInOrder(vm, host, endedSince)
    this.powerOnsAt(host)
  }

  /** What such events that were logged after that, in the same turn, are about. */
  private since(seq: number, type: LabEvent['type'], field: 'vm' | 'host'): ReadonlySet<string> {
    const later = this.kernel.log.slice(seq + 1).filter((event) => event.type === type)
    return new Set(later.map((event) => event[field] as string))
  }

  /** HA-169, HA-170. An attempt that failed in the same turn left its place to others. */
  private keepsRules(vm: string, host: string): void {
    const { world, lab } = this.kernel
    if (world.restarts.get(vm)?.state !== 'attempted') return
    const rules = rulesOf(world, vm)
    const broken = rules.must.find((rule) => rule.known && !allows(rule, host))
    if (broken !== undefined) this.fail('mustRulesHold', `${vm} is restarted on ${host} against ${broken.rule}`)
    const option = world.ha.get('ha')?.cfg.advancedOptions['das.respectvmvmantiaffinityrules']
    const separates = option === undefined || option === null ? lab.product === '8.0' : String(option) === 'true'
    if (separates && placesOfOthers(world, vm, rules.apart).has(host))
      this.fail('separateRulesHold', `${vm} is restarted on ${host}, where a VM is that it must be kept apart from`)
  }

  /** HA-089, HA-092 to HA-094. */
  private comesInOrder(vm: string, host: string, endedSince: ReadonlySet<string>): void {
    const { world, lab } = this.kernel
    const own = world.restarts.get(vm)
    for (const needed of rulesOf(world, vm).needs) {
      // One that has been placed may be all that was needed, whatever came of it.
      if (world.vms.get(needed)?.power === 'off' && !endedSince.has(needed) && (this.attempts.get(needed)?.made ?? 0) === 0)
        this.fail('dependentsWait', `${vm} is restarted before ${needed}, which it depends on`)
    }
    if (own === undefined) return
    for (const other of world.restarts.values()) {
      if (other.level >= own.level) continue
      if (other.failure === own.failure && other.state === 'waiting' && !other.settled)
        this.fail('levelsComeInOrder', `${vm} is restarted although ${other.vm} of an earlier level still waits`)
      const isUnderWay = other.state === 'attempted' && other.target === host && (other.causeSeq ?? 0) < (own.causeSeq ?? 0)
      if (lab.product === '6.0' && isUnderWay && own.state === 'attempted')
        this.fail('batchesPerHost', `${vm} is restarted on ${host}, where ${other.vm} of a higher priority is being powered on`)
    }
  }

  private powerOnsAt(host: string): void {
    let n = 0
    for (const vm of this.kernel.world.vms.values()) if (vm.powerOn?.host === host && vm.powerOn.cause === 'ha') n++
    const limit = this.option('das.perhostconcurrentfailoverslimit') ?? product['HA-100'].powerOnsPerHost
    if (n > limit) this.fail('powerOnLimit', `${n} VMs are restarted on ${host} at once`)
  }

  /** HA-099: waiting for room is no attempt. */
  private failed(fields: Fields): void {
    const vm = fields['vm'] as string
    const known = this.attempts.get(vm)
    if (known?.open !== true || known.made !== fields['attempt'])
      this.fail('attemptsCount', `attempt ${String(fields['attempt'])} of ${vm} failed and was not made`)
    this.attempts.set(vm, { made: known.made, open: false, failedAt: this.kernel.now })
  }

  private poweredOn(vm: string): void {
    this.forget(vm)
  }

  private forget(vm: string): void {
    this.attempts.delete(vm)
    this.stops.forget(vm)
    this.stoppedOnPurpose.delete(vm)
    this.leftDown.delete(vm)
  }

  private poweredOff(fields: Fields): void {
    const vm = fields['vm'] as string
    const runsOn = this.kernel.world.vms.get(vm)
    if (runsOn !== undefined && runsOn.power !== 'off') return
    if (fields['cause'] === 'user' || fields['cause'] === 'guest') this.stoppedOnPurpose.add(vm)
    if (fields['cause'] === 'processCrash') this.stops.crashed(vm)
    if (this.kernel.world.ha.get('ha')?.cfg.hostMonitoring === false) this.leftDown.add(vm)
  }

  /** HA-027: what would have been restarted meanwhile stays down. */
  private received(fields: Fields): void {
    const ha = (fields['arguments'] as { readonly ha?: { readonly hostMonitoring?: boolean } | null }).ha
    if (fields['command'] !== 'cluster.configure' || ha?.hostMonitoring === undefined) return
    for (const vm of this.kernel.world.vms.values()) if (vm.power === 'off') this.leftDown.add(vm.name)
  }

  /** A timer that a record waits for has to be in the queue. */
  private timersArePending(): void {
    const { kernel } = this
    for (const wait of this.waits) {
      const { version } = kernel.world[wait.of.table]
      if (wait.version !== version) {
        wait.version = version
        wait.timers = wait.of.list(kernel.world)
      }
      for (const { timer, what, until } of wait.timers)
        if (kernel.now < until && !kernel.isPending(timer)) this.fail('timersArePending', `${what()} waits for a timer that is gone`)
    }
  }

  /** HA-044: who hears its primary again waits for nothing. */
  private secondariesRest(): void {
    const stamp = stampOfAgents(this.kernel.world)
    if (stamp === this.restStamp) return
    this.restStamp = stamp
    for (const agent of this.kernel.world.agents.values()) {
      if (agent.state === 'secondary' && agent.timer !== null && agent.primary !== null && follows(this.kernel, agent.host, agent.primary)) {
        if (this.kernel.world.agents.get(agent.primary)?.state === 'primary')
          this.fail('resumedHeartbeatCancels', `${agent.host} hears ${agent.primary} and still waits to be rid of it`)
      }
    }
  }
}
