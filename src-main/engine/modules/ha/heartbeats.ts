/** Heartbeat datastores: which ones each host has (HA-032 to HA-036), and since when it writes none. */
import type { Turn } from '../../core/turn.ts'
import { reaches } from '../../reads/storage.ts'
import { agentUp, members, numberOption, option, settings } from './cluster.ts'
import { chooseHeartbeatDatastores } from './policy/heartbeat-datastores.ts'
import type { DatastoreOption } from './policy/heartbeat-datastores.ts'

const ISSUE = 'heartbeatDatastoreNotSufficient'

/** Chooses anew. `quiet` at a settled start, where nothing is logged. */
export function chooseHeartbeats(turn: Turn, quiet = false): void {
  const ha = settings(turn.world)
  if (ha === undefined) return
  const c = turn.constants
  const wanted = Math.min(c['HA-032'].max, Math.max(c['HA-032'].min, numberOption(turn, 'das.heartbeatdsperhost', c['HA-032'].perHost)))
  const options = datastoreOptions(turn)
  const { policy, preferred } = ha.cfg.heartbeatDatastores
  for (const host of members(turn.world)) {
    const known = turn.world.heartbeats.get(host.name)
    const datastores = chooseHeartbeatDatastores(host.name, options, { wanted, policy, preferred, ...c['HA-033'], ...c['HA-034'] })
    const kept = known !== undefined && !c['HA-036'].replaced && known.datastores.length >= wanted
    if (known === undefined || (!kept && !sameSet(known.datastores, datastores)) || known.wanted !== wanted) {
      turn.world.heartbeats.set(host.name, { host: host.name, datastores, wanted, stoppedAt: known?.stoppedAt ?? null })
      // HA-036
      if (!quiet && known !== undefined && !sameSet(known.datastores, datastores))
        turn.emit('vcenter.eventLogged', { name: 'HeartbeatDatastoreChanged', host: host.name })
    }
    setIssue(turn, host.name, datastores.length < wanted && option(turn, 'das.ignoreinsufficienthbdatastore') !== 'true', quiet, wanted)
  }
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name))
}

/** HA-033, HA-039: shared by more than one host is decided by the policy; vSAN never qualifies, local ones are not shared. */
function datastoreOptions(turn: Turn): DatastoreOption[] {
  const hosts = members(turn.world).map((host) => host.name)
  return [...turn.world.datastores.values()]
    .filter((datastore) => datastore.cfg.type !== 'vsan' && datastore.cfg.type !== 'local')
    .map((datastore) => ({
      name: datastore.name,
      order: datastore.order,
      vmfs: datastore.cfg.type === 'vmfs',
      array: datastore.cfg.array,
      hosts: hosts.filter(
        (host) =>
          (datastore.cfg.hosts === null || datastore.cfg.hosts.includes(host)) &&
          datastore.faults[host] !== 'unmounted' &&
          datastore.faults[host] !== 'pdl',
      ),
    }))
}

/** HA-035 */
function setIssue(turn: Turn, host: string, raised: boolean, quiet: boolean, wanted: number): void {
  const key = `${ISSUE}>${host}`
  if (turn.world.issues.has(key) === raised) return
  if (raised) turn.world.issues.set(key, { issue: ISSUE, host })
  else turn.world.issues.remove(key)
  if (quiet) return
  const text = `The number of heartbeat datastores of ${host} is below the required ${wanted}`
  turn.emit(raised ? 'configIssue.raised' : 'configIssue.cleared', { issue: ISSUE, host, text })
  if (raised) turn.emit('vcenter.eventLogged', { name: 'HeartbeatDatastoreNotSufficient', host })
}

/** Notes who began or ceased to write datastore heartbeats. */
export function reconsiderHeartbeats(turn: Turn): void {
  for (const beat of [...turn.world.heartbeats.values()]) {
    const beats = agentUp(turn.world, beat.host) && beat.datastores.some((datastore) => reaches(turn.world, beat.host, datastore))
    if (beats === (beat.stoppedAt === null)) continue
    turn.world.heartbeats.patch(beat.host, { stoppedAt: beats ? null : turn.now })
  }
}
