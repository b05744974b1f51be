import type { PracticeHost } from '../practice-host.ts'
import type { Handlers } from './handlers.ts'

/** What needs the thread that draws questions; the rest is the worker's. */
export function practiceHandlers(
  practice: PracticeHost,
): Pick<Handlers<'practice'>, 'practice.begin' | 'practice.cancel' | 'practice.overview' | 'practice.remove' | 'practice.goal'> {
  return {
    'practice.begin': (input) => practice.begin(input),
    'practice.cancel': () => practice.cancel(),
    'practice.overview': () => practice.overview(),
    'practice.remove': (input) => practice.remove(input),
    'practice.goal': (input) => practice.setGoal(input),
  }
}
