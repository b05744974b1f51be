/**
 * Snapshots: the tree of each VM, what its layers hold and cost, and the work on them. A delta grows by the demand of its guest and is
 * evaluated when somebody asks; only what changes how the guest writes is a write (`follow`).
 */
import { defineModule } from '../../core/module.ts'
import type { Turn } from '../../core/turn.ts'
import { chainsHangTogether, follow, followAll, growthFollowsGuests, guestWrite, vmRemoved } from './chain.ts'
import * as create from './create.ts'
import { revert } from './revert.ts'

function step(turn: Turn, { vm }: { vm: string }): void {
  const job = turn.world.snapshotJobs.get(vm)
  if (job?.kind === 'create') create.step(turn, job)
}

const ofVm = (turn: Turn, { vm }: { vm: string }): void => follow(turn, vm)

export const snapshots = defineModule({
  name: 'snapshots',
  owns: ['chains', 'snapshotJobs'],
  commands: { 'snapshot.create': create.create, 'snapshot.revert': revert, 'vm.guestWrite': guestWrite },
  requests: {},
  signals: {
    vmStunned: ofVm,
    guestChanged: ofVm,
    demandChanged: ofVm,
    vmMoved: ofVm,
    vmFilesMoved: ofVm,
    vmConfigured: ofVm,
    takeoverDue: ofVm,
    vmPoweredOn: (turn, news) => {
      create.vmPoweredOn(turn, news)
      follow(turn, news.vm)
    },
    vmPoweredOff: (turn, news) => {
      create.vmPoweredOff(turn, news)
      follow(turn, news.vm)
    },
    vmRemoved: (turn, news) => {
      create.vmGone(turn, news)
      vmRemoved(turn, news)
    },
    hostPower: followAll,
    hostConfigured: followAll,
    datastoreChanged: followAll,
    networkChanged: followAll,
    storageLossChanged: create.storageLost,
    transferDone: create.imageWritten,
  },
  timers: {
    'snapshots.step': step,
    'snapshots.aged': (turn, { vm }) => turn.signal('snapshotsChanged', { vm }),
  },
  invariants: [chainsHangTogether, growthFollowsGuests],
})
