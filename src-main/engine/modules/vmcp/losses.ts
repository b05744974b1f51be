/** What component protection makes of the losses of a host: pure reads over the world. */
import { productAtLeast } from '../../../contract/lab/product.ts'
import type { StorageLossRecord, VmcpRecord, VmcpResponse, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { ReadonlyTables } from '../../core/world.ts'
import { hasFt } from '../../reads/ft.ts'
import { agentUp, settingOf, settings } from '../../reads/ha.ts'
import { datastoresOf, lossOf, productOf } from '../../reads/storage.ts'

/** HA-125, HA-005: HA is on, and the host has an agent that works and knows component protection. */
export function isCovered(turn: Turn, host: string): boolean {
  return settings(turn.world) !== undefined && agentUp(turn.world, host) && productAtLeast(productOf(turn, host), '6.0')
}

/** Setting of the VM for such a loss, as it is written. */
export function settingFor(turn: Turn, vm: VmRecord, kind: 'apd' | 'pdl'): 'disabled' | VmcpResponse {
  const cfg = settings(turn.world)?.cfg
  if (cfg === undefined) return 'disabled'
  return kind === 'pdl' ? settingOf(cfg, vm.cfg, 'pdlResponse') : settingOf(cfg, vm.cfg, 'apdResponse')
}

/** What it comes to here: HA-128, HA-134. Null: component protection leaves the VM alone. */
export function responseFor(turn: Turn, vm: VmRecord, { host, kind }: Pick<StorageLossRecord, 'host' | 'kind'>): VmcpResponse | null {
  const cfg = settings(turn.world)?.cfg
  const setting = settingFor(turn, vm, kind)
  if (turn.constants['FT-027'].componentProtectionOff && hasFt(turn.world, vm.name)) return null
  if (cfg === undefined || setting === 'disabled' || !isCovered(turn, host)) return null
  const c = turn.constants
  if (setting === 'issueEvents') return c['HA-128'].eventsOnly || kind === 'apd' ? setting : 'powerOffAndRestart'
  if (kind === 'pdl' && !c['HA-127'].pdlEndsVm) return 'issueEvents'
  const restarts = cfg.hostMonitoring && settingOf(cfg, vm.cfg, 'restartPriority') !== 'disabled'
  return restarts || !c['HA-134'].needsRestart ? setting : 'issueEvents'
}

/** When the VM is to be terminated because of the loss; null: never. HA-127, HA-129 to HA-131. */
export function actsAt(turn: Turn, vm: VmRecord, loss: StorageLossRecord): number | null {
  const response = responseFor(turn, vm, loss)
  const cfg = settings(turn.world)?.cfg
  if (response === null || response === 'issueEvents' || cfg === undefined) return null
  if (loss.kind === 'pdl') return loss.sinceAt
  if (!turn.constants['HA-131'].waitsForTimeout) return loss.sinceAt
  if (loss.timeoutAt === null) return null
  const delayMs = turn.constants['HA-130'].delayIsASetting ? settingOf(cfg, vm.cfg, 'apdResponseDelay') : USUAL_DELAY_MS
  return (loss.timedOutAt ?? loss.timeoutAt) + delayMs
}

/** What a cluster has that does not set its own. */
const USUAL_DELAY_MS = 180_000

/** Component protection knows of the loss: an APD only once its time-out was declared (HA-131). */
export function isDetected(turn: Turn, loss: StorageLossRecord): boolean {
  return loss.kind === 'pdl' || loss.timedOutAt !== null || !turn.constants['HA-131'].waitsForTimeout
}

/** Of all datastores of the VM, those that the host has lost. */
export function lossesOf(world: ReadonlyTables, vm: VmRecord, host: string): StorageLossRecord[] {
  if (world.storageLosses.size === 0) return []
  return datastoresOf(vm.cfg)
    .map((datastore) => lossOf(world, datastore, host))
    .filter((loss) => loss !== undefined)
}

export function runsOn(vm: VmRecord, host: string): boolean {
  return vm.instances.some((instance) => instance.host === host)
}

export function keyOf(vm: string, host: string): string {
  return `${vm}>${host}`
}

export function drop(turn: Turn, record: VmcpRecord): void {
  turn.cancel(record.timer)
  turn.world.vmcp.remove(keyOf(record.vm, record.host))
}

/** HA-132 */
export function wantsReset(turn: Turn, vm: VmRecord): boolean {
  const cfg = settings(turn.world)?.cfg
  return cfg !== undefined && (settingOf(cfg, vm.cfg, 'apdResponseRecovery') === 'resetVms') === turn.constants['HA-132'].resetsWhereAsked
}
