/** Chains as records: who writes into them, `vm.guestWrite`, and what must hold of them. */
import type { CommandArgs as CommandArgsOf } from '../../../contract/lab/index.ts'
import type { CommandArgs } from '../../core/messages.ts'
import type { Invariant } from '../../core/module.ts'
import type { ChainRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { ReadonlyTables } from '../../core/world.ts'
import { bytesOfWrite, chainTrouble, settled, written, writingOf } from '../../models/snapshot-chain.ts'
import type { LabelledWrite, Writing } from '../../models/snapshot-chain.ts'
import { bytesOfDisks, canWrite, chainNow, chainOf } from '../../reads/snapshots.ts'
import { lacksSpaceFor, outOfSpace, snapshotDisks } from '../../reads/space.ts'

const MB = 1e6

/** What the guest writes from now on; null: nothing. */
export function writingNow(world: ReadonlyTables, vm: string): Writing | null {
  const demand = canWrite(world, vm) ? world.demands.get(vm)?.demand : undefined
  return demand === undefined ? null : writingOf(demand)
}

/** The record with its growth counted up to now, for whoever is about to change it. */
export function chainToChange(turn: Turn, vm: string): ChainRecord {
  const chain = chainNow(turn.world, turn.world.vms.need(vm))
  return settled(chain, turn.now, chain.writing, turn.constants)
}

/** Stores a chain; its guest writes into the layer that is its top now. */
export function setChain(turn: Turn, chain: ChainRecord): void {
  const writing = chain.layers.length > 1 ? writingNow(turn.world, chain.vm) : null
  turn.world.chains.set(chain.vm, settled(chain, turn.now, writing, turn.constants))
}

/** The guest writes in another way from now on, or not at all. */
export function follow(turn: Turn, vm: string): void {
  const chain = chainOf(turn.world, vm)
  if (chain === undefined || chain.layers.length === 1 || (chain.writing === null && !canWrite(turn.world, vm))) return
  setChain(turn, chain)
}

/** After something that decides which disks are in reach. */
export function followAll(turn: Turn): void {
  for (const { vm, writing } of [...turn.world.chains.values()]) if ((writing !== null) !== canWrite(turn.world, vm)) follow(turn, vm)
}

export function vmRemoved(turn: Turn, { vm }: { vm: string }): void {
  if (!turn.world.chains.has(vm)) return
  turn.world.chains.remove(vm)
  turn.signal('snapshotsChanged', { vm })
}

/** A guest that is stunned for a moment writes as soon as it goes on: into the layer that is open by then. */
export function guestWrite(turn: Turn, args: CommandArgs): void {
  const { vm: name, megabytes, label, over } = args as unknown as CommandArgsOf['vm.guestWrite']
  const vm = turn.world.vms.get(name)
  if (vm === undefined) return turn.refuse('notFound', ['SN-013'])
  const executes = vm.power === 'on' && (vm.guest === 'ready' || vm.guest === 'booting') && vm.question === null && !vm.awaitsTakeover
  if (!executes) return turn.refuse('invalidState', ['SN-013'])
  const chain = chainToChange(turn, name)
  if (over !== undefined && chain.blocks[over] === undefined) return turn.refuse('notFound', ['SN-013'], { name: over })
  // Where snapshots cover no disk, the guest writes to those that there are.
  const diskBytes = chain.diskBytes > 0 ? chain.diskBytes : bytesOfDisks(vm.cfg.disks)
  const write: LabelledWrite = { bytes: megabytes * MB, label, over: over ?? null, diskBytes }
  const lack = lacksSpaceFor(turn, chain, bytesOfWrite(chain, write, turn.now, turn.constants))
  if (lack !== null) return holdWrite(turn, chain, write, lack)
  setChain(turn, written(chain, write))
  turn.signal('snapshotsChanged', { vm: name })
}

/** SN-016: the guest stops in the middle of what it writes. */
function holdWrite(turn: Turn, chain: ChainRecord, write: LabelledWrite, datastore: string): void {
  setChain(turn, { ...chain, heldWrite: write })
  turn.request('compute.pause', { vm: chain.vm, on: true, why: outOfSpace(turn, chain.vm, datastore) })
}

/** It goes on, and tries again. */
export function retryWrite(turn: Turn, vm: string): void {
  const held = chainOf(turn.world, vm)?.heldWrite ?? null
  if (held === null || !canWrite(turn.world, vm)) return
  const chain = { ...chainToChange(turn, vm), heldWrite: null }
  const lack = lacksSpaceFor(turn, chain, bytesOfWrite(chain, held, turn.now, turn.constants))
  if (lack !== null) return holdWrite(turn, chain, held, lack)
  setChain(turn, written(chain, held))
  turn.signal('snapshotsChanged', { vm })
}

export function dropWrite(turn: Turn, vm: string): void {
  const chain = chainOf(turn.world, vm)
  if (chain !== undefined && chain.heldWrite !== null) setChain(turn, { ...chain, heldWrite: null })
}

/** Layers hang together, the current snapshot and the running layer exist, and nothing is left over. */
export const chainsHangTogether: Invariant = {
  name: 'chainsHangTogether',
  reads: ['chains', 'snapshotJobs', 'vms'],
  check(world) {
    for (const chain of world.chains.values()) {
      if (!world.vms.has(chain.vm)) return `${chain.vm} is gone and has snapshots`
      const trouble = chainTrouble(chain, world.snapshotJobs.has(chain.vm))
      if (trouble !== null) return `snapshots of ${chain.vm}: ${trouble}`
      if (chain.layers.length > 1 && chain.diskBytes !== bytesOfDisks(snapshotDisks(world.vms.need(chain.vm).cfg)))
        return `the disks of ${chain.vm} have another size than its snapshots`
    }
    return null
  },
}

/** A delta grows exactly while its guest can write. */
export const growthFollowsGuests: Invariant = {
  name: 'growthFollowsGuests',
  reads: ['chains', 'vms', 'hosts', 'datastores', 'networks'],
  check(world) {
    for (const { vm, layers, writing } of world.chains.values())
      if (layers.length > 1 && (writing !== null) !== canWrite(world, vm)) return `the delta of ${vm} ${writing === null ? 'does not grow' : 'grows'}`
    return null
  },
}
