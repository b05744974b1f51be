/**
 * Merging layers that nothing refers to (SN-009 to SN-011): with a mirror in one pass from 6.0 on (SN-025), before with helpers that take the
 * new writes while the rest is copied (SN-024). Whatever ends it early leaves the layers as they are, and `consolidationNeeded`.
 */
import type { FactId } from '../../../contract/fact-id.ts'
import type { Signals } from '../../core/messages.ts'
import type { MergeProgress, SnapshotJobRecord } from '../../core/records.ts'
import type { Turn, WhyDraft } from '../../core/turn.ts'
import { consolidationMode, helperStunSeconds, isLastHelper, mergeRate, mirrorStunSeconds } from '../../models/consolidation.ts'
import { roundHalfUp } from '../../models/maths.ts'
import { openLayer } from '../../models/snapshot-chain.ts'
import { mergeable, mergeBytes, merged } from '../../models/snapshot-merge.ts'
import { snapshotJobOf, snapshotTransfer } from '../../reads/merges.ts'
import { deltaShares, snapshotDisks } from '../../reads/space.ts'
import { lossKindOf, productOf } from '../../reads/storage.ts'
import { chainToChange, setChain } from './chain.ts'

/** A job that merges. */
export type Merging = SnapshotJobRecord & { readonly merge: MergeProgress }

const mergingOf = (turn: Turn, vm: string): Merging | null => {
  const job = snapshotJobOf(turn.world, vm)
  return job?.merge == null ? null : { ...job, merge: job.merge }
}

function mergingBy(turn: Turn, transfer: string): Merging | null {
  for (const { vm } of turn.world.snapshotJobs.values()) if (snapshotTransfer(vm) === transfer) return mergingOf(turn, vm)
  return null
}

const isOn = (turn: Turn, vm: string): boolean => turn.world.vms.get(vm)?.power === 'on'

/** Merges whatever can be merged; `host` does it. */
export function startMerge(turn: Turn, vm: string, job: Pick<SnapshotJobRecord, 'kind' | 'command'>, host: string): void {
  const bytes = mergeBytes(turn.world.chains.need(vm), turn.now, turn.constants)
  const mode = consolidationMode(productOf(turn, host))
  const merge: MergeProgress = { mode, host, bytes, left: [], passes: 0, stunnedAt: null }
  const begun = { ...job, vm, startedAt: turn.now, phase: 'merge' as const, data: {}, pending: null, merge, timer: null, causeSeq: turn.cause }
  turn.world.snapshotJobs.set(vm, begun)
  turn.request('transfer.begin', { id: snapshotTransfer(vm), hosts: null })
  nextPass(turn, begun, bytes, turn.now)
}

/** Another pass while the VM runs, or the last one while it stands still. `from`: ms, not rounded. */
function nextPass(turn: Turn, job: Merging, bytes: number, from: number): void {
  const left = parts(turn, job.vm, bytes)
  if (job.merge.mode === 'helper' && isOn(turn, job.vm)) {
    if (isLastHelper(copySeconds(turn, left), job.merge.passes, turn.constants)) return lastCopy(turn, job, left, from)
    setChain(turn, openLayer(chainToChange(turn, job.vm), turn.now, turn.constants))
    turn.signal('snapshotsChanged', { vm: job.vm })
  }
  copy(turn, { ...job, merge: { ...job.merge, left } }, from)
}

/** SN-024: what is left is copied while the VM stands still. */
function lastCopy(turn: Turn, job: Merging, left: MergeProgress['left'], from: number): void {
  turn.request('compute.stun', { vm: job.vm, on: true })
  copy(turn, { ...job, phase: 'stun', merge: { ...job.merge, left, stunnedAt: from } }, from)
}

/** Deltas lie beside their disks, and are merged one datastore after the other. */
function parts(turn: Turn, vm: string, bytes: number): MergeProgress['left'] {
  return [...deltaShares(turn.world.vms.need(vm).cfg)].map(([datastore, share]) => ({ datastore, bytes: bytes * share }))
}

/** What the copy takes at the shares of now, seconds. */
function copySeconds({ world }: Turn, left: MergeProgress['left']): number {
  let seconds = 0
  for (const { datastore, bytes } of left) {
    let users = 1
    for (const other of world.transfers.values()) if (other.bytesLeft > 0 && other.datastores.some(({ name }) => name === datastore)) users++
    seconds += bytes / mergeRate((world.datastores.need(datastore).cfg.throughputMBps * 1e6) / users)
  }
  return seconds
}

function copy(turn: Turn, job: Merging, from: number): void {
  turn.world.snapshotJobs.set(job.vm, job)
  const [part] = job.merge.left
  if (part === undefined) return
  const end = { name: part.datastore, host: job.merge.host, vm: job.vm }
  const writes = job.merge.mode === 'mirror' && isOn(turn, job.vm) ? { vm: job.vm, cost: 'merge' as const } : null
  turn.request('transfer.send', { id: snapshotTransfer(job.vm), bytes: part.bytes, from, datastores: [end, end], writes })
}

/** A part is copied. */
export function copied(turn: Turn, { id, endedAt }: Signals['transferDone']): void {
  const job = mergingBy(turn, id)
  if (job === null) return
  const { vm } = job
  const left = job.merge.left.slice(1)
  if (left.length > 0) return copy(turn, { ...job, merge: { ...job.merge, left } }, endedAt)
  const done = { ...job, merge: { ...job.merge, left } }
  if (job.phase === 'stun') return stunFor(turn, done, endedAt, helperStunSeconds(0, turn.constants))
  if (!isOn(turn, vm)) return finish(turn, done, endedAt)
  if (job.merge.mode === 'helper') return helperDone(turn, done, endedAt)
  turn.request('compute.stun', { vm, on: true })
  const disks = snapshotDisks(turn.world.vms.need(vm).cfg).length
  stunFor(turn, { ...done, phase: 'stun', merge: { ...done.merge, stunnedAt: endedAt } }, endedAt, mirrorStunSeconds(disks, turn.constants))
}

function stunFor(turn: Turn, job: Merging, from: number, seconds: number): void {
  const endsAt = from + seconds * 1000
  turn.world.snapshotJobs.set(job.vm, { ...job, data: { endsAt }, timer: turn.at(endsAt, 'snapshots.step', { vm: job.vm }) })
}

/** SN-024: what a helper took meanwhile is merged in the same way. */
function helperDone(turn: Turn, job: Merging, endedAt: number): void {
  const chain = merged(chainToChange(turn, job.vm), turn.now, true, turn.constants)
  setChain(turn, chain)
  turn.signal('snapshotsChanged', { vm: job.vm })
  const passed = { ...job, merge: { ...job.merge, passes: job.merge.passes + 1 } }
  nextPass(turn, passed, mergeBytes(chain, turn.now, turn.constants), endedAt)
}

/** The stun is over. */
export function stunOver(turn: Turn, vm: string): void {
  const job = mergingOf(turn, vm)
  if (job !== null) finish(turn, { ...job, timer: null }, job.data['endsAt'] as number)
}

function finish(turn: Turn, job: Merging, endedAt: number): void {
  const { vm, merge } = job
  setChain(turn, { ...merged(chainToChange(turn, vm), turn.now, false, turn.constants), consolidationNeeded: false })
  const figures = {
    bytes: roundHalfUp(merge.bytes),
    durationMs: roundHalfUp(endedAt - job.startedAt),
    mode: merge.mode,
    iterations: merge.mode === 'mirror' || merge.stunnedAt === null ? 1 : merge.passes,
    stunMs: merge.stunnedAt === null ? 0 : roundHalfUp(endedAt - merge.stunnedAt),
  }
  const facts: readonly [FactId, ...FactId[]] = merge.mode === 'mirror' ? ['SN-025'] : ['SN-024']
  const why: WhyDraft = { decision: 'layersMerged', facts, inputs: { vm, host: merge.host, ...figures } }
  const seq = turn.emit('snapshot.consolidated', { vm, ...figures }, { causedBy: job.causeSeq, why })
  close(turn, job, 'success', seq)
}

/** SN-011: the VM runs from its chain as it is; what is gone from the tree stays gone. */
function fail(turn: Turn, vm: string, reason: string): void {
  const job = mergingOf(turn, vm)
  if (job === null) return
  turn.cancel(job.timer)
  close(turn, job, reason, turn.world.vms.has(vm) ? leaveLayers(turn, job, reason) : turn.cause)
}

function leaveLayers(turn: Turn, { vm, merge, causeSeq, startedAt }: Merging, reason: string): number | null {
  const chain = chainToChange(turn, vm)
  const consolidationNeeded = turn.constants['SN-011'].failureIsShown && mergeable(chain).length > 0
  setChain(turn, { ...chain, consolidationNeeded })
  if (!consolidationNeeded) return turn.cause
  const inputs = { vm, host: merge.host, reason, bytes: roundHalfUp(merge.bytes), ranMs: turn.now - startedAt }
  return turn.emit(
    'vcenter.eventLogged',
    { name: 'VmDiskFailedToConsolidateEvent', vm, host: merge.host },
    { causedBy: turn.cause ?? causeSeq, why: { decision: 'mergeFailed', facts: ['SN-011'], inputs } },
  )
}

function close(turn: Turn, { vm, merge, command }: Merging, result: string, seq: number | null): void {
  turn.world.snapshotJobs.remove(vm)
  turn.request('transfer.end', { id: snapshotTransfer(vm) }, seq)
  if (merge.stunnedAt !== null) turn.request('compute.stun', { vm, on: false }, seq)
  turn.signal('snapshotsChanged', { vm }, seq)
  turn.signal('workDone', { command, entity: vm, result }, seq)
  turn.signal('capacityChanged', { host: merge.host }, seq)
}

export function vmPoweredOff(turn: Turn, { vm, host, cause }: Signals['vmPoweredOff']): void {
  if (mergingOf(turn, vm)?.merge.host === host) fail(turn, vm, cause === 'hostFailed' ? 'hostFailed' : 'poweredOff')
}

/** Another host has its files now. */
export function vmPoweredOn(turn: Turn, { vm, host }: Signals['vmPoweredOn']): void {
  const job = mergingOf(turn, vm)
  if (job !== null && job.merge.host !== host) fail(turn, vm, 'hostFailed')
}

export function vmGone(turn: Turn, { vm }: { vm: string }): void {
  fail(turn, vm, 'notFound')
}

/** A host that is off merges nothing, not even disks of VMs that are off. */
export function hostPower(turn: Turn, { host, on }: Signals['hostPower']): void {
  if (on) return
  for (const { vm, merge } of [...turn.world.snapshotJobs.values()]) if (merge?.host === host) fail(turn, vm, 'hostFailed')
}

/** The datastore is out of reach: an APD may pass before its time-out (HA-129), all else does not. */
export function cut(turn: Turn, { id, cut: isCut }: Signals['transferCut']): void {
  const job = isCut ? mergingBy(turn, id) : null
  const [part] = job?.merge.left ?? []
  if (job === null || part === undefined || turn.world.hosts.get(job.merge.host)?.power !== 'on') return
  if (lossKindOf(turn, turn.world.datastores.need(part.datastore), job.merge.host) !== 'apd') fail(turn, job.vm, 'datastoreNotAccessible')
}

export function storageLost(turn: Turn, { datastore, host, change }: Signals['storageLossChanged']): void {
  if (change !== 'timedOut') return
  for (const { vm, merge } of [...turn.world.snapshotJobs.values()]) {
    if (merge?.host === host && merge.left[0]?.datastore === datastore) fail(turn, vm, 'datastoreNotAccessible')
  }
}
