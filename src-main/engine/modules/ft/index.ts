/**
 * Fault Tolerance: pairs, their states, takeover, new secondaries. Owns the pairs; the primary is compute's VM, its secondary has no process of
 * its own in the world. HA says when a failure is declared (`ft.startSecondary`), module `migration` makes the first copy (`migration.ftCopy`).
 */
import { defineModule } from '../../core/module.ts'
import type { Turn } from '../../core/turn.ts'
import * as commands from './commands.ts'
import { ftInvariants } from './invariants.ts'
import * as secondaries from './secondaries.ts'
import { enableAtStart } from './settle.ts'
import * as takeover from './takeover.ts'

const again = (turn: Turn): void => secondaries.reconsider(turn)

export const ft = defineModule({
  name: 'ft',
  owns: ['ftPairs'],
  commands: {
    'ft.enable': commands.enable,
    'ft.disable': commands.disable,
    'ft.suspend': commands.suspend,
    'ft.resume': commands.resume,
    'ft.testFailover': commands.testFailover,
  },
  requests: {
    'ft.startSecondary': secondaries.startForHa,
    'ft.answerHa': secondaries.answerHa,
    'ft.next': takeover.next,
    'ft.setUp': commands.setUp,
  },
  signals: {
    takeoverDue: takeover.takeoverDue,
    hostPower: takeover.hostPower,
    hostRemoved: takeover.hostRemoved,
    networkChanged: takeover.linksChanged,
    hostConfigured: takeover.linksChanged,
    vmMoved: takeover.vmMoved,
    migrationEnded: takeover.migrationEnded,
    ftCopyStarted: secondaries.copyStarted,
    ftCopyDone: secondaries.copyDone,
    ftCopyFailed: secondaries.copyFailed,
    storageLossChanged: takeover.storageLost,
    vmPoweredOff: takeover.vmPoweredOff,
    vmPoweredOn: takeover.vmPoweredOn,
    guestChanged: takeover.guestChanged,
    vmRemoved: takeover.vmRemoved,
    capacityChanged: again,
    hostRole: again,
    datastoreChanged: again,
    rulesChanged: again,
    haConfigured: again,
    agentChanged: again,
    vcenterChanged: again,
    evcChanged: again,
  },
  timers: { 'ft.step': takeover.step },
  invariants: ftInvariants,
  coldStart: enableAtStart,
})
