/** When growing deltas fill a datastore: pure reads over the world (SN-013, SN-016). */
import type { ChainRecord } from '../core/records.ts'
import type { Turn } from '../core/turn.ts'
import { bytesOf, growthRate, nextRateChange, settled } from '../models/snapshot-chain.ts'
import { capacityBytes, deltaShares, usedBytes } from './space.ts'

/** Demand that changes by the clock is followed up to the end of the next day of the run, and again from its beginning. */
const DAY_MS = 86_400_000
/** Less than a block is no room. */
const LEAST_BYTES = 1

/** A VM whose running delta takes space of a datastore, and how much of it. */
export interface Grower {
  readonly chain: ChainRecord
  readonly share: number
}

/** VMs that write into a delta which lies there, or which a move copies there. */
export function growersOn({ world }: Pick<Turn, 'world'>, datastore: string): Grower[] {
  const growers: Grower[] = []
  for (const chain of world.chains.values()) {
    const cfg = world.vms.get(chain.vm)?.cfg
    if (chain.writing === null || cfg === undefined) continue
    const move = world.migrations.get(chain.vm)
    const isMoving = move?.datastore === datastore && move.startedAt !== null
    const share = isMoving ? 1 : (deltaShares(cfg).get(datastore) ?? 0)
    if (share > 0) growers.push({ chain, share })
  }
  return growers
}

/** Those that need new blocks now. */
export function growingOn(turn: Pick<Turn, 'world' | 'now' | 'constants'>, datastore: string): Grower[] {
  return growersOn(turn, datastore).filter(({ chain }) => growthRate(chain, turn.now, turn.constants) > 0)
}

export interface Reached {
  /** Ms, not rounded. */
  readonly at: number
  /** False: not so far ahead as was looked, and `at` is when to look again. */
  readonly reached: boolean
}

/** What is found out ahead is the same all day, as long as nothing is written. */
export const dayOf = (now: number): number => Math.floor(now / DAY_MS)

/** When so many bytes are used and deltas still grow; null: never, if nothing changes. */
export function whenUsed(turn: Pick<Turn, 'world' | 'now' | 'constants'>, datastore: string, bytes: number): Reached | null {
  let growers = growersOn(turn, datastore)
  if (growers.length === 0) return null
  let free = bytes - usedBytes(turn, datastore)
  const lookAgainAt = (dayOf(turn.now) + 1) * DAY_MS
  const end = lookAgainAt + DAY_MS
  for (let at = turn.now; at < end;) {
    const now = at
    const rate = growers.reduce((sum, { chain, share }) => sum + growthRate(chain, now, turn.constants) * share, 0)
    if (rate > 0 && free < LEAST_BYTES) return { at: now, reached: true }
    const changes = growers.map(({ chain }) => nextRateChange(chain, now, turn.constants)).filter((change) => change !== null)
    // A delta that is all but full changes its rate at once: steps are at least a millisecond.
    const next = changes.length === 0 ? Infinity : Math.max(now + 1, Math.min(...changes))
    if (next === Infinity) return rate > 0 ? { at: now + (free / rate) * 1000, reached: true } : null
    const later = growers.map(({ chain, share }) => ({ chain: settled(chain, next, chain.writing, turn.constants), share }))
    const grown = growers.reduce((sum, { chain, share }, i) => {
      const bytes = bytesOf(later[i]!.chain, chain.top, next, turn.constants) - bytesOf(chain, chain.top, now, turn.constants)
      return sum + bytes * share
    }, 0)
    // Deltas that are complete with the last free byte need no more: sums are not exact, so that less than a byte says nothing.
    if (grown - free >= LEAST_BYTES) return { at: now + (free / rate) * 1000, reached: true }
    free -= grown
    growers = later
    at = next
  }
  return { at: lookAgainAt, reached: false }
}

/** When the datastore is full and some VM needs new blocks. */
export function whenFull(turn: Pick<Turn, 'world' | 'now' | 'constants'>, datastore: string): Reached | null {
  const capacity = capacityBytes(turn.world, datastore)
  return capacity === Infinity ? null : whenUsed(turn, datastore, capacity)
}
