import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { snapshotTree } from './f36-snapshot-tree.ts'

const step = (what: 'write' | 'snapshot' | 'revert') => (name: string) => ({ do: what, name })
const [write, snapshot, revert] = [step('write'), step('snapshot'), step('revert')]
const chain = [write('f0'), snapshot('A'), write('f1'), snapshot('B'), write('f2')]
/** A → {B, C}, running below C. */
const branched = [snapshot('A'), write('f1'), snapshot('B'), write('f2'), revert('A'), write('f3'), snapshot('C'), write('f4')]

describe('state after revert, delete and delete all, worked by hand', () => {
  audit(snapshotTree, [
    {
      worked:
        'revert A: the tree stays, A holds f0 alone; deleting A as well would leave B; removing its child leaves A; what was written would be f0, f1, f2',
      parameters: { steps: chain, operation: { do: 'revert', name: 'A' } },
      answer: [['A', 'B'], 'A', ['f0']],
      mistakes: { M1: [['B'], null, ['f0']], M2: [['A'], 'A', ['f0']], M4: [['A', 'B'], 'A', ['f0', 'f1', 'f2']] },
    },
    {
      worked:
        'delete A: its delta (f1) is merged into the base disk, nothing is lost: B, f0, f1, f2. Gone back first: f0 only; with children: no snapshot; delta lost: f0, f2',
      parameters: { steps: chain, operation: { do: 'delete', name: 'A' } },
      answer: [['B'], 'B', ['f0', 'f1', 'f2']],
      mistakes: { M1: [['B'], null, ['f0']], M2: [[], null, ['f0', 'f1', 'f2']], M3: [['B'], 'B', ['f0', 'f2']] },
    },
    {
      worked:
        'delete all of A → {B, C}: the way to "You are here" is A, C: f1 was written before B, on the other branch, and is not on it; f3 and f4 stay. ' +
        'Gone back to A first: nothing; without the last delta: f3; all branches together: f1, f2, f3, f4',
      parameters: { steps: branched, operation: { do: 'deleteAll', name: '' } },
      answer: [[], null, ['f3', 'f4']],
      mistakes: { M1: [[], null, []], M3: [[], null, ['f3']], M5: [[], null, ['f1', 'f2', 'f3', 'f4']] },
    },
    {
      worked:
        'revert A of A → {B, C}: all three stay and A holds nothing yet; removing the children leaves A alone; what was written below C would be f3, f4',
      parameters: { steps: branched, operation: { do: 'revert', name: 'A' } },
      answer: [['A', 'B', 'C'], 'A', []],
      mistakes: { M1: [['B', 'C'], null, []], M2: [['A'], 'A', []], M4: [['A', 'B', 'C'], 'A', ['f3', 'f4']] },
    },
    {
      worked:
        'delete A of A → {B, C}: both branches go on, the running VM still has f3 and f4; its own delta below A held f3 (and f1 of the other branch)',
      parameters: { steps: branched, operation: { do: 'delete', name: 'A' } },
      answer: [['B', 'C'], 'C', ['f3', 'f4']],
      mistakes: { M1: [['B', 'C'], null, []], M2: [[], null, ['f3', 'f4']], M3: [['B', 'C'], 'C', ['f4']] },
    },
  ])
})
