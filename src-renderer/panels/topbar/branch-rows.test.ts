import { describe, expect, it } from 'vitest'
import type { BranchInfo } from '../../../src-main/contract/api.ts'
import { branchRows } from './branch-rows.ts'

const branch = (id: number, parent: number | null, forkAt: number): BranchInfo => ({
  id,
  parent,
  forkAt,
  label: `host.crash Host ${String(id)}`,
  reached: forkAt + 1000,
  stored: null,
})
const listed = (branches: readonly BranchInfo[]): string[] => branchRows(branches).map((row) => `${'>'.repeat(row.depth)}${String(row.branch.id)}`)

describe('branches as a tree', () => {
  it('stand below the one that they left, by the instant', () => {
    expect(listed([branch(0, null, 0), branch(1, 0, 9000), branch(2, 0, 4000), branch(3, 2, 6000), branch(4, 1, 9500)])).toEqual([
      '0',
      '>2',
      '>>3',
      '>1',
      '>>4',
    ])
  })
  it('keep one whose parent is gone', () => expect(listed([branch(5, 9, 10)])).toEqual(['5']))
})
