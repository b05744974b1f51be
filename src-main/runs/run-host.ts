/** The application's side of the worker in which runs live, so that nothing else ever waits for the engine. */
import { Worker } from 'node:worker_threads'
import type { ApiPushes } from '../contract/api.ts'
import type { WorkerInput, WorkerMessage, WorkerMethod, WorkerOutput, WorkerRequest, WorkerStart } from './protocol.ts'
import { RunError } from './run-error.ts'
import { WaitingCalls } from './waiting-calls.ts'

export interface RunHostOptions {
  readonly workerUrl: URL
  /** The data folder. */
  readonly folder: string
  /** Where guided labs lie: their keeps are asked before a command is done. */
  readonly guidedFolder: string
  /** `text`: the payload as JSON. */
  readonly onPush: (push: keyof ApiPushes, text: string) => void
  readonly onLog: (text: string) => void
}

const CLOSE_MS = 5000

export class RunHost {
  readonly #options: RunHostOptions
  readonly #calls = new WaitingCalls()
  #worker: Worker | null = null
  #closed = false

  constructor(options: RunHostOptions) {
    this.#options = options
  }

  /** Rejects with a RunError. A worker that ended takes its run with it; the next call starts another. */
  call<M extends WorkerMethod>(method: M, input: WorkerInput<M>): Promise<WorkerOutput<M>> {
    if (this.#closed) return Promise.reject(new RunError('disconnected', 'Hostdown is closing', 'Hostdown을 닫는 중입니다'))
    const worker = (this.#worker ??= this.#start())
    return this.#calls.call((id) => {
      try {
        worker.postMessage({ id, method, input } satisfies WorkerRequest)
      } catch {
        // Only data that cannot be copied gets here, such as lists nested a million deep.
        this.#calls.reject(id, new RunError('badInput', 'The input is not plain data', '입력이 단순한 데이터가 아닙니다'))
      }
    })
  }

  /** Keeps what is to be kept; a worker that does not answer in time is ended all the same. */
  async close(): Promise<void> {
    const worker = this.#worker
    if (worker !== null) {
      const late = new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())
      await Promise.race([this.call('close', {}).catch(() => undefined), late])
    }
    this.#closed = true
    await worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(this.#options.workerUrl, {
      workerData: { folder: this.#options.folder, guidedFolder: this.#options.guidedFolder } satisfies WorkerStart,
    })
    worker.on('message', (message: WorkerMessage) => this.#receive(message))
    worker.on('error', (error) => this.#options.onLog(`The worker of the runs failed: ${error.name}`))
    worker.on('exit', () => this.#ended(worker))
    return worker
  }

  #receive(message: WorkerMessage): void {
    if (message.kind === 'push') return this.#options.onPush(message.push, message.text)
    if (message.kind === 'log') return this.#options.onLog(message.text)
    if (message.ok) this.#calls.resolve(message.id, message.output)
    else this.#calls.reject(message.id, new RunError(message.code, message.message, message.messageKo ?? null))
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return
    this.#worker = null
    this.#calls.rejectAll(
      this.#closed
        ? new RunError('disconnected', 'Hostdown is closing', 'Hostdown을 닫는 중입니다')
        : new RunError('internal', 'The run ended unexpectedly', '실행이 예기치 않게 종료되었습니다'),
    )
  }
}
