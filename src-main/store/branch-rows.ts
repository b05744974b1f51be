/** Branches as rows, and the chain of those that a branch came from. */
import type { StoredBranch } from '../runs/store-port.ts'
import type { CutPoint } from './batch-cut.ts'
import type { Connection } from './connection.ts'
import { storeError } from './store-problems.ts'

export const branchColumns = `id, project, revision, root, parent, fork_turn AS forkTurn, fork_seq AS forkSeq, fork_at AS forkAt, label, seed,
  engine_version AS engineVersion, reached_turn AS reachedTurn, reached_seq AS reachedSeq, reached_at AS reachedAt, shown_at AS shownAt,
  created_at AS createdAt, opened_at AS openedAt`

export function branchOf(connection: Connection, id: number): StoredBranch | null {
  return connection.get<StoredBranch>(`SELECT ${branchColumns} FROM branches WHERE id = ?`, id) ?? null
}

/** Throws an Error where there is none. */
export function branchThatIs(connection: Connection, id: number): StoredBranch {
  const branch = branchOf(connection, id)
  if (branch === null) throw new Error(`there is no branch ${id}`)
  return branch
}

/** One branch of a chain, and how far it counts. */
export interface Link extends CutPoint {
  readonly id: number
}

/** The branch and those it came from, oldest first, each up to where the next one left; empty where there is no such branch. */
export function chainOf(connection: Connection, id: number): readonly Link[] {
  const links: Link[] = []
  let cut: CutPoint = { turn: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER, at: Number.MAX_SAFE_INTEGER }
  for (let next: number | null = id; next !== null;) {
    const branch = branchOf(connection, next)
    if (branch === null) break
    // Parents came first: so there is no circle.
    if (branch.parent !== null && branch.parent >= branch.id)
      throw storeError('damaged', connection.path, [`run ${id} comes from no run before it`, `실행 ${id}의 앞선 실행이 없음`])
    links.unshift({ id: branch.id, ...cut })
    // A branch may leave its parent before the parent itself began: then only what came before counts of both.
    if (branch.forkTurn < cut.turn) cut = { turn: branch.forkTurn, seq: branch.forkSeq, at: branch.forkAt }
    next = branch.parent
  }
  return links
}

export interface NewBranch extends Omit<StoredBranch, 'id' | 'root'> {
  /** Null: it is its own root. */
  readonly root: number | null
}

/** Inside a transaction. */
export function insertBranch(connection: Connection, branch: NewBranch): number {
  const { id } = connection.run(
    `INSERT INTO branches (project, revision, root, parent, fork_turn, fork_seq, fork_at, label, seed, engine_version, reached_turn, reached_seq,
      reached_at, shown_at, created_at, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    branch.project,
    branch.revision,
    branch.root ?? 0,
    branch.parent,
    branch.forkTurn,
    branch.forkSeq,
    branch.forkAt,
    branch.label,
    branch.seed,
    branch.engineVersion,
    branch.reachedTurn,
    branch.reachedSeq,
    branch.reachedAt,
    branch.shownAt,
    branch.createdAt,
    branch.openedAt,
  )
  if (branch.root === null) connection.run('UPDATE branches SET root = id WHERE id = ?', id)
  return id
}
