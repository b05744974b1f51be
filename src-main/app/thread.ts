/** A thread that answers calls: begun with the first, one at a time; after it ended, whoever asks next begins another. */
import type { Worker } from 'node:worker_threads'
import { RunError } from '../runs/run-error.ts'
import { WaitingCalls } from '../runs/waiting-calls.ts'

/** By method. */
type CallsOf<C> = { readonly [M in keyof C]: { readonly input: unknown; readonly output: unknown } }

/** What such a thread posts; it may say more than that. */
export type ThreadReply = { readonly kind: 'reply'; readonly id: number; readonly output: unknown } | { readonly kind: 'failed'; readonly id: number }

export interface ThreadOptions<Said extends { readonly kind: string }> {
  /** For errors of its own. */
  readonly name: string
  readonly start: () => Worker | Promise<Worker>
  /** What it says that answers no call. */
  readonly onSaid?: (message: Exclude<Said, ThreadReply>) => void
}

/** One thread from its start to its end, with the calls that wait for it: also while it starts. */
interface Session {
  readonly calls: WaitingCalls
  readonly worker: Promise<Worker>
}

export class Thread<Calls extends CallsOf<Calls>, Said extends { readonly kind: string } = ThreadReply> {
  readonly #options: ThreadOptions<Said>
  #session: Session | null = null
  #closed = false

  constructor(options: ThreadOptions<Said>) {
    this.#options = options
  }

  /** Rejects with the error that the thread ended with, or of the call itself. */
  async call<M extends keyof Calls>(method: M, input: Calls[M]['input']): Promise<Calls[M]['output']> {
    if (this.#closed) throw closing()
    const { calls, worker } = (this.#session ??= this.#start())
    // A start that fails ends the session, and with it this call.
    return calls.call((id) => void worker.then((started) => started.postMessage({ id, method, input })).catch(() => undefined))
  }

  /** Rejects what waits. */
  end(error: Error): void {
    this.#end(this.#session, error)
  }

  /** For good. */
  close(): void {
    this.#closed = true
    this.end(closing())
  }

  #start(): Session {
    const { start, name } = this.#options
    const session: Session = { calls: new WaitingCalls(), worker: (async () => start())() }
    const fail = (): void => this.#end(session, new Error(name))
    session.worker.then((worker) => {
      worker.on('message', (message: Said | ThreadReply) => this.#receive(session, message))
      worker.on('error', fail)
      worker.on('exit', fail)
    }, fail)
    return session
  }

  #receive(session: Session, message: Said | ThreadReply): void {
    if (this.#session !== session) return
    if (isReply(message)) {
      if (message.kind === 'reply') session.calls.resolve(message.id, message.output)
      else session.calls.reject(message.id, new Error(this.#options.name))
    } else this.#options.onSaid?.(message as Exclude<Said, ThreadReply>)
  }

  #end(session: Session | null, error: Error): void {
    if (session === null || this.#session !== session) return
    this.#session = null
    session.calls.rejectAll(error)
    session.worker.then(
      (started) => started.terminate(),
      () => undefined,
    )
  }
}

const closing = (): RunError => new RunError('disconnected', 'Hostdown is closing', 'Hostdown을 종료하는 중입니다')

const isReply = (message: { readonly kind: string }): message is ThreadReply => message.kind === 'reply' || message.kind === 'failed'
