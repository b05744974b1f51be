/** Which primary owns which VMs: the lock on a datastore's protected list (HA-018, HA-019), and the VMs on it (HA-021, HA-022). */
import type { Signals } from '../../core/messages.ts'
import { derivedOfWorld, idleUntilWritten } from '../../core/derived.ts'
import type { AgentRecord, HostRecord, ProtectedListRecord, ProtectionRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { isOutOfCare } from '../../reads/ha.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { accessOf, reaches, reachesFiles } from '../../reads/storage.ts'
import { followersOf, partitionOf, primaries, settings } from './cluster.ts'

/** The primary, or a connected secondary of it, reaches the datastore. */
function inReach(turn: Turn, primary: string, datastore: string): boolean {
  return reaches(turn.world, primary, datastore) || followersOf(turn, primary).some((host) => reaches(turn.world, host, datastore))
}

/** Renews, loses and takes the locks after anything that may have changed who can. Returns the primaries that took one. */
export function reconsiderLists(turn: Turn): readonly string[] {
  const takers = takersNow(turn.world)
  takers.clear()
  renewAndClaim(turn)
  commitWaiting(turn)
  return [...takers]
}

const takersNow = derivedOfWorld([], () => new Set<string>())

const renewAndClaim = idleUntilWritten(['datastores', 'protectedLists', 'agents', 'hosts', 'networks', 'ha', 'cluster'], (turn) => {
  for (const datastore of turn.world.datastores.keys()) {
    const list =
      turn.world.protectedLists.get(datastore) ?? turn.world.protectedLists.set(datastore, { datastore, owner: null, lostAt: null, timer: null })
    if (list.owner !== null) renew(turn, list, list.owner)
    const taker = claim(turn, turn.world.protectedLists.need(datastore))
    if (taker !== null) takersNow(turn.world).add(taker)
  }
})

function renew(turn: Turn, list: ProtectedListRecord, owner: string): void {
  const renews = turn.world.agents.get(owner)?.state === 'primary' && inReach(turn, owner, list.datastore)
  if (renews === (list.lostAt === null)) return
  turn.cancel(list.timer)
  if (renews) turn.world.protectedLists.patch(list.datastore, { lostAt: null, timer: null })
  else loseLease(turn, list.datastore)
}

function claim(turn: Turn, list: ProtectedListRecord): string | null {
  if (list.owner !== null && turn.constants['HA-018'].oneOwnerPerList) return null
  const taker = primaries(turn.world).find((primary) => primary.host !== list.owner && inReach(turn, primary.host, list.datastore))
  if (taker === undefined) return null
  turn.cancel(list.timer)
  turn.world.protectedLists.patch(list.datastore, { owner: taker.host, lostAt: null, timer: null })
  const causedBy = taker.electedAt === turn.now ? taker.causeSeq : turn.cause
  if (isFile(turn, list.datastore)) turn.emit('lock.acquired', { file: 'protectedList', host: taker.host, datastore: list.datastore }, { causedBy })
  return taker.host
}

export function listLeaseEnds(turn: Turn, { datastore }: { datastore: string }): void {
  const list = turn.world.protectedLists.need(datastore)
  turn.world.protectedLists.patch(datastore, { owner: null, lostAt: null, timer: null })
  if (isFile(turn, datastore)) turn.emit('lock.expired', { file: 'protectedList', host: list.owner, datastore })
}

/** HA-019: a primary that knows that it is none any more lets go by itself, where it still reaches the file. */
export function releaseLists(turn: Turn, host: string): void {
  for (const list of [...turn.world.protectedLists.values()]) {
    if (list.owner !== host || !stillReaches(turn, host, list.datastore)) continue
    turn.cancel(list.timer)
    turn.world.protectedLists.patch(list.datastore, { owner: null, lostAt: null, timer: null })
    if (isFile(turn, list.datastore)) turn.emit('lock.released', { file: 'protectedList', host, datastore: list.datastore })
  }
}

/** A host that goes into standby mode lets go first. */
function stillReaches(turn: Turn, host: string, datastore: string): boolean {
  const goes = turn.world.hosts.get(host)?.power === 'standby'
  return goes ? accessOf(turn.world, turn.world.datastores.need(datastore), host) === 'ok' : reaches(turn.world, host, datastore)
}

/** HA is off: nobody renews any more, and a lock that could not be released lapses. */
export function abandonLists(turn: Turn): void {
  for (const list of [...turn.world.protectedLists.values()]) {
    if (list.owner === null) turn.world.protectedLists.remove(list.datastore)
    else if (list.lostAt === null) loseLease(turn, list.datastore)
  }
}

function loseLease(turn: Turn, datastore: string): void {
  const timer = turn.after(turn.constants['HA-069'].leaseMs, 'ha.listLease', { datastore })
  turn.world.protectedLists.patch(datastore, { lostAt: turn.now, timer })
}

/** HA-039: the list of a vSAN datastore is no file: nobody sees it locked. */
function isFile(turn: Turn, datastore: string): boolean {
  return !turn.constants['HA-039'].listInMemory || turn.world.datastores.get(datastore)?.cfg.type !== 'vsan'
}

/** The primary that has the VM's list locked, or null; on vSAN, which keeps no list on the disk (HA-039), the one whose hosts reach its objects (HA-176). */
export function ownerOf(turn: Turn, vm: string): string | null {
  const { cfg } = turn.world.vms.need(vm)
  const owner = turn.world.protectedLists.get(cfg.datastore)?.owner ?? null
  if (turn.world.datastores.get(cfg.datastore)?.cfg.type !== 'vsan') return owner
  const hasObjects = (primary: string): boolean => partitionOf(turn, primary).some((host) => reachesFiles(turn.world, host, cfg, cfg.datastore))
  if (owner !== null && turn.world.agents.get(owner)?.state === 'primary' && hasObjects(owner)) return owner
  return primaries(turn.world).find(({ host }) => hasObjects(host))?.host ?? null
}

export function isProtected(turn: Turn, vm: string): boolean {
  return turn.world.protection.get(vm)?.committed === true
}

/** A VM that runs gets on the list once vCenter has told the primary that owns it. */
export function protectLater(turn: Turn, { vm }: Pick<Signals['vmPoweredOn'], 'vm'>): void {
  if (settings(turn.world) === undefined) return
  const known = turn.world.protection.get(vm)
  if (known?.committed === true || (known?.timer ?? null) !== null) return
  turn.world.protection.set(vm, { vm, committed: false, timer: turn.after(turn.constants['HA-021'].commitMs, 'ha.commit', { vm }) })
}

export function commit(turn: Turn, { vm }: { vm: string }): void {
  turn.world.protection.patch(vm, { timer: null })
  // One that has died meanwhile was never protected.
  if (turn.world.vms.get(vm)?.power === 'on') tryCommit(turn, vm)
}

/** HA-004: while vCenter is down, or talks to another primary, nothing new is protected. */
function tryCommit(turn: Turn, vm: string): void {
  const owner = ownerOf(turn, vm)
  const primary = settings(turn.world)?.vcenterPrimary ?? null
  const record = turn.world.vms.need(vm)
  if (primary === null || owner !== primary || !vcenterRuns(turn.world) || record.host === null || !partitionOf(turn, primary).includes(record.host))
    return
  turn.world.protection.patch(vm, { committed: true })
  turn.emit('vcenter.eventLogged', { name: 'VmProtectedEvent', vm, host: record.host })
}

/** Vouched for by vCenter, and not on the list yet. */
const isWaiting = (entry: ProtectionRecord): boolean => !entry.committed && entry.timer === null

export function commitWaiting(turn: Turn): void {
  if (!turn.world.protection.any(isWaiting)) return
  for (const entry of [...turn.world.protection.values()]) {
    if (isWaiting(entry) && turn.world.vms.get(entry.vm)?.power === 'on') tryCommit(turn, entry.vm)
  }
}

const isDisconnected = ({ disconnected }: HostRecord): boolean => disconnected
const hasFault = ({ fault }: AgentRecord): boolean => fault !== null

/**
 * HA-026: vCenter asks its primary to unprotect what runs on a host that is disconnected, or whose agent it could not set up. The VMs get
 * back on the list when the host is in care again.
 */
export const unprotectOutOfCare = idleUntilWritten(
  ['hosts', 'agents', 'vms', 'protection', 'protectedLists', 'restarts', 'ha', 'vcenter'],
  (turn) => {
    const primary = settings(turn.world)?.vcenterPrimary ?? null
    const isSomeOut = turn.world.hosts.any(isDisconnected) || turn.world.agents.any(hasFault)
    if (primary === null || !isSomeOut || !vcenterRuns(turn.world)) return
    for (const entry of [...turn.world.protection.values()]) {
      const vm = turn.world.vms.get(entry.vm)
      if (!entry.committed || vm?.power !== 'on' || vm.host === null || !isOutOfCare(turn.world, vm.host)) continue
      if (ownerOf(turn, vm.name) !== primary || turn.world.restarts.has(vm.name) || !turn.constants['HA-026'].disconnectUnprotects) continue
      turn.world.protection.patch(vm.name, { committed: false })
      turn.emit('vcenter.eventLogged', { name: 'VmUnprotectedEvent', vm: vm.name, host: vm.host })
    }
  },
)

/** HA-022: switched off on purpose, by a person or by its guest. */
export function unprotect(turn: Turn, vm: string): void {
  if (turn.constants['HA-022'].userPowerOffUnprotects) leaveLists(turn, vm)
}

/** It is on no list of the cluster any more. */
export function leaveLists(turn: Turn, vm: string): void {
  const known = turn.world.protection.get(vm)
  if (known === undefined) return
  turn.cancel(known.timer)
  turn.world.protection.remove(vm)
  if (known.committed) turn.emit('vcenter.eventLogged', { name: 'VmUnprotectedEvent', vm, host: turn.world.vms.get(vm)?.host ?? null })
}
