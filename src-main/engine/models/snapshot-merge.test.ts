import { describe, expect, it } from 'vitest'
import { addSnapshot, baseChain, chainDepth, chainTrouble, contentAt, deltasBytes, openLayer, reverted, settled, written } from './snapshot-chain.ts'
import type { Chain, Writing } from './snapshot-chain.ts'
import { mergeable, mergeBytes, merged, subtreeOf, withoutSnapshots } from './snapshot-merge.ts'

const DISK = 40 * 1024 * 1024 * 1024
const GB = 1e9

const writing: Writing = { shape: null, period: 1, phase: 0, dutyPercent: 50, steps: [], writeMBps: 10, overwriteFraction: 0 }

function take(chain: Chain, now = 0): Chain {
  return addSnapshot(openLayer(chain, now), { id: `s${chain.nextSnapshot}`, parent: chain.current, layer: chain.top })
}

const write = (chain: Chain, label: string, gigabytes: number, over: string | null = null): Chain =>
  written(chain, { label, bytes: gigabytes * GB, over, diskBytes: DISK })

const running = (chain: Chain): string[] => contentAt(chain, chain.top)
const at = (chain: Chain, id: string): string[] => contentAt(chain, chain.snapshots.find((one) => one.id === id)?.layer ?? -1)
const tree = (chain: Chain): string => chain.snapshots.map(({ id, parent }) => `${parent ?? ''}>${id}`).join(' ')

/** A, write 10 GB, B, write 5 GB of other blocks. */
const twoSnapshots = (): Chain => write(take(write(take(write(baseChain(DISK), 'zero', 1)), 'ten', 10)), 'five', 5)

/** A → {B, C (current)}. */
const twoBranches = (): Chain => {
  const left = take(write(take(write(baseChain(DISK), 'zero', 1)), 'left', 2))
  return write(take(write(reverted(left, 's1', 0), 'right', 3)), 'now', 4)
}

describe('merging layers', () => {
  it('SN-009 the delta that was opened when the snapshot was taken goes into what it froze', () => {
    const without = withoutSnapshots(twoSnapshots(), ['s1'])
    expect([mergeBytes(without, 0), deltasBytes(without, 0)]).toEqual([10 * GB, 15 * GB])
    const chain = merged(without, 0)
    expect([deltasBytes(chain, 0), chainDepth(chain), tree(chain), chain.current]).toEqual([5 * GB, 1, '>s2', 's2'])
    expect([running(chain), at(chain, 's2'), chainTrouble(chain, false)]).toEqual([['zero', 'ten', 'five'], ['zero', 'ten'], null])
  })

  it('SN-009 a delta that goes into another one lies in it afterwards', () => {
    const chain = merged(withoutSnapshots(twoSnapshots(), ['s2']), 0)
    expect([deltasBytes(chain, 0), chainDepth(chain), chain.current, running(chain), at(chain, 's1')]).toEqual([
      15 * GB,
      1,
      's1',
      ['zero', 'ten', 'five'],
      ['zero'],
    ])
    const over = merged(withoutSnapshots(write(twoSnapshots(), 'again', 10, 'ten'), ['s2']), 0)
    expect([deltasBytes(over, 0), running(over)]).toEqual([15 * GB, ['zero', 'five', 'again']])
  })

  it('SN-009 the disk of a snapshot with two branches stays as their parent', () => {
    const without = withoutSnapshots(twoBranches(), ['s1'])
    expect([mergeable(without), merged(without, 0), tree(without)]).toEqual([[], without, '>s2 >s3'])
    expect(chainTrouble(without, false)).toBe(null)
    // One branch goes, and the other has the parent for itself.
    const chain = merged(withoutSnapshots(without, ['s2']), 0)
    expect([running(chain), at(chain, 's3'), chainDepth(chain), deltasBytes(chain, 0)]).toEqual([
      ['zero', 'right', 'now'],
      ['zero', 'right'],
      1,
      4 * GB,
    ])
  })

  it('SN-009 with its children, and what runs below them', () => {
    const chain = take(twoSnapshots())
    expect([subtreeOf(chain, 's1'), subtreeOf(chain, 's2'), subtreeOf(twoBranches(), 's2')]).toEqual([['s1', 's2', 's3'], ['s2', 's3'], ['s2']])
    const without = withoutSnapshots(chain, ['s2', 's3'])
    expect([mergeBytes(without, 0), tree(without), without.current]).toEqual([5 * GB, '>s1', 's1'])
    expect([chainDepth(merged(without, 0)), running(merged(without, 0))]).toEqual([1, ['zero', 'ten', 'five']])
  })

  it('SN-010 delete all: one sum, side branches are gone, the running state is the same', () => {
    const before = twoBranches()
    const without = withoutSnapshots(before, ['s1', 's2', 's3'])
    expect([deltasBytes(before, 0), deltasBytes(without, 0), mergeBytes(without, 0)]).toEqual([9 * GB, 7 * GB, 7 * GB])
    const chain = merged(without, 0)
    expect([running(chain), chain.layers.length, chain.top, chain.current, deltasBytes(chain, 0)]).toEqual([running(before), 1, 0, null, 0])
  })

  it('a helper takes the writes while the rest is merged', () => {
    const without = withoutSnapshots(twoSnapshots(), ['s1', 's2'])
    const helped = settled(openLayer(without, 0), 0, writing)
    const pass = merged(helped, 1000, true)
    expect([pass.layers.length, running(pass), deltasBytes(pass, 1000), mergeBytes(pass, 1000)]).toEqual([2, ['zero', 'ten', 'five'], 10e6, 10e6])
    expect([merged(pass, 1000).layers.length, running(merged(pass, 1000))]).toEqual([1, ['zero', 'ten', 'five']])
  })

  it('the bytes that grew in both layers add up, up to the disks', () => {
    const growing = settled(take(baseChain(DISK)), 0, writing)
    const chain = take(take(growing, 1_000_000), 2_000_000)
    expect(deltasBytes(merged(withoutSnapshots(chain, ['s3']), 3_000_000), 3_000_000)).toBeCloseTo(30 * GB, 0)
    expect(deltasBytes(merged(withoutSnapshots(chain, ['s2', 's3']), 9_000_000), 9_000_000)).toBe(DISK)
  })
})
