/** Enhanced vMotion Compatibility: the mode of the cluster. */
import { defineModule } from '../../core/module.ts'

export const evc = defineModule({
  name: 'evc',
  owns: ['evc'],
  commands: {},
  requests: {},
  signals: {},
  timers: {},
  invariants: [],
})
