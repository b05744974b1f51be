/** The branches of a run as a tree of tracks: each leaves that of its parent where it forked. Pure. */
import type { Bookmark, BranchInfo } from '../../../src-main/contract/api.ts'

export interface Track {
  readonly branch: BranchInfo
  readonly row: number
  /** Row of the track that it leaves, null for the first. */
  readonly parentRow: number | null
  readonly from: number
  readonly to: number
}

/**
 * From top to bottom, below a track those that leave it, the latest first: the way down to an earlier one then passes left of all
 * between, and no line crosses another. A branch whose parent is gone stands by itself.
 */
export function trackRows(branches: readonly BranchInfo[]): Track[] {
  const known = new Set(branches.map((branch) => branch.id))
  const children = new Map<number | null, BranchInfo[]>()
  for (const branch of branches) {
    const parent = branch.parent !== null && known.has(branch.parent) ? branch.parent : null
    children.set(parent, [...(children.get(parent) ?? []), branch])
  }
  const tracks: Track[] = []
  const place = (branch: BranchInfo, parentRow: number | null): void => {
    const row = tracks.length
    const from = branch.parent === null ? 0 : branch.forkAt
    tracks.push({ branch, row, parentRow, from, to: Math.max(from, branch.reached) })
    const below = children.get(branch.id) ?? []
    for (const child of [...below].sort((a, b) => b.forkAt - a.forkAt || a.id - b.id)) place(child, row)
  }
  for (const root of children.get(null) ?? []) place(root, null)
  return tracks
}

/** Up to when each branch is part of the course that is shown: the branch itself to its end, those it came from to the fork. */
export function courseOf(branches: readonly BranchInfo[], id: number): ReadonlyMap<number, number> {
  const byId = new Map(branches.map((branch) => [branch.id, branch]))
  const course = new Map<number, number>()
  let until = Infinity
  let branch = byId.get(id)
  while (branch !== undefined && !course.has(branch.id)) {
    course.set(branch.id, until)
    until = Math.min(until, branch.forkAt)
    branch = branch.parent === null ? undefined : byId.get(branch.parent)
  }
  return course
}

export function isOnCourse(bookmark: Bookmark, course: ReadonlyMap<number, number>): boolean {
  return bookmark.t <= (course.get(bookmark.branch) ?? -1)
}
