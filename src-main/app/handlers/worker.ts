import { apiInputs, type ApiMethod } from '../../contract/api.ts'
import type { WorkerApiMethod } from '../../runs/protocol.ts'
import type { RunHost } from '../../runs/run-host.ts'
import type { Handlers } from './handlers.ts'

const namespaces = ['run.', 'compare.', 'report.', 'project.', 'settings.', 'store.', 'design.', 'practice.', 'predict.']
/** Those that need what the worker does not have. */
const elsewhere = [
  'design.templates',
  'design.new',
  'practice.begin',
  'practice.cancel',
  'practice.overview',
  'practice.remove',
  'practice.goal',
] as const satisfies readonly ApiMethod[]
type Elsewhere = (typeof elsewhere)[number]

type WorkerHandlers = Omit<Handlers<'run' | 'compare' | 'report' | 'project' | 'settings' | 'store' | 'design' | 'practice' | 'predict'>, Elsewhere>

/** Runs and projects live in the worker; it answers. */
export function workerHandlers(runs: RunHost): WorkerHandlers {
  const methods = (Object.keys(apiInputs) as ApiMethod[]).filter(
    (method) => !elsewhere.some((other) => other === method) && namespaces.some((namespace) => method.startsWith(namespace)),
  )
  const handlers = methods.map((method) => [method, (input: never) => runs.call(method as WorkerApiMethod, input)])
  return Object.fromEntries(handlers) as WorkerHandlers
}
