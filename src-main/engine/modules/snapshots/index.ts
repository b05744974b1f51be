/** Snapshots: the tree of each VM, what its layers hold and cost, and the work on them. */
import { defineModule } from '../../core/module.ts'

export const snapshots = defineModule({
  name: 'snapshots',
  owns: ['chains', 'snapshotJobs'],
  commands: {},
  requests: {},
  signals: {},
  timers: {},
  invariants: [],
})
