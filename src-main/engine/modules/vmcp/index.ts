/**
 * VM component protection (HA-125 to HA-138). Hears which host lost which datastore, waits, asks the primary for room, and terminates or resets
 * the VMs there. The agent of the host does that, without the network where it has to. What is terminated HA restarts.
 */
import { defineModule } from '../../core/module.ts'
import { act, capacityKnown } from './act.ts'
import { vmcpInvariants } from './invariants.ts'
import { reconsiderAll, storageLossChanged, vmConfigured, vmMoved, vmPoweredOff, vmPoweredOn } from './watch.ts'

export const vmcp = defineModule({
  name: 'vmcp',
  owns: ['vmcp'],
  commands: {},
  requests: { 'vmcp.capacity': capacityKnown },
  signals: {
    storageLossChanged,
    vmPoweredOn,
    vmPoweredOff,
    vmConfigured,
    // FT-027: protected by other means, or no longer.
    ftChanged: vmConfigured,
    vmMoved,
    vmFilesMoved: vmConfigured,
    haConfigured: reconsiderAll,
    hostRole: reconsiderAll,
    agentChanged: reconsiderAll,
  },
  timers: { 'vmcp.act': act },
  invariants: vmcpInvariants,
})
