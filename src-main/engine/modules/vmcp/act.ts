/** Terminating and resetting VMs, and how often it is tried (HA-127, HA-129, HA-132, HA-133, HA-136). */
import type { FactId } from '../../../contract/fact-id.ts'
import type { Requests, Timers } from '../../core/messages.ts'
import type { VmcpRecord } from '../../core/records.ts'
import type { Turn, WhyDraft } from '../../core/turn.ts'
import { agentUp, numberOption, secondsOption } from '../../reads/ha.ts'
import { datastoresOf, lossOf, reaches } from '../../reads/storage.ts'
import { drop, keyOf, runsOn, wantsReset } from './losses.ts'
import { verdict } from './policy/verdict.ts'

/** The delay is over, or it is time to try again. */
export function act(turn: Turn, { vm, host }: Timers['vmcp.act']): void {
  const record = turn.world.vmcp.patch(keyOf(vm, host), { timer: null })
  if (record.state === 'resetting') reset(turn, record)
  else askNext(turn)
}

/** One after the other: the room that the restart of one VM takes is not there for the next (HA-133). */
export function askNext(turn: Turn): void {
  if (turn.world.vmcp.any(isActing) || !turn.world.vmcp.any(isDue)) return
  for (const record of turn.world.vmcp.values()) {
    if (!isDue(record)) continue
    turn.world.vmcp.patch(keyOf(record.vm, record.host), { state: 'acting' })
    return turn.request('ha.askCapacity', { vm: record.vm, host: record.host }, record.causeSeq)
  }
}

const isActing = ({ state }: VmcpRecord): boolean => state === 'acting'
const isDue = ({ state, timer }: VmcpRecord): boolean => state === 'waiting' && timer === null

/** What the agent learned from the primary. */
export function capacityKnown(turn: Turn, answer: Requests['vmcp.capacity']): void {
  const record = turn.world.vmcp.get(keyOf(answer.vm, answer.host))
  if (record?.state === 'acting') decide(turn, record, answer)
  askNext(turn)
}

function decide(turn: Turn, record: VmcpRecord, answer: Requests['vmcp.capacity']): void {
  const isProtected = turn.world.protection.get(answer.vm)?.committed === true
  const { ends, because } = verdict({ response: record.response, capacity: answer.capacity, isProtected }, turn.constants['HA-133'])
  // Without its agent nothing happens on the host, and nobody counts.
  if (because === 'agentDown') return later(turn, record, record.attempts)
  const facts: [FactId, ...FactId[]] = record.kind === 'pdl' ? ['HA-127'] : ['HA-133', 'HA-129', 'HA-130']
  const why = {
    decision: ends ? 'vmcpEnds' : 'vmcpKeeps',
    facts,
    inputs: {
      vm: record.vm,
      host: record.host,
      datastore: record.datastore,
      kind: record.kind,
      response: record.response,
      capacity: answer.capacity,
      reason: because,
      primary: answer.primary,
      target: answer.target,
      lostMs: turn.now - (lossOf(turn.world, record.datastore, record.host)?.sinceAt ?? turn.now),
    },
    rejected: answer.rejected,
  }
  if (!ends) return keep(turn, record, because, why)
  const seq = turn.emit('vmcp.response', { vm: record.vm, host: record.host, response: 'powerOffAndRestart' }, { why, causedBy: record.causeSeq })
  turn.request('compute.stopVm', { vm: record.vm, host: record.host, cause: 'vmcp' }, seq)
}

/** HA-136: asked again a few times; what is said is said once for each reason. */
function keep(turn: Turn, record: VmcpRecord, because: string, why: WhyDraft): void {
  const { vm, host, datastore } = record
  let { causeSeq } = record
  if (record.keptBecause !== because) {
    causeSeq = turn.emit('vmcp.response', { vm, host, response: 'none' }, { why, causedBy: record.causeSeq })
    turn.emit('vcenter.eventLogged', { name: 'VmcpNotTerminateVmWithInaccessibleDatastore', vm, host, datastore }, { causedBy: causeSeq })
  }
  const attempts = record.attempts + 1
  const kept = turn.world.vmcp.patch(keyOf(vm, host), { keptBecause: because, causeSeq })
  if (attempts < numberOption(turn, 'das.maxterminates', turn.constants['HA-136'].terminates)) return later(turn, kept, attempts)
  turn.world.vmcp.patch(keyOf(vm, host), { state: 'decided', actAt: null, attempts })
  turn.emit('vcenter.eventLogged', { name: 'VmcpTerminateVmAborted', vm, host, datastore }, { causedBy: causeSeq })
}

function later(turn: Turn, record: VmcpRecord, attempts: number): void {
  const { terminateRetryMs, resetRetryMs } = turn.constants['HA-136']
  const waitMs =
    record.state === 'resetting'
      ? secondsOption(turn, 'das.resetretryintervalsec', resetRetryMs)
      : secondsOption(turn, 'das.terminateretryintervalsec', terminateRetryMs)
  // A wait of nothing would never let the clock go on.
  const actAt = turn.now + Math.max(1000, waitMs)
  const timer = turn.at(actAt, 'vmcp.act', { vm: record.vm, host: record.host }, record.causeSeq)
  turn.world.vmcp.patch(keyOf(record.vm, record.host), { attempts, actAt, timer, state: record.state === 'resetting' ? 'resetting' : 'waiting' })
}

/** HA-132: only a VM that still runs there with its files; HA-124: not while another of its datastores is out of reach. */
export function reset(turn: Turn, record: VmcpRecord): void {
  const { vm: name, host, datastore, causeSeq } = record
  const vm = turn.world.vms.get(name)
  if (vm?.host !== host || !runsOn(vm, host) || !wantsReset(turn, vm)) return drop(turn, record)
  if (!agentUp(turn.world, host)) return later(turn, record, record.attempts)
  const missing = datastoresOf(vm.cfg).find((other) => !reaches(turn.world, host, other))
  if (missing !== undefined) return resetLater(turn, record, missing)
  const facts: [FactId, ...FactId[]] = ['HA-132']
  const why = { decision: 'vmcpResets', facts, inputs: { vm: name, host, datastore } }
  const seq = turn.emit('vmcp.response', { vm: name, host, response: 'resetVms' }, { why, causedBy: causeSeq })
  drop(turn, record)
  turn.request('compute.resetVm', { vm: name, host, cause: 'apdRecovery' }, seq)
}

function resetLater(turn: Turn, record: VmcpRecord, missing: string): void {
  const { vm, host, causeSeq } = record
  if (record.keptBecause === null)
    turn.emit('vcenter.eventLogged', { name: 'CannotResetVmWithInaccessibleDatastore', vm, host, datastore: missing }, { causedBy: causeSeq })
  const attempts = record.attempts + 1
  if (attempts < numberOption(turn, 'das.maxresets', turn.constants['HA-136'].resets)) {
    const noted = turn.world.vmcp.patch(keyOf(vm, host), { keptBecause: 'datastoreLost' })
    return later(turn, noted, attempts)
  }
  turn.emit('vcenter.eventLogged', { name: 'VmDasResetAbortedEvent', vm, host }, { causedBy: causeSeq })
  drop(turn, record)
}
