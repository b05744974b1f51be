/** What HA makes of a VM that moves: protection follows it, and who watches it is the agent where it runs (VM-066, HA-107). */
import type { Signals } from '../../core/messages.ts'
import type { ProtectionRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { partitionOf, primaries, secondsOption, settings } from './cluster.ts'
import { forget, foundRunning } from './failovers.ts'
import { moveOnto, moveOff } from './isolation.ts'
import { commitWaiting, isProtected, leaveLists, ownerOf, protectLater, unprotectOutOfCare } from './lists.ts'
import { queueStopped, vmFailed, watchProcess } from './stopped-vms.ts'

/** It runs on another host from now on, and never stopped. */
export function vmMoved(turn: Turn, { vm, from, to }: Signals['vmMoved']): void {
  if (settings(turn.world) === undefined) return
  const isOutside = (host: string): boolean => turn.world.hosts.get(host)?.cfg.standalone === true
  moveOff(turn, vm, from)
  if (isOutside(to)) return letGo(turn, vm)
  if (isOutside(from)) protectLater(turn, { vm })
  moveOnto(turn, vm, to)
  // A primary that was about to restart it, since it did not hear the host that it comes from, learns that it runs.
  for (const { host } of primaries(turn.world)) if (partitionOf(turn, host).includes(to)) foundRunning(turn, host, to)
  unprotectOutOfCare(turn)
  commitWaiting(turn)
}

/**
 * HA-023, HA-139: one that died where its primary could not hear of it comes to a host that it hears, whose agent reports it off and not shut down:
 * only now is it noticed. Outside the cluster nobody restarts it.
 */
export function vmRelocated(turn: Turn, { vm, from, to }: Signals['vmRelocated']): void {
  if (!isProtected(turn, vm)) return
  if (turn.world.hosts.get(to)?.cfg.standalone === true) return letGo(turn, vm)
  const owner = ownerOf(turn, vm)
  if (owner === null || partitionOf(turn, owner).includes(from) || !partitionOf(turn, owner).includes(to)) return
  if (turn.world.vms.get(vm)?.lastOff === 'processCrash') watchProcess(turn, { vm })
  else queueStopped(turn, { vm, host: to })
}

/** Its entry is on the list of the datastore where its files lie now; where that list is another primary's, vCenter has to ask for it anew. */
export function vmFilesMoved(turn: Turn, { vm }: { vm: string }): void {
  const known = turn.world.protection.get(vm)
  if (known?.committed !== true || ownerOf(turn, vm) === (settings(turn.world)?.vcenterPrimary ?? null)) return
  letGo(turn, vm)
  if (turn.world.vms.get(vm)?.power === 'on') protectLater(turn, { vm })
}

/** Nobody restarts it, and it is on no list. */
function letGo(turn: Turn, vm: string): void {
  forget(turn, vm)
  leaveLists(turn, vm)
}

const isMasked = ({ maskedUntil }: ProtectionRecord): boolean => maskedUntil !== undefined

/**
 * HA-107: what becomes of a VM whose process died in a Storage vMotion nobody judges before vCenter has reported how that ended. It does so at
 * once while it runs; without it the primary waits for so long.
 */
export function migrationEnded(turn: Turn, { vm: name, kind, result }: Signals['migrationEnded']): void {
  const known = turn.world.protection.get(name)
  const isOfStorage = kind === 'storage' || kind === 'both'
  if (known?.committed !== true || !isOfStorage || result === 'success' || !turn.constants['HA-107'].failureIsMasked) return
  const { power, lastOff } = turn.world.vms.need(name)
  if (power !== 'off' || lastOff !== 'processCrash' || vcenterRuns(turn.world)) return
  const waitMs = secondsOption(turn, 'das.config.fdm.storagevmotioncleanuptimeout', turn.constants['HA-107'].withoutVcenterMs)
  turn.world.protection.patch(name, { maskedUntil: turn.now + waitMs })
  turn.after(waitMs, 'ha.unmask', { vm: name })
}

/** The time is over, or vCenter is back and reports that the move was rolled back. */
export function unmask(turn: Turn, { vm }: { vm: string }): void {
  const known = turn.world.protection.get(vm)
  if (known?.maskedUntil === undefined || (turn.now < known.maskedUntil && !vcenterRuns(turn.world))) return
  const { maskedUntil: _, ...rest } = known
  turn.world.protection.set(vm, rest)
  if (turn.now >= (known.watchedUntil ?? 0)) vmFailed(turn, { vm, by: null })
}

export function reportEnds(turn: Turn): void {
  if (!vcenterRuns(turn.world) || !turn.world.protection.any(isMasked)) return
  for (const { vm, maskedUntil } of [...turn.world.protection.values()]) if (maskedUntil !== undefined) unmask(turn, { vm })
}
