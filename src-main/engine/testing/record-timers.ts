/** Which records wait for a timer: by table, so that only what was written is listed anew. */
import type { Records, TableName } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'

export interface Wait {
  readonly timer: number
  readonly what: () => string
  /** The instant from which it may be gone. */
  readonly until: number
}

export interface TimersOf {
  readonly table: TableName
  /** What the records of the table wait for. */
  readonly list: (world: Kernel['world']) => Wait[]
}

function timers<K extends TableName>(
  table: K,
  timerOf: (record: Records[K]) => number | null,
  what: (record: Records[K], key: string) => string,
  untilOf: (record: Records[K]) => number = () => Infinity,
): TimersOf {
  const list = (world: Kernel['world']): Wait[] => {
    const waits: Wait[] = []
    for (const [key, record] of world[table].entries() as IterableIterator<[string, Records[K]]>) {
      const timer = timerOf(record)
      if (timer !== null) waits.push({ timer, what: () => what(record, key), until: untilOf(record) })
    }
    return waits
  }
  return { table, list }
}

export const timersOf: readonly TimersOf[] = [
  timers(
    'agents',
    (agent) => agent.timer,
    (agent) => agent.host,
  ),
  timers(
    'agents',
    (agent) => agent.restartTimer,
    (agent) => `the watchdog of ${agent.host}`,
  ),
  timers(
    'elections',
    (election) => election.timer,
    (election) => `election ${election.id}`,
  ),
  timers(
    'views',
    (view) => view.timer,
    (view) => `${view.by}, which watches ${view.host},`,
  ),
  timers(
    'locks',
    (lock) => lock.timer,
    (lock) => `the lease on ${lock.vm}`,
  ),
  timers(
    'protectedLists',
    (list) => list.timer,
    (list) => `the lease on the list of ${list.datastore}`,
  ),
  timers(
    'protection',
    (entry) => entry.timer,
    (entry) => `the protection of ${entry.vm}`,
  ),
  timers(
    'restarts',
    (entry) => entry.timer,
    (entry) => `the restart of ${entry.vm}`,
  ),
  timers(
    'isolation',
    (entry) => entry.timer,
    (entry) => `the response of ${entry.host} to ${entry.vm}`,
  ),
  timers(
    'failovers',
    (failover) => failover.timer,
    (failover) => `failover ${failover.id}`,
  ),
  timers(
    'readiness',
    (awaited) => awaited.timer,
    (awaited) => `the readiness of ${awaited.vm}`,
  ),
  timers(
    'rules',
    (record) => record.timer,
    (record) => `rule ${record.rule.name}`,
  ),
  timers(
    'hosts',
    (host) => host.bootTimer,
    (host) => host.name,
  ),
  timers(
    'monitors',
    (monitor) => monitor.timer,
    (monitor) => `the monitoring of ${monitor.vm}`,
  ),
  timers(
    'ha',
    (ha) => ha.usageTimer,
    () => 'the look at the use of resources',
  ),
  timers(
    'connections',
    (connection) => connection.timer,
    (_, host) => `vCenter's connection to ${host}`,
  ),
  timers(
    'storageLosses',
    (loss) => loss.timer,
    (loss) => `the APD of ${loss.datastore} on ${loss.host}`,
  ),
  timers(
    'vmcp',
    (record) => record.timer,
    (record) => `component protection of ${record.vm}`,
  ),
  timers(
    'vms',
    (vm) => vm.powerOn?.timer ?? null,
    (vm) => `the power-on of ${vm.name}`,
    (vm) => vm.powerOn?.doneAt ?? 0,
  ),
  timers(
    'clients',
    (client) => client.timer,
    (client) => `the clients of ${client.vm}`,
  ),
  timers(
    'transfers',
    (transfer) => transfer.timer,
    (transfer) => `the transfer ${transfer.id}`,
  ),
  timers(
    'migrations',
    (migration) => migration.timer,
    (migration) => `the migration of ${migration.vm}`,
  ),
  timers(
    'migrations',
    (migration) => migration.cutTimer,
    (migration) => `the migration of ${migration.vm}, which cannot send,`,
  ),
  timers(
    'leftovers',
    (leftover) => leftover.timer,
    (leftover) => `${leftover.host}, which keeps memory of ${leftover.vm},`,
  ),
  timers(
    'snapshotJobs',
    (job) => job.timer,
    (job) => `the ${job.kind} of a snapshot of ${job.vm}`,
  ),
  timers(
    'spaceLevels',
    (record) => record.timer,
    (record) => `the space of ${record.datastore}`,
  ),
]
