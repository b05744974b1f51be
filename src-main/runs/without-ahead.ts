/**
 * States without what they say of instants still to come: what windows get while the run is held. Timetables that decide nothing stay: when DRS looks
 * at the cluster next, when a reset is forgotten, when a recommendation expires. Pure.
 */
import type { HaView, RunFrame } from '../contract/api.ts'
import type { VmOutage } from '../contract/outage.ts'
import type { LabState, VmState } from '../contract/state.ts'

type Migrations = NonNullable<RunFrame['migrations']>

/** Null for an instant after `t`. */
const past = (at: number | null, t: number): number | null => (at === null || at > t ? null : at)

export function haWithoutAhead<A extends HaView>(ha: A, t: number): A {
  return {
    ...ha,
    restartQueue: ha.restartQueue.map((entry) => ({ ...entry, nextAtMs: past(entry.nextAtMs, t) })),
    clocks: ha.clocks.map((clock) => ({ ...clock, steps: clock.steps.filter(({ atMs }) => atMs <= t), verdict: null })),
    isolation: ha.isolation.map((island) => ({
      ...island,
      declaredAtMs: past(island.declaredAtMs, t),
      nextAtMs: past(island.nextAtMs, t),
      vms: island.vms.map((vm) => ({ ...vm, nextAtMs: past(vm.nextAtMs, t) })),
    })),
    vmcp: ha.vmcp.map((loss) => ({
      ...loss,
      timeoutAtMs: past(loss.timeoutAtMs, t),
      vms: loss.vms.map((vm) => ({ ...vm, actsAtMs: past(vm.actsAtMs, t) })),
    })),
  }
}

export function migrationsWithoutAhead({ running, queued }: Migrations, t: number): Migrations {
  return { running: running.map((migration) => ({ ...migration, failsAtMs: past(migration.failsAtMs, t) })), queued }
}

export function vmWithoutAhead(vm: VmState, t: number): VmState {
  return vm.monitoring === null ? vm : { ...vm, monitoring: { ...vm.monitoring, resetAtMs: past(vm.monitoring.resetAtMs, t) } }
}

export function outagesWithoutAhead(outages: readonly VmOutage[], t: number): readonly VmOutage[] {
  return outages.map((outage) =>
    outage.restart === null ? outage : { ...outage, restart: { ...outage.restart, nextAtMs: past(outage.restart.nextAtMs, t) } },
  )
}

export function labWithoutAhead(lab: LabState): LabState {
  const { t, vms, ha } = lab
  return {
    ...lab,
    vms: Object.fromEntries(Object.entries(vms).map(([name, vm]) => [name, vmWithoutAhead(vm, t)])),
    ha: ha === null ? null : haWithoutAhead(ha, t),
    migrations: migrationsWithoutAhead(lab.migrations, t),
  }
}
