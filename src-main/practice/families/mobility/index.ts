import type { AnyFamily } from '../../kit/family.ts'
import { preCopyPasses } from './f32-pre-copy.ts'
import { convergence } from './f33-convergence.ts'
import { batchOfMigrations } from './f34-batch.ts'
import { snapshotSpace } from './f35-snapshot-space.ts'
import { snapshotTree } from './f36-snapshot-tree.ts'
import { faultToleranceAllowed } from './f37-fault-tolerance.ts'
import { faultToleranceFailures } from './f38-ft-failures.ts'

export const mobilityFamilies: readonly AnyFamily[] = [
  preCopyPasses,
  convergence,
  batchOfMigrations,
  snapshotSpace,
  snapshotTree,
  faultToleranceAllowed,
  faultToleranceFailures,
]
