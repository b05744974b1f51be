import type { RunHost } from '../../runs/run-host.ts'
import type { Handlers } from './handlers.ts'

/** Runs live in the worker; it answers. */
export function runHandlers(runs: RunHost): Handlers<'run'> {
  return {
    'run.current': (input) => runs.call('run.current', input),
    'run.play': (input) => runs.call('run.play', input),
    'run.pause': (input) => runs.call('run.pause', input),
    'run.speed': (input) => runs.call('run.speed', input),
    'run.step': (input) => runs.call('run.step', input),
    'run.seek': (input) => runs.call('run.seek', input),
    'run.command': (input) => runs.call('run.command', input),
    'run.branch': (input) => runs.call('run.branch', input),
    'run.state': (input) => runs.call('run.state', input),
    'run.explain': (input) => runs.call('run.explain', input),
  }
}
