import { expect, it } from 'vitest'
import type { Keyframe } from '../engine/index.ts'
import { keyframeFromText, KeyframeWriter } from './keyframe-text.ts'
import { StoredKeyframes } from './stored-keyframes.ts'
import { fakeEngine, fakeLab } from './testing/fake-engine.ts'

const VMS = 2_000
const first: Keyframe = {
  ...fakeEngine.create(fakeLab([])).keyframe(),
  tables: {
    vms: Array.from({ length: VMS }, (_, at) => [`vm-${at}`, { host: 'Host A', power: 'on', cfg: { vcpus: 2 } }] as const),
    locks: [],
    demands: [['vm-0', { low: 1 }]],
  },
}

/** The next keyframe: so many VMs from `from` on are on another host. */
function moved(before: Keyframe, from: number, count: number): Keyframe {
  const vms = (before.tables['vms'] ?? []).map((entry, at): readonly [string, unknown] => {
    if (at < from || at >= from + count) return entry
    return [entry[0], { ...(entry[1] as object), host: `Host ${before.turn}` }]
  })
  return { ...before, turn: before.turn + 1, at: before.at + 1000, tables: { ...before.tables, vms } }
}

function course(): Keyframe[] {
  const keyframes: Keyframe[] = []
  let last = first
  for (let i = 0; i < 40; i++) {
    last = moved(last, i * 50, 50)
    keyframes.push(last)
  }
  const lock = [...(last.tables['locks'] ?? []), ['vm-1', { holder: 'Host B' }] as const]
  keyframes.push({ ...last, turn: last.turn + 1, tables: { ...last.tables, locks: lock } })
  // A record with a field more, one that is of another kind, and a table without its first key.
  const odd = (last.tables['vms'] ?? []).map(
    ([key, record], at) => [key, at === 3 ? { ...(record as object), extra: 1 } : at === 4 ? 7 : record] as const,
  )
  keyframes.push({ ...last, turn: last.turn + 2, tables: { ...last.tables, vms: odd, demands: [] } })
  return keyframes
}

function kept(keyframes: readonly Keyframe[]): Map<number, string> {
  const writer = new KeyframeWriter(first)
  return new Map(keyframes.map((keyframe) => [keyframe.turn, writer.write(keyframe)]))
}

const storeOf = (texts: ReadonlyMap<number, string>) => ({
  keyframe: (_: number, turn: number) => {
    const text = texts.get(turn)
    return text === undefined ? null : { turn, at: 0, logLength: 0, digest: '', text }
  },
})

it('gives each keyframe back as it was', () => {
  const keyframes = course()
  const stored = new StoredKeyframes(storeOf(kept(keyframes)), 1, first)
  for (const keyframe of [...keyframes].reverse()) expect(stored.load(keyframe.turn)).toEqual(keyframe)
})

it('writes a large difference once, not with every keyframe that follows', () => {
  const texts = [...kept(course()).values()]
  const [on, whole] = [true, false].map((is) => texts.filter((text) => 'on' in JSON.parse(text) === is))
  // The first ten differ little from the start; then each eleventh begins anew.
  expect(whole).toHaveLength(13)
  const longest = (of: readonly string[] = []): number => Math.max(...of.map((text) => text.length))
  expect(longest(on)).toBeLessThan(longest(whole) / 2)
})

it('cannot be read without what it differs from', () => {
  const texts = kept(course())
  const [turn] = [...texts].find(([, text]) => 'on' in JSON.parse(text)) ?? []
  const { on } = JSON.parse(texts.get(turn as number) ?? '') as { on: number }
  texts.delete(on)
  expect(new StoredKeyframes(storeOf(texts), 1, first).load(turn as number)).toBeNull()
})

it('never follows a keyframe that says it differs from itself', () => {
  const text = JSON.stringify({ ...first, turn: 5, on: 5, tables: {} })
  expect(() => keyframeFromText(text, first, () => first)).toThrow(TypeError)
  expect(new StoredKeyframes(storeOf(new Map([[5, text]])), 1, first).load(5)).toBeNull()
})
