import type { SweepService } from '../../sweeps/sweep-service.ts'
import type { Handlers } from './handlers.ts'

export function sweepHandlers(sweeps: SweepService): Handlers<'sweep'> {
  return {
    'sweep.start': (input) => sweeps.start(input),
    'sweep.cancel': ({ ticket }) => {
      sweeps.cancel(ticket)
      return {}
    },
  }
}
