/**
 * A datastore that is full stops the VMs that need new blocks of their deltas; each asks what to do (SN-016). The instant follows from the
 * growth: one timer for each datastore that will be full.
 */
import type { CommandArgs } from '../../core/messages.ts'
import { idleUntilWritten } from '../../core/derived.ts'
import type { ChainRecord } from '../../core/records.ts'
import type { Invariant } from '../../core/module.ts'
import type { Turn } from '../../core/turn.ts'
import { roundHalfUp } from '../../models/maths.ts'
import { growthRate, layerOf, settled } from '../../models/snapshot-chain.ts'
import { dayOf, growingOn, whenFull } from '../../reads/filling.ts'
import type { Reached } from '../../reads/filling.ts'
import { vcenterManages, vcenterRuns } from '../../reads/network.ts'
import { snapshotJobOf } from '../../reads/merges.ts'
import { freeBytes, outOfSpace } from '../../reads/space.ts'

const isWriting = ({ writing }: ChainRecord): boolean => writing !== null

/** Sets the timers anew after something was written that decides when datastores are full. */
export const watchSpace = idleUntilWritten(
  ['chains', 'vms', 'migrations', 'ftPairs', 'snapshotJobs', 'datastores', 'fillings'],
  (turn) => {
    const nobodyWrites = !turn.world.chains.any(isWriting) || !turn.constants['SN-016'].pausesWhenFull
    if (nobodyWrites && turn.world.fillings.size === 0) return
    for (const { name, cfg } of turn.world.datastores.values()) if (cfg.capacityGiB !== null) watch(turn, name, nobodyWrites)
  },
  ({ now }) => dayOf(now),
)

function watch(turn: Turn, datastore: string, nobodyWrites: boolean): void {
  const next = nobodyWrites ? null : whenFull(turn, datastore)
  const known = turn.world.fillings.get(datastore)
  if (next === null ? known === undefined : known !== undefined && isSame(known.fullAt, fullAtOf(turn, next))) return
  turn.cancel(known?.timer ?? null)
  if (next === null) return turn.world.fillings.remove(datastore)
  turn.world.fillings.set(datastore, { datastore, fullAt: fullAtOf(turn, next), timer: turn.at(next.at, 'snapshots.full', { datastore }, null) })
}

const fullAtOf = ({ now }: Turn, { at, reached }: Reached): number | null => (reached ? Math.max(now, roundHalfUp(at)) : null)

/** The same instant, worked out at another one. */
const isSame = (a: number | null, b: number | null): boolean => (a === null || b === null ? a === b : Math.abs(a - b) <= 1)

/** `snapshots.full`. */
export function full(turn: Turn, { datastore }: { datastore: string }): void {
  const filling = turn.world.fillings.get(datastore)
  turn.world.fillings.remove(datastore)
  if (filling?.fullAt != null) {
    fillUp(turn, datastore)
    for (const { chain } of growingOn(turn, datastore))
      turn.request('compute.pause', { vm: chain.vm, on: true, why: outOfSpace(turn, chain.vm, datastore) })
  }
  watchSpace(turn)
}

/** No more than this is made up for. */
const FILL_UP_SECONDS = 0.003

/** The instant is a whole millisecond: what was written in the rest of it comes off, or is still written. */
function fillUp(turn: Turn, datastore: string): void {
  const over = -freeBytes(turn, datastore)
  const growing = growingOn(turn, datastore)
  const rate = growing.reduce((sum, { chain, share }) => sum + growthRate(chain, turn.now, turn.constants) * share, 0)
  if (rate <= 0 || Math.abs(over) > rate * FILL_UP_SECONDS) return
  for (const { chain } of growing) {
    const part = (over * growthRate(chain, turn.now, turn.constants)) / rate
    const now = settled(chain, turn.now, chain.writing, turn.constants)
    const top = layerOf(now, now.top)
    const layers = now.layers.map((layer) => (layer === top ? { ...top, grown: Math.max(0, top.grown - part) } : layer))
    turn.world.chains.set(chain.vm, { ...now, layers })
  }
}

/** `vm.answerQuestion`: retry goes on, and asks again where there still is no room; cancel powers the VM off. */
export function answerQuestion(turn: Turn, args: CommandArgs): void {
  const { world } = turn
  if (!vcenterRuns(world)) return turn.refuse('vcenterDown', ['SN-016'])
  const vm = world.vms.get(args['vm'] as string)
  if (vm === undefined) return turn.refuse('notFound', ['SN-016'])
  if (vm.question !== 'outOfSpace' || vm.host === null || !vcenterManages(world, vm.host)) return turn.refuse('invalidState', ['SN-016'])
  const ends = args['answer'] === 'cancel'
  if (ends && snapshotJobOf(world, vm.name) !== undefined && turn.constants['SN-012'].blocksOthers) return turn.refuse('taskInProgress', ['SN-012'])
  turn.request('compute.pause', { vm: vm.name, on: false })
  if (ends) turn.request('compute.stopVm', { vm: vm.name, host: vm.host, cause: 'user' })
}

/** SN-016: what fills a datastore has a timer for it; on one that is full nothing grows. */
export const spaceIsWatched: Invariant = {
  name: 'spaceIsWatched',
  reads: ['chains', 'vms', 'migrations', 'ftPairs', 'snapshotJobs', 'datastores', 'fillings'],
  check(world, _now, turn) {
    if (!turn.constants['SN-016'].pausesWhenFull) return null
    for (const { name, cfg } of world.datastores.values()) {
      const next = cfg.capacityGiB === null ? null : whenFull(turn, name)
      const timed = world.fillings.get(name)
      if ((timed === undefined) !== (next === null))
        return `${name} ${next === null ? 'is never full' : 'will be full'}, and its timer says otherwise`
      if (timed !== undefined && next !== null && !isSame(timed.fullAt, fullAtOf(turn, next)))
        return `${name} is full at ${next.at}, not at ${timed.fullAt}`
    }
    return null
  },
}
