/** Resource pools (DRS-016 to DRS-023). What they and their VMs get is computed on read: `reads/entitlement.ts`, `reads/pool-room.ts`. */
import { defineModule } from '../../core/module.ts'
import { addPool, configurePool, configurePools, removePool } from './commands.ts'
import { attach, attachAll, forget, landsInRoot } from './detached.ts'
import { detachedAreKnown, entitlementsFit, greenPoolsFit, poolsAreATree } from './invariants.ts'

export const resources = defineModule({
  name: 'resources',
  owns: ['pools', 'detached'],
  commands: { 'resourcePool.add': addPool, 'resourcePool.configure': configurePool, 'resourcePool.remove': removePool },
  requests: { 'resources.attach': attachAll, 'resources.configure': configurePools, 'resources.place': attach },
  signals: { vmPoweredOn: landsInRoot, vmRemoved: forget },
  timers: {},
  invariants: [poolsAreATree, detachedAreKnown, greenPoolsFit, entitlementsFit],
})
