/** vMotion, Storage vMotion, both at once, cold moves and FT's first copy: checks, queue, phases, failures. */
import { defineModule } from '../../core/module.ts'

export const migration = defineModule({
  name: 'migration',
  owns: ['migrations', 'leftovers'],
  commands: {},
  requests: {},
  signals: {},
  timers: {},
  invariants: [],
})
