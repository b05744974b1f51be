import { describe, expect, it } from 'vitest'
import type { SnapshotState } from '../../../../src-main/contract/state.ts'
import { sideBySide, snapshotGrowth, snapshotTimes, snapshotVm } from '../../../testing/snapshot-run.ts'
import { bytesPerHour, chainBytes, layerSizes, line, pointOf } from './growth.ts'
import { lanesOf, ticksTo } from './time-axis.ts'
import { treeRows } from './tree-rows.ts'

const each = (id: string, parent: string | null): SnapshotState => ({
  id,
  name: id,
  parent,
  memory: false,
  consistency: 'crash',
  deltaBytes: 0,
  memoryBytes: 0,
  content: [],
  takenAtMs: 0,
})
const shape = (rows: ReturnType<typeof treeRows>): unknown =>
  rows.map(({ snapshot, lane, passing, from, goesOn }) => [snapshot?.id ?? 'here', lane, passing.join(), from, goesOn])

describe('tree', () => {
  it('goes straight down along a chain and ends where the VM is', () => {
    const rows = treeRows([each('a', null), each('b', 'a'), each('c', 'b')], 'c')
    expect(shape(rows)).toEqual([
      ['a', 0, '', null, true],
      ['b', 0, '', 0, true],
      ['c', 0, '', 0, true],
      ['here', 0, '', 0, false],
    ])
  })

  it('puts branches to the right, before the line that leads to where the VM is', () => {
    const rows = treeRows([each('a', null), each('b', 'a'), each('c', 'a'), each('d', 'b')], 'c')
    expect(shape(rows)).toEqual([
      ['a', 0, '', null, true],
      ['b', 1, '0', 0, true],
      ['d', 1, '0', 1, false],
      ['c', 0, '', 0, true],
      ['here', 0, '', 0, false],
    ])
  })

  it('has "You are here" below a snapshot with children, after a revert', () => {
    const rows = treeRows([each('a', null), each('b', 'a')], 'a')
    expect(shape(rows)).toEqual([
      ['a', 0, '', null, true],
      ['b', 1, '0', 0, false],
      ['here', 0, '', 0, false],
    ])
  })

  it('is there without snapshots, and with two roots', () => {
    expect(shape(treeRows([], null))).toEqual([['here', 0, '', null, false]])
    expect(treeRows([each('a', null), each('b', null)], null).map(({ lane }) => lane)).toEqual([0, 0, 0])
  })

  it('stays in one column for the longest chain there may be', () => {
    const chain = Array.from({ length: 32 }, (_, at) => each(`s${String(at)}`, at === 0 ? null : `s${String(at - 1)}`))
    const rows = treeRows(chain, 's31')
    expect(rows).toHaveLength(33)
    expect(Math.max(...rows.map(({ lane }) => lane))).toBe(0)
  })
})

describe('growth', () => {
  const growth = snapshotGrowth(null, snapshotTimes.now)

  it('sums the layers of an instant and follows one layer from the snapshot before it', () => {
    const last = growth.past.at(-1)
    expect(last === undefined ? 0 : chainBytes(last)).toBe((150_000 + 100_000 + 600_000) * 2000)
    const third = snapshotVm('VM3', snapshotTimes.now).snapshots?.[2] ?? null
    const sizes = layerSizes(growth.past, third, 's3')
    // Written by the running state below the first snapshot, until it was frozen.
    expect(sizes[0]).toEqual({ t: 100_000, bytes: 0 })
    expect(sizes.at(-1)?.bytes).toBe(100_000 * 2000)
    expect(layerSizes(growth.past, null, 's3').map(({ bytes }) => bytes)).toEqual([0 + 150_000 * 2000, 375_000 * 2000, 600_000 * 2000])
  })

  it('tells the rate ahead, and draws within its frame', () => {
    const now = growth.past.at(-1)
    expect(now === undefined ? null : bytesPerHour(growth, now)).toBe(7.2e9)
    const frame = { from: 0, to: 10, top: 100, width: 50, height: 20 }
    const sizes = [
      { t: 0, bytes: 0 },
      { t: 10, bytes: 1000 },
    ]
    expect(line(sizes, frame)).toBe('0.0,20.0 50.0,0.0')
  })

  it('takes the state that is shown as a point', () => {
    const point = pointOf({ snapshots: [], currentSnapshot: 's1', deltaBytes: 5 } as never, 7)
    expect(point).toEqual({ t: 7, frozen: {}, current: 's1', topBytes: 5, freeBytes: null })
  })
})

describe('both operations on one axis', () => {
  const lanes = lanesOf(sideBySide({ vm: 'VM3' }, 60_000))

  it('has a bar for each round, one after the other, and the stun at the end', () => {
    const move = lanes.find(({ key }) => key === 'vmotion')
    expect(move?.bars.map(({ kind }) => kind)).toEqual(['prepare', 'round', 'round', 'round', 'round', 'round', 'round', 'stun'])
    expect(move?.bars.map(({ to }) => to)).toEqual([2000, 63_084, 90_232, 102_298, 107_661, 110_044, 111_103, 111_674])
    for (const [at, bar] of (move?.bars ?? []).entries()) expect(bar.from).toBe(at === 0 ? 0 : move?.bars[at - 1]?.to)
  })

  it('stands still and then writes memory', () => {
    expect(lanes.map(({ key, totalMs, stunMs }) => [key, totalMs, stunMs])).toEqual([
      ['diskOnly', 200, 200],
      ['withMemory', 137_439, 500],
      ['vmotion', 111_675, 571],
    ])
    expect(lanes[1]?.bars.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['memory', 500, 137_439],
      ['stun', 0, 500],
    ])
  })

  it.each([
    [137_439, 5, [0, 30_000, 60_000, 90_000, 120_000]],
    [137_439, 10, [0, 15_000, 30_000, 45_000, 60_000, 75_000, 90_000, 105_000, 120_000, 135_000]],
    [450, 5, [0, 100, 200, 300, 400]],
  ])('ticks up to %i ms, at most %i', (to, most, ticks) => expect(ticksTo(to, most)).toEqual(ticks))
})
