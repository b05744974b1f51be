import { apiInputs, type ApiMethod } from '../../contract/api.ts'
import type { WorkerApiMethod } from '../../runs/protocol.ts'
import type { RunHost } from '../../runs/run-host.ts'
import type { Handlers } from './handlers.ts'

const namespaces = ['run.', 'compare.', 'report.', 'project.', 'settings.', 'store.']

/** Runs and projects live in the worker; it answers. */
export function workerHandlers(runs: RunHost): Handlers<'run' | 'compare' | 'report' | 'project' | 'settings' | 'store'> {
  const methods = (Object.keys(apiInputs) as ApiMethod[]).filter((method) => namespaces.some((namespace) => method.startsWith(namespace)))
  const handlers = methods.map((method) => [method, (input: never) => runs.call(method as WorkerApiMethod, input)])
  return Object.fromEntries(handlers) as Handlers<'run' | 'compare' | 'report' | 'project' | 'settings' | 'store'>
}
