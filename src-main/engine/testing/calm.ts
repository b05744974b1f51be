/** The calm phase: everything is healed, and what the cluster has to look like some time later. */
import type { LabEvent } from '../../contract/events.ts'
import type { LabVm } from '../../contract/lab/index.ts'
import type { Kernel } from '../core/simulation.ts'
import type { MigrationRecord, RestartRecord, VmRecord } from '../core/records.ts'
import { obstacle } from '../modules/ha/agent-setup.ts'
import { isMember, partitionOf, primaries } from '../modules/ha/cluster.ts'
import { shownState } from '../modules/ha/shown.ts'
import { appLostAt, toolsRun } from '../reads/guests.ts'
import { admissionNow } from '../reads/admission.ts'
import { roomOfHosts } from '../reads/capacity.ts'
import { overheadOf } from '../reads/claims.ts'
import { vcpusLeft } from '../reads/drs-limits.ts'
import { drsAtWork } from '../reads/drs.ts'
import { ftLimitReached, hasFt } from '../reads/ft.ts'
import { networksMissing, vcenterRuns } from '../reads/network.ts'
import { allows, placesOfOthers, rulesOf } from '../reads/rules.ts'
import { reaches, reachesVm } from '../reads/storage.ts'
import { usageTrouble } from './admission-checks.ts'
import type { DrawnCommand } from './fault-kind.ts'
import type { TurnChecks } from './turn-checks.ts'

const MINUTE_MS = 60_000
/**
 * When what is still amiss is healed: power, links and storage at once, what vCenter does once everything has booted; a vCenter in a VM may have
 * waited for the time-out of the levels before its own (HA-090).
 */
export const healAtMs = [0, 6 * MINUTE_MS, 8 * MINUTE_MS, 10 * MINUTE_MS, 25 * MINUTE_MS] as const
/** The longest wait of the ladder (HA-096) is 16 minutes; before it a lock may have to lapse, after it a power-on takes its time. */
export const CALM_MS = 50 * MINUTE_MS

/** What has to be done now to heal everything; `late`: also what people do in vCenter. */
export function healing(kernel: Kernel, late: boolean): DrawnCommand[] {
  const { world } = kernel
  const list: DrawnCommand[] = []
  const say = (command: string, args: Readonly<Record<string, unknown>> = {}): void => void list.push({ do: command, args })
  for (const network of world.networks.values()) {
    if (!network.up || network.groups !== null || Object.keys(network.disconnected).length > 0) say('network.heal', { network: network.name })
    for (const address of network.addressesDown) say('network.addressUp', { address })
  }
  // Else Proactive HA puts it into maintenance mode again.
  for (const host of world.hosts.values()) if (host.health !== 'none') say('host.degrade', { host: host.name, severity: 'none' })
  for (const datastore of world.datastores.values()) {
    const faults = Object.values(datastore.faults)
    if (faults.some((fault) => fault !== 'unmounted')) say('datastore.restore', { datastore: datastore.name })
    if (faults.includes('unmounted')) say('datastore.mount', { datastore: datastore.name })
  }
  for (const vm of world.vms.values()) if (vm.failPowerOn) say('vm.failPowerOn', { vm: vm.name, on: false })
  for (const host of world.hosts.values()) if (host.power === 'off') say('host.powerOn', { host: host.name })
  for (const host of world.hosts.values()) if (host.power === 'on' && !host.hostd) say('host.hostdStart', { host: host.name })
  for (const agent of world.agents.values()) if (!agent.alive) say('host.agentRestore', { host: agent.host })
  const vcenter = world.vcenter.need('vcenter')
  if (!vcenter.running) say('vcenter.up')
  if (vcenter.cut) say('vcenter.reconnect')
  if (late) throughVcenter(kernel, say)
  return list
}

function throughVcenter(kernel: Kernel, say: (command: string, args?: Readonly<Record<string, unknown>>) => void): void {
  const { world, lab } = kernel
  const vcenter = world.vcenter.need('vcenter').vm
  const vm = vcenter === null ? undefined : world.vms.get(vcenter)
  if (vm?.power === 'off' && !world.restarts.has(vm.name)) {
    const host = hostsThatFit(kernel, vm)[0]
    const asleep = [...world.hosts.values()].find(({ power, standbyChange }) => power === 'on' && standbyChange === 'entering')
    if (host !== undefined) say('vm.powerOn', { vm: vm.name, host, direct: true })
    // Only vCenter could call it back: somebody presses its button.
    else if (asleep !== undefined) say('host.powerOff', { host: asleep.name })
  }
  const ha = world.ha.get('ha')
  if (ha === undefined && lab.cluster.ha !== null) say('cluster.configure', { ha: { enabled: true, hostMonitoring: true } })
  if (ha?.cfg.hostMonitoring === false) say('cluster.configure', { ha: { hostMonitoring: true } })
  for (const host of world.hosts.values()) {
    const networks = lab.hosts.find(({ name }) => name === host.name)?.networks
    // A network that it was given besides stays: what runs there may have its disks behind it by now.
    if (networks?.some((name) => !host.cfg.networks.includes(name)) === true)
      say('host.configure', { host: host.name, networks: [...new Set([...networks, ...host.cfg.networks])] })
    if (host.disconnected) say('host.connect', { host: host.name })
    if (host.maintenance !== 'no') say('host.exitMaintenance', { host: host.name })
    if (host.power === 'standby' || host.standbyChange === 'entering') say('host.exitStandby', { host: host.name })
    const isSmall = host.cfg.localDiskFreeMiB < kernel.constants['HA-189'].localDiskMiB
    if (isSmall) say('host.configure', { host: host.name, localDiskFreeMiB: 2048 })
    // One that joins HA by what was said above does so with its small disk.
    if (isSmall || (world.agents.get(host.name)?.fault ?? null) !== null) say('host.reconfigureHa', { host: host.name })
  }
}

function hostsThatFit(kernel: Kernel, vm: VmRecord): string[] {
  const { world } = kernel
  const rooms = roomOfHosts(world)
  const nics = vm.cfg.nics.map((nic) => nic.network)
  return [...world.hosts.values()]
    .filter((host) => {
      const room = rooms.get(host.name)
      const usable =
        host.power === 'on' &&
        host.maintenance === 'no' &&
        host.standbyChange === null &&
        !host.cfg.standalone &&
        !host.disconnected &&
        networksMissing(world, nics, host.name) === null
      if (!usable || !hasRoomForAgent(kernel, host.name) || !rulesPermit(kernel, vm, host.name)) return false
      if (room === undefined || !reachesVm(world, host.name, vm.cfg)) return false
      if (hasFt(world, vm.name) && ftLimitReached(kernel, vm.name, host.name) !== null) return false
      // DRS-066: the cap holds for HA too.
      if (vm.cfg.vcpus > vcpusLeft(kernel, host.cfg, room, 0)) return false
      return room.cpuMHz >= vm.cfg.cpuReservationMHz && room.memoryMiB >= vm.cfg.memoryReservationMiB + overheadOf(vm.cfg)
    })
    .map((host) => host.name)
}

/** What rules and agent VMs leave to HA. */
function rulesPermit({ world, lab }: Kernel, vm: VmRecord, host: string): boolean {
  const rules = rulesOf(world, vm.name)
  if (rules.must.some((rule) => rule.known && !allows(rule, host))) return false
  const option = world.ha.get('ha')?.cfg.advancedOptions['das.respectvmvmantiaffinityrules']
  const separates = option === undefined || option === null ? lab.product === '8.0' : String(option) === 'true'
  if (separates && placesOfOthers(world, vm.name, rules.apart).has(host)) return false
  return vm.cfg.agentVm || ![...world.vms.values()].some((other) => other.cfg.agentVm && other.host === host && other.power !== 'on')
}

/** HA-094: it depends on a VM that is never ready, or that waits itself. */
function waitsForOther({ world }: Kernel, entry: RestartRecord): boolean {
  const needed = entry.state === 'waiting' && entry.waitsFor?.startsWith('vm:') === true ? world.vms.get(entry.waitsFor.slice(3)) : undefined
  if (needed === undefined) return false
  const condition = needed.cfg.ha.restartCondition ?? world.ha.get('ha')?.cfg.restartCondition
  const app = needed.cfg.application && needed.readyAt !== null && appLostAt(needed) === null
  const isMet = condition === 'guestHeartbeats' ? toolsRun(needed) : condition === 'appHeartbeats' ? app : true
  return needed.power === 'off' || !isMet
}

export interface Unsettled {
  readonly rule: string
  readonly seen: string
}

/** The first thing that is not as it should be at the end of the calm phase, or null. */
export function unsettled(kernel: Kernel, checks: TurnChecks): Unsettled | null {
  return (
    lockTrouble(kernel) ??
    movingTrouble(kernel) ??
    detachedTrouble(kernel) ??
    (kernel.world.ha.get('ha') === undefined
      ? null
      : (agentTrouble(kernel) ?? restartTrouble(kernel, checks) ?? vcenterTrouble(kernel) ?? usageTrouble(kernel)))
  )
}

const dpmSleeps = (world: Kernel['world']): boolean =>
  [...world.hosts.values()].some(({ standbyBy, power }) => power === 'standby' && standbyBy === 'drs')

const isOnVsan = (world: Kernel['world'], { datastore, disks }: LabVm): boolean =>
  [datastore, ...disks.map((disk) => disk.datastore)].some((name) => world.datastores.get(name)?.cfg.type === 'vsan')

function lockTrouble({ world }: Kernel): Unsettled | null {
  for (const vm of world.vms.values()) {
    if (vm.instances.length > 1)
      return { rule: 'calm.onceRunning', seen: `${vm.name} runs on ${vm.instances.map((instance) => instance.host).join(' and ')}` }
    if (vm.power === 'poweringOn') return { rule: 'calm.powerOnsEnd', seen: `${vm.name} is still being powered on` }
    const [instance] = vm.instances
    // DPM does not know vSAN (DRS-088, DRS-091): hosts that it put into standby mode may be those that a majority needs (HA-176).
    const isAsleep = instance !== undefined && isOnVsan(world, vm.cfg) && dpmSleeps(world) && !reachesVm(world, instance.host, vm.cfg)
    if (instance !== undefined && !instance.hasLock && !isAsleep)
      return { rule: 'calm.locks', seen: `${vm.name} runs on ${instance.host} without its lock` }
  }
  for (const lock of world.locks.values()) {
    const instance = world.vms.get(lock.vm)?.instances[0]
    if (lock.lostAt !== null || instance?.host !== lock.holder) return { rule: 'calm.locks', seen: `${lock.holder} holds a stale lock on ${lock.vm}` }
  }
  const [task] = world.tasks.values()
  if (task !== undefined) return { rule: 'calm.tasksEnd', seen: `${task.name} of ${task.entity} is still under way` }
  return null
}

/** HA-105: DRS puts VMs back into their pools with its next pass, of which there has been one. */
function detachedTrouble(kernel: Kernel): Unsettled | null {
  const { world, now } = kernel
  if (drsAtWork(kernel) === null) return null
  for (const vm of world.detached.keys()) {
    const startedAt = world.vms.get(vm)?.instances[0]?.startedAt
    if (startedAt !== undefined && now - startedAt > 6 * MINUTE_MS)
      return { rule: 'calm.detachedAreBack', seen: `${vm} is still at the root of its host` }
  }
  return null
}

/**
 * DRS goes on balancing what follows its load. Its moves take some minutes, over a slow network up to an hour; that of a guest that outruns its link
 * takes all the rounds that it may have where nothing slows the guest down (VM-032), and then fails.
 */
function isOfDrs(kernel: Kernel, { vm, kind, command, startedAt, phase }: MigrationRecord): boolean {
  const isYoung = startedAt === null || kernel.now - startedAt < 60 * MINUTE_MS
  const outruns = phase === 'preCopy' && kernel.world.vms.get(vm)?.cfg.sdps === false
  return kind !== 'ft' && command === null && (isYoung || outruns) && drsAtWork(kernel) !== null
}

/** Where no host announces a move, switches look for a guest that sends nothing until they forget it (VM-081), and DRS goes on moving VMs. */
function isMovedByDrs(kernel: Kernel, vm: string): boolean {
  if (drsAtWork(kernel) === null) return false
  const last = kernel.log.findLast((event) => event.type === 'vmotion.completed' && event['vm'] === vm)
  return last !== undefined && kernel.now - last.t <= kernel.constants['VM-081'].ageingMs
}

/** Nothing is under way any more, and nobody holds anything for what is over. */
function movingTrouble(kernel: Kernel): Unsettled | null {
  const { world, now } = kernel
  // VM-044: the first copy of a guest that outruns its link comes to no end without SDPS, and is tried again.
  const outruns = (vm: string): boolean => world.vms.get(vm)?.cfg.sdps === false && world.ftPairs.has(vm)
  const open = [...world.migrations.values()].filter((move) => (move.kind !== 'ft' || !outruns(move.vm)) && !isOfDrs(kernel, move))
  for (const { vm, kind, phase, waitsFor } of open)
    return {
      rule: 'calm.migrationsEnd',
      seen: `${vm} still ${waitsFor === null ? `migrates (${kind}, ${String(phase)})` : `waits for ${waitsFor.name}`}`,
    }
  for (const { vm, kind, phase } of world.snapshotJobs.values())
    return { rule: 'calm.jobsEnd', seen: `${kind} of ${vm} is still under way (${phase})` }
  if (open.length === world.migrations.size)
    for (const { id } of world.transfers.values()) return { rule: 'calm.transfersEnd', seen: `${id} still sends` }
  for (const { vm, host } of world.leftovers.values()) return { rule: 'calm.memoryIsFreed', seen: `${host} still keeps memory of ${vm}` }
  for (const { vm, state } of world.ftPairs.values())
    if (state === 'starting' && !outruns(vm)) return { rule: 'calm.copiesEnd', seen: `the secondary of ${vm} is still being started` }
  for (const vm of world.vms.values())
    if ((vm.stunned && open.length === world.migrations.size) || vm.awaitsTakeover)
      return { rule: 'calm.stunsEnd', seen: `${vm.name} is still ${vm.stunned ? 'stunned' : 'waiting for its takeover'}` }
  // An adapter whose network its host was taken off stays cut.
  const isOff = (name: string): boolean => {
    const vm = world.vms.get(name)
    const networks = vm?.host === null || vm === undefined ? [] : (world.hosts.get(vm.host)?.cfg.networks ?? [])
    return vm !== undefined && vm.cfg.nics.some(({ network }) => network !== null && !networks.includes(network))
  }
  for (const { vm, timer, links } of world.clients.values())
    if ((timer !== null && !isMovedByDrs(kernel, vm)) || (Object.values(links).some(({ cut }) => cut) && !isOff(vm)))
      return { rule: 'calm.clientsSettle', seen: `switches still look for ${vm} at ${now} ms` }
  return null
}

/** HA-189: no agent can be set up where reservations leave it no memory, and while vCenter is down nobody sets it up. */
function hasRoomForAgent(kernel: Kernel, host: string): boolean {
  const fault = kernel.world.agents.get(host)?.fault ?? null
  if (fault === null) return true
  return vcenterRuns(kernel.world) && (fault.because !== 'memory' || (obstacle(kernel, host) === null && !wasLeftLate(kernel, host)))
}

/** A VM left it after the last healing: of the memory that it left HA is told only when somebody configures it anew. */
function wasLeftLate({ log, now }: Kernel, host: string): boolean {
  const healedAt = now - CALM_MS + Math.max(...healAtMs)
  return log.some((event) => event.type === 'vmotion.completed' && event.t > healedAt && event['from'] === host && event['to'] !== host)
}

function agentTrouble(kernel: Kernel): Unsettled | null {
  const { world } = kernel
  const members = [...world.hosts.values()].filter((host) => isMember(host) && hasRoomForAgent(kernel, host.name))
  if (members.length === 0) return null
  const [primary, second] = primaries(world)
  if (primary === undefined || second !== undefined) return { rule: 'calm.onePrimary', seen: `${primaries(world).length} hosts are primary` }
  const followers = partitionOf(kernel, primary.host)
  for (const { name } of members) {
    if (!followers.includes(name))
      return { rule: 'calm.allFollow', seen: `${name} is ${world.agents.get(name)?.state ?? 'without an agent'} and does not follow ${primary.host}` }
  }
  const [view] = world.views.values()
  if (view !== undefined) return { rule: 'calm.noViews', seen: `${view.by} still judges ${view.host}` }
  if (world.elections.size > 0) return { rule: 'calm.electionsEnd', seen: 'an election is still open' }
  for (const list of world.protectedLists.values()) {
    const seenBySome = followers.some((host) => reaches(world, host, list.datastore))
    if (seenBySome && (list.owner !== primary.host || list.lostAt !== null))
      return { rule: 'calm.lists', seen: `the list of ${list.datastore} is ${list.owner === null ? "nobody's" : `${list.owner}'s`}` }
  }
  return null
}

function restartTrouble(kernel: Kernel, checks: TurnChecks): Unsettled | null {
  const { world } = kernel
  for (const entry of world.restarts.values()) {
    const vm = world.vms.need(entry.vm)
    const waitsForRoom = entry.state === 'pending' && vm.power === 'off' && hostsThatFit(kernel, vm).length === 0
    if (!waitsForRoom && !waitsForOther(kernel, entry))
      return { rule: 'calm.restartsEnd', seen: `the restart of ${entry.vm} is still ${entry.state}` }
  }
  for (const { vm: name, committed } of world.protection.values()) {
    const vm = world.vms.get(name)
    if (vm === undefined || !committed || vm.power !== 'off' || checks.leftDown.has(name) || world.restarts.has(name)) continue
    if ((vm.cfg.ha.restartPriority ?? world.ha.need('ha').cfg.restartPriority) === 'disabled') continue
    const hosts = hostsThatFit(kernel, vm)
    if (hosts.length > 0) return { rule: 'calm.protectedRun', seen: `${name} is protected, off, and would fit on ${hosts.join(', ')}` }
  }
  if (world.restarts.size === 0 && world.failovers.size > 0) return { rule: 'calm.failoversEnd', seen: 'a failover is open, and no restart is' }
  return null
}

/** What nobody has put right: snapshots that are there, a datastore that is full, a pair without room for its secondary. */
const lasting: ReadonlySet<string> = new Set(['snapshotChainDepth', 'snapshotAge', 'datastoreSpace', 'ftState'])

/** Nobody could wake it, as vCenter was down whenever somebody tried. */
function wasLeftAsleep({ log }: Kernel, host: string): boolean {
  const isOfIt = (event: LabEvent): boolean => event['command'] === 'host.exitStandby' && event['host'] === host
  return log.findLast((event) => event.type === 'command.refused' && isOfIt(event))?.['reason'] === 'vcenterDown'
}

/** vCenter sees what is, and has told the primary of everything that runs. */
function vcenterTrouble(kernel: Kernel): Unsettled | null {
  const { world } = kernel
  if (!vcenterRuns(world)) return null
  const primary = primaries(world)[0]?.host
  if (primary !== undefined && world.ha.need('ha').vcenterPrimary !== primary)
    return { rule: 'calm.vcenter', seen: `vCenter talks to ${String(world.ha.need('ha').vcenterPrimary)}, and ${primary} is primary` }
  for (const host of world.hosts.values()) {
    const connection = world.connections.get(host.name)
    // One that a person disconnected stays so where vCenter was down when it was to be connected; DPM may have put others into standby mode, and some cannot be woken.
    const isWoken = host.power === 'booting' && host.standbyChange === 'exiting' && host.standbyBy === 'drs'
    const staysAsleep = host.standbyBy === 'drs' || host.cfg.dpm.wake.length === 0 || wasLeftAsleep(kernel, host.name)
    const isAsleep = isWoken || (host.power === 'standby' && staysAsleep)
    if (connection?.state !== 'connected' && !host.disconnected && !isAsleep)
      return { rule: 'calm.vcenter', seen: `vCenter is not connected to ${host.name}, which is ${host.power}` }
    const shown = shownState(world, host.name)
    const own = world.agents.get(host.name)?.state ?? 'none'
    if (isMember(host) && hasRoomForAgent(kernel, host.name) && shown !== own)
      return { rule: 'calm.vcenter', seen: `vCenter shows ${host.name} as ${shown}, and it is ${own}` }
  }
  const isShort = admissionNow(kernel)?.ok === false
  for (const { alarm, entity } of world.alarms.values()) {
    if (alarm === 'haInsufficientResources' && isShort) continue
    if (lasting.has(alarm)) continue
    // Of a cluster without a primary vCenter hears nothing, not even that a failover is over.
    if (alarm !== 'hostConnection' && (world.ha.get('ha')?.vcenterPrimary ?? null) === null) continue
    if (alarm === 'hostConnection' || world.restarts.size === 0)
      return { rule: 'calm.alarmsClear', seen: `the alarm ${alarm} is still on (${entity})` }
  }
  for (const vm of world.vms.values()) {
    const onMember = vm.host !== null && isMember(world.hosts.need(vm.host)) && hasRoomForAgent(kernel, vm.host)
    if (vm.power === 'on' && onMember && world.protection.get(vm.name)?.committed !== true)
      return { rule: 'calm.protection', seen: `${vm.name} runs and is not protected` }
  }
  return null
}
