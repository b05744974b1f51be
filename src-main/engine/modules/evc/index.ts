/**
 * Enhanced vMotion Compatibility: the mode of the cluster (VM-008, DRS-093). `cluster.configure` has found it sound by `reads/cpu.ts`. What each
 * guest sees was settled when it was powered on, and is compute's.
 */
import { defineModule } from '../../core/module.ts'
import type { Invariant } from '../../core/module.ts'
import type { Requests } from '../../core/messages.ts'
import type { Turn } from '../../core/turn.ts'
import { clusterEvcMode, offers } from '../../reads/cpu.ts'

function configure(turn: Turn, { mode }: Requests['evc.configure']): void {
  if (mode === clusterEvcMode(turn.world)) return
  turn.world.evc.set('cluster', { mode })
  turn.signal('evcChanged', {})
  // A VM whose own mode was too high for the cluster may have a host now.
  turn.signal('capacityChanged', { host: null })
}

/** A guest that runs sees what its host has, and no more than that; one that is off sees nothing. */
const guestsSeeWhatIsThere: Invariant = {
  name: 'guestsSeeWhatIsThere',
  reads: ['vms', 'hosts', 'evc'],
  check(world, _now, turn) {
    const mode = clusterEvcMode(world)
    for (const host of world.hosts.values()) {
      const lacks = mode !== null && !host.cfg.standalone && turn.constants['DRS-093'].hostsMustSupport && !offers(turn, host.cfg.cpu.model, mode)
      if (lacks) return `${host.name} is in a cluster of EVC mode ${mode}, which its CPU does not offer`
    }
    if (!turn.constants['VM-007'].featuresMustExist || !turn.constants['DRS-095'].featuresMustExist) return null
    for (const vm of world.vms.values()) {
      if ((vm.power === 'on') !== (vm.cpuMode !== null)) return `${vm.name} is ${vm.power} and ${vm.cpuMode === null ? 'sees no' : 'sees a'} CPU`
      const host = vm.host === null || vm.awaitsTakeover ? undefined : world.hosts.get(vm.host)
      if (vm.cpuMode !== null && host !== undefined && !offers(turn, host.cfg.cpu.model, vm.cpuMode))
        return `${vm.name} on ${host.name} sees ${vm.cpuMode}, which the CPU there does not offer`
    }
    return null
  },
}

export const evc = defineModule({
  name: 'evc',
  owns: ['evc'],
  commands: {},
  requests: { 'evc.configure': configure },
  signals: {},
  timers: {},
  invariants: [guestsSeeWhatIsThere],
})
