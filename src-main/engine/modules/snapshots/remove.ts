/** `snapshot.delete`, `snapshot.deleteAll`, `snapshot.consolidate`: the entries go at once, what has to be merged takes its time (SN-009 to SN-012). */
import type { CommandArgs } from '../../core/messages.ts'
import type { VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { mergeable, subtreeOf, withoutSnapshots } from '../../models/snapshot-merge.ts'
import { vcenterManages } from '../../reads/network.ts'
import { chainOf } from '../../reads/snapshots.ts'
import { datastoresOf, reachesFiles } from '../../reads/storage.ts'
import { chainToChange, setChain } from './chain.ts'
import { namedSnapshot, workableVm } from './checks.ts'
import { startMerge } from './merge.ts'

export function deleteSnapshot(turn: Turn, args: CommandArgs): void {
  const vm = workableVm(turn, args)
  const snapshot = vm === null ? null : namedSnapshot(turn, vm, args)
  if (vm === null || snapshot === null) return
  const ids = args['children'] === true ? subtreeOf(chainToChange(turn, vm.name), snapshot.id) : [snapshot.id]
  remove(turn, vm, ids, 'snapshot.delete')
}

/** Without snapshots it has nothing to do but to merge what was left. */
export function deleteAll(turn: Turn, args: CommandArgs): void {
  const vm = workableVm(turn, args)
  const chain = vm === null ? undefined : chainOf(turn.world, vm.name)
  if (vm === null || chain === undefined) return
  const ids = chain.snapshots.map(({ id }) => id)
  remove(turn, vm, turn.constants['SN-010'].leavesNone ? ids : ids.slice(1), 'snapshot.deleteAll')
}

/** SN-011. Without anything to merge it has nothing to do. */
export function consolidate(turn: Turn, args: CommandArgs): void {
  const vm = workableVm(turn, args)
  const chain = vm === null ? undefined : chainOf(turn.world, vm.name)
  if (vm === null || chain === undefined || mergeable(chain).length === 0) return
  const host = mergerOf(turn, vm)
  if (host !== null) startMerge(turn, vm.name, { kind: 'consolidate', command: 'snapshot.consolidate' }, host)
}

function remove(turn: Turn, vm: VmRecord, ids: readonly string[], command: string): void {
  const chain = chainToChange(turn, vm.name)
  const left = withoutSnapshots(chain, ids)
  const merges = mergeable(left).length > 0 && (command !== 'snapshot.delete' || turn.constants['SN-009'].mergesDown)
  const host = merges ? mergerOf(turn, vm) : null
  if (merges && host === null) return
  for (const { id, name } of chain.snapshots) if (ids.includes(id)) turn.emit('snapshot.deleted', { vm: vm.name, name, id })
  setChain(turn, { ...left, consolidationNeeded: false })
  if (host !== null) startMerge(turn, vm.name, { kind: 'remove', command }, host)
  turn.signal('snapshotsChanged', { vm: vm.name })
}

/** The host that runs the VM or where it is registered; of one that is registered nowhere, the first that vCenter can ask. Refuses where there is none. */
function mergerOf(turn: Turn, { host, cfg }: VmRecord): string | null {
  if (host !== null) return host
  const { world } = turn
  const able = [...world.hosts.keys()].find(
    (name) => vcenterManages(world, name) && datastoresOf(cfg).every((datastore) => reachesFiles(world, name, cfg, datastore)),
  )
  if (able === undefined) turn.refuse('datastoreNotAccessible', ['SN-004'])
  return able ?? null
}
