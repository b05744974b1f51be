/** Which VMs are watched for which loss: detection, the delay, and what ends it (HA-127 to HA-134). */
import type { Signals } from '../../core/messages.ts'
import type { StorageLossRecord, VmcpRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { agentUp, settingOf, settings } from '../../reads/ha.ts'
import { lossOf, reaches } from '../../reads/storage.ts'
import { askNext, reset } from './act.ts'
import { killBefore60 } from './before-60.ts'
import { actsAt, drop, isDetected, keyOf, lossesOf, responseFor, runsOn, wantsReset } from './losses.ts'

export function storageLossChanged(turn: Turn, { datastore, host, change }: Signals['storageLossChanged']): void {
  const loss = lossOf(turn.world, datastore, host)
  if (change === 'back' || loss === undefined) return over(turn, datastore, host)
  if (change === 'lost' && loss.kind === 'pdl') killBefore60(turn, loss)
  for (const vm of turn.world.vms.values()) {
    if (!runsOn(vm, host) || !lossesOf(turn.world, vm, host).includes(loss)) continue
    if (isDetected(turn, loss)) detect(turn, vm, loss)
    consider(turn, vm, host)
  }
}

/** HA-128: whoever has component protection on is told, whatever follows. */
function detect(turn: Turn, vm: VmRecord, loss: StorageLossRecord): void {
  const response = responseFor(turn, vm, loss)
  if (response === null || !agentUp(turn.world, loss.host)) return
  const { host, datastore, kind } = loss
  const seq = turn.emit('vcenter.eventLogged', { name: 'VmcpStorageFailureDetectedForVm', vm: vm.name, host, datastore })
  if (response !== 'issueEvents') return
  const cfg = settings(turn.world)?.cfg
  const inputs = {
    vm: vm.name,
    host,
    datastore,
    kind,
    hostMonitoring: cfg?.hostMonitoring ?? null,
    restartPriority: cfg === undefined ? null : settingOf(cfg, vm.cfg, 'restartPriority'),
  }
  const why = { decision: 'vmcpEventsOnly', facts: ['HA-128', 'HA-134'] as ['HA-128', 'HA-134'], inputs }
  turn.emit('vmcp.response', { vm: vm.name, host, response: 'issueEvents' }, { why, causedBy: seq })
}

/** Of several losses the one that acts first counts; a PDL goes before an APD. */
export function consider(turn: Turn, vm: VmRecord, host: string): void {
  const known = turn.world.vmcp.get(keyOf(vm.name, host))
  const next = runsOn(vm, host) ? firstToAct(turn, vm, host) : null
  if (next === null) {
    if (known !== undefined && (known.state !== 'resetting' || !runsOn(vm, host))) drop(turn, known)
    return
  }
  const { loss, at, response } = next
  const isSame = known?.datastore === loss.datastore && known.kind === loss.kind && known.response === response && known.state !== 'resetting'
  // What has been decided stays so; what is still waited for may come sooner or later.
  if (isSame && (known.attempts > 0 || known.state === 'decided' || known.actAt === at)) return
  if (known !== undefined) turn.cancel(known.timer)
  const isDue = at <= turn.now
  turn.world.vmcp.set(keyOf(vm.name, host), {
    vm: vm.name,
    host,
    datastore: loss.datastore,
    kind: loss.kind,
    response,
    state: 'waiting',
    actAt: at,
    attempts: 0,
    keptBecause: null,
    timer: isDue ? null : turn.at(at, 'vmcp.act', { vm: vm.name, host }),
    causeSeq: turn.cause,
  })
  if (isDue) askNext(turn)
}

interface NextAct {
  readonly loss: StorageLossRecord
  readonly at: number
  readonly response: VmcpRecord['response']
}

function firstToAct(turn: Turn, vm: VmRecord, host: string): NextAct | null {
  let first: NextAct | null = null
  for (const loss of lossesOf(turn.world, vm, host)) {
    const at = isDetected(turn, loss) ? actsAt(turn, vm, loss) : null
    const response = responseFor(turn, vm, loss)
    if (at === null || response === null || response === 'issueEvents') continue
    if (first === null || at < first.at || (at === first.at && loss.kind === 'pdl')) first = { loss, at, response }
  }
  return first
}

/** HA-131, HA-132: the datastore is there again, or gone for good; a VM that was watched for an APD may be reset. */
function over(turn: Turn, datastore: string, host: string): void {
  for (const record of [...turn.world.vmcp.values()]) {
    if (record.host !== host || record.datastore !== datastore) continue
    const vm = turn.world.vms.get(record.vm)
    if (vm === undefined) drop(turn, record)
    else if (record.kind === 'apd' && record.state !== 'resetting' && resets(turn, vm, host, datastore)) {
      turn.cancel(record.timer)
      const key = keyOf(vm.name, host)
      reset(turn, turn.world.vmcp.patch(key, { state: 'resetting', attempts: 0, keptBecause: null, timer: null, causeSeq: turn.cause }))
    } else consider(turn, vm, host)
  }
}

function resets(turn: Turn, vm: VmRecord, host: string, datastore: string): boolean {
  return wantsReset(turn, vm) && reaches(turn.world, host, datastore) && firstToAct(turn, vm, host) === null
}

/** A VM whose power-on outlived the loss of its datastore. */
export function vmPoweredOn(turn: Turn, { vm, host }: Signals['vmPoweredOn']): void {
  arrivedOn(turn, vm, host)
}

function arrivedOn(turn: Turn, name: string, host: string): void {
  const vm = turn.world.vms.get(name)
  if (vm === undefined || turn.world.storageLosses.size === 0 || turn.world.vmcp.has(keyOf(name, host))) return
  for (const loss of lossesOf(turn.world, vm, host)) if (isDetected(turn, loss)) detect(turn, vm, loss)
  consider(turn, vm, host)
}

export function vmPoweredOff(turn: Turn, { vm, host }: Signals['vmPoweredOff']): void {
  leftHost(turn, vm, host)
}

function leftHost(turn: Turn, vm: string, host: string): void {
  const record = turn.world.vmcp.get(keyOf(vm, host))
  if (record === undefined) return
  drop(turn, record)
  askNext(turn)
}

/** What its former host had lost is nothing to it any more; what the new one has lost is. */
export function vmMoved(turn: Turn, { vm, from, to }: Signals['vmMoved']): void {
  leftHost(turn, vm, from)
  arrivedOn(turn, vm, to)
}

/** Settings changed: what is waited for may come sooner, later, or not at all. */
export function reconsiderAll(turn: Turn): void {
  if (turn.world.storageLosses.size === 0 && turn.world.vmcp.size === 0) return
  for (const vm of turn.world.vms.values()) for (const { host } of vm.instances) consider(turn, vm, host)
}

export function vmConfigured(turn: Turn, { vm: name }: { vm: string }): void {
  const vm = turn.world.vms.get(name)
  if (vm !== undefined) for (const { host } of vm.instances) consider(turn, vm, host)
}
