/**
 * Snapshots: the tree of each VM, what its layers hold and cost, and the work on them. A delta grows by the demand of its guest and is
 * evaluated when somebody asks; only what changes how the guest writes is a write (`follow`).
 */
import { defineModule } from '../../core/module.ts'
import type { Turn } from '../../core/turn.ts'
import { chainsHangTogether, dropWrite, follow, followAll, growthFollowsGuests, guestWrite, retryWrite, vmRemoved } from './chain.ts'
import * as create from './create.ts'
import { hostFailed } from './failover.ts'
import * as merge from './merge.ts'
import { consolidate, deleteAll, deleteSnapshot } from './remove.ts'
import { revert } from './revert.ts'
import { levelDue, levelsAgree, watchLevels } from './levels.ts'
import { answerQuestion, full, spaceIsWatched, watchSpace as watchFillings } from './space.ts'

function step(turn: Turn, { vm }: { vm: string }): void {
  const job = turn.world.snapshotJobs.get(vm)
  if (job?.kind === 'create') create.step(turn, job)
  else merge.stunOver(turn, vm)
}

/** When datastores are full, and how full they are. */
function watchSpace(turn: Turn): void {
  watchFillings(turn)
  watchLevels(turn)
}

/** Whatever it was, it may have changed when datastores are full. */
const andSpace =
  <T>(handle: (turn: Turn, news: T) => void) =>
  (turn: Turn, news: T): void => {
    handle(turn, news)
    watchSpace(turn)
  }

const ofVm = andSpace((turn, { vm }: { vm: string }): void => follow(turn, vm))
const ofAll = andSpace(followAll)

export const snapshots = defineModule({
  name: 'snapshots',
  owns: ['chains', 'snapshotJobs', 'fillings', 'spaceLevels'],
  commands: {
    'snapshot.create': create.create,
    'snapshot.revert': revert,
    'snapshot.delete': deleteSnapshot,
    'snapshot.deleteAll': deleteAll,
    'snapshot.consolidate': consolidate,
    'vm.guestWrite': guestWrite,
    'vm.answerQuestion': answerQuestion,
  },
  requests: {},
  signals: {
    vmStunned: andSpace((turn, { vm, on }) => {
      follow(turn, vm)
      if (!on) retryWrite(turn, vm)
    }),
    guestChanged: ofVm,
    demandChanged: ofVm,
    vmMoved: ofVm,
    vmFilesMoved: ofVm,
    vmConfigured: ofVm,
    takeoverDue: ofVm,
    snapshotsChanged: watchSpace,
    ftChanged: watchSpace,
    migrationEnded: watchSpace,
    spaceChanged: watchSpace,
    capacityChanged: watchSpace,
    vmPoweredOn: andSpace((turn, news) => {
      create.vmPoweredOn(turn, news)
      merge.vmPoweredOn(turn, news)
      follow(turn, news.vm)
    }),
    vmPoweredOff: andSpace((turn, news) => {
      create.vmPoweredOff(turn, news)
      merge.vmPoweredOff(turn, news)
      hostFailed(turn, news)
      dropWrite(turn, news.vm)
      follow(turn, news.vm)
    }),
    vmRemoved: andSpace((turn, news) => {
      create.vmGone(turn, news)
      merge.vmGone(turn, news)
      vmRemoved(turn, news)
    }),
    hostPower: andSpace((turn, news) => {
      merge.hostPower(turn, news)
      followAll(turn)
    }),
    hostRemoved: ofAll,
    hostConfigured: ofAll,
    datastoreChanged: ofAll,
    networkChanged: ofAll,
    storageLossChanged: (turn, news) => {
      create.storageLost(turn, news)
      merge.storageLost(turn, news)
    },
    transferDone: (turn, news) => {
      create.imageWritten(turn, news)
      merge.copied(turn, news)
    },
    transferCut: merge.cut,
  },
  timers: {
    'snapshots.step': step,
    'snapshots.aged': (turn, { vm }) => turn.signal('snapshotsChanged', { vm }),
    'snapshots.full': full,
    'snapshots.level': levelDue,
  },
  // Commands that change what lies on a datastore, or how large it is, need not say so.
  around: { before: () => undefined, after: watchSpace },
  invariants: [chainsHangTogether, growthFollowsGuests, spaceIsWatched, levelsAgree],
})
