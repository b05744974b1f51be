/** VM and application monitoring (HA-110 to HA-124). Owns what it knows of each guest; acts by reset, on the same host. */
import { defineModule } from '../../core/module.ts'

export const monitoring = defineModule({
  name: 'monitoring',
  owns: ['monitors'],
  commands: {},
  requests: {},
  signals: {},
  timers: {},
  invariants: [],
})
