/** What a person does with Fault Tolerance: turn it on and off, suspend, resume, test (FT-004 to FT-011, FT-024, FT-028, FT-029). */
import type { FactId } from '../../../contract/fact-id.ts'
import type { LabVm } from '../../../contract/lab/index.ts'
import type { CommandArgs, Requests } from '../../core/messages.ts'
import type { FtRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { secondaryName } from '../../reads/admission.ts'
import { admissionVerdict } from '../../reads/admission-verdict.ts'
import { busyWith } from '../../reads/busy.ts'
import { standbyOf } from '../../reads/ft.ts'
import { vmTrouble } from '../../reads/ft-checks.ts'
import { vcenterManages, vcenterRuns } from '../../reads/network.ts'
import { migrationKey } from '../../reads/vmotion.ts'
import { datastoreFor, findPlace, hasSpace } from './candidates.ts'
import { hostTrouble, roomTrouble } from './checks.ts'
import { begin } from './secondaries.ts'
import { change, forget } from './states.ts'
import { yieldTo } from './takeover.ts'

type Refusal = readonly [reason: string, facts: readonly [FactId, ...FactId[]], about?: Parameters<Turn['refuse']>[2]]

/** The VM, where vCenter can do something with it now; null after a refusal. */
function vmFor(turn: Turn, args: CommandArgs, endsCopy = false): VmRecord | null {
  const vm = turn.world.vms.get(args['vm'] as string)
  const refusal = vmRefusal(turn, vm, endsCopy)
  if (refusal !== null) turn.refuse(...refusal)
  return refusal === null && vm !== undefined ? vm : null
}

/** `endsCopy`: the first copy of a secondary is not in the way, but ends. */
function vmRefusal(turn: Turn, vm: VmRecord | undefined, endsCopy: boolean): Refusal | null {
  if (!vcenterRuns(turn.world) && turn.constants['FT-025'].vcenterNeededToEnable) return ['vcenterDown', ['FT-025']]
  if (vm === undefined) return ['notFound', ['FT-016']]
  const isBusy = busyWith(turn.world, vm.name) !== null && !(endsCopy && isCopied(turn, vm.name))
  if (isBusy || turn.world.migrations.has(migrationKey(vm.name, 'secondary'))) return ['taskInProgress', ['FT-016']]
  if (vm.power === 'poweringOn' || vm.awaitsTakeover) return ['taskInProgress', ['FT-016']]
  if (vm.power === 'on' && (vm.host === null || !vcenterManages(turn.world, vm.host))) return ['invalidState', ['FT-016']]
  return null
}

const blank = { reason: null, secondary: null, secondaryFiles: null, pending: null, awaits: null, command: null, placed: null, rejected: [] }

export function newPair(vm: string, state: FtRecord['state'], asked: FtRecord['asked']): FtRecord {
  return { ...blank, vm, state, asked, causeSeq: null }
}

/** FT-010: with its full reservation. */
export function withFullReservation({ constants }: Turn, cfg: LabVm): LabVm {
  return constants['FT-010'].fullReservation ? { ...cfg, memoryReservationMiB: cfg.memoryMiB } : cfg
}

export function enable(turn: Turn, args: CommandArgs): void {
  const vm = vmFor(turn, args)
  if (vm === null) return
  const { name } = vm
  if (turn.world.ftPairs.has(name)) return turn.refuse('invalidState', ['FT-016'])
  const asked = { host: (args['host'] as string | undefined) ?? null, datastore: (args['datastore'] as string | undefined) ?? null }
  const cfg = withFullReservation(turn, vm.cfg)
  const trouble =
    vmTrouble(turn, vm) ?? (asked.host !== null && asked.host === vm.host && turn.constants['FT-011'].partnerHostExcluded ? sameHost : null)
  if (trouble !== null) return turn.refuse(...trouble)
  const pair = newPair(name, 'enabled', asked)
  if (vm.power === 'off' || vm.host === null) {
    change(turn, pair, { to: 'enabled', reason: 'userAction' })
    return reserve(turn, vm, cfg)
  }
  const found = settle(turn, pair, vm, cfg)
  if (found === null) return
  reserve(turn, vm, cfg)
  begin(turn, { ...pair, command: 'ft.enable' }, { ...vm, cfg }, 'vcenter', found, turn.cause)
}

/** Of a VM that is created, or configured while it is off: its pair waits for the power-on (FT-011). Whoever asks has looked for trouble. */
export function setUp(turn: Turn, { vm, on, host }: Requests['ft.setUp']): void {
  const pair = turn.world.ftPairs.get(vm)
  if (!on) return pair === undefined ? undefined : forget(turn, pair)
  const asked = { host, datastore: pair?.asked.datastore ?? null }
  if (pair !== undefined) turn.world.ftPairs.patch(vm, { asked })
  else change(turn, newPair(vm, 'enabled', asked), { to: 'enabled', reason: 'userAction' })
}

const sameHost: Refusal = ['ftSameHost', ['FT-011']]

/** A host for the secondary of a VM that runs; null after a refusal. */
function settle(turn: Turn, pair: FtRecord, vm: VmRecord, cfg: LabVm): ReturnType<typeof findPlace> | null {
  const primary = vm.host ?? ''
  const wrong = hostTrouble(turn, vm, primary) ?? roomTrouble(turn, vm, cfg)
  if (wrong !== null) {
    turn.refuse(...wrong)
    return null
  }
  const datastore = datastoreFor(pair, cfg)
  if (!hasSpace(turn, cfg, datastore)) {
    turn.refuse('insufficientSpace', ['FT-013'], { datastore })
    return null
  }
  const found = findPlace(turn, { vm, cfg, primary, datastore, starter: 'vcenter', only: pair.asked.host, preferred: null })
  if (found.host !== null) return admits(turn, vm, cfg, found.host.host) ? found : null
  const { nearest } = found
  if (nearest === null) turn.refuse('insufficientResources', ['FT-011'])
  else {
    const about = { host: pair.asked.host === null ? null : nearest.host, ...(nearest.resource === undefined ? {} : { resource: nearest.resource }) }
    turn.refuse(nearest.code, [nearest.fact], about, found.rejected)
  }
  return null
}

/** FT-011: HA's admission control is asked about the higher reservation and the secondary at once; false after a refusal. */
function admits(turn: Turn, vm: VmRecord, cfg: LabVm, secondary: string): boolean {
  const { world } = turn
  const asked = [
    { vm, cfg, host: world.hosts.need(vm.host ?? '') },
    { vm: { ...vm, name: secondaryName(vm.name) }, cfg, host: world.hosts.need(secondary) },
  ]
  const { checked, refusal } = admissionVerdict(turn, 'powerOn', asked)
  for (const { payload, why } of checked.slice(0, 1)) turn.emit('admission.checked', payload, { why })
  if (refusal !== null) turn.refuse(refusal.reason, refusal.facts, { ...refusal.about, vm: vm.name })
  return refusal === null
}

function reserve(turn: Turn, vm: VmRecord, cfg: LabVm): void {
  if (cfg.memoryReservationMiB !== vm.cfg.memoryReservationMiB)
    turn.request('compute.reserveMemory', { vm: vm.name, memoryReservationMiB: cfg.memoryReservationMiB })
}

/** The pair named by the command; null after a refusal. */
function pairFor(turn: Turn, args: CommandArgs, endsCopy = false): { readonly pair: FtRecord; readonly vm: VmRecord } | null {
  const vm = vmFor(turn, args, endsCopy)
  if (vm === null) return null
  const pair = turn.world.ftPairs.get(vm.name)
  if (pair === undefined) turn.refuse('invalidState', ['FT-016'])
  return pair === undefined ? null : { pair, vm }
}

const isCopied = ({ world }: Turn, vm: string): boolean => world.migrations.get(migrationKey(vm, null))?.kind === 'ft'

/** What was asked for before and has not come, the copy included, is over: whoever waits for it is told. */
function giveUp(turn: Turn, { vm, command }: FtRecord): void {
  if (isCopied(turn, vm)) turn.request('migration.cancel', { vm, role: null })
  if (command !== null) turn.signal('workDone', { command, entity: vm, result: 'requestCanceled' })
}

/** FT-028: the secondary and its files go; the primary never stops, and its reservation stays. */
export function disable(turn: Turn, args: CommandArgs): void {
  const found = pairFor(turn, args, true)
  if (found === null) return
  forget(turn, found.pair)
  giveUp(turn, found.pair)
  if (!turn.constants['FT-028'].reservationStays) turn.request('compute.reserveMemory', { vm: found.vm.name, memoryReservationMiB: 0 })
}

/** FT-028: the configuration stays, the protection ends. */
export function suspend(turn: Turn, args: CommandArgs): void {
  const found = pairFor(turn, args, true)
  if (found === null) return
  if (found.pair.state === 'disabled') return turn.refuse('invalidState', ['FT-028'])
  const ended = turn.constants['FT-028'].secondaryEnds ? { secondary: null, secondaryFiles: null } : {}
  change(turn, found.pair, { to: 'disabled', reason: 'userAction', more: { ...ended, awaits: null, command: null, placed: null, rejected: [] } })
  giveUp(turn, found.pair)
}

export function resume(turn: Turn, args: CommandArgs): void {
  const found = pairFor(turn, args)
  if (found === null) return
  const { pair, vm } = found
  if (pair.state !== 'disabled') return turn.refuse('invalidState', ['FT-028'])
  const trouble = vmTrouble(turn, vm)
  if (trouble !== null) return turn.refuse(...trouble)
  if (vm.power === 'off' || vm.host === null) {
    change(turn, pair, { to: 'enabled', reason: 'userAction' })
    return
  }
  const place = settle(turn, pair, vm, vm.cfg)
  if (place !== null) begin(turn, { ...pair, command: 'ft.resume' }, vm, 'vcenter', place, turn.cause)
}

/** FT-024: a planned hand-over. */
export function testFailover(turn: Turn, args: CommandArgs): void {
  const found = pairFor(turn, args)
  if (found === null) return
  const { pair, vm } = found
  const standby = standbyOf(turn.world, vm.name)
  if (standby === null || vm.host === null || pair.pending !== null || vm.stunned || vm.question !== null)
    return turn.refuse('invalidState', ['FT-024'])
  if (!vcenterManages(turn.world, standby)) return turn.refuse('invalidState', ['FT-024'], { host: standby })
  const { handOverMs } = turn.constants['FT-024']
  yieldTo(turn, { ...pair, command: 'ft.testFailover' }, vm.name, vm.host, { reason: 'test', inMs: handOverMs })
}
