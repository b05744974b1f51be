import type { GuidedHost } from '../guided-host.ts'
import type { Handlers } from './handlers.ts'

export function guidedHandlers(guided: GuidedHost): Handlers<'guided'> {
  return {
    'guided.list': () => guided.list(),
    'guided.own': () => guided.own(),
    'guided.lab': (input) => guided.lab(input),
    'guided.begin': (input) => guided.begin(input),
    'guided.course': () => guided.course(),
    'guided.check': () => guided.check(),
    'guided.tell': (input) => guided.tell(input),
    'guided.hint': (input) => guided.hint(input),
  }
}
