import type { Lab } from '../contract/lab/index.ts'
import type { Branch, RunCommand } from './branch.ts'
import type { BranchTree } from './branch-tree.ts'
import { targetOf } from './lab-summary.ts'
import { RunError } from './run-error.ts'

/** A branch that undo left. */
export interface Left {
  readonly branch: number
  /** Instant of the command that was taken back, ms. */
  readonly t: number
  readonly label: string
}

/** How undo goes back from branch to branch, and redo forth again. */
export class UndoTrail {
  readonly #lab: Lab
  readonly #tree: BranchTree
  /** Branches that undo made, by branch and turn of the command that they lack. */
  readonly #without = new Map<string, number>()
  /** Last one on top. */
  #undone: readonly Left[] = []

  constructor(lab: Lab, tree: BranchTree) {
    this.#lab = lab
    this.#tree = tree
  }

  /** What undo would take back; null: nothing. */
  undoLabel({ commands, recordedBy }: Branch): string | null {
    if (recordedBy !== null) return null
    const last = commands[commands.length - 1]
    return last === undefined ? null : labelOf(last.command, last.args)
  }

  /** What redo would bring again; null: nothing. */
  get redoLabel(): string | null {
    return this.#undone[this.#undone.length - 1]?.label ?? null
  }

  /** The course of a branch without its last command, and what redo goes back to once that is shown. Throws `notFound`. */
  back(branch: Branch): { readonly to: () => Branch; readonly left: Left } {
    const last = branch.commands[branch.commands.length - 1]
    if (last === undefined) throw new RunError('notFound', 'There is no command to undo', '실행 취소할 명령이 없습니다')
    const label = labelOf(last.command, last.args)
    return { to: () => this.#courseWithout(branch, last, label), left: { branch: branch.id, t: last.t, label } }
  }

  leave(left: Left): void {
    this.#undone = [...this.#undone, left]
  }

  /** What was left last, which is left no more. Throws `notFound`. */
  forth(): Left {
    const left = this.#undone[this.#undone.length - 1]
    if (left === undefined) throw new RunError('notFound', 'There is no command to redo', '다시 실행할 명령이 없습니다')
    this.#undone = this.#undone.slice(0, -1)
    return left
  }

  /** A branch is gone: redo leads there no more. */
  removed(branch: number): void {
    this.#undone = this.#undone.filter((left) => left.branch !== branch)
  }

  /** Another course was taken: nothing is brought again. */
  forget(): void {
    this.#undone = []
  }

  /** The branch that a command left; else one that leaves before it, which is made once. */
  #courseWithout(branch: Branch, last: RunCommand, label: string): Branch {
    if (last.turn === branch.forkTurn && branch.parent !== null) return this.#tree.get(branch.parent)
    const key = `${branch.id} ${last.turn}`
    const known = this.#without.get(key)
    if (known !== undefined && this.#tree.has(known)) return this.#tree.get(known)
    const without = this.#tree.fork(branch, branch.trackBefore(this.#lab, last).simulation, `undo ${label}`)
    this.#without.set(key, without.id)
    return without
  }
}

/** A command in a word or two: what it does and to what. */
export const labelOf = (command: string, args: object): string => [command, targetOf(args)].filter(Boolean).join(' ')
