/**
 * Tasks: what vCenter does for a person. A command begins one, and it ends with the command, or later when whoever does the work says so
 * (`workDone`). Tasks live in vCenter and end when it does; what hosts have begun goes on (docs/contract-additions.md).
 */
import type { EntityKind } from '../../../contract/events.ts'
import type { CommandArgs, Signals, TakenCommand } from '../../core/messages.ts'
import type { TaskRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { Index, ReadonlyTables } from '../../core/world.ts'
import { snapshotPercent } from '../../reads/merges.ts'
import { vcenterRuns } from '../../reads/network.ts'

interface TaskKind {
  readonly kind: EntityKind
  /** Makes its entity. */
  readonly creates?: true
  /** Whether the command begins one with these arguments; default: always. */
  readonly when?: (args: CommandArgs) => boolean
  /** The work goes on when the command has been handled; default: it does not. Then `workDone` has to say when it ends. */
  readonly underWay?: (world: ReadonlyTables, entity: string, commandSeq: number) => boolean
  /** Nothing that the command logs is its end. */
  readonly endsSilently?: true
}

const worksOnPair =
  (command: string) =>
  (world: ReadonlyTables, vm: string): boolean =>
    world.ftPairs.get(vm)?.command === command

/** A snapshot of a VM that is off is there at once, as is the end of a removal that leaves nothing to merge. */
function worksOnSnapshots(world: ReadonlyTables, vm: string, commandSeq: number): boolean {
  return world.snapshotJobs.get(vm)?.causeSeq === commandSeq
}

/** It powers on, or DRS has yet to find it a place (DRS-079). */
function startsVm(world: ReadonlyTables, name: string, commandSeq: number): boolean {
  const vm = world.vms.get(name)
  return vm?.powerOn?.commandSeq === commandSeq || vm?.placing?.commandSeq === commandSeq
}

/** Commands that vCenter carries out. One that the engine learns to act on gets a line here. */
const taskKinds: { readonly [command: string]: TaskKind } = {
  'vm.powerOn': { kind: 'vm', underWay: startsVm },
  'vm.powerOff': { kind: 'vm' },
  'vm.shutDown': { kind: 'vm', endsSilently: true },
  'vm.reset': { kind: 'vm' },
  'vm.rebootGuest': { kind: 'vm', endsSilently: true },
  'vm.create': { kind: 'vm', creates: true },
  'vm.configure': { kind: 'vm' },
  'vm.remove': { kind: 'vm' },
  'snapshot.create': { kind: 'vm', underWay: worksOnSnapshots },
  // It ends within its turn, after the power of the VM changed.
  'snapshot.revert': { kind: 'vm', underWay: () => true },
  'ft.enable': { kind: 'vm', underWay: worksOnPair('ft.enable') },
  'ft.disable': { kind: 'vm' },
  'ft.suspend': { kind: 'vm' },
  'ft.resume': { kind: 'vm', underWay: worksOnPair('ft.resume') },
  'ft.testFailover': { kind: 'vm', underWay: worksOnPair('ft.testFailover') },
  'vm.migrate': { kind: 'vm', underWay: (world, vm) => world.migrations.get(vm)?.command === 'vm.migrate' },
  'snapshot.delete': { kind: 'vm', underWay: worksOnSnapshots },
  'snapshot.deleteAll': { kind: 'vm', underWay: worksOnSnapshots },
  'snapshot.consolidate': { kind: 'vm', underWay: worksOnSnapshots },
  'host.enterMaintenance': { kind: 'host', underWay: (world, host) => world.hosts.get(host)?.maintenance === 'entering' },
  'host.exitMaintenance': { kind: 'host' },
  'host.enterStandby': { kind: 'host', underWay: (world, host) => world.hosts.get(host)?.standbyChange === 'entering' },
  'host.exitStandby': { kind: 'host', underWay: (world, host) => world.hosts.get(host)?.standbyChange === 'exiting' },
  'host.disconnect': { kind: 'host', endsSilently: true },
  'host.connect': { kind: 'host', endsSilently: true },
  'host.reconfigureHa': { kind: 'host', endsSilently: true },
  'host.configure': { kind: 'host', endsSilently: true },
  'host.remove': { kind: 'host', endsSilently: true },
  'host.add': { kind: 'host', creates: true, endsSilently: true },
  'rule.add': { kind: 'cluster', endsSilently: true },
  'rule.remove': { kind: 'cluster', endsSilently: true },
  'rule.enable': { kind: 'cluster', endsSilently: true },
  'rule.disable': { kind: 'cluster', endsSilently: true },
  'drs.run': { kind: 'cluster', endsSilently: true },
  'drs.apply': { kind: 'cluster', endsSilently: true },
  'drs.planMaintenance': { kind: 'cluster' },
  'resourcePool.add': { kind: 'cluster', endsSilently: true },
  'resourcePool.configure': { kind: 'cluster', endsSilently: true },
  'resourcePool.remove': { kind: 'cluster', endsSilently: true },
  'cluster.configure': {
    kind: 'cluster',
    when: (args) => ['ha', 'drs', 'vsan', 'vcls', 'evcMode', 'resourcePools'].some((key) => args[key] !== undefined),
    endsSilently: true,
  },
}

/** As they began. */
const orderOf = ({ startSeq }: TaskRecord): number => startSeq
const byCommand: Index<TaskRecord> = { keysOf: ({ commandSeq }) => [String(commandSeq)], orderOf }
const byEntity: Index<TaskRecord> = { keysOf: ({ entity }) => [entity], orderOf }

export function beginTasks(turn: Turn, { name, args, seq }: TakenCommand): void {
  const task = taskKinds[name]
  if (task === undefined || args['direct'] === true || task.when?.(args) === false || !vcenterRuns(turn.world)) return
  for (const entity of entitiesOf(turn, task, args)) begin(turn, name, entity, task, seq)
}

/** Those that exist, or are to. */
function entitiesOf(turn: Turn, { kind, creates }: TaskKind, args: CommandArgs): readonly string[] {
  if (kind === 'cluster') return [turn.lab.cluster.name]
  if (creates === true) return [args['name'] as string]
  const table = kind === 'host' ? turn.world.hosts : turn.world.vms
  const names = (args['vms'] as readonly string[] | undefined) ?? [args[kind] as string]
  return [...new Set(names)].filter((entity) => table.has(entity))
}

function begin(turn: Turn, name: string, entity: string, { kind, creates }: TaskKind, commandSeq: number): TaskRecord {
  const id = `task-${turn.count('tasks')}`
  const isNew = creates === true && !(kind === 'host' ? turn.world.hosts : turn.world.vms).has(entity)
  const startSeq = turn.emit('task.started', { task: id, name, entity, kind }, { causedBy: commandSeq })
  const vmsToLeave = name === 'host.enterMaintenance' ? vmsOn(turn.world, entity) : null
  return turn.world.tasks.set(id, { id, name, entity, kind, startedAt: turn.now, startSeq, commandSeq, creates: isNew, vmsToLeave })
}

function end(turn: Turn, { id, name, entity, kind }: TaskRecord, result: string, causedBy: number | null): void {
  turn.world.tasks.remove(id)
  turn.emit('task.finished', { task: id, name, entity, kind, result }, { causedBy })
}

/** What the command has ended by itself: refused, or done at once. */
export function endTasks(turn: Turn, command: TakenCommand): void {
  const task = taskKinds[command.name]
  const { tasks } = turn.world
  if (task === undefined || tasks.size === 0) return
  for (const id of [...tasks.keysWith(byCommand, String(command.seq))]) settle(turn, tasks.need(id), task, command)
}

function settle(turn: Turn, record: TaskRecord, task: TaskKind, { name, seq, refusals, newest }: TakenCommand): void {
  if (record.creates && turn.world.vms.has(record.entity)) return created(turn, record, seq, refusals[0], newest)
  const own = refusals.find(({ vm }) => vm === null || vm === record.entity)
  if (own === undefined && task.underWay?.(turn.world, record.entity, seq) === true) return
  // One VM that may not be powered on holds back its whole group.
  const refusal = own ?? (name === 'vm.powerOn' ? refusals[0] : undefined)
  if (refusal !== undefined) return end(turn, record, refusal.reason, refusal.seq)
  end(turn, record, 'success', task.endsSilently === true ? record.startSeq : newest)
}

/** The VM exists, whatever becomes of its power-on: that is a task of its own. */
function created(turn: Turn, record: TaskRecord, seq: number, refusal: TakenCommand['refusals'][number] | undefined, newest: number): void {
  end(turn, record, 'success', refusal === undefined ? newest : refusal.seq - 1)
  const vm = turn.world.vms.need(record.entity)
  if (refusal === undefined && vm.powerOn === null && vm.placing === null) return
  const powerOn = begin(turn, 'vm.powerOn', vm.name, { kind: 'vm' }, seq)
  if (refusal !== undefined) end(turn, powerOn, refusal.reason, refusal.seq)
}

export function workDone(turn: Turn, { command, entity, result }: Signals['workDone']): void {
  const { tasks } = turn.world
  for (const id of tasks.keysWith(byEntity, entity)) {
    const record = tasks.need(id)
    if (record.name === command) return end(turn, record, result, turn.cause)
  }
}

/** vCenter is down: nobody follows up what was under way. */
export function dropTasks(turn: Turn): void {
  for (const record of [...turn.world.tasks.values()]) end(turn, record, 'vcenterDown', turn.cause)
}

/** VMs that keep a host from entering maintenance mode. */
function vmsOn(world: ReadonlyTables, host: string): number {
  let n = 0
  for (const vm of world.vms.values()) if (vm.powerOn?.host === host || vm.instances.some((instance) => instance.host === host)) n++
  return n
}

/** How much of it is done, percent; null where nobody can know. */
export function percentOf(world: ReadonlyTables, { name, entity, vmsToLeave }: TaskRecord, now: number): number | null {
  if (vmsToLeave !== null) return Math.max(0, Math.floor((1 - vmsOn(world, entity) / Math.max(1, vmsToLeave)) * 100))
  if (name.startsWith('snapshot.')) return snapshotPercent(world, entity, now)
  const powerOn = name === 'vm.powerOn' ? (world.vms.get(entity)?.powerOn ?? null) : null
  if (powerOn === null) return null
  const lasts = Math.max(1, powerOn.doneAt - powerOn.issuedAt)
  return Math.min(99, Math.floor(((now - powerOn.issuedAt) / lasts) * 100))
}

/** The work that an open task waits for is under way. */
export function taskTrouble(world: ReadonlyTables): string | null {
  if (world.tasks.size === 0) return null
  if (!vcenterRuns(world)) return 'tasks are under way while vCenter is down'
  for (const { id, name, entity, commandSeq } of world.tasks.values()) {
    if (taskKinds[name]?.underWay?.(world, entity, commandSeq) !== true) return `${id} (${name} of ${entity}) waits for nothing`
  }
  return null
}
