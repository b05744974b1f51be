import { expect, it } from 'vitest'
import { KeyframeIndex, type LoadKeyframe } from './keyframe-index.ts'
import { fakeEngine, fakeLab } from './testing/fake-engine.ts'

it('takes a keyframe every few minutes, and finds the last that fits', () => {
  const simulation = fakeEngine.create(fakeLab([]))
  const keyframes = KeyframeIndex.startingWith(simulation.keyframe())
  while (simulation.now < 3_600_000) {
    simulation.step()
    keyframes.offer(simulation)
  }
  // A turn comes every 7 s here, so the number of turns is what counts.
  expect(keyframes.size).toBeGreaterThanOrEqual(25)
  expect(keyframes.size).toBeLessThanOrEqual(27)
  for (const t of [0, 100_000, 1_000_000, 3_600_000]) {
    const { at } = keyframes.lastWhere((keyframe) => keyframe.at <= t)
    expect(at).toBeLessThanOrEqual(t)
    expect(t - at).toBeLessThan(3.5 * 60_000)
  }
})

/** An hour of a lab of half a million records, whose keyframes fall due one after the other. */
function large(load: LoadKeyframe | null): KeyframeIndex {
  const simulation = fakeEngine.create(fakeLab([]))
  const rows = Array.from({ length: 500_000 }, (_, index) => [String(index), null] as const)
  const first = { ...simulation.keyframe(), tables: { vms: rows } }
  const keyframes = KeyframeIndex.startingWith(first)
  const pretend = { ...simulation, keyframe: () => ({ ...first, turn: pretend.turn, at: pretend.now }), turn: 0, now: 0 }
  for (let i = 0; i < 100; i++) {
    pretend.turn += 20 * 125
    pretend.now += 3 * 60_000 * 125
    keyframes.offer(pretend, load)
  }
  return keyframes
}

it('holds fewer of a large lab, and thins them out rather than fill the memory', () => {
  const keyframes = large(null)
  expect(keyframes.size).toBeGreaterThan(1)
  expect(keyframes.size).toBeLessThanOrEqual(4)
  expect(keyframes.first.turn).toBe(0)
})

it('reads again what the store has, and takes no fewer for that', () => {
  const read: number[] = []
  const keyframes = large((turn) => {
    read.push(turn)
    return null
  })
  expect(keyframes.size).toBe(101)
  const last = keyframes.lastWhere(() => true)
  expect(read).toEqual([])
  // None of the first half can be read: the first serves as well.
  expect(keyframes.lastWhere(({ turn }) => turn < last.turn / 2).turn).toBe(0)
  expect(read.length).toBeGreaterThan(40)
})

it('gives a branch the keyframes up to where it leaves', () => {
  const simulation = fakeEngine.create(fakeLab([]))
  const keyframes = KeyframeIndex.startingWith(simulation.keyframe())
  for (let t = 0; t <= 3_600_000; t += 60_000) {
    simulation.runUntil(t)
    keyframes.offer(simulation)
  }
  const turn = keyframes.lastWhere(({ at }) => at <= 1_800_000).turn
  const branch = keyframes.upTo(turn)
  expect(branch.size).toBeLessThan(keyframes.size)
  expect(branch.lastWhere(() => true).turn).toBe(turn)
})
