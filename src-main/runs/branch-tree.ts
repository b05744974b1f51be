import type { BranchInfo, Bookmark } from '../contract/api.ts'
import type { LabEvent } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { LabProblem } from '../contract/lab/problems.ts'
import { namedLabel } from '../contract/texts/command-text.ts'
import type { Simulation } from '../engine/index.ts'
import { Branch, Track, type RunCommand } from './branch.ts'
import { commandFlaw } from './command-flaw.ts'
import { eventLines, eventsFromText } from './event-text.ts'
import { KeyframeIndex } from './keyframe-index.ts'
import type { Engine } from './ports.ts'
import { Recorder } from './recorder.ts'
import { recordedEngine } from './recorded-simulation.ts'
import { goesOnBefore } from './replay.ts'
import { RunError } from './run-error.ts'
import { StoreError, type RunStore, type StoredBranch } from './store-port.ts'
import { StoredKeyframes } from './stored-keyframes.ts'
import { viewsFromText } from './view-text.ts'

/** A command of a person gives the run at least so much time to show what follows. */
export const AFTER_COMMAND_MS = 15 * 60_000

/** Turns from the last keyframe to where a run had got, and from there to the last command, at most: who claims more did not record it so. */
const CARRIED_ON_TURNS_MAX = 20_000

/** Where a run is kept. */
export interface Keeping {
  readonly store: RunStore
  /** Revision of the lab that it runs. */
  readonly revision: number
}

interface Leaf {
  stored: StoredBranch | null
  branch: Branch | null
}

/** The courses that a run has taken. Those from the store are made ready when they are first shown. */
export class BranchTree {
  readonly #lab: Lab
  readonly #engine: Engine
  readonly #keeping: Keeping | null
  /** By local id; null: it was removed. */
  readonly #leaves: (Leaf | null)[] = []
  /** The keyframe with which the run began, for every branch of the store. */
  #start: KeyframeIndex | null = null
  #bookmarks: Bookmark[] = []
  #lastBookmark = 0

  private constructor(lab: Lab, engine: Engine, keeping: Keeping | null) {
    this.#lab = lab
    this.#engine = engine
    this.#keeping = keeping
  }

  /** A run that begins. */
  static fresh(lab: Lab, engine: Engine, keeping: Keeping | null): BranchTree {
    const tree = new BranchTree(lab, engine, keeping)
    const simulation = tree.#begin()
    const keyframes = KeyframeIndex.startingWith(simulation.keyframe())
    const origin = keeping === null ? null : { revision: keeping.revision, engineVersion: engine.version }
    const recorder =
      keeping === null || origin === null ? null : new Recorder({ store: keeping.store, lab, simulation, base: keyframes.first, origin })
    const branch = new Branch({
      id: 0,
      parent: null,
      forkAt: 0,
      forkTurn: 0,
      label: '',
      until: lab.until,
      engine,
      simulation,
      commands: [],
      keyframes,
      recorder,
      recordedBy: null,
    })
    tree.#leaves.push({ stored: null, branch })
    return tree
  }

  /** A run that is in the store. */
  static stored(lab: Lab, engine: Engine, keeping: Keeping, root: number): BranchTree {
    const tree = new BranchTree(lab, engine, keeping)
    for (const stored of keeping.store.branches(root)) tree.#leaves.push({ stored, branch: null })
    tree.#bookmarks = keeping.store.bookmarks(root).map(({ id, branch, t, note }) => ({ id, t, note, branch: tree.#leafOf(branch) }))
    return tree
  }

  /** Local id of a branch of the store. Throws `notFound`. */
  localId(stored: number): number {
    const index = this.#leafOf(stored)
    if (index === -1) throw noBranch(stored)
    return index
  }

  infos(): readonly BranchInfo[] {
    return this.#leaves.flatMap((leaf, id): readonly BranchInfo[] => {
      if (leaf === null) return []
      const { stored, branch } = leaf
      if (branch !== null) return [{ ...branch.info, stored: stored?.id ?? branch.recorder?.id ?? null }]
      const { parent, forkAt, label, reachedAt, id: storedId } = stored as StoredBranch
      return [{ id, parent: parent === null ? null : this.#leafOf(parent), forkAt, label, reached: reachedAt, stored: storedId }]
    })
  }

  /** Throws `notFound`, or a StoreError. */
  get(id: number): Branch {
    const leaf = this.#demandLeaf(id)
    return (leaf.branch ??= this.#open(id, leaf.stored as StoredBranch))
  }

  /** Id in the store of the branch with which the run began, which is begun there if need be; null: nothing is kept. Throws a StoreError. */
  root(): number | null {
    const [first] = this.#leaves
    return first?.stored?.id ?? first?.branch?.recorder?.begin() ?? null
  }

  /** As `root`, and begins nothing: null also where nothing is kept yet. */
  rootYet(): number | null {
    const [first] = this.#leaves
    return first?.stored?.id ?? first?.branch?.recorder?.id ?? null
  }

  shownAt(id: number): number {
    return this.#leaves[id]?.stored?.shownAt ?? 0
  }

  /** Makes a simulation of a branch in its past the furthest point of a new one. */
  fork(parent: Branch, simulation: Simulation, label: string): Branch {
    const { turn, now } = simulation
    const keyframes = parent.keyframes.upTo(turn)
    const keeping = this.#keeping
    const recorder =
      keeping === null || parent.recorder === null
        ? null
        : new Recorder({
            store: keeping.store,
            lab: this.#lab,
            simulation,
            base: keyframes.first,
            origin: { parent: parent.recorder, at: now, label },
          })
    const commands = parent.commands.filter((command) => command.turn < turn)
    const branch = new Branch({
      id: this.#leaves.length,
      parent: parent.id,
      forkAt: now,
      forkTurn: turn,
      label,
      until: untilOf(this.#lab, commands),
      engine: this.#engine,
      simulation,
      commands,
      keyframes,
      recorder,
      recordedBy: null,
    })
    this.#leaves.push({ stored: null, branch })
    return branch
  }

  has(id: number): boolean {
    return this.#leaves[id] != null
  }

  /** An empty name gives it back that of what made it. Throws `notFound`, or a StoreError where it cannot be kept. */
  rename(id: number, name: string): void {
    const leaf = this.#demandLeaf(id)
    const branch = this.get(id)
    const label = namedLabel(name, branch.label)
    const stored = leaf.stored?.id ?? branch.recorder?.begin() ?? null
    if (stored !== null) this.#keeping?.store.setLabel(stored, label)
    branch.label = label
    if (leaf.stored !== null) leaf.stored = { ...leaf.stored, label }
  }

  /** Throws `notFound`, `badInput` for the first branch and for one that others leave, or a StoreError. */
  remove(id: number): void {
    const leaf = this.#demandLeaf(id)
    const infos = this.infos()
    if (infos.find((info) => info.id === id)?.parent === null)
      throw new RunError('badInput', 'The branch with which the run began stays', '실행이 시작된 분기는 삭제할 수 없습니다')
    if (infos.some(({ parent }) => parent === id))
      throw new RunError('badInput', 'Other branches leave this one: delete them first', '이 분기에서 갈라진 분기가 있습니다. 먼저 삭제하십시오')
    const stored = leaf.stored?.id ?? leaf.branch?.recorder?.id ?? null
    if (stored !== null) this.#keeping?.store.removeBranch(stored)
    this.#leaves[id] = null
    this.#bookmarks = this.#bookmarks.filter(({ branch }) => branch !== id)
  }

  #demandLeaf(id: number): Leaf {
    const leaf = this.#leaves[id]
    if (leaf == null) throw noBranch(id)
    return leaf
  }

  /** Takes away a branch that was just begun and came to nothing. */
  drop(branch: Branch): void {
    if (this.#leaves[this.#leaves.length - 1]?.branch === branch) this.#leaves.pop()
  }

  get bookmarks(): readonly Bookmark[] {
    return this.#bookmarks
  }

  /** Throws a StoreError where it cannot be kept. */
  addBookmark(branch: Branch, t: number, note: string): void {
    const { recorder } = branch
    const id = recorder === null || this.#keeping === null ? ++this.#lastBookmark : this.#keeping.store.addBookmark(recorder.begin(), t, note)
    this.#bookmarks = [...this.#bookmarks, { id, branch: branch.id, t, note }].sort((a, b) => a.branch - b.branch || a.t - b.t || a.id - b.id)
  }

  /** Throws `notFound`, or a StoreError. */
  setNote(id: number, note: string): void {
    this.#demandBookmark(id)
    this.#keeping?.store.setNote(id, note)
    this.#bookmarks = this.#bookmarks.map((bookmark) => (bookmark.id === id ? { ...bookmark, note } : bookmark))
  }

  removeBookmark(id: number): void {
    this.#demandBookmark(id)
    this.#keeping?.store.removeBookmark(id)
    this.#bookmarks = this.#bookmarks.filter((bookmark) => bookmark.id !== id)
  }

  #demandBookmark(id: number): void {
    if (!this.#bookmarks.some((bookmark) => bookmark.id === id))
      throw new RunError('notFound', `There is no bookmark ${id}`, `책갈피 ${id}이(가) 없습니다`)
  }

  #leafOf(stored: number): number {
    return this.#leaves.findIndex((leaf) => leaf !== null && (leaf.stored?.id ?? leaf.branch?.recorder?.id) === stored)
  }

  #begin(): Simulation {
    const simulation = this.#engine.create(this.#lab)
    simulation.runUntil(0)
    return simulation
  }

  #open(id: number, stored: StoredBranch): Branch {
    const { store } = this.#keeping as Keeping
    const events = [...store.turns(stored.id)].flatMap(({ eventText }) => eventsFromText(eventText))
    if (stored.engineVersion !== this.#engine.version) return this.#playBack(id, stored, events)
    const flaw = commandFlaw(store.commands(stored.id), stored)
    const again = flaw === null ? this.#tryToCarryOn(id, stored, events) : null
    return again ?? this.#playBack(id, stored, events, flaw)
  }

  /** A keyframe that was changed costs the time from the beginning only; a run that met a fault of the engine can still be looked at. */
  #tryToCarryOn(id: number, stored: StoredBranch, events: readonly LabEvent[]): Branch | null {
    for (const byKeyframes of [true, false]) {
      try {
        return this.#carryOn(id, stored, events, byKeyframes)
      } catch (error) {
        if (error instanceof StoreError) throw error
      }
    }
    return null
  }

  #shapeOf(id: number, stored: StoredBranch) {
    const { store } = this.#keeping as Keeping
    const parent = stored.parent === null ? null : this.#leafOf(stored.parent)
    return { id, parent, forkAt: stored.forkAt, forkTurn: stored.forkTurn, label: stored.label, commands: [...store.commands(stored.id)] }
  }

  /** From the last keyframe, or from the beginning, to where it had got; null where that did not go as it was recorded. */
  #carryOn(id: number, stored: StoredBranch, events: readonly LabEvent[], byKeyframes: boolean): Branch | null {
    const { store } = this.#keeping as Keeping
    this.#start ??= KeyframeIndex.startingWith(this.#begin().keyframe())
    const keyframes = this.#start.upTo(Number.MAX_SAFE_INTEGER)
    const base = keyframes.first
    const places = store.keyframes(stored.id)
    const reader = new StoredKeyframes(store, stored.id, base)
    if (byKeyframes) for (const place of places) keyframes.addStored(place, reader.load)
    const last = keyframes.lastWhere(() => true)
    // Before its first turn a run may have less in the store than it begins with.
    const simulation = last.logLength > events.length ? this.#begin() : this.#engine.restore(this.#lab, last, events)
    const shape = this.#shapeOf(id, stored)
    const reached = stored.reachedAt
    const track = new Track(simulation, shape.commands)
    const lastTurn = simulation.turn + CARRIED_ON_TURNS_MAX
    while (simulation.turn < Math.min(stored.reachedTurn, lastTurn) && simulation.log.length <= events.length && track.takeTurn(reached));
    if (eventLines(simulation.log.slice(last.logLength, events.length)) !== eventLines(events.slice(last.logLength))) return null
    if (goesOnBefore(stored, simulation, shape.commands)) return null
    const recorder = new Recorder({ store, lab: this.#lab, simulation, base, origin: { stored, keyframes: places, reader } })
    const branch = new Branch({
      ...shape,
      until: untilOf(this.#lab, shape.commands),
      engine: this.#engine,
      simulation,
      keyframes,
      recorder,
      recordedBy: null,
    })
    while (simulation.turn < lastTurn && branch.takeTurn(reached));
    if (simulation.turn >= lastTurn) return null
    simulation.runUntil(reached)
    return branch
  }

  #playBack(id: number, stored: StoredBranch, events: readonly LabEvent[], flaw: LabProblem | null = null): Branch {
    const { store } = this.#keeping as Keeping
    const { engineVersion, reachedAt } = stored
    const views = [...store.turns(stored.id)].flatMap(({ viewText }) => viewsFromText(viewText))
    const engine = recordedEngine({ engineVersion, events, views }, this.#engine)
    const simulation = engine.create(this.#lab)
    const keyframes = KeyframeIndex.startingWith(simulation.keyframe())
    const branch = new Branch({
      ...this.#shapeOf(id, stored),
      until: reachedAt,
      engine,
      simulation,
      keyframes,
      recorder: null,
      recordedBy: engineVersion,
      flaw,
    })
    while (branch.takeTurn(reachedAt));
    simulation.runUntil(reachedAt)
    return branch
  }
}

const noBranch = (id: number): RunError => new RunError('notFound', `There is no branch ${id}`, `분기 ${id}이(가) 없습니다`)

/** Up to where a run goes that took these commands. */
export function untilOf(lab: Lab, commands: readonly RunCommand[]): number {
  return Math.max(lab.until, (commands[commands.length - 1]?.t ?? -AFTER_COMMAND_MS) + AFTER_COMMAND_MS)
}
