import type { DrillHost } from '../drill-host.ts'
import type { Handlers } from './handlers.ts'

export function drillHandlers(drills: DrillHost): Handlers<'drill'> {
  return {
    'drill.overview': () => drills.overview(),
    'drill.begin': (input) => drills.begin(input),
    'drill.current': () => drills.current(),
    'drill.look': (input) => drills.look(input),
    'drill.wait': (input) => drills.wait(input),
    'drill.answer': (input) => drills.answer(input),
    'drill.tick': (input) => drills.tick(input),
  }
}
