/** Branches as rows of a tree: each below the one that it left, in the order of the instants. Pure. */
import type { BranchInfo } from '../../../src-main/contract/api.ts'

export interface BranchRow {
  readonly branch: BranchInfo
  readonly depth: number
}

export function branchRows(branches: readonly BranchInfo[]): BranchRow[] {
  const known = new Set(branches.map((branch) => branch.id))
  const below = new Map<number | null, BranchInfo[]>()
  for (const branch of branches) {
    // A branch whose parent is not there stands at the top.
    const parent = branch.parent !== null && known.has(branch.parent) ? branch.parent : null
    below.set(parent, [...(below.get(parent) ?? []), branch])
  }
  const rows: BranchRow[] = []
  const add = (parent: number | null, depth: number): void => {
    for (const branch of [...(below.get(parent) ?? [])].sort((a, b) => a.forkAt - b.forkAt || a.id - b.id)) {
      rows.push({ branch, depth })
      add(branch.id, depth + 1)
    }
  }
  add(null, 0)
  return rows
}
