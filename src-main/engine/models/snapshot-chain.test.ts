import { describe, expect, it } from 'vitest'
import {
  addSnapshot,
  baseChain,
  bytesOf,
  bytesOfWrite,
  chainDepth,
  chainTrouble,
  contentAt,
  deltasBytes,
  growthRate,
  layersRead,
  nextRateChange,
  openLayer,
  reverted,
  runningBytes,
  settled,
  written,
} from './snapshot-chain.ts'
import type { Chain, Writing } from './snapshot-chain.ts'

const DISK = 40 * 1024 * 1024 * 1024
const MB = 1e6
const HOUR = 3_600_000

const writing = (writeMBps: Writing['writeMBps'], overwriteFraction = 0): Writing => ({
  shape: null,
  period: 86_400_000,
  phase: 0,
  dutyPercent: 50,
  steps: [],
  writeMBps,
  overwriteFraction,
})

/** A snapshot of the running state. */
function take(chain: Chain, now: number): Chain {
  return addSnapshot(openLayer(chain, now), { id: `s${chain.nextSnapshot}`, parent: chain.current, layer: chain.top })
}

const write = (chain: Chain, label: string, megabytes: number, over: string | null = null): Chain =>
  written(chain, { label, bytes: megabytes * MB, over, diskBytes: DISK })

const running = (chain: Chain): string[] => contentAt(chain, chain.top)
const at = (chain: Chain, id: string): string[] => contentAt(chain, chain.snapshots.find((one) => one.id === id)?.layer ?? -1)

describe('snapshot chain', () => {
  it('SN-013 the running layer grows while its guest writes, up to the disks', () => {
    const chain = settled(take(baseChain(DISK), 0), 0, writing(2))
    expect([bytesOf(chain, 1, HOUR), bytesOf(chain, 0, HOUR), growthRate(chain, HOUR)]).toEqual([7200 * MB, 0, 2 * MB])
    expect([bytesOf(chain, 1, 72 * HOUR), growthRate(chain, 72 * HOUR)]).toEqual([DISK, 0])
    expect(Math.abs((nextRateChange(chain, HOUR) ?? 0) - 21_474_836)).toBeLessThan(1)
    const halved = settled(chain, HOUR, writing(2, 0.5))
    expect(bytesOf(halved, 1, 2 * HOUR)).toBe(10_800 * MB)
    const stopped = settled(halved, 2 * HOUR, null)
    expect([bytesOf(stopped, 1, 9 * HOUR), growthRate(stopped, 9 * HOUR), nextRateChange(stopped, 9 * HOUR)]).toEqual([10_800 * MB, 0, null])
  })

  it('grows by the demand of each instant', () => {
    const square = { ...writing([0, 10]), shape: 'square' as const, period: HOUR, dutyPercent: 50 }
    const chain = settled(take(baseChain(DISK), 0), 0, square)
    expect(bytesOf(chain, 1, HOUR)).toBeCloseTo(10 * MB * 1800, 0)
    expect(nextRateChange(chain, 0)).toBe(60_000)
    const steps = { ...writing(1), shape: 'steps' as const, steps: [{ at: HOUR, writeMBps: 3 }] }
    expect(bytesOf(settled(take(baseChain(DISK), 0), 0, steps), 1, 2 * HOUR)).toBe(4 * 3600 * MB)
  })

  it('SN-007, SN-008 create A, B, revert to A, create C: content and layers', () => {
    let chain = take(write(baseChain(DISK), 'zero', 100), 0)
    chain = take(write(chain, 'one', 100), 1000)
    chain = write(chain, 'two', 50)
    expect([running(chain), at(chain, 's1'), at(chain, 's2'), chainDepth(chain)]).toEqual([['zero', 'one', 'two'], ['zero'], ['zero', 'one'], 2])
    expect(runningBytes(chain, 2000)).toBe(50 * MB)
    chain = reverted(chain, 's1', 3000)
    expect([running(chain), at(chain, 's2'), chain.current, runningBytes(chain, 3000), deltasBytes(chain, 3000)]).toEqual([
      ['zero'],
      ['zero', 'one'],
      's1',
      0,
      100 * MB,
    ])
    chain = take(write(chain, 'three', 10), 4000)
    expect(chain.snapshots).toEqual([
      { id: 's1', parent: null, layer: 0 },
      { id: 's2', parent: 's1', layer: 1 },
      { id: 's3', parent: 's1', layer: 3 },
    ])
    expect([at(chain, 's3'), chainTrouble(chain, false)]).toEqual([['zero', 'three'], null])
  })

  it('writes over a label: new blocks only where the layer does not have them', () => {
    let chain = take(write(baseChain(DISK), 'a', 1000), 0)
    chain = write(chain, 'b', 1000, 'a')
    expect([running(chain), at(chain, 's1'), deltasBytes(chain, 0)]).toEqual([['b'], ['a'], 1000 * MB])
    const again = { label: 'c', bytes: 1000 * MB, over: 'a', diskBytes: DISK }
    expect(bytesOfWrite(chain, again, 0)).toBe(0)
    chain = written(chain, again)
    expect(running(chain)).toEqual(['c'])
    chain = write(chain, 'd', 200, 'c')
    expect([running(chain), deltasBytes(chain, 0)]).toEqual([['d'], 1000 * MB])
  })

  it('a write larger than the disks goes round, and no layer is larger than they are', () => {
    let chain = take(write(baseChain(DISK), 'a', 30_000), 0)
    chain = write(chain, 'b', 20_000)
    expect([running(chain), at(chain, 's1'), deltasBytes(chain, 0)]).toEqual([['b'], ['a'], 20_000 * MB])
    chain = write(chain, 'c', 100_000)
    expect([running(chain), deltasBytes(chain, 0)]).toEqual([['c'], DISK])
    chain = settled(chain, 0, writing(5))
    expect([bytesOf(chain, 1, HOUR), growthRate(chain, HOUR)]).toEqual([DISK, 0])
  })

  it('SN-023 reads search the layers of the running state', () => {
    let chain = take(baseChain(DISK), 0)
    expect(layersRead(baseChain(DISK), 0)).toBe(1)
    for (let i = 0; i < 3; i++) {
      chain = write(chain, `w${i}`, (DISK * 0.1) / MB)
      if (i < 2) chain = take(chain, 0)
    }
    expect(layersRead(chain, 0)).toBeCloseTo(3.439, 6)
  })

  it('has no deltas where no disk is covered', () => {
    const chain = write(take(write(baseChain(0), 'a', 10), 0), 'b', 10)
    expect([running(chain), at(chain, 's1'), chainDepth(chain), deltasBytes(chain, 0), layersRead(chain, 0)]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      0,
      0,
      1,
    ])
  })

  it('finds what does not hold together', () => {
    const chain = take(baseChain(DISK), 0)
    expect(chainTrouble({ ...chain, current: 's9' }, false)).toMatch(/current/)
    expect(chainTrouble({ ...chain, top: 0 }, false)).toMatch(/below another/)
    expect(chainTrouble({ ...chain, snapshots: [], current: null }, false)).toMatch(/nothing refers/)
    expect(chainTrouble({ ...chain, snapshots: [], current: null }, true)).toBe(null)
    expect(chainTrouble({ ...chain, snapshots: [], current: null, consolidationNeeded: true }, false)).toBe(null)
    expect(chainTrouble({ ...chain, snapshots: [{ id: 's1', parent: 's0', layer: 0 }] }, false)).toMatch(/no place in the tree/)
    expect(chainTrouble({ ...chain, snapshots: [{ id: 's1', parent: null, layer: 7 }] }, false)).toMatch(/is gone/)
  })
})
