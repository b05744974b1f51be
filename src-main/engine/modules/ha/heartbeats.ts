/** Heartbeat datastores: which ones each host has (HA-032 to HA-036), and since when it writes none. */
import { derivedOfWorld, idleUntilWritten } from '../../core/derived.ts'
import type { Turn } from '../../core/turn.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { lossOf, reaches } from '../../reads/storage.ts'
import { agentUp, flagOption, members, numberOption, settings } from './cluster.ts'
import { setIssue } from './issues.ts'
import { heartbeatDatastoresFor } from './policy/heartbeat-datastores.ts'
import type { DatastoreOption } from './policy/heartbeat-datastores.ts'

/** Chooses anew. Whether a host is powered on does not matter (HA-036). */
export const chooseHeartbeats = idleUntilWritten(
  ['ha', 'datastores', 'heartbeats', 'issues', 'storageLosses', 'connections', 'vcenter', 'vms'],
  (turn) => choose(turn, false),
  (turn) => memberNames(turn.world),
)

/** At a settled start, where nothing is logged. */
export function chooseQuietly(turn: Turn): void {
  choose(turn, true)
}

/** The same list as long as the same hosts take part. */
const memberNames = derivedOfWorld(['hosts'], (world): readonly string[] => {
  const names = members(world).map((host) => host.name)
  const known = lastNames(world)
  if (known.names.length !== names.length || known.names.some((name, i) => name !== names[i])) known.names = names
  return known.names
})

const lastNames = derivedOfWorld([], (): { names: readonly string[] } => ({ names: [] }))

function choose(turn: Turn, quiet: boolean): void {
  const ha = settings(turn.world)
  if (ha === undefined) return
  const c = turn.constants
  const wanted = Math.min(c['HA-032'].max, Math.max(c['HA-032'].min, numberOption(turn, 'das.heartbeatdsperhost', c['HA-032'].perHost)))
  const chooseFor = heartbeatDatastoresFor(datastoreOptions(turn), { wanted, ...ha.cfg.heartbeatDatastores, ...c['HA-033'], ...c['HA-034'] })
  for (const host of memberNames(turn.world)) {
    const known = turn.world.heartbeats.get(host)
    const datastores = chooseFor(host)
    const kept = known !== undefined && !c['HA-036'].replaced && known.datastores.length >= wanted
    if (known === undefined || (!kept && !sameSet(known.datastores, datastores)) || known.wanted !== wanted) {
      turn.world.heartbeats.set(host, { host, datastores, wanted, stoppedAt: known?.stoppedAt ?? null })
      // HA-036
      if (!quiet && known !== undefined && !sameSet(known.datastores, datastores))
        turn.emit('vcenter.eventLogged', { name: 'HeartbeatDatastoreChanged', host })
    }
    const tooFew = datastores.length < wanted && !flagOption(turn, 'das.ignoreinsufficienthbdatastore', false)
    const text = `The number of heartbeat datastores of ${host} is below the required ${wanted}`
    // HA-035
    setIssue(turn, { issue: 'heartbeatDatastoreNotSufficient', host, text, event: 'HeartbeatDatastoreNotSufficient' }, tooFew, quiet)
  }
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name))
}

/** HA-033, HA-039: shared by more than one host is decided by the policy; vSAN never qualifies, local ones are not shared. */
function datastoreOptions(turn: Turn): DatastoreOption[] {
  const hosts = memberNames(turn.world)
  return [...turn.world.datastores.values()]
    .filter(({ cfg }) => cfg.type !== 'local' && (cfg.type !== 'vsan' || !turn.constants['HA-039'].noHeartbeats))
    .map((datastore) => ({
      name: datastore.name,
      order: datastore.order,
      vmfs: datastore.cfg.type === 'vmfs',
      array: datastore.cfg.array,
      hosts: hosts.filter(
        (host) =>
          (datastore.cfg.hosts === null || datastore.cfg.hosts.includes(host)) &&
          datastore.faults[host] !== 'unmounted' &&
          datastore.faults[host] !== 'pdl' &&
          !isTimedOut(turn, datastore.name, host),
      ),
    }))
}

/** HA-036: vCenter sees an APD once it is timed out, on a host that it is connected to. */
function isTimedOut({ world }: Turn, datastore: string, host: string): boolean {
  if ((lossOf(world, datastore, host)?.timedOutAt ?? null) === null) return false
  return world.connections.get(host)?.state === 'connected' && vcenterRuns(world)
}

/** Notes who began or ceased to write datastore heartbeats. */
export const reconsiderHeartbeats = idleUntilWritten(['heartbeats', 'hosts', 'agents', 'datastores', 'networks'], (turn) => {
  for (const beat of [...turn.world.heartbeats.values()]) {
    const beats = agentUp(turn.world, beat.host) && beat.datastores.some((datastore) => reaches(turn.world, beat.host, datastore))
    if (beats === (beat.stoppedAt === null)) continue
    turn.world.heartbeats.patch(beat.host, { stoppedAt: beats ? null : turn.now })
  }
})
