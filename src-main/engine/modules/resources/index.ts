/** Resource pools (DRS-016 to DRS-023). What they and their VMs get is computed on read: `reads/entitlement.ts`. */
import { defineModule } from '../../core/module.ts'

export const resources = defineModule({
  name: 'resources',
  owns: ['pools', 'detached'],
  commands: {},
  requests: {
    'resources.attach': (turn) => {
      for (const vm of [...turn.world.detached.keys()]) turn.world.detached.remove(vm)
    },
  },
  signals: {},
  timers: {},
  invariants: [],
})
