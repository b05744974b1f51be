/**
 * What lies on datastores: pure reads over the world. Bytes. Disks are thick; deltas lie beside the disks that they belong to, memory images
 * beside the configuration file. Swap and log files are left out (SN-016), and a raw device lies on no datastore.
 */
import type { LabDisk, LabVm } from '../../contract/lab/index.ts'
import { derivedOfWorld } from '../core/derived.ts'
import type { ChainRecord } from '../core/records.ts'
import type { Turn, WhyDraft } from '../core/turn.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { round9, roundHalfUp } from '../models/maths.ts'
import { deltasBytes } from '../models/snapshot-chain.ts'

const GIB = 1024 * 1024 * 1024
const MIB = 1024 * 1024

/** Bytes by datastore. */
export type Space = ReadonlyMap<string, number>

type Now = Pick<Turn, 'world' | 'now' | 'constants'>

function put(space: Map<string, number>, datastore: string, bytes: number): void {
  if (bytes > 0) space.set(datastore, (space.get(datastore) ?? 0) + bytes)
}

const diskBytes = (disk: LabDisk): number => (disk.rdm === null ? disk.sizeGiB * GIB : 0)

function thickDisks(disks: readonly LabDisk[]): Map<string, number> {
  const space = new Map<string, number>()
  for (const disk of disks) put(space, disk.datastore, diskBytes(disk))
  return space
}

/** SN-021: disks that a snapshot keeps the state of. */
export function snapshotDisks(cfg: Pick<LabVm, 'disks'>): readonly LabDisk[] {
  return cfg.disks.filter((disk) => disk.mode === 'persistent' && disk.rdm !== 'physical')
}

/** Share of a delta that lies on each datastore: guests write to all disks alike, by size. */
export function deltaShares(cfg: Pick<LabVm, 'datastore' | 'disks'>): Space {
  const shares = new Map<string, number>()
  const disks = snapshotDisks(cfg)
  const total = disks.reduce((sum, disk) => sum + disk.sizeGiB, 0)
  if (total === 0) return new Map([[cfg.datastore, 1]])
  for (const disk of disks) put(shares, disk.datastore, disk.sizeGiB / total)
  return shares
}

/** All files of a VM, as a move of them would carry them (SN-027): disks, deltas, memory images. */
export function filesOf({ world, now, constants }: Now, vm: string): Space {
  const cfg = world.vms.need(vm).cfg
  const files = thickDisks(cfg.disks)
  const chain = world.chains.get(vm)
  if (chain === undefined) return files
  const deltas = deltasBytes(chain, now, constants)
  for (const [datastore, share] of deltaShares(cfg)) put(files, datastore, deltas * share)
  for (const { memoryBytes } of chain.snapshots) put(files, cfg.datastore, memoryBytes ?? 0)
  return files
}

/** SN-027: what a move of its files copies, by source: the whole chain. */
export function filesToMove(turn: Now, vm: string): Space {
  return turn.constants['SN-027'].chainMoves ? filesOf(turn, vm) : thickDisks(turn.world.vms.need(vm).cfg.disks)
}

/** Bytes of them; to a datastore: without what lies there already. */
export function bytesToMove(turn: Now, vm: string, to: string | null = null): number {
  let sum = 0
  for (const [datastore, bytes] of filesToMove(turn, vm)) if (datastore !== to) sum += bytes
  return sum
}

/** Disks of the VM's own, deltas and memory images: `usedBytes` of a VM. */
export function usedByVm(turn: Now, vm: string): number {
  let sum = 0
  for (const bytes of filesOf(turn, vm).values()) sum += bytes
  return sum
}

/** Of those its deltas and memory images: also of snapshots that are being removed, whose entries are gone from the tree. */
export function snapshotFilesOf(turn: Now, vm: string): number {
  let sum = usedByVm(turn, vm)
  for (const bytes of thickDisks(turn.world.vms.need(vm).cfg.disks).values()) sum -= bytes
  return sum
}

/** What is there without chains: it changes with the settings of VMs, and with pairs. */
const keptFiles = derivedOfWorld([], () => ({ vms: -1, pairs: -1, cfgs: new Map<string, LabVm>(), space: new Map<string, number>() }))

function fixedFiles(world: ReadonlyTables): Space {
  const { vms, ftPairs } = world
  const kept = keptFiles(world)
  if (kept.vms === vms.version && kept.pairs === ftPairs.version) return kept.space
  // Most of what is written says only where a VM runs.
  const isSame = kept.pairs === ftPairs.version && vms.writtenSince(kept.vms)?.every((vm) => vms.get(vm)?.cfg === kept.cfgs.get(vm))
  kept.vms = vms.version
  kept.pairs = ftPairs.version
  if (isSame === true) return kept.space
  vms.writtenSince(vms.version)
  kept.cfgs = new Map([...vms.values()].map(({ name, cfg }) => [name, cfg]))
  kept.space = new Map()
  const add = (files: Space): void => files.forEach((bytes, datastore) => put(kept.space, datastore, bytes))
  for (const cfg of kept.cfgs.values()) add(thickDisks(cfg.disks))
  for (const { secondaryFiles } of ftPairs.values()) if (secondaryFiles !== null) add(thickDisks(secondaryFiles.disks))
  return kept.space
}

/** Used bytes of every datastore that has any. A move needs its whole destination from its start (VM-064), FT's first copy too. */
export function usedSpace(turn: Now): Space {
  const { world } = turn
  const space = new Map(fixedFiles(world))
  for (const { vm } of world.chains.values()) addChain(turn, vm, space)
  for (const { memoryMiB, datastore } of imagesUnderWay(world)) put(space, datastore, memoryMiB * MIB)
  for (const { vm, kind, datastore, startedAt } of world.migrations.values()) {
    if (datastore === null || startedAt === null || !world.vms.has(vm)) continue
    if (kind !== 'ft') put(space, datastore, bytesToMove(turn, vm, datastore))
    else if (world.ftPairs.get(vm)?.secondaryFiles == null) put(space, datastore, firstCopyBytes(world, vm))
  }
  return space
}

function addChain(turn: Now, vm: string, space: Map<string, number>): void {
  const cfg = turn.world.vms.get(vm)?.cfg
  if (cfg === undefined) return
  const disks = thickDisks(cfg.disks)
  for (const [datastore, bytes] of filesOf(turn, vm)) put(space, datastore, bytes - (disks.get(datastore) ?? 0))
}

/** Settings of VMs whose memory is being written. */
function imagesUnderWay(world: ReadonlyTables): LabVm[] {
  return [...world.snapshotJobs.values()].flatMap(({ vm, kind, phase }) => {
    const cfg = world.vms.get(vm)?.cfg
    return kind === 'create' && phase === 'memory' && cfg !== undefined ? [cfg] : []
  })
}

function firstCopyBytes(world: ReadonlyTables, vm: string): number {
  return world.vms.need(vm).cfg.disks.reduce((sum, disk) => sum + diskBytes(disk), 0)
}

/** What the used bytes of a datastore are: thick disks, those of secondaries among them; deltas; memory images. The rest is held by moves. */
export interface SpaceKinds {
  readonly disks: number
  readonly deltas: number
  readonly images: number
}

export function spaceKinds(turn: Now, datastore: string): SpaceKinds {
  const { world, now, constants } = turn
  let deltas = 0
  let images = 0
  for (const chain of world.chains.values()) {
    const cfg = world.vms.get(chain.vm)?.cfg
    if (cfg === undefined) continue
    deltas += deltasBytes(chain, now, constants) * (deltaShares(cfg).get(datastore) ?? 0)
    if (cfg.datastore === datastore) for (const { memoryBytes } of chain.snapshots) images += memoryBytes ?? 0
  }
  for (const cfg of imagesUnderWay(world)) if (cfg.datastore === datastore) images += cfg.memoryMiB * MIB
  return { disks: fixedFiles(world).get(datastore) ?? 0, deltas, images }
}

/** Capacity, bytes; Infinity: never full. */
export function capacityBytes(world: ReadonlyTables, datastore: string): number {
  const gib = world.datastores.get(datastore)?.cfg.capacityGiB ?? null
  return gib === null ? Infinity : gib * GIB
}

export function usedBytes(turn: Now, datastore: string): number {
  return usedSpace(turn).get(datastore) ?? 0
}

/** Infinity: it is never full. Less than 0 where a lab puts more on it than fits. */
export function freeBytes(turn: Now, datastore: string): number {
  const capacity = capacityBytes(turn.world, datastore)
  return capacity === Infinity ? Infinity : capacity - usedBytes(turn, datastore)
}

/** For the alarm on datastore space: 0…1, more where it is overfull; 0 where it is never full. */
export function usedShare(turn: Now, datastore: string): number {
  const capacity = capacityBytes(turn.world, datastore)
  return capacity === Infinity ? 0 : capacity === 0 ? 1 : usedBytes(turn, datastore) / capacity
}

/** A datastore that has no room for so many new bytes of a delta; null: there is room. */
export function lacksSpaceFor(turn: Now, { vm }: Pick<ChainRecord, 'vm'>, bytes: number): string | null {
  if (bytes <= 0 || !turn.constants['SN-016'].pausesWhenFull) return null
  for (const [datastore, share] of deltaShares(turn.world.vms.need(vm).cfg))
    if (round9(bytes * share - freeBytes(turn, datastore)) > 0) return datastore
  return null
}

/** A datastore that has no room for thick disks instead of others; null: there is room. */
export function lacksSpaceForDisks(turn: Now, disks: readonly LabDisk[], before: readonly LabDisk[]): string | null {
  const had = thickDisks(before)
  for (const [datastore, bytes] of thickDisks(disks)) {
    const more = bytes - (had.get(datastore) ?? 0)
    if (more > 0 && round9(more - freeBytes(turn, datastore)) > 0) return datastore
  }
  return null
}

/** Why a VM is paused. */
export function outOfSpace(turn: Now, vm: string, datastore: string): WhyDraft {
  const { capacityGiB } = turn.world.datastores.need(datastore).cfg
  return { decision: 'outOfSpace', facts: ['SN-016'], inputs: { vm, datastore, capacityGiB, freeBytes: roundHalfUp(freeBytes(turn, datastore)) } }
}
