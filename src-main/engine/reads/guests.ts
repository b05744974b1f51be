/** Heartbeats of guests: pure reads of a VM. Instants in ms. */
import type { VmRecord } from '../core/records.ts'

/** VMware Tools run in the guest: its heartbeats come, and it can be asked to shut down. */
export function toolsRun(vm: VmRecord): boolean {
  return vm.guest === 'ready' && vm.cfg.tools && vm.toolsStoppedAt === null
}

/** Since when no Tools heartbeat comes from a guest that runs; null while they come. One without Tools never sends any: since its start. */
export function heartbeatLostAt(vm: VmRecord): number | null {
  if (toolsRun(vm)) return null
  if (!vm.cfg.tools || vm.guest === 'booting') return vm.upSince
  const failedAt = vm.guest === 'ready' ? null : vm.guestSince
  return earlier(vm.toolsStoppedAt, failedAt)
}

/** Since when its application sends no heartbeats; null while it does, and before it has sent any. */
export function appLostAt(vm: VmRecord): number | null {
  if (!vm.cfg.application || vm.readyAt === null) return null
  return earlier(vm.appFailedAt, vm.guest === 'ready' ? null : vm.guestSince)
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}
