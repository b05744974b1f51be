/**
 * VM and application monitoring (HA-110 to HA-124). Owns what it knows of each silent guest; acts by reset, on the same host. The agent of a host
 * does it for the VMs there, with host monitoring off too (HA-027), and hears of guests through the host: links do not matter (HA-121).
 */
import { defineModule } from '../../core/module.ts'
import type { Turn } from '../../core/turn.ts'
import { monitoringInvariants } from './invariants.ts'
import { review, reviewHeldBack } from './watch.ts'

const reviewVm = (turn: Turn, { vm }: { readonly vm: string }): void => review(turn, vm)

export const monitoring = defineModule({
  name: 'monitoring',
  owns: ['monitors'],
  commands: {},
  requests: {},
  signals: {
    guestChanged: reviewVm,
    demandChanged: reviewVm,
    vmConfigured: reviewVm,
    vmPoweredOn: reviewVm,
    vmPoweredOff: reviewVm,
    vmMoved: reviewVm,
    vmRemoved: reviewVm,
    haConfigured: (turn) => {
      for (const vm of turn.world.vms.keys()) review(turn, vm)
    },
    agentChanged: (turn, { host }) => {
      for (const vm of turn.world.vms.values()) if (vm.host === host) review(turn, vm.name)
    },
    datastoreChanged: reviewHeldBack,
    networkChanged: reviewHeldBack,
  },
  timers: { 'monitoring.look': reviewVm },
  invariants: monitoringInvariants,
})
