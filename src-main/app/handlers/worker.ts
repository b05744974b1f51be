import { apiInputs, type ApiMethod } from '../../contract/api.ts'
import type { WorkerApiMethod } from '../../runs/protocol.ts'
import type { RunHost } from '../../runs/run-host.ts'
import type { Handlers } from './handlers.ts'

const namespaces = ['run.', 'compare.', 'report.', 'project.', 'settings.', 'store.', 'design.']
/** Those that need what the worker does not have. */
const elsewhere: readonly ApiMethod[] = ['design.templates', 'design.new']

type WorkerHandlers = Handlers<'run' | 'compare' | 'report' | 'project' | 'settings' | 'store'> &
  Omit<Handlers<'design'>, 'design.templates' | 'design.new'>

/** Runs and projects live in the worker; it answers. */
export function workerHandlers(runs: RunHost): WorkerHandlers {
  const methods = (Object.keys(apiInputs) as ApiMethod[]).filter(
    (method) => !elsewhere.includes(method) && namespaces.some((namespace) => method.startsWith(namespace)),
  )
  const handlers = methods.map((method) => [method, (input: never) => runs.call(method as WorkerApiMethod, input)])
  return Object.fromEntries(handlers) as WorkerHandlers
}
