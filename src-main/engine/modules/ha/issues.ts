/** Configuration issues of hosts: HA-028, HA-035, HA-083, HA-190. An issue is a warning: nothing acts on it. */
import { idleUntilWritten } from '../../core/derived.ts'
import type { HostRecord, NetworkRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { isMember, isolationAddresses, networks, settings } from './cluster.ts'

export interface Issue {
  readonly issue: string
  readonly host: string
  readonly text: string
  /** What vCenter logs when it comes up. */
  readonly event: string
}

/** Notes that the host has the issue, or has it no more. `quiet`: at a settled start, where nothing is logged. */
export function setIssue(turn: Turn, { issue, host, text, event }: Issue, raised: boolean, quiet = false): void {
  const key = `${issue}>${host}`
  if (turn.world.issues.has(key) === raised) return
  if (raised) turn.world.issues.set(key, { issue, host })
  else turn.world.issues.remove(key)
  if (quiet) return
  turn.emit(raised ? 'configIssue.raised' : 'configIssue.cleared', { issue, host, text })
  if (raised) turn.emit('vcenter.eventLogged', { name: event, host })
}

/** Hosts that take no part have no issues. */
export const reconsiderIssues = idleUntilWritten(['hosts', 'agents', 'networks', 'issues', 'ha', 'cluster'], (turn) => review(turn, false))

export function reviewQuietly(turn: Turn): void {
  review(turn, true)
}

function review(turn: Turn, quiet: boolean): void {
  if (settings(turn.world) === undefined) return
  const noAddress = isolationAddresses(turn).length === 0
  const all = networks(turn)
  for (const host of turn.world.hosts.values()) {
    if (!isMember(host)) continue
    setIssue(turn, noIsolationAddress(host.name), noAddress, quiet)
    setIssue(turn, noRedundancy(host.name), !isRedundant(turn, all, host) && !hidesRedundancy(turn, host.name), quiet)
    const mounts = turn.world.agents.get(host.name)?.noDatastores !== true || !turn.constants['HA-190'].noDatastoreIsAnIssue
    setIssue(turn, noMountedDatastores(host.name), !mounts, quiet)
  }
  for (const { issue, host } of [...turn.world.issues.values()]) {
    const record = host === null ? undefined : turn.world.hosts.get(host)
    if (host === null || (record !== undefined && isMember(record))) continue
    const text = record === undefined ? `${host} has left the cluster` : `${host} takes no part in vSphere HA`
    setIssue(turn, { issue, host, text, event: '' }, false, quiet)
  }
}

const noRedundancy = (host: string): Issue => ({
  issue: 'noRedundantManagementNetwork',
  host,
  text: `${host} has no management network redundancy`,
  event: 'HostNoRedundantManagementNetworkEvent',
})

/** HA-083: it can never find itself isolated. */
const noIsolationAddress = (host: string): Issue => ({
  issue: 'hostHasNoIsolationAddrsDefined',
  host,
  text: `No isolation address is defined for ${host}`,
  event: 'HostHasNoIsolationAddrsDefined',
})

const noMountedDatastores = (host: string): Issue => ({
  issue: 'hostHasNoMountedDatastores',
  host,
  text: `${host} has no mounted datastores`,
  event: 'HostHasNoMountedDatastores',
})

/**
 * HA-028: two network adapters for what HA talks over, on one network or on several. A lab with one network that does not say how many it has
 * says nothing about redundancy (docs/contract-additions.md).
 */
function isRedundant(turn: Turn, all: readonly NetworkRecord[], host: HostRecord): boolean {
  if (all.length === 1 && all[0]?.cfg.nicsGiven === false) return true
  let nics = 0
  for (const { cfg } of all) if (host.cfg.networks.includes(cfg.name)) nics += cfg.nics
  return nics >= turn.constants['HA-028'].redundantNics
}

/** das.ignoreredundantnetwarning counts from the next time on that the agent is set up. */
function hidesRedundancy(turn: Turn, host: string): boolean {
  return turn.world.agents.get(host)?.ignoresRedundancy === true
}
