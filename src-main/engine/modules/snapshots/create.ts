/**
 * Taking a snapshot. Off: at once. On: the VM is stunned while its disks are switched to a fresh layer, which is what the snapshot captures;
 * with memory the image of that instant is written while the guest goes on (SN-018), and the snapshot is there when the last byte is.
 */
import type { CommandArgs as CommandArgsOf } from '../../../contract/lab/index.ts'
import type { SnapshotConsistency } from '../../../contract/state.ts'
import type { CommandArgs, Signals } from '../../core/messages.ts'
import type { CapturedGuest, SnapshotJobRecord, SnapshotRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { addSnapshot, openLayer } from '../../models/snapshot-chain.ts'
import { roundHalfUp } from '../../models/maths.ts'
import { deltaFormat } from '../../reads/snapshots.ts'
import { snapshotTransfer } from '../../reads/merges.ts'
import { snapshotDisks } from '../../reads/space.ts'
import { productOf } from '../../reads/storage.ts'
import { chainToChange, setChain } from './chain.ts'
import { mayTake, workableVm } from './checks.ts'

const MIB = 1024 * 1024

type FailureReason = 'applicationQuiesce' | 'filesystemQuiesce' | 'hostFailed' | 'poweredOff' | 'datastoreNotAccessible'

export function create(turn: Turn, args: CommandArgs): void {
  const { name, memory = false, quiesce = false } = args as unknown as CommandArgsOf['snapshot.create']
  const vm = workableVm(turn, args)
  if (vm === null) return
  const isOn = vm.power === 'on'
  const withMemory = memory && isOn
  if (!mayTake(turn, vm, withMemory)) return
  const quiesces = quiesce && isOn && hasTools(turn, vm) && !(withMemory && turn.constants['SN-020'].memoryNeedsNoFlush)
  const consistency = quiesces ? (vm.cfg.application ? 'application' : 'fileSystem') : 'crash'
  const trouble = quiesces ? freezeTrouble(turn, vm) : null
  if (trouble !== null) {
    const timer = turn.after(trouble.afterMs, 'snapshots.step', { vm: vm.name })
    turn.world.snapshotJobs.set(vm.name, { ...job(turn, vm, name), phase: 'quiesce', data: { name, failure: trouble.reason }, timer })
    return
  }
  const taken = { name, consistency, memoryBytes: withMemory ? vm.cfg.memoryMiB * MIB : null } as const
  if (isOn) begin(turn, vm, taken)
  else finish(turn, vm, freeze(turn, vm, taken), { stunMs: 0, durationMs: 0 }, turn.cause)
}

/** SN-019: Tools that run, as far as vCenter knows: a guest that hangs has them. */
function hasTools(turn: Turn, vm: VmRecord): boolean {
  const isUp = vm.guest === 'ready' || vm.guest === 'hung'
  return isUp && (!turn.constants['SN-019'].needsTools || (vm.cfg.tools && vm.toolsStoppedAt === null))
}

/** SN-019: the script says no at once, a guest that hangs never answers. */
function freezeTrouble(turn: Turn, vm: VmRecord): { readonly reason: FailureReason; readonly afterMs: number } | null {
  if (vm.guest === 'hung') return { reason: 'filesystemQuiesce', afterMs: turn.constants['SN-019'].freezeMs }
  const fails = turn.constants['SN-019'].scriptCanFail && vm.cfg.preFreezeScript === 'fails'
  return fails ? { reason: 'applicationQuiesce', afterMs: 0 } : null
}

function job(turn: Turn, { name, host }: VmRecord, snapshot: string): SnapshotJobRecord {
  const data = { name: snapshot, host }
  return {
    vm: name,
    kind: 'create',
    command: 'snapshot.create',
    startedAt: turn.now,
    phase: 'stun',
    data,
    pending: null,
    merge: null,
    timer: null,
    causeSeq: turn.cause,
  }
}

interface Taken {
  readonly name: string
  readonly consistency: SnapshotConsistency
  readonly memoryBytes: number | null
}

/** From here on the former layer is read-only (SN-004); what was captured is a snapshot once all of it is written. */
function freeze(turn: Turn, vm: VmRecord, taken: Taken): SnapshotRecord {
  const chain = chainToChange(turn, vm.name)
  const parent = turn.constants['SN-007'].belowCurrent ? chain.current : null
  const captured = turn.constants['SN-002'].withoutMemoryOff ? taken.memoryBytes !== null : vm.power === 'on'
  setChain(turn, turn.constants['SN-004'].childIsWritten ? openLayer(chain, turn.now, turn.constants) : chain)
  turn.signal('snapshotsChanged', { vm: vm.name })
  return {
    ...taken,
    id: `s${chain.nextSnapshot}`,
    parent,
    layer: chain.top,
    takenAt: turn.now,
    cfg: vm.cfg,
    guest: captured ? guestOf(turn, vm) : null,
  }
}

function guestOf({ now }: Turn, { guest, upSince, toolsStoppedAt, appFailedAt, cpuMode }: VmRecord): CapturedGuest | null {
  if (guest === 'off') return null
  return { state: guest, upMs: now - (upSince ?? now), toolsStopped: toolsStoppedAt !== null, appFailed: appFailedAt !== null, cpuMode }
}

/** SN-017, SN-018. */
export function createStunMs({ constants }: Pick<Turn, 'constants'>, vm: VmRecord, memory: boolean): number {
  const { stunMs, furtherDiskMs } = constants[memory ? 'SN-018' : 'SN-017']
  return stunMs + furtherDiskMs * Math.max(0, snapshotDisks(vm.cfg).length - 1)
}

function begin(turn: Turn, vm: VmRecord, taken: Taken): void {
  const { memoryBytes } = taken
  const stunMs = createStunMs(turn, vm, memoryBytes !== null)
  const timer = turn.after(stunMs, 'snapshots.step', { vm: vm.name })
  const started = job(turn, vm, taken.name)
  const phase = memoryBytes === null ? 'stun' : 'memory'
  turn.world.snapshotJobs.set(vm.name, { ...started, phase, data: { ...started.data, stunMs, writing: memoryBytes !== null }, timer })
  turn.world.snapshotJobs.patch(vm.name, { pending: freeze(turn, vm, taken) })
  turn.request('compute.stun', { vm: vm.name, on: true })
  if (memoryBytes === null || vm.host === null) return
  turn.request('transfer.begin', { id: snapshotTransfer(vm.name), hosts: null })
  turn.request('transfer.send', { id: snapshotTransfer(vm.name), bytes: memoryBytes, datastores: [{ name: vm.cfg.datastore, host: vm.host }] })
}

/** The stun is over, or the guest could not be frozen. */
export function step(turn: Turn, current: SnapshotJobRecord): void {
  const { vm, data } = current
  turn.world.snapshotJobs.patch(vm, { timer: null })
  if (current.phase === 'quiesce') return fail(turn, current, data['failure'] as FailureReason)
  turn.request('compute.stun', { vm, on: false })
  if (data['writing'] !== true) complete(turn, current)
}

/** The image is written; it may be so small that the stun is not over yet. */
export function imageWritten(turn: Turn, { id }: Signals['transferDone']): void {
  for (const current of turn.world.snapshotJobs.values()) {
    if (current.kind !== 'create' || id !== snapshotTransfer(current.vm)) continue
    turn.request('transfer.end', { id })
    if (current.timer === null) return complete(turn, current)
    turn.world.snapshotJobs.patch(current.vm, { data: { ...current.data, writing: false } })
    return
  }
}

function complete(turn: Turn, { vm: name, pending, data, startedAt, causeSeq }: SnapshotJobRecord): void {
  turn.world.snapshotJobs.remove(name)
  const vm = turn.world.vms.get(name)
  if (vm === undefined || pending === null) return
  const figures = { stunMs: roundHalfUp(data['stunMs'] as number), durationMs: turn.now - startedAt }
  const seq = finish(turn, vm, pending, figures, causeSeq)
  turn.signal('workDone', { command: 'snapshot.create', entity: name, result: 'success' }, seq)
}

function finish(
  turn: Turn,
  vm: VmRecord,
  snapshot: SnapshotRecord,
  figures: { readonly stunMs: number; readonly durationMs: number },
  causeSeq: number | null,
): number {
  const { name, id, memoryBytes, consistency, takenAt } = snapshot
  const chain = chainToChange(turn, vm.name)
  const files = filesOf(turn, vm, snapshot, chain.snapshots.length === 0)
  setChain(turn, addSnapshot(chain, snapshot))
  const memory = memoryBytes !== null
  const payload = { vm: vm.name, name, id, memory, ...figures, memoryBytes: memoryBytes ?? 0, consistency, files }
  const seq = turn.emit('snapshot.created', payload, { causedBy: causeSeq })
  turn.at(takenAt + turn.constants['SN-006'].keepMs, 'snapshots.aged', { vm: vm.name }, seq)
  turn.signal('snapshotsChanged', { vm: vm.name }, seq)
  return seq
}

/** SN-003: names of the files that are new. A delta is a descriptor and its extent, where the datastore has extents. */
function filesOf(turn: Turn, vm: VmRecord, { id, memoryBytes, layer }: SnapshotRecord, isFirst: boolean): string[] {
  const chain = chainToChange(turn, vm.name)
  const covered = snapshotDisks(vm.cfg)
  const number = String(chain.layers.find(({ parent }) => parent === layer)?.id ?? chain.top).padStart(6, '0')
  const deltas = vm.cfg.disks.flatMap((disk, i) => {
    if (!covered.includes(disk)) return []
    const base = `${vm.name}${i === 0 ? '' : `_${i}`}-${number}`
    const format = deltaFormat(turn, disk)
    return format === null ? [`${base}.vmdk`] : [`${base}.vmdk`, `${base}-${format === 'seSparse' ? 'sesparse' : 'delta'}.vmdk`]
  })
  const state = `${vm.name}-Snapshot${id.slice(1)}`
  const isApart = vm.host === null || Number(productOf(turn, vm.host)) >= turn.constants['SN-003'].vmemFromProduct
  return [...deltas, `${state}.vmsn`, ...(memoryBytes !== null && isApart ? [`${state}.vmem`] : []), ...(isFirst ? [`${vm.name}.vmsd`] : [])]
}

/** No snapshot comes of it. What was opened by then stays, and no snapshot refers to it (SN-011, SN-029). */
export function fail(turn: Turn, current: SnapshotJobRecord, reason: FailureReason): void {
  const { vm, timer, pending, data, causeSeq } = current
  turn.cancel(timer)
  turn.world.snapshotJobs.remove(vm)
  if (data['writing'] === true) turn.request('transfer.end', { id: snapshotTransfer(vm) })
  if (pending !== null) setChain(turn, { ...chainToChange(turn, vm), consolidationNeeded: true })
  const seq = turn.emit('snapshot.failed', { vm, name: data['name'] as string, reason }, { causedBy: turn.cause ?? causeSeq })
  if (timer !== null && pending !== null) turn.request('compute.stun', { vm, on: false }, seq)
  turn.signal('snapshotsChanged', { vm }, seq)
  turn.signal('workDone', { command: 'snapshot.create', entity: vm, result: reason }, seq)
}

/** The snapshot that is being taken of a VM. */
function jobOf({ world }: Turn, vm: string): SnapshotJobRecord | null {
  const current = world.snapshotJobs.get(vm)
  return current?.kind === 'create' ? current : null
}

export function vmPoweredOff(turn: Turn, { vm, host, cause }: Signals['vmPoweredOff']): void {
  const current = jobOf(turn, vm)
  if (current === null || current.data['host'] !== host) return
  if (cause === 'hostFailed' && !turn.constants['SN-029'].unfinishedIsLost) complete(turn, current)
  else fail(turn, current, cause === 'hostFailed' ? 'hostFailed' : 'poweredOff')
}

/** Another host has its files now. */
export function vmPoweredOn(turn: Turn, { vm, host }: Signals['vmPoweredOn']): void {
  const current = jobOf(turn, vm)
  if (current !== null && current.data['host'] !== host) fail(turn, current, 'hostFailed')
}

/** As for a migration (VM-064): the image waits until the APD time-out; after a PDL it waits for nothing. */
export function storageLost(turn: Turn, { datastore, host, change }: Signals['storageLossChanged']): void {
  for (const current of [...turn.world.snapshotJobs.values()]) {
    if (current.kind !== 'create' || current.data['writing'] !== true || current.data['host'] !== host) continue
    const isLost = change === 'timedOut' || (change === 'lost' && turn.world.storageLosses.get(`${datastore}>${host}`)?.kind === 'pdl')
    if (isLost && turn.world.vms.get(current.vm)?.cfg.datastore === datastore) fail(turn, current, 'datastoreNotAccessible')
  }
}

export function vmGone(turn: Turn, { vm }: { vm: string }): void {
  const current = jobOf(turn, vm)
  if (current === null) return
  turn.cancel(current.timer)
  if (current.data['writing'] === true) turn.request('transfer.end', { id: snapshotTransfer(vm) })
  turn.world.snapshotJobs.remove(vm)
}
