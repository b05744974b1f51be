import { RunError } from '../../runs/run-error.ts'
import type { RunHost } from '../../runs/run-host.ts'
import type { SweepService } from '../../sweeps/sweep-service.ts'
import type { Handlers } from './handlers.ts'

export function sweepHandlers(sweeps: SweepService, runs: RunHost): Handlers<'sweep'> {
  return {
    'sweep.start': (input) => sweeps.start(input),
    'sweep.report'(choice) {
      const result = sweeps.last
      if (result === null) throw new RunError('notFound', 'No sweep has ended', '끝난 복원력 분석이 없습니다')
      return runs.call('sweepReport', { ...choice, result })
    },
    'sweep.cancel': ({ ticket }) => {
      sweeps.cancel(ticket)
      return {}
    },
  }
}
