/**
 * What vCenter looks at before it moves a VM (VM-002 to VM-019): the one place that `vm.migrate`, evacuation, Fault Tolerance's placement and DRS
 * ask. Asked when a move is requested, and again when it leaves the queue. Pure reads over the world. The first thing that stands against it is told.
 */
import type { EventPayload } from '../../contract/events.ts'
import type { FactId } from '../../contract/fact-id.ts'
import { maximums } from '../../contract/lab/maximums.ts'
import { productAtLeast } from '../../contract/lab/product.ts'
import type { LabVm, ProductLevel } from '../../contract/lab/index.ts'
import type { MigrationKind } from '../../contract/state.ts'
import type { HostRecord, VmRecord } from '../core/records.ts'
import type { Turn } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { fallsShort, round9 } from '../models/maths.ts'
import { isFailoverHost } from './admission.ts'
import { busyWith } from './busy.ts'
import { roomOfHost } from './capacity.ts'
import { overheadOf } from './claims.ts'
import type { HostRoom } from './capacity.ts'
import { cpuShortage, cpuTrouble, perVmEvcTrouble } from './cpu.ts'
import type { At } from './drs.ts'
import { capTrouble } from './drs-limits.ts'
import { ftLimitReached, ftOf } from './ft.ts'
import { networksMissing, vcenterManages, vcenterRuns } from './network.ts'
import { allows, placesOfOthers, rulesOf } from './rules.ts'
import { bytesToMove, freeBytes } from './space.ts'
import { datastoresOf, productOf, reachesFiles } from './storage.ts'
import { migrationKey, vmotionNetworksOf, vmotionPath } from './vmotion.ts'

export interface Move {
  readonly vm: VmRecord
  readonly from: string
  /** The same as `from` where only files move. */
  readonly to: string
  /** Where its files go; null: they stay. */
  readonly datastore: string | null
  /** `cold`: it is off, and moves without a process. */
  readonly kind: MigrationKind
}

export interface MoveTrouble {
  readonly reason: string
  readonly facts: readonly [FactId, ...FactId[]]
  readonly about: EventPayload<'command.refused'>
}

/** A move with what the checks look at. */
interface Asked extends Move {
  readonly source: HostRecord
  readonly host: HostRecord
  /** It runs, and will run on another host. */
  readonly movesGuest: boolean
}

type Check = (turn: Turn, asked: Asked) => MoveTrouble | null

const trouble = (reason: string, facts: MoveTrouble['facts'], about: MoveTrouble['about'] = {}): MoveTrouble => ({ reason, facts, about })

/** What a move of the VM would be; null: nothing would move. */
export function kindOfMove(vm: VmRecord, to: string, datastore: string | null): MigrationKind | null {
  const changesHost = vm.host !== to
  const changesFiles = datastore !== null && datastoresOf(vm.cfg).some((name) => name !== datastore)
  if (!changesHost && !changesFiles) return null
  if (vm.power !== 'on') return 'cold'
  return changesHost ? (changesFiles ? 'both' : 'vmotion') : 'storage'
}

/** Why vCenter cannot begin to move the VM at all, wherever to; null: it can. */
export function notNow({ world, constants }: Pick<At, 'world' | 'constants'>, vm: VmRecord): MoveTrouble | null {
  if (!vcenterRuns(world) && constants['VM-018'].vcenterNeeded) return trouble('vcenterDown', ['VM-018'])
  const isBusy = busyWith(world, vm.name) !== null && constants['VM-019'].excludesMigration
  if (isBusy || vm.powerOn !== null) return trouble('taskInProgress', ['VM-019'])
  if (world.migrations.has(migrationKey(vm.name, 'secondary')) && constants['FT-030'].oneAtATime) return trouble('taskInProgress', ['FT-030'])
  return isSettled(world, vm) ? null : trouble('invalidState', ['VM-020'])
}

/** It runs as one process that has its lock, or is off and nobody is about to start it (HA-180); and vCenter has it in hand. */
function isSettled(world: ReadonlyTables, vm: VmRecord): boolean {
  if (vm.host === null || !vcenterManages(world, vm.host) || vm.awaitsTakeover || vm.question !== null) return false
  if (vm.power === 'off') return !world.restarts.has(vm.name) && !world.locks.has(vm.name)
  return vm.instances.length === 1 && vm.instances.every(({ host, hasLock }) => hasLock && host === vm.host)
}

/** Why the VM cannot be moved like that; null: it can. `room`: what is free on the destination, where the asker knows. */
export function migrationTrouble(turn: Turn, move: Move, room?: HostRoom): MoveTrouble | null {
  const { world } = turn
  const { vm, from, to, datastore, kind } = move
  const source = world.hosts.get(from)
  const host = world.hosts.get(to)
  if (source === undefined || host === undefined) return trouble('notFound', ['VM-014'], { vm: vm.name, host: to })
  if (datastore !== null && !world.datastores.has(datastore)) return trouble('notFound', ['VM-002'], { vm: vm.name, datastore })
  const asked = { ...move, source, host, movesGuest: kind !== 'cold' && to !== from }
  for (const check of checks) {
    const found = check(turn, asked)
    if (found !== null) return { ...found, about: { vm: vm.name, ...found.about } }
  }
  return roomTrouble(turn, asked, room)
}

/** VM-001: without shared storage since 5.1. */
const release: Check = ({ lab }, { kind }) => (kind === 'both' && !productAtLeast(lab.product, '5.1') ? trouble('notInProduct', ['VM-001']) : null)

/** VM-014; a source in maintenance mode is how a host is evacuated. */
const destinationState: Check = ({ world, constants }, { source, host, from }) => {
  const about = { host: host.name }
  // One that is down, and vCenter has not noticed yet.
  if (source.power !== 'on') return trouble('invalidState', ['VM-020'], { host: from })
  if (host.name !== from && host.maintenance !== 'no' && constants['VM-014'].maintenanceKeepsOut)
    return trouble('hostInMaintenance', ['VM-014'], about)
  if (host.power !== 'on' || host.standbyChange === 'exiting' || !vcenterManages(world, host.name)) return trouble('invalidState', ['VM-014'], about)
  return host.standbyChange !== null && host.name !== from ? trouble('invalidState', ['VM-014'], about) : null
}

const failoverHost: Check = ({ world, constants }, { host, movesGuest }) =>
  movesGuest && constants['HA-162'].keptFree && isFailoverHost(world, host.name) ? trouble('failoverHost', ['HA-162'], { host: host.name }) : null

/** FT-008, FT-011: neither of a pair goes where the other is. */
const faultTolerance: Check = (turn, { vm, from, host, datastore }) => {
  const pair = ftOf(turn.world, vm.name)
  if (pair === undefined) return null
  if (datastore !== null && turn.constants['FT-008'].storageVmotionExcluded) return trouble('ftEnabled', ['FT-008'])
  const partner = from === pair.secondary ? vm.host : pair.secondary
  if (partner === host.name && turn.constants['FT-011'].partnerHostExcluded) return trouble('ftSameHost', ['FT-011'], { host: host.name })
  const limit = host.name === from || vm.power !== 'on' ? null : ftLimitReached(turn, vm.name, host.name)
  return limit === null ? null : trouble(limit, ['FT-005'], { host: host.name })
}

/** VM-064: all of what moves has to fit from the start (SN-027). */
const space: Check = (turn, { vm, datastore }) => {
  if (datastore === null || !turn.constants['VM-064'].fullSizeNeeded) return null
  const fits = round9(bytesToMove(turn, vm.name, datastore) - freeBytes(turn, datastore)) <= 0
  return fits ? null : trouble('insufficientSpace', ['VM-064'], { datastore })
}

/** VM-002, VM-012: files where both hosts reach them, or where they go; the LUN of an RDM stays what it is. */
const files: Check = ({ world, constants }, { vm, source, host, datastore }) => {
  if (!constants['VM-002'].storageMustBeReached) return null
  const at = (name: string, facts: readonly [FactId, ...FactId[]], where: HostRecord): MoveTrouble | null => {
    const isThere = reachesFiles(world, where.name, vm.cfg, name)
    return isThere ? null : trouble('datastoreNotAccessible', facts, { host: where.name, datastore: name })
  }
  const own = datastoresOf(vm.cfg)
  for (const name of datastore === null ? own : [datastore]) {
    const missing = at(name, ['VM-002'], host)
    if (missing !== null) return missing
  }
  for (const disk of vm.cfg.disks) {
    const missing = disk.rdm === null ? null : at(disk.datastore, ['VM-012'], host)
    if (missing !== null) return missing
  }
  if (datastore === null) return null
  for (const name of own) {
    const missing = at(name, ['VM-002'], source)
    if (missing !== null) return missing
  }
  return null
}

/** VM-012, VM-013: disks that a running VM cannot move, or move with. */
const disks: Check = (turn, { vm, datastore, kind, movesGuest }) => {
  const { cfg } = vm
  const isOld = !productAtLeast(turn.lab.product, '7.0')
  if (movesGuest && cfg.scsiBusSharing !== 'none' && isOld && turn.constants['VM-012'].sharedBusBlocksBefore70)
    return trouble('deviceNotMigratable', ['VM-012'])
  const stays = kind === 'cold' || datastore === null || !turn.constants['VM-013'].nonpersistentBlocks
  return !stays && cfg.disks.some((disk) => disk.mode === 'independentNonpersistent') ? trouble('deviceNotMigratable', ['VM-013']) : null
}

/** VM-005 */
const networks: Check = ({ world, constants }, { vm, host }) => {
  const names = vm.cfg.nics.map((nic) => nic.network)
  const network = constants['VM-005'].networksMustExist ? networksMissing(world, names, host.name) : null
  return network === null ? null : trouble('networkMismatch', ['VM-005'], { host: host.name, network })
}

/** VM-003, VM-036, VM-041: what the memory goes over. */
const link: Check = (turn, { vm, from, host, movesGuest }) => {
  if (!movesGuest) return null
  const path = vmotionPath(turn, from, host.name)
  if (path === null) {
    const lacking = vmotionNetworksOf(turn.world, host.name).length === 0 ? host.name : from
    return turn.constants['VM-003'].adapterNeeded ? trouble('vmotionNotEnabled', ['VM-003'], { host: lacking }) : null
  }
  const { maxRttMs, maxRttMsBefore60 } = turn.constants['VM-036']
  const limitMs = productAtLeast(olderOf(turn, from, host.name), '6.0') ? maxRttMs : maxRttMsBefore60
  if (path.rttMs > limitMs) return trouble('latencyTooHigh', ['VM-036'], { host: host.name })
  if (vm.cfg.migrateEncryption !== 'required' || encrypts(turn, vm.cfg, from, host.name)) return null
  return turn.constants['VM-041'].requiredIsRequired ? trouble('encryptionNotSupported', ['VM-041'], { host: host.name }) : null
}

/** VM-007 to VM-009; of a VM that is off the CPU matters when it is powered on. */
const cpu: Check = (turn, { vm, host, movesGuest }) =>
  movesGuest ? (perVmEvcTrouble(turn, vm.cfg, host.cfg) ?? cpuTrouble(turn, vm, host.cfg)) : null

/** DRS-097: as many logical CPUs as the VM has virtual ones, each fast enough for its part of the reservation. A VM that runs without is not judged. */
const cpuCount: Check = ({ constants }, { vm, source, host, movesGuest }) => {
  if (!movesGuest || host.name === source.name || !constants['DRS-097'].cpusAreCounted) return null
  const short = cpuShortage(vm.cfg, host.cfg)
  return short === null || cpuShortage(vm.cfg, source.cfg) !== null ? null : trouble(short, ['DRS-097'], { host: host.name })
}

/** VM-010, VM-011: what ties a running VM to its host. */
const ties: Check = ({ constants }, { vm, movesGuest }) => {
  if (!movesGuest) return null
  if (vm.cfg.cpuAffinity.length > 0 && constants['VM-010'].affinityPins) return trouble('affinityConfigured', ['VM-010'])
  return constants['VM-011'].devicesPin && vm.cfg.devices.some(isTied) ? trouble('deviceNotMigratable', ['VM-011']) : null
}

/** An ISO lies on a datastore, and USB of the host is passed on over the network. */
function isTied({ type, backing, connected }: LabVm['devices'][number]): boolean {
  if (!connected) return false
  if (type === 'passthrough') return true
  return backing === 'clientDevice' || (backing === 'hostDevice' && type !== 'usb')
}

/** VM-016: rules are the cluster's, and bind nobody outside it. */
const mustRules: Check = ({ world, constants }, { vm, host, movesGuest }) => {
  if (!movesGuest || host.cfg.standalone || !constants['VM-016'].mustRulesBlock) return null
  const { must } = rulesOf(world, vm.name)
  const broken = (constants['DRS-072'].allMustRulesCount ? must : must.slice(-1)).find((rule) => !allows(rule, host.name))
  return broken === undefined ? null : trouble('mustRuleViolation', ['VM-016', 'DRS-074'], { host: host.name, name: broken.rule })
}

const checks: readonly Check[] = [
  release,
  destinationState,
  failoverHost,
  faultTolerance,
  files,
  space,
  disks,
  networks,
  link,
  cpu,
  cpuCount,
  ties,
  mustRules,
]

/** VM-015: reservations and overhead; the rest is swap. Admission control is asked only for what comes from outside (HA-140). */
function roomTrouble(turn: Turn, { vm, from, host, movesGuest }: Asked, known: HostRoom | undefined): MoveTrouble | null {
  if (!movesGuest || !turn.constants['VM-015'].reservationsMustFit) return null
  const room = known ?? roomOfHost(turn.world, host.name, vm.name)
  const about = { vm: vm.name, host: host.name }
  if (turn.lab.limits === 'vsphere' && room.vms >= maximums[turn.lab.product].vmsPerHost)
    return trouble('vmsPerHostLimit', ['VM-015', 'DRS-102'], about)
  const comes = turn.world.hosts.get(from)?.cfg.standalone === true
  const cap = capTrouble(turn, host.cfg, room, vm.cfg, comes)
  if (cap !== null) return trouble(cap.reason, cap.facts, about)
  const { cpuReservationMHz, memoryReservationMiB } = vm.cfg
  if (room.cpuMHz < cpuReservationMHz) return trouble('insufficientResources', ['VM-015'], { ...about, resource: 'cpu' })
  if (fallsShort(room.memoryMiB, memoryReservationMiB + overheadOf(vm.cfg)))
    return trouble('insufficientResources', ['VM-015'], { ...about, resource: 'memory' })
  return null
}

/** The older release of two hosts. */
function olderOf(turn: Turn, a: string, b: string): ProductLevel {
  const [one, other] = [productOf(turn, a), productOf(turn, b)]
  return productAtLeast(one, other) ? other : one
}

/** VM-041: what is sent is encrypted where the VM does not forbid it and both hosts can, which is from 6.5 on. */
function encrypts(turn: Turn, vm: Pick<LabVm, 'migrateEncryption'>, from: string, to: string): boolean {
  return vm.migrateEncryption !== 'disabled' && productAtLeast(olderOf(turn, from, to), '6.5')
}

/** For `vmotion.started`; what sends no memory is not encrypted. */
export function isEncrypted(turn: Turn, { vm, from, to, kind }: Move): boolean {
  return (kind === 'vmotion' || kind === 'both') && encrypts(turn, vm.cfg, from, to)
}

/** What is no obstacle and yet should not be (VM-004, VM-016, VM-017); asked of a move that `migrationTrouble` lets through. */
export function migrationWarnings(turn: Turn, { vm, from, to, kind }: Move): readonly MoveTrouble[] {
  const { world, constants } = turn
  const found: MoveTrouble[] = []
  if (from === to || kind === 'cold') return found
  const warn = (reason: string, fact: FactId, more: MoveTrouble['about'] = {}): void =>
    void found.push(trouble(reason, [fact], { vm: vm.name, host: to, ...more }))
  const path = vmotionPath(turn, from, to)
  if (path !== null && path.gbps < constants['VM-004'].minGbps) warn('linkCapacityLow', 'VM-004')
  if (path !== null && path.isRouted && constants['VM-017'].namesShouldMatch) warn('vmotionNetworkNameMismatch', 'VM-017')
  if (world.hosts.get(to)?.cfg.standalone === true) return found
  const { should, apart, together } = rulesOf(world, vm.name)
  const broken = should.find((rule) => !allows(rule, to))
  if (broken !== undefined) warn('shouldRuleViolation', 'VM-016', { name: broken.rule })
  const violated =
    apart.find((set) => placesOfOthers(world, vm.name, [set]).has(to)) ??
    together.find((set) => {
      const places = placesOfOthers(world, vm.name, [set])
      return places.size > 0 && !places.has(to)
    })
  if (violated !== undefined) warn('vmRuleViolation', 'VM-016', { name: violated.rule })
  return found
}
