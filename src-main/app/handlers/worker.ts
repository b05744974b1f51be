import { apiInputs, type ApiMethod } from '../../contract/api.ts'
import { answeredElsewhere, workerNamespaces, type WorkerApiMethod } from '../../runs/protocol.ts'
import type { RunHost } from '../../runs/run-host.ts'
import type { Handlers } from './handlers.ts'

const isOfWorker = (method: ApiMethod): method is WorkerApiMethod =>
  !answeredElsewhere.some((other) => other === method) && workerNamespaces.some((namespace) => method.startsWith(`${namespace}.`))

/** Runs and projects live in the worker; it answers. */
export function workerHandlers(runs: RunHost): Pick<Handlers<string>, WorkerApiMethod> {
  const methods = (Object.keys(apiInputs) as ApiMethod[]).filter(isOfWorker)
  return Object.fromEntries(methods.map((method) => [method, (input: never) => runs.call(method, input)])) as Pick<Handlers<string>, WorkerApiMethod>
}
