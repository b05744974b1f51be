/**
 * vMotion, Storage vMotion, both at once, cold moves and FT's first copy: queue, phases, failures. Whether a move is allowed is asked of
 * `reads/migration-checks.ts`; the bytes are sent by `transfer`; the VM is stunned and moved by `compute`, and whatever ends the migration
 * before the destination resumes leaves it on its source (VM-050).
 */
import { defineModule } from '../../core/module.ts'
import type { Turn } from '../../core/turn.ts'
import { migrationOf, migrationKey } from '../../reads/vmotion.ts'
import { dirtyRateChanged, transferDone } from './copying.ts'
import { timeIsUp, transferCut, watchLinks } from './cuts.ts'
import { migrationInvariants } from './invariants.ts'
import * as losses from './losses.ts'
import { serve } from './queue.ts'
import * as requests from './requests.ts'
import { setUpStep } from './set-up.ts'
import { resume } from './switch-over.ts'

function step(turn: Turn, { id }: { id: string }): void {
  const record = turn.world.migrations.need(id)
  if (record.phase === 'switchOver') resume(turn, record)
  else setUpStep(turn, record)
}

function guestChanged(turn: Turn, { vm }: { vm: string }): void {
  if (turn.world.migrations.size === 0) return
  for (const record of [migrationOf(turn.world, vm), turn.world.migrations.get(migrationKey(vm, 'secondary'))])
    if (record !== undefined) dirtyRateChanged(turn, record)
}

export const migration = defineModule({
  name: 'migration',
  owns: ['migrations', 'migrationBudgets', 'leftovers'],
  commands: { 'vm.migrate': requests.migrate },
  requests: { 'migration.start': requests.start, 'migration.ftCopy': requests.ftCopy, 'migration.cancel': requests.cancel },
  signals: {
    transferDone,
    transferCut,
    networkChanged: watchLinks,
    hostConfigured: watchLinks,
    hostPower: losses.hostPower,
    hostRemoved: losses.hostRemoved,
    vmPoweredOn: losses.vmPoweredOn,
    vmPoweredOff: losses.vmPoweredOff,
    takeoverDue: losses.takeoverDue,
    lockTaken: losses.lockTaken,
    vmMoved: losses.vmMoved,
    vmRemoved: losses.vmRemoved,
    vcenterChanged: losses.vcenterChanged,
    demandChanged: guestChanged,
    guestChanged,
    migrationEnded: serve,
  },
  timers: {
    'migration.step': step,
    'migration.cut': (turn, { id }) => timeIsUp(turn, turn.world.migrations.need(id)),
    'migration.dirty': (turn, { id }) => dirtyRateChanged(turn, turn.world.migrations.need(id)),
    'migration.cleaned': losses.cleaned,
  },
  invariants: migrationInvariants,
})
