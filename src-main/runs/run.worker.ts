/** The thread in which runs live, so that a busy engine keeps nothing else waiting. Started by `RunHost`. */
import { parentPort } from 'node:worker_threads'
import { parseCommand } from '../contract/lab/index.ts'
import { createSimulation, ENGINE_VERSION, explain, notModelled, restoreSimulation } from '../engine/index.ts'
import type { WorkerMessage, WorkerRequest } from './protocol.ts'
import { readLab } from './read-lab.ts'
import { RunError } from './run-error.ts'
import { RunService } from './run-service.ts'
import { wallClock } from './wall-clock.ts'

const port = parentPort
if (port === null) throw new Error('run.worker is the entry of a worker thread')
const send = (message: WorkerMessage): void => port.postMessage(message)

const service = new RunService({
  engine: { version: ENGINE_VERSION, create: createSimulation, restore: restoreSimulation, notModelled, explain },
  clock: wallClock,
  readLab,
  readCommand: (command, args, names) => parseCommand(command, args, { names }),
  push: (push, payload) => send({ kind: 'push', push, payload } as WorkerMessage),
  log: (text) => send({ kind: 'log', text }),
})

port.on('message', ({ id, method, input }: WorkerRequest) => {
  service.invoke(method, input as never).then(
    (output) => send({ kind: 'reply', id, ok: true, output }),
    (error: unknown) => send({ kind: 'reply', id, ok: false, ...failureOf(error) }),
  )
})

/** Messages of errors that nobody foresaw may hold names of an inventory: only their kind leaves. */
function failureOf(error: unknown): { readonly code: RunError['code']; readonly message: string } {
  if (error instanceof RunError) return { code: error.code, message: error.message }
  send({ kind: 'log', text: `The worker of the runs failed: ${error instanceof Error ? error.name : 'unknown'}` })
  return { code: 'internal', message: 'Hostdown met a fault of its own' }
}
