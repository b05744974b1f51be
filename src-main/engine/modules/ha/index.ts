/**
 * vSphere HA: agents, election, heartbeats, the judgement of hosts, and restarts. Owns all of that; hears of power, links, datastores and locks.
 * VM monitoring and component protection are modules of their own; admission control is vCenter's (`reads/admission.ts`).
 */
import { productAtLeast } from '../../../contract/lab/product.ts'
import type { CommandArgs, Signals } from '../../core/messages.ts'
import type { DatastoreRecord } from '../../core/records.ts'
import { defineModule } from '../../core/module.ts'
import type { Turn } from '../../core/turn.ts'
import { agentCrash, catchUp, forgetHost, noteDatastores, reconfigureHa, roleChanged } from './agent-setup.ts'
import { agentBack, agentTimer, electionEnds, lookRound, reconsiderAgents } from './agents.ts'
import { askCapacity } from './capacity.ts'
import { flagOption, primaries, settings } from './cluster.ts'
import { configure, switchOn } from './configure.ts'
import { chooseHeartbeats, reconsiderHeartbeats } from './heartbeats.ts'
import { haInvariants } from './invariants.ts'
import { forgetStopped, noteStopped, reconsiderDeferred, shutdownTimedOut } from './isolation.ts'
import { commit, listLeaseEnds, protectLater, reconsiderLists, unprotect, unprotectOutOfCare } from './lists.ts'
import { forget } from './failovers.ts'
import { migrationEnded, reportEnds, unmask, vmFilesMoved, vmMoved, vmRelocated } from './moves.ts'
import { dropDisabled, queueMissing } from './restart-queue.ts'
import { reconsiderIssues } from './issues.ts'
import { reconsiderAllReadiness, reconsiderReadiness } from './readiness.ts'
import { afterSecondary, guestChanged, levelTimedOut, powerOnFailed, processRestarts, ready, restarted, retry } from './restarts.ts'
import { refreshShown, vcenterSilent } from './shown.ts'
import {
  forgetEnd,
  forgetOvertaken,
  lookAgain,
  lookAgainLater,
  noteEnd,
  queueStopped,
  vmFailed,
  watchProcess,
  watchTerminated,
} from './stopped-vms.ts'
import { reconsiderUsage, usageMayDiffer } from './usage.ts'
import { reconsiderViews, viewTimer } from './views.ts'

/** Everything that follows from who hears whom, in the order in which it follows. */
function reconsider(turn: Turn): void {
  catchUp(turn)
  if (settings(turn.world) === undefined) return
  noteDatastores(turn)
  reconsiderHeartbeats(turn)
  reconsiderAgents(turn)
  reconsiderViews(turn)
  const takers = reconsiderLists(turn)
  refreshShown(turn)
  unprotectOutOfCare(turn)
  reconsiderIssues(turn)
  reconsiderDeferred(turn)
  // HA-018: a primary reads a list that it has just got.
  for (const taker of takers) queueMissing(turn, taker, null, turn.cause)
}

/** Runs a handler of this module and then draws the consequences. */
function then<P>(handle: (turn: Turn, payload: P) => void): (turn: Turn, payload: P) => void {
  return (turn, payload) => {
    handle(turn, payload)
    reconsider(turn)
  }
}

const isVsan = ({ cfg }: DatastoreRecord): boolean => cfg.type === 'vsan'

/** After hosts, links or storage changed. HA-176: vSAN has no list to take; objects of VMs come into reach with them, and the primary finds what does not run. */
function reconsiderReach(turn: Turn): void {
  reconsider(turn)
  if (!turn.world.datastores.any(isVsan)) return
  for (const { host } of primaries(turn.world)) queueMissing(turn, host, null, turn.cause)
}

function datastoreChanged(turn: Turn): void {
  chooseHeartbeats(turn)
  reconsiderReach(turn)
}

/** The handler, and then a look at whether the VMs use more than failures would leave (HA-167). */
function andUsage<P>(handle: (turn: Turn, payload: P) => void): (turn: Turn, payload: P) => void {
  return (turn, payload) => {
    handle(turn, payload)
    reconsiderUsage(turn)
  }
}
const usage = (turn: Turn): void => reconsiderUsage(turn)

function vmOff(turn: Turn, news: Signals['vmPoweredOff']): void {
  if (news.cause === 'user' || news.cause === 'guest') {
    forget(turn, news.vm)
    unprotect(turn, news.vm)
  } else {
    noteEnd(turn, news)
    if (news.cause === 'processCrash') watchProcess(turn, news)
    else if (news.cause === 'vmcp' && takesForFailure(turn)) watchTerminated(turn, news)
    else if (news.cause === 'vmcp') unprotect(turn, news.vm)
    reconsiderReadiness(turn, news.vm)
  }
  noteStopped(turn, news)
  if (news.cause === 'isolation') queueStopped(turn, news)
  // A primary that watches the host from outside reads of it in the poweron file.
  if (turn.world.views.size > 0) reconsider(turn)
  // A host that fails is told of after all its VMs.
  if (news.cause !== 'hostFailed') reconsiderUsage(turn)
}

/** HA-138: before 6.0 a VM that is gone with its datastore looks as if it had been shut down; an option has the agent see through that. */
function takesForFailure(turn: Turn): boolean {
  const { product } = turn.lab
  return productAtLeast(product, '6.0') || flagOption(turn, 'das.maskcleanshutdownenabled', productAtLeast(product, '5.1'))
}

function setAgent(alive: boolean) {
  return (turn: Turn, args: CommandArgs): void => {
    const agent = turn.world.agents.get(args['host'] as string)
    if (agent === undefined) return turn.refuse('notFound', ['HA-186'])
    if (agent.alive === alive) return turn.refuse('invalidState', ['HA-186'])
    turn.cancel(agent.restartTimer)
    turn.world.agents.patch(agent.host, { alive, restartTimer: null })
    reconsider(turn)
  }
}

function hostChanged(turn: Turn): void {
  if (settings(turn.world) !== undefined) chooseHeartbeats(turn)
  reconsiderReach(turn)
}

export const ha = defineModule({
  name: 'ha',
  owns: [
    'agents',
    'elections',
    'views',
    'shown',
    'heartbeats',
    'protectedLists',
    'protection',
    'restarts',
    'failovers',
    'readiness',
    'isolation',
    'powerOffRecords',
    'cluster',
    'ha',
    'issues',
  ],
  commands: {
    'cluster.configure': then(configure),
    'host.agentFail': setAgent(false),
    'host.agentRestore': setAgent(true),
    'host.agentCrash': then(agentCrash),
    'host.reconfigureHa': then(reconfigureHa),
  },
  requests: { 'ha.askCapacity': askCapacity, 'ha.secondaryTried': afterSecondary },
  signals: {
    hostPower: andUsage(hostChanged),
    hostRole: andUsage((turn, news) => {
      roleChanged(turn, news)
      hostChanged(turn)
    }),
    hostRemoved: andUsage((turn, { host }) => {
      forgetHost(turn, host)
      hostChanged(turn)
    }),
    hostConfigured: andUsage(hostChanged),
    hostdChanged: reconsider,
    networkChanged: reconsiderReach,
    datastoreChanged,
    // Access itself was looked at when it changed; the time-out is what vCenter waits for.
    storageLossChanged: (turn, { change }) => {
      if (change !== 'lost') datastoreChanged(turn)
    },
    vmPoweredOn: andUsage((turn, news) => {
      forgetStopped(turn, news.vm)
      forgetOvertaken(turn, news.vm)
      forgetEnd(turn, news.vm)
      protectLater(turn, news)
      restarted(turn, news)
    }),
    vmPoweredOff: vmOff,
    vmMoved: andUsage(vmMoved),
    takeoverDue: usage,
    vmRelocated,
    vmFilesMoved,
    migrationEnded,
    demandChanged: usage,
    haConfigured: usage,
    // DRS-066: the cap of vCPUs may have been lifted.
    drsConfigured: (turn) => {
      usage(turn)
      processRestarts(turn)
    },
    failoverCapacityChanged: usage,
    vmRemoved: (turn, { vm }) => {
      forgetStopped(turn, vm)
      forget(turn, vm)
      unprotect(turn, vm)
    },
    powerOnFailed: (turn, news) => {
      powerOnFailed(turn, news)
      lookAgainLater(turn, news)
    },
    guestChanged: andUsage(guestChanged),
    // HA-099: the compatibility list is another one.
    rulesChanged: (turn) => processRestarts(turn),
    vmConfigured: andUsage((turn) => {
      dropDisabled(turn)
      reconsiderAllReadiness(turn)
      processRestarts(turn)
    }),
    capacityChanged: (turn) => processRestarts(turn),
    vcenterChanged: andUsage((turn) => {
      reconsider(turn)
      reportEnds(turn)
    }),
  },
  timers: {
    'ha.agent': (turn, news) => {
      agentTimer(turn, news)
      reconsiderReach(turn)
    },
    'ha.agentBack': (turn, news) => {
      then(agentBack)(turn, news)
      lookRound(turn, news)
    },
    'ha.election': then(electionEnds),
    'ha.view': then(viewTimer),
    'ha.listLease': then(listLeaseEnds),
    'ha.commit': commit,
    'ha.retry': retry,
    'ha.ready': ready,
    'ha.levelTimeout': levelTimedOut,
    'ha.takeOver': (turn, { host }) => queueMissing(turn, host, null, turn.cause),
    'ha.vmFailed': vmFailed,
    'ha.lookAgain': lookAgain,
    'ha.isolationShutdown': shutdownTimedOut,
    'ha.vcenterSilent': vcenterSilent,
    'ha.unmask': unmask,
    'ha.usage': usageMayDiffer,
  },
  invariants: haInvariants,
  coldStart: (turn) => {
    const cfg = turn.lab.cluster.ha
    if (cfg === null) return
    switchOn(turn, cfg)
    reconsider(turn)
  },
})
