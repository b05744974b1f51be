import type { Lab } from '../contract/lab/index.ts'
import type { Branch, RunCommand } from './branch.ts'
import { AFTER_COMMAND_MS, type BranchTree } from './branch-tree.ts'
import { RunError } from './run-error.ts'
import type { ParsedCommand } from './run-options.ts'
import type { RunView } from './run-view.ts'
import { StoreError } from './store-port.ts'
import { labelOf, UndoTrail } from './undo-trail.ts'

const LABEL_LENGTH_MAX = 300

/** An instant of a branch, where so many turns had been taken. */
export interface BranchPoint {
  readonly branch: number
  readonly turn: number
  readonly at: number
}

/** Which course a run takes: where commands go, the branches that they begin, the way back and forth again. */
export class RunCourse {
  readonly #lab: Lab
  readonly #tree: BranchTree
  readonly #view: RunView
  readonly #trail: UndoTrail

  constructor({ lab, tree, view }: { readonly lab: Lab; readonly tree: BranchTree; readonly view: RunView }) {
    this.#lab = lab
    this.#tree = tree
    this.#view = view
    this.#trail = new UndoTrail(lab, tree)
  }

  /** What undo would take back; null: nothing. */
  get undoLabel(): string | null {
    return this.#trail.undoLabel(this.#view.branch)
  }

  /** What redo would bring again; null: nothing. */
  get redoLabel(): string | null {
    return this.#trail.redoLabel
  }

  /** At the instant shown. Before the furthest point it begins a branch there. */
  command(command: string, args: RunCommand['args']): void {
    const { branch: shown, atHead } = this.#view
    const branch = atHead ? shown : this.#tree.fork(shown, this.#view.handOver(), labelOf(command, args))
    this.#act(branch, command, args)
    this.#view.showHead(branch)
  }

  /** At another instant than the one shown, which the branch has got to. What is shown stays, or goes back to where the course parts. */
  commandAt(at: number, command: string, args: RunCommand['args']): void {
    const { t, branch: shown } = this.#view
    const isPast = at < shown.reached
    const branch = isPast ? this.#tree.fork(shown, shown.trackAt(this.#lab, at).simulation, labelOf(command, args)) : shown
    this.#act(branch, command, args)
    this.#view.show(branch, Math.min(t, at))
  }

  /** A new branch from there, with these commands. Throws `notFound` where the branch went another way since. */
  fork(point: BranchPoint, commands: readonly ParsedCommand[]): void {
    const parent = this.#tree.get(point.branch)
    const { simulation } = parent.trackAt(this.#lab, point.at)
    if (simulation.turn !== point.turn || parent.recordedBy !== null)
      throw new RunError('notFound', 'That branch went another way since', '그 뒤 해당 분기가 다르게 진행되었습니다')
    const named = commands.filter(({ command }) => command !== 'timeline.clear')
    const label = named.length > 0 ? named.map(({ command, args }) => labelOf(command, args)).join(' + ') : 'timeline.clear'
    const branch = this.#tree.fork(parent, simulation, label.slice(0, LABEL_LENGTH_MAX))
    for (const { command, args } of commands) this.#act(branch, command, args)
    this.#view.showHead(branch)
  }

  /** Shows the course without the last command, at the instant at which that came, when it is called. Throws `notFound`. */
  undo(): () => void {
    const { to, left } = this.#trail.back(this.#view.branch)
    return () => {
      this.#show(to(), left.t)
      this.#trail.leave(left)
    }
  }

  /** Shows the course again that undo left, when it is called. Throws `notFound`. */
  redo(): () => void {
    const left = this.#trail.forth()
    return () => this.#show(this.#tree.get(left.branch), left.t)
  }

  /** Shows another branch, at the same instant where it has got that far. */
  take(branch: Branch): void {
    this.#trail.forget()
    this.#show(branch, branch.reached)
  }

  /** Throws `notFound` or `badInput`. */
  remove(id: number): void {
    this.#tree.remove(id)
    this.#trail.removed(id)
  }

  /** At the instant that is shown now, or at that one where it comes before. */
  #show(branch: Branch, latest: number): void {
    this.#view.show(branch, Math.min(this.#view.t, latest))
  }

  /** Where it cannot be kept, a branch that was begun for it goes again. */
  #act(branch: Branch, command: string, args: RunCommand['args']): void {
    try {
      branch.command(command, args, AFTER_COMMAND_MS)
      this.#trail.forget()
    } catch (error) {
      if (error instanceof StoreError && branch !== this.#view.branch) this.#tree.drop(branch)
      throw error
    }
  }
}
