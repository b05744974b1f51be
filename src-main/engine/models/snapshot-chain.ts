/**
 * Snapshots of a VM and the layers of its disks: what is written where, what is readable where, and what it costs. Pure; bytes and ms.
 *
 * The base disks are the layer without a parent; every other layer is the deltas of all disks that snapshots cover. A snapshot freezes the
 * layer that was written until then. The top layer is the running one; it grows as its guest writes (SN-013), evaluated when somebody asks.
 */
import type { LabDemand } from '../../contract/lab/demand.ts'
import { modelConstants, type ModelConstants } from '../../knowledge/model-constants.ts'
import { demandAt, nextChangeAfter, prepareDemand, type Demand } from './demand.ts'
import { deltaBytes, readLayers } from './snapshot-growth.ts'

/** Blocks of the disks [from, to), as bytes, that one labelled write filled. */
export interface Extent {
  readonly from: number
  readonly to: number
  /** Number of the write; `of`: all its bytes. It is readable where all of them are. */
  readonly write: number
  readonly label: string
  readonly of: number
}

export interface DiskLayer {
  readonly id: number
  /** The layer below; null: it is the base disks. */
  readonly parent: number | null
  /** Bytes at `at` that unlabelled writes filled; of the base, which is thick, none are counted. */
  readonly grown: number
  readonly at: number
  /** Labelled writes; no two overlap. */
  readonly extents: readonly Extent[]
}

/** What the guest asks for while it executes, as far as it writes. */
export type Writing = Pick<LabDemand, 'shape' | 'period' | 'phase' | 'dutyPercent' | 'steps' | 'writeMBps' | 'overwriteFraction'>

export interface Chain {
  /** In the order taken. */
  readonly snapshots: readonly SnapshotNode[]
  /** The snapshot that the running state is below; null: none. */
  readonly current: string | null
  /** Parents before children; the first is the base. */
  readonly layers: readonly DiskLayer[]
  /** The layer that is written. */
  readonly top: number
  readonly nextSnapshot: number
  readonly nextLayer: number
  /** Bytes of the disks that snapshots cover: no layer is larger (SN-013). 0: no disk is covered, and there are no deltas. */
  readonly diskBytes: number
  /** Since `at` of the top layer; null: its guest does not execute. */
  readonly writing: Writing | null
  /** Where blocks never written before begin, and the number of the next labelled write. */
  readonly nextBlock: number
  readonly nextWrite: number
  /** Blocks of each label, of its newest write. */
  readonly blocks: { readonly [label: string]: readonly Range[] }
  /** Layers that no snapshot refers to were left behind (SN-011). */
  readonly consolidationNeeded: boolean
}

export interface SnapshotNode {
  readonly id: string
  readonly parent: string | null
  /** The layer that it froze. */
  readonly layer: number
}

export interface Range {
  readonly from: number
  readonly to: number
}

const BASE = 0

/** The chain of a VM that has no snapshots. */
export function baseChain(diskBytes: number): Chain {
  return {
    snapshots: [],
    current: null,
    layers: [{ id: BASE, parent: null, grown: 0, at: 0, extents: [] }],
    top: BASE,
    nextSnapshot: 1,
    nextLayer: BASE + 1,
    diskBytes,
    writing: null,
    nextBlock: 0,
    nextWrite: 1,
    blocks: {},
    consolidationNeeded: false,
  }
}

export function layerOf(chain: Chain, id: number): DiskLayer {
  const layer = chain.layers.find((one) => one.id === id)
  if (layer === undefined) throw new RangeError(`there is no layer ${id}`)
  return layer
}

/** A layer and those below it, newest first, the base last. */
export function pathFrom(chain: Chain, id: number): DiskLayer[] {
  const path: DiskLayer[] = []
  for (let next: number | null = id; next !== null; next = path[path.length - 1]!.parent) path.push(layerOf(chain, next))
  return path
}

export const isDelta = (layer: DiskLayer): boolean => layer.parent !== null

/** Deltas above the base under the running state; what a limit of levels counts (SN-006). */
export function chainDepth(chain: Chain): number {
  return chain.diskBytes > 0 ? pathFrom(chain, chain.top).length - 1 : 0
}

// Growth

const prepared = new WeakMap<Writing, Demand>()

function demandOf(writing: Writing): Demand {
  let demand = prepared.get(writing)
  if (demand === undefined) {
    const none = { cpuMHz: 0, memoryMiB: 0, grantedMiB: 0, consumedMiB: 0, touchedMiB: 0, workingSetMiB: 0, balloonedMiB: 0, swappedMiB: 0 }
    const rest = { compressedMiB: 0, dirtyMBps: 0, netMbps: 0, trace: null, column: '', scale: 1, memoryTrace: null, memoryColumn: '', forecast: [] }
    demand = prepareDemand({ ...none, ...rest, ...writing, traceSamples: null, memoryTraceSamples: null, traceIntervalMs: 1 })
    prepared.set(writing, demand)
  }
  return demand
}

/** What of a demand says how it writes. */
export function writingOf({ shape, period, phase, dutyPercent, steps, writeMBps, overwriteFraction }: LabDemand): Writing {
  return { shape, period, phase, dutyPercent, steps, writeMBps, overwriteFraction }
}

const rateAt = (demand: Demand, at: number): { writeBytesPerSecond: number; overwriteFraction: number } => ({
  writeBytesPerSecond: demandAt(demand, 'writeMBps', at) * 1e6,
  overwriteFraction: demandAt(demand, 'overwriteFraction', at),
})

function nextDemandChange(demand: Demand, at: number): number | null {
  const changes = (['writeMBps', 'overwriteFraction'] as const).map((key) => nextChangeAfter(demand, key, at)).filter((next) => next !== null)
  return changes.length === 0 ? null : Math.min(...changes)
}

/** SN-013 with demand that changes: bytes of new blocks in [fromMs, toMs), at most `room`. */
function newBytes(writing: Writing, fromMs: number, toMs: number, room: number, constants: ModelConstants): number {
  const demand = demandOf(writing)
  let sum = 0
  for (let at = fromMs; at < toMs && sum < room;) {
    const next = Math.min(toMs, nextDemandChange(demand, at) ?? toMs)
    sum += deltaBytes({ diskBytes: room, ...rateAt(demand, at) }, (next - at) / 1000, constants)
    at = next
  }
  return Math.min(sum, room)
}

const lengthOf = (ranges: readonly Range[]): number => ranges.reduce((sum, { from, to }) => sum + to - from, 0)

const largest = (chain: Chain, constants: ModelConstants): number => chain.diskBytes * constants['SN-013'].largestShareOfDisk

/** Bytes of new blocks in a layer, not rounded; 0 for the base. */
export function bytesOf(chain: Chain, id: number, now: number, constants: ModelConstants = modelConstants): number {
  const layer = layerOf(chain, id)
  if (!isDelta(layer)) return 0
  const most = largest(chain, constants)
  const known = layer.grown + lengthOf(layer.extents)
  if (id !== chain.top || chain.writing === null || known >= most) return Math.min(known, most)
  return known + newBytes(chain.writing, layer.at, now, most - known, constants)
}

/** Bytes of all deltas. */
export function deltasBytes(chain: Chain, now: number, constants: ModelConstants = modelConstants): number {
  return chain.layers.reduce((sum, { id }) => sum + bytesOf(chain, id, now, constants), 0)
}

/** Bytes written since the current snapshot; without one, in the layer that is written. */
export function runningBytes(chain: Chain, now: number, constants: ModelConstants = modelConstants): number {
  const frozen = chain.snapshots.find(({ id }) => id === chain.current)?.layer
  let sum = 0
  for (const { id } of pathFrom(chain, chain.top)) {
    if (id === frozen) break
    sum += bytesOf(chain, id, now, constants)
    if (frozen === undefined) break
  }
  return sum
}

/** Bytes per second by which the deltas grow now. */
export function growthRate(chain: Chain, now: number, constants: ModelConstants = modelConstants): number {
  // Sums are not exact: a layer with less than a byte of room is full.
  const isFull = bytesOf(chain, chain.top, now, constants) > largest(chain, constants) - 1
  if (chain.writing === null || isFull || !isDelta(layerOf(chain, chain.top))) return 0
  return deltaBytes({ diskBytes: Infinity, ...rateAt(demandOf(chain.writing), now) }, 1, constants)
}

/** Instant after `now` at which the growth has another rate, because the demand changes or the layer is full; null: never. */
export function nextRateChange(chain: Chain, now: number, constants: ModelConstants = modelConstants): number | null {
  const rate = growthRate(chain, now, constants)
  const changes = chain.writing === null || !isDelta(layerOf(chain, chain.top)) ? null : nextDemandChange(demandOf(chain.writing), now)
  const full = rate > 0 ? now + ((largest(chain, constants) - bytesOf(chain, chain.top, now, constants)) / rate) * 1000 : null
  return full === null ? changes : Math.min(full, changes ?? full)
}

/** The bytes of the running layer are counted up to `now`; from there the guest writes in another way. */
export function settled<C extends Chain>(chain: C, now: number, writing: Writing | null, constants: ModelConstants = modelConstants): C {
  const top = layerOf(chain, chain.top)
  const grown = isDelta(top) ? bytesOf(chain, chain.top, now, constants) - lengthOf(top.extents) : 0
  return { ...chain, writing, layers: withLayer(chain, { ...top, grown: Math.max(0, grown), at: now }) }
}

function withLayer(chain: Chain, layer: DiskLayer): DiskLayer[] {
  return chain.layers.map((one) => (one.id === layer.id ? layer : one))
}

// The tree

/** SN-004: the running layer is read-only from now on, and a fresh one above it is written. */
export function openLayer<C extends Chain>(chain: C, now: number, constants: ModelConstants = modelConstants): C {
  return onTopOf(settled(chain, now, chain.writing, constants), chain.top, now)
}

function onTopOf<C extends Chain>(chain: C, parent: number, now: number): C {
  const layer = { id: chain.nextLayer, parent, grown: 0, at: now, extents: [] }
  return { ...chain, layers: [...chain.layers, layer], top: layer.id, nextLayer: chain.nextLayer + 1 }
}

/** SN-007: the snapshot stands below the current one and is the current one. Its layer was frozen by `openLayer`. */
export function addSnapshot<S extends SnapshotNode, C extends Chain & { readonly snapshots: readonly S[] }>(chain: C, snapshot: S): C {
  return { ...chain, snapshots: [...chain.snapshots, snapshot], current: snapshot.id, nextSnapshot: chain.nextSnapshot + 1 }
}

/** SN-008: the running state is given up, and a fresh layer on top of what the snapshot froze is written; its guest does not run yet. */
export function reverted<C extends Chain>(chain: C, id: string, now: number): C {
  const snapshot = chain.snapshots.find((one) => one.id === id)
  if (snapshot === undefined) throw new RangeError(`there is no snapshot ${id}`)
  const fresh = onTopOf({ ...chain, current: id, writing: null }, snapshot.layer, now)
  const left = pruned(fresh)
  // The running state may have been the other branch above a disk whose snapshot is gone (SN-009).
  return { ...left, consolidationNeeded: unreferenced(left).length > 0 }
}

/** Without the layers that neither the running state nor a snapshot is built on. */
export function pruned<C extends Chain>(chain: C): C {
  const live = new Set<number>()
  for (const end of [chain.top, ...chain.snapshots.map(({ layer }) => layer)]) for (const { id } of pathFrom(chain, end)) live.add(id)
  return { ...chain, layers: chain.layers.filter(({ id }) => live.has(id)) }
}

/** Layers that could be merged away: no snapshot froze them, and they are neither the running one nor the parent of two. */
export function unreferenced(chain: Chain): DiskLayer[] {
  const frozen = new Set(chain.snapshots.map(({ layer }) => layer))
  return chain.layers.filter(({ id }) => id !== chain.top && !frozen.has(id) && chain.layers.filter(({ parent }) => parent === id).length < 2)
}

// Content

const minus = (ranges: readonly Range[], without: readonly Range[]): Range[] =>
  without.reduce<Range[]>(
    (left, cut) =>
      left.flatMap(({ from, to }) => {
        const parts = [
          { from, to: Math.min(to, cut.from) },
          { from: Math.max(from, cut.to), to },
        ]
        return parts.filter((part) => part.from < part.to)
      }),
    [...ranges],
  )

/** `upper` over `lower`: what reading both gives. */
export function overlay(lower: readonly Extent[], upper: readonly Extent[]): Extent[] {
  return [...lower.flatMap((extent) => minus([extent], upper).map((part) => ({ ...extent, ...part }))), ...upper]
}

/** Labels whose bytes are all readable at a layer, in the order written. */
export function contentAt(chain: Chain, id: number): string[] {
  const extents = pathFrom(chain, id).reduceRight<Extent[]>((below, layer) => overlay(below, layer.extents), [])
  const bytes = new Map<number, number>()
  for (const extent of extents) bytes.set(extent.write, (bytes.get(extent.write) ?? 0) + extent.to - extent.from)
  const whole = extents.filter((extent) => bytes.get(extent.write) === extent.of)
  return [...new Set(whole.sort((a, b) => a.write - b.write).map(({ label }) => label))]
}

/** The first bytes of ranges. */
function firstOf(ranges: readonly Range[], bytes: number): Range[] {
  let left = bytes
  return ranges.flatMap(({ from, to }) => {
    const take = Math.min(left, to - from)
    left -= take
    return take > 0 ? [{ from, to: from + take }] : []
  })
}

export interface LabelledWrite {
  readonly bytes: number
  readonly label: string
  /** Into blocks of this label; null: into blocks never written before. */
  readonly over: string | null
  /** Of the disks that are written to: where all their blocks were written before, it goes round. */
  readonly diskBytes: number
}

/** `vm.guestWrite`. Disks that no snapshot covers have the base alone. */
export function written<C extends Chain>(chain: C, { bytes, label, over, diskBytes }: LabelledWrite): C {
  const size = Math.min(bytes, diskBytes)
  const end = chain.nextBlock + size
  const fresh = [
    { from: chain.nextBlock, to: Math.min(end, diskBytes) },
    { from: 0, to: end - diskBytes },
  ]
  const ranges = over === null ? fresh.filter(({ from, to }) => from < to) : firstOf(chain.blocks[over] ?? [], size)
  const write = chain.nextWrite
  const of = lengthOf(ranges)
  const target = layerOf(chain, chain.diskBytes > 0 ? chain.top : BASE)
  const extents = overlay(
    target.extents,
    ranges.map((range) => ({ ...range, write, label, of })),
  )
  return {
    ...chain,
    layers: withLayer(chain, { ...target, extents }),
    blocks: { ...chain.blocks, [label]: ranges },
    nextBlock: over === null ? (end >= diskBytes ? end - diskBytes : end) : chain.nextBlock,
    nextWrite: write + 1,
  }
}

/** Bytes by which a labelled write lets the deltas grow. */
export function bytesOfWrite(chain: Chain, write: LabelledWrite, now: number, constants: ModelConstants = modelConstants): number {
  return deltasBytes(written(chain, write), now, constants) - deltasBytes(chain, now, constants)
}

// Cost

/** Layers that a read searches now (SN-023); 1 without deltas. */
export function layersRead(chain: Chain, now: number, constants: ModelConstants = modelConstants): number {
  const deltas = chain.diskBytes > 0 ? pathFrom(chain, chain.top).filter(isDelta) : []
  return readLayers(
    deltas.map(({ id }) => bytesOf(chain, id, now, constants) / chain.diskBytes),
    constants,
  )
}

/** What is wrong with a chain at the end of a turn, or null. `isBusy`: something is being done to it, and layers may be in between. */
export function chainTrouble(chain: Chain, isBusy: boolean): string | null {
  const { snapshots, layers, current } = chain
  const [base] = layers
  if (base === undefined || base.parent !== null || layers.filter(({ parent }) => parent === null).length !== 1) return 'there is not one base'
  const seen = new Set<number>()
  for (const { id, parent } of layers) {
    if (seen.has(id) || (parent !== null && !seen.has(parent))) return `layer ${id} has no place in the chain`
    seen.add(id)
  }
  if (!seen.has(chain.top)) return 'the running layer is gone'
  if (layers.some(({ parent }) => parent === chain.top)) return 'the running layer is below another one'
  if (current !== null && !snapshots.some(({ id }) => id === current)) return 'the current snapshot does not exist'
  const known = new Set<string>()
  for (const { id, parent, layer } of snapshots) {
    if (known.has(id) || (parent !== null && !known.has(parent))) return `${id} has no place in the tree`
    if (!seen.has(layer) || layer === chain.top) return `what ${id} froze is gone`
    known.add(id)
  }
  const extra = unreferenced(chain)[0]
  if (extra !== undefined && !isBusy && !chain.consolidationNeeded && pruned(chain).layers.length === layers.length)
    return `nothing refers to layer ${extra.id}`
  return pruned(chain).layers.length === layers.length || isBusy ? null : 'a layer is left that nothing is built on'
}
