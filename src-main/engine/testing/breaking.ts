/**
 * Proof that the checks bite: the engine with one rule broken at a time, by a constant or by a handler that is missing or wrong, and the
 * question whether the swarm notices.
 */
import { constants } from '../../knowledge/constants.ts'
import type { Constants } from '../../knowledge/constants.ts'
import type { Signals } from '../core/messages.ts'
import { defineModule } from '../core/module.ts'
import type { Module } from '../core/module.ts'
import type { Turn, WhyDraft } from '../core/turn.ts'
import { modules } from '../modules/index.ts'
import type { Engine } from './drive.ts'
import { runSeed, type SeedOptions } from './swarm.ts'

export interface BrokenEngine {
  readonly name: string
  readonly engine: Engine
}

function constant<F extends keyof Constants>(fact: F, change: Partial<Constants[F]>): BrokenEngine {
  const broken = { ...constants, [fact]: { ...constants[fact], ...change } } as Constants
  return { name: `${fact} ${JSON.stringify(change)}`, engine: { constants: broken, modules: () => modules } }
}

type Handlers = Readonly<Record<string, (turn: Turn, payload: never) => void>>
type HandlerKind = 'commands' | 'requests' | 'signals' | 'timers'

/** The module list with one handler replaced; `wrap` is called anew for each run. */
function handler(
  name: string,
  module: string,
  kind: HandlerKind,
  type: string,
  wrap: (original: Handlers[string]) => Handlers[string],
): BrokenEngine {
  const broken = (): readonly Module[] =>
    modules.map((candidate) => {
      const handlers = candidate[kind] as Handlers
      const original = handlers[type]
      if (candidate.name !== module) return candidate
      if (original === undefined) throw new Error(`${module} has no ${type}`)
      return defineModule({ ...candidate, [kind]: { ...handlers, [type]: wrap(original) } })
    })
  return { name, engine: { constants, modules: broken } }
}

const nothing = (): Handlers[string] => () => undefined

/** What the swarm has to notice. */
export function noticeable(): readonly BrokenEngine[] {
  return [
    constant('HA-008', { mostDatastoresWin: false }),
    constant('HA-010', { compareAsText: false }),
    constant('HA-011', { nodeGoodnessOverrides: false }),
    constant('HA-012', { electionMs: 9_000 }),
    constant('HA-016', { newcomerYields: false }),
    constant('HA-018', { oneOwnerPerList: false }),
    constant('HA-022', { userPowerOffUnprotects: false }),
    constant('HA-027', { hostMonitoringGuardsRestarts: false }),
    constant('HA-027', { suspendsIsolationResponse: false }),
    constant('HA-044', { resumedHeartbeatCancels: false }),
    constant('HA-047', { restartAfterElectionMs: 0 }),
    constant('HA-051', { delayMs: 0, leastDelayMs: 0 }),
    constant('HA-054', { pingEnds: false, agentEnds: false }),
    constant('HA-061', { stepDownMs: 10_000_000 }),
    constant('HA-068', { liveLockBlocks: false }),
    constant('HA-069', { leaseMs: 0 }),
    constant('HA-073', { onlyProtected: false }),
    constant('HA-073', { dropDisabled: false }),
    constant('HA-075', { vmOverrides: false }),
    constant('HA-079', { disabledPriorityExempt: false }),
    constant('HA-080', { waitsForOwner: false }),
    constant('HA-082', { allMustFail: false }),
    constant('HA-096', { attempts: 9999 }),
    constant('HA-096', { waitsMs: [0, 0, 0, 0] }),
    constant('HA-099', { pendingUsesNoAttempt: false }),
    constant('HA-101', { datastoreNeeded: false }),
    constant('HA-101', { networkNeeded: false }),
    constant('HA-140', { powerOnChecked: false }),
    constant('HA-140', { reservationChecked: false }),
    constant('HA-162', { keptFree: false }),
    constant('HA-102', { reservationMustFit: false }),
    constant('HA-111', { ioCounts: false }),
    constant('HA-112', { failureIntervalsMs: [0, 0, 0] }),
    constant('HA-113', { minUptimesMs: [0, 0, 0] }),
    constant('HA-115', { redMs: 0 }),
    constant('HA-118', { resetsEnd: false }),
    constant('HA-119', { powerCycleClears: false }),
    constant('HA-122', { activeMs: 0 }),
    constant('HA-122', { ioIgnored: false }),
    constant('HA-123', { priorityIgnored: false }),
    constant('HA-124', { filesNeeded: false }),
    handler('monitoring does not hear of guests', 'monitoring', 'signals', 'guestChanged', nothing),
    handler('monitoring does not hear of settings', 'monitoring', 'signals', 'haConfigured', nothing),
    handler('monitoring does not hear of agents', 'monitoring', 'signals', 'agentChanged', nothing),
    handler('monitoring looks once and never again', 'monitoring', 'timers', 'monitoring.look', nothing),
    constant('HA-127', { pdlEndsVm: false }),
    constant('HA-128', { eventsOnly: false }),
    constant('HA-129', { apdTimeoutMs: 200_000 }),
    constant('HA-131', { waitsForTimeout: false }),
    constant('HA-132', { resetsWhereAsked: false }),
    constant('HA-134', { needsRestart: false }),
    handler('an APD never times out', 'storage', 'timers', 'storage.apdTimeout', nothing),
    handler('component protection does not hear that a datastore is back', 'vmcp', 'signals', 'storageLossChanged', onlyLosses),
    handler('component protection does not hear of new settings', 'vmcp', 'signals', 'haConfigured', nothing),
    handler('component protection never acts', 'vmcp', 'timers', 'vmcp.act', nothing),
    constant('HA-089', { levelsWait: false }),
    constant('HA-090', { timeoutEnds: false }),
    constant('HA-093', { dependentsWait: false }),
    constant('HA-101', { agentVmsNeeded: false }),
    constant('HA-169', { mustRulesHold: false }),
    handler('HA does not hear that a VM was moved while it was off', 'ha', 'signals', 'vmRelocated', nothing),
    handler('HA does not look again after a power-on', 'ha', 'timers', 'ha.lookAgain', nothing),
    handler('rules are not watched when VMs move', 'rules', 'signals', 'vmMoved', nothing),
    constant('HA-170', { separateRulesHold: false }),
    handler('a VM is never ready after its delay', 'ha', 'timers', 'ha.ready', nothing),
    handler('a retry is never taken up', 'ha', 'timers', 'ha.retry', nothing),
    handler('an election never ends', 'ha', 'timers', 'ha.election', nothing),
    handler('a new primary never takes over', 'ha', 'timers', 'ha.takeOver', nothing),
    handler('nobody is told to protect a VM', 'ha', 'timers', 'ha.commit', nothing),
    handler('the lease on a list never ends', 'ha', 'timers', 'ha.listLease', nothing),
    handler('a forced power-off never comes', 'ha', 'timers', 'ha.isolationShutdown', nothing),
    handler('a VM that crashed is forgotten', 'ha', 'timers', 'ha.vmFailed', nothing),
    handler('HA does not hear that a VM was powered off', 'ha', 'signals', 'vmPoweredOff', nothing),
    handler('HA does not hear that a power-on failed', 'ha', 'signals', 'powerOnFailed', nothing),
    handler('HA does not hear of new room', 'ha', 'signals', 'capacityChanged', nothing),
    handler('HA does not hear of links', 'ha', 'signals', 'networkChanged', nothing),
    handler('a lock never lapses', 'storage', 'timers', 'storage.leaseEnds', nothing),
    handler('nobody asks what to do with an old instance', 'compute', 'requests', 'compute.answerLockLost', nothing),
    handler('locks of a host that died are renewed', 'storage', 'signals', 'hostPower', nothing),
    handler('a VM that is off keeps its lock', 'storage', 'requests', 'storage.releaseLock', nothing),
    handler('a lock that lapsed goes unnoticed', 'compute', 'signals', 'lockFree', nothing),
    handler('vCenter never hears a host again', 'vcenter', 'signals', 'networkChanged', nothing),
    handler('nobody hears that work has ended', 'vcenter', 'signals', 'workDone', nothing),
    constant('HA-187', { watchdogMs: 1_000_000_000 }),
    handler('nobody hears that hostd stopped', 'ha', 'signals', 'hostdChanged', nothing),
    handler('the watchdog never has the agent back', 'ha', 'timers', 'ha.agentBack', nothing),
    handler('vCenter forgets whom it disconnected', 'vcenter', 'signals', 'hostRole', nothing),
    handler('HA does not hear that a host has left', 'ha', 'signals', 'hostRole', nothing),
    handler('vCenter keeps hosts that were removed', 'vcenter', 'signals', 'hostRemoved', nothing),
    handler('vCenter never hears of failovers', 'vcenter', 'signals', 'failoverChanged', nothing),
    handler('vCenter never hears of failover capacity', 'vcenter', 'signals', 'failoverCapacityChanged', nothing),
    handler('vCenter looks at no alarm when it is back', 'vcenter', 'signals', 'vcenterChanged', nothing),
    handler('a task outlives a vCenter that is switched off', 'vcenter', 'commands', 'vcenter.down', onlyStopping),
    handler('a migration does not hear that a host died', 'migration', 'signals', 'hostPower', nothing),
    handler('a migration does not hear that its VM stopped', 'migration', 'signals', 'vmPoweredOff', nothing),
    handler('a migration does not hear that it cannot send', 'migration', 'signals', 'transferCut', nothing),
    handler('a source never frees the memory of what left it', 'migration', 'timers', 'migration.cleaned', nothing),
    handler('who waits in the queue of migrations waits for ever', 'migration', 'signals', 'migrationEnded', nothing),
    handler('a transfer never ends', 'transfer', 'requests', 'transfer.end', nothing),
    handler('shares are not cut anew when a link goes', 'transfer', 'signals', 'networkChanged', nothing),
    handler('a stun never ends', 'compute', 'requests', 'compute.stun', onlyStunning),
    constant('DRS-022', { overheadCounts: false }),
    constant('DRS-030', { unusedIsReturned: false }),
    constant('VM-016', { mustRulesBlock: false }),
    constant('SN-009', { mergesDown: false }),
    handler('a merge loses what a delta held', 'snapshots', 'timers', 'snapshots.step', losingDeltas),
    handler('a switch-over leaves the process at the source', 'compute', 'requests', 'compute.moveVm', leavingProcess),
    handler('a switch-over leaves the files behind', 'compute', 'requests', 'compute.moveVm', leavingFiles),
    handler('DRS takes back what it has moved', 'drs', 'signals', 'migrationEnded', movingBack),
    handler('DPM wakes whom it sent to standby', 'drs', 'timers', 'drs.pass', wakingAgain),
    constant('DRS-021', { childrenHoldTheirReservation: false }),
    constant('DRS-029', { configuredIsCeiling: false }),
    constant('DRS-091', { hostsWithHa: 1 }),
    constant('DRS-091', { protocolNeeded: false }),
    handler('DRS never puts VMs back into their pools', 'resources', 'requests', 'resources.attach', nothing),
    handler('VMs stay in a pool that is gone', 'compute', 'requests', 'compute.setPool', nothing),
    handler('a handler counts beside the world', 'workload', 'commands', 'vm.setDemand', countingAside()),
    handler('a handler counts what no keyframe keeps', 'workload', 'commands', 'vm.setDemand', countingInARun),
  ]
}

/** The timer is over, and nothing follows. */
function onlyForgetting(): Handlers[string] {
  return (turn) => void turn.world.ha.patch('ha', { usageTimer: null })
}

/** vCenter stops, and nothing that follows from it happens. */
function onlyStopping(): Handlers[string] {
  return (turn) => void turn.world.vcenter.patch('vcenter', { running: false })
}

/** Nobody is resumed. */
function onlyStunning(original: Handlers[string]): Handlers[string] {
  return (turn, request) => {
    if ((request as { readonly on: boolean }).on) original?.(turn, request)
  }
}

/** Hears of losses, and never of their end. */
function onlyLosses(original: Handlers[string]): Handlers[string] {
  return (turn, news) => {
    if ((news as { readonly change: string }).change !== 'back') original?.(turn, news)
  }
}

/** Two layers become one, and only the upper one is left of them. */
function losingDeltas(original: Handlers[string]): Handlers[string] {
  return (turn, payload) => {
    const { vm } = payload as { readonly vm: string }
    const before = turn.world.chains.get(vm)?.layers.length ?? 0
    original?.(turn, payload)
    const chain = turn.world.chains.get(vm)
    if (chain === undefined || chain.layers.length >= before) return
    turn.world.chains.set(vm, { ...chain, layers: chain.layers.map((layer) => ({ ...layer, extents: [] })) })
  }
}

/** The VM lives on both hosts, each with the lock. */
function leavingProcess(original: Handlers[string]): Handlers[string] {
  return (turn, move) => {
    const { vm, from } = move as { readonly vm: string; readonly from: string }
    const left = turn.world.vms.get(vm)?.instances.find(({ host }) => host === from)
    original?.(turn, move)
    const moved = turn.world.vms.get(vm)
    if (left !== undefined && moved !== undefined && moved.host !== from) turn.world.vms.patch(vm, { instances: [...moved.instances, left] })
  }
}

function leavingFiles(original: Handlers[string]): Handlers[string] {
  return (turn, move) => original?.(turn, { ...(move as object), files: undefined } as never)
}

function movingBack(original: Handlers[string]): Handlers[string] {
  return (turn, news) => {
    original?.(turn, news)
    const { vm, from, to, kind, result } = news as Signals['migrationEnded']
    if (kind !== 'vmotion' || result !== 'success') return
    turn.emit('drs.recommendation', { id: 'back', kind: 'migrate', vm, from: to, to: from, reason: 'fairnessCpuAvg' }, { why: whyNot })
  }
}

/** What is recommended without a reason has one all the same. */
const whyNot: WhyDraft = { decision: 'dpmNeedsHost', facts: ['DRS-090'], inputs: { host: null, need: 'minimumCapacity', vm: null } }

function wakingAgain(original: Handlers[string]): Handlers[string] {
  return (turn, payload) => {
    original?.(turn, payload)
    const asleep = [...turn.world.hosts.values()].find(({ power, standbyBy }) => power === 'standby' && standbyBy === 'drs')
    if (asleep === undefined) return
    turn.emit('drs.recommendation', { kind: 'hostPowerOn', host: asleep.name, reason: 'increaseCapacity' }, { why: whyNot })
    turn.request('compute.exitStandby', { host: asleep.name })
  }
}

/** State that outlives a run: the second run differs. */
function countingAside(): (original: Handlers[string]) => Handlers[string] {
  let n = 0
  return (original) => (turn, payload) => {
    original?.(turn, payload)
    if (n++ % 2 === 0) turn.emit('vcenter.eventLogged', { name: 'Counted' })
  }
}

/** State of a run that is no part of its world: the run from a keyframe differs. */
function countingInARun(original: Handlers[string]): Handlers[string] {
  let n = 0
  return (turn, payload) => {
    original?.(turn, payload)
    turn.emit('vcenter.eventLogged', { name: `Counted ${++n}` })
  }
}

/** What it cannot notice, and why; conformance labs with exact times do. */
export const unnoticed: readonly { readonly broken: BrokenEngine; readonly because: string }[] = [
  {
    broken: constant('HA-014', { plannedSkipsWait: false }),
    because: 'a planned hand-over takes 10 s longer, and the lease of the list ends by itself',
  },
  { broken: constant('HA-175', { haMustBeOff: false }), because: 'either kind of network carries the heartbeats' },
  { broken: constant('HA-019', { isolatedPrimaryReleases: false }), because: 'the lease of the list ends by itself, some seconds later' },
  { broken: constant('HA-021', { commitMs: 20_000 }), because: 'protection comes later, and no fact says when' },
  { broken: constant('HA-031', { missingMs: 30_000 }), because: 'only the time of an event moves' },
  { broken: constant('HA-033', { vmfsFirst: false }), because: 'other heartbeat datastores do as well' },
  { broken: constant('HA-036', { replaced: false }), because: 'one heartbeat datastore less changes verdicts that may be either' },
  { broken: constant('HA-041', { watchMs: 40_000 }), because: 'a host is declared failed later, which is slow and not wrong' },
  { broken: constant('HA-043', { icmpPingTimeoutMs: 1_000 }), because: 'only the time of an event moves' },
  { broken: constant('HA-095', { firstFailedHostFirst: false }), because: 'all get their restart in the end' },
  { broken: constant('HA-101', { spread: false }), because: 'a worse host is still a host that fits' },
  {
    broken: handler('a reset that was held back is forgotten', 'monitoring', 'signals', 'datastoreChanged', nothing),
    because: 'a guest seldom waits for a datastore and for nothing else',
  },
  { broken: constant('HA-116', { lagMaxMs: 0 }), because: 'a reset comes some seconds earlier' },
  { broken: constant('HA-120', { screenshot: false }), because: 'only the name of an event changes' },
  { broken: constant('HA-125', { vsanLeftAlone: false }), because: 'what a VM on vSAN does after a loss breaks no other rule' },
  { broken: constant('HA-130', { delayIsASetting: false }), because: 'a VM that is ended later is still ended' },
  { broken: constant('HA-133', { missingRoomKeeps: false }), because: 'a VM that is ended without room waits for it, as after a host failure' },
  { broken: constant('HA-136', { terminates: 9999 }), because: 'one more try is only late' },
  {
    broken: constant('HA-103', { restartsBypassAdmissionControl: false }),
    because: 'VMs whose restart is refused each time are given up, as others are',
  },
  {
    broken: handler('nobody looks at the use of resources when time changes it', 'ha', 'timers', 'ha.usage', onlyForgetting),
    because: 'use seldom crosses the line by time alone, and the next thing that happens makes HA look again',
  },
  { broken: constant('HA-162', { triedFirst: false }), because: 'a worse host is still a host that fits' },
  { broken: constant('HA-104', { disabledStaysOff: false }), because: 'only where a VM that stays off is registered changes' },
]

export interface Noticed {
  readonly seed: number
  /** How many seeds it took. */
  readonly tried: number
  readonly rule: string
}

/** The first of so many seeds in which a check fails, or null. */
export function noticedBy(
  { engine }: BrokenEngine,
  from: number,
  seeds: number,
  options: Omit<SeedOptions, 'engine'> = { turns: null },
): Noticed | null {
  for (let tried = 1; tried <= seeds; tried++) {
    const seed = from + tried - 1
    const { failure } = runSeed(seed, { ...options, engine })
    if (failure !== null) return { seed, tried, rule: failure.rule }
  }
  return null
}
