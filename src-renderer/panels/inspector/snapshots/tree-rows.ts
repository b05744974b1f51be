/** Snapshots of a VM as rows of a tree that ends in "You are here". A chain without branches goes straight down; a branch stands to its right. Pure. */
import type { SnapshotState } from '../../../../src-main/contract/state.ts'

export interface TreeRow {
  /** Null: "You are here". */
  readonly snapshot: SnapshotState | null
  /** Column of its own line. */
  readonly lane: number
  /** Columns of lines that pass by, on their way to rows further down. */
  readonly passing: readonly number[]
  /** A line comes from above in its own column, or bends over from this one; null: it is a root. */
  readonly from: number | null
  /** The line goes on in its own column. */
  readonly goesOn: boolean
}

type Node = SnapshotState | null

export function treeRows(snapshots: readonly SnapshotState[], current: string | null): readonly TreeRow[] {
  const ids = new Set(snapshots.map(({ id }) => id))
  const parentOf = (each: SnapshotState): string | null => (each.parent !== null && ids.has(each.parent) ? each.parent : null)
  const here = current !== null && ids.has(current) ? current : null
  /** On the way from a root to where the VM is. */
  const main = new Set<string>()
  const byId = new Map(snapshots.map((each) => [each.id, each]))
  for (let at = here; at !== null;) {
    main.add(at)
    const each = byId.get(at)
    at = each === undefined ? null : parentOf(each)
  }
  const childrenOf = (id: string | null): readonly Node[] => [...snapshots.filter((each) => parentOf(each) === id), ...(here === id ? [null] : [])]
  const rows: TreeRow[] = []

  function place(node: Node, lane: number, passing: readonly number[], from: number | null): void {
    const children = node === null ? [] : childrenOf(node.id)
    rows.push({ snapshot: node, lane, passing, from, goesOn: children.length > 0 })
    placeAll(children, lane, passing)
  }
  /** Side branches first, to the right; the one that leads on to where the VM is, or the last, goes straight down. */
  function placeAll(children: readonly Node[], lane: number, passing: readonly number[]): void {
    const straight = children.find((child) => child === null || main.has(child.id)) ?? children.at(-1)
    for (const child of children) if (child !== straight) place(child, lane + 1, [...passing, lane], lane)
    if (straight !== undefined) place(straight, lane, passing, lane)
  }
  for (const root of childrenOf(null)) place(root, 0, [], null)
  return rows
}
