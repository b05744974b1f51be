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

const baseOf = (text: string): number => (JSON.parse(text) as { readonly on?: number }).on ?? 0

it('writes a difference that has become large once, not with every keyframe that follows', () => {
  const texts = [...kept(course()).values()]
  const bases = [...new Set(texts.map(baseOf))]
  // Fifty VMs move from one to the next: with the seventh it is 350 of them.
  expect(bases).toEqual([0, 7, 14, 21, 28, 35])
  const whole = JSON.stringify(course()[39]).length
  expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(whole / 10)
})

it('has the records that did not change in common with the keyframes around it', () => {
  const keyframes = course()
  const stored = new StoredKeyframes(storeOf(kept(keyframes)), 1, first)
  const [early, late] = [10, 30].map((turn) => stored.load(turn)?.tables['vms'] ?? [])
  const others = (late ?? []).filter(([, record], at) => record !== early?.[at]?.[1])
  // Twenty times fifty moved; besides, each has those of its own that moved since its base.
  expect(others.length).toBeGreaterThanOrEqual(1000)
  expect(others.length).toBeLessThan(1000 + 300)
})

it('begins a row of bases anew before it gets long', () => {
  const keyframes: Keyframe[] = []
  let last = first
  for (let i = 0; i < 100; i++) keyframes.push((last = moved(last, (i * 320) % (VMS - 320), 320)))
  const texts = kept(keyframes)
  const depthOf = (turn: number): number => (turn === 0 ? 0 : 1 + depthOf(baseOf(texts.get(turn) ?? '')))
  const depths = keyframes.map(({ turn }) => depthOf(turn))
  expect(Math.max(...depths)).toBeLessThan(15)
  expect(depths.filter((depth) => depth === 1).length).toBeGreaterThan(1)
  const stored = new StoredKeyframes(storeOf(texts), 1, first)
  for (const keyframe of keyframes) expect(stored.load(keyframe.turn)).toEqual(keyframe)
})

it('writes entries that stayed as runs of those of the base, and reads them one by one as well', () => {
  const clients = (count: number) => Array.from({ length: count }, (_, at) => [`vm-${at}`, { sessions: at }] as const)
  const before = { ...first, turn: 1, tables: { ...first.tables, clients: clients(400) } }
  const after = { ...before, turn: 2, tables: { ...before.tables, clients: [...before.tables.clients, ['vm-400', { sessions: 7 }] as const] } }
  const texts = kept([before, after])
  const { tables } = JSON.parse(texts.get(2) ?? '') as { tables: { clients: { entries: unknown[] } } }
  expect(tables.clients.entries).toEqual([
    [0, 400],
    ['vm-400', { sessions: 7 }],
  ])
  const oneByOne = JSON.stringify({ ...after, on: 1, tables: { clients: { entries: [...clients(400).keys(), ['vm-400', { sessions: 7 }]] } } })
  for (const text of [texts.get(2) ?? '', oneByOne]) expect(keyframeFromText(text, first, () => before)).toEqual(after)
  const beyond = JSON.stringify({ ...after, on: 1, tables: { clients: { entries: [[200, 201]] } } })
  expect(() => keyframeFromText(beyond, first, () => before)).toThrow(TypeError)
})

it('cannot be read without what it differs from', () => {
  const texts = kept(course())
  const [turn] = [...texts].find(([, text]) => baseOf(text) > 0) ?? []
  texts.delete(baseOf(texts.get(turn as number) ?? ''))
  expect(new StoredKeyframes(storeOf(texts), 1, first).load(turn as number)).toBeNull()
})

it('never follows a keyframe that says it differs from itself', () => {
  const text = JSON.stringify({ ...first, turn: 5, on: 5, tables: {} })
  expect(() => keyframeFromText(text, first, () => first)).toThrow(TypeError)
  expect(new StoredKeyframes(storeOf(new Map([[5, text]])), 1, first).load(5)).toBeNull()
})
