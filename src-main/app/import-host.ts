/** The application's side of imports: takes the pieces of the files, and has one thread for the import that is under way. */
import { Worker } from 'node:worker_threads'
import type { ApiInput, ApiOutput, ProjectCard } from '../contract/api.ts'
import { IMPORT_BYTES_MAX, type ImportPushes, type ImportRefused } from '../contract/api-import.ts'
import { RunError } from '../runs/run-error.ts'
import type { ImportCalls, ImportWorkerMessage, ImportWorkerRequest, MadeLab } from './import-protocol.ts'

export interface ImportHostOptions {
  /** The built `import.worker`. */
  readonly workerUrl: URL
  readonly push: (payload: ImportPushes['import.progress']) => void
  /** Keeps a lab as a project, or says why it cannot. */
  readonly keep: (lab: MadeLab, source: string) => Promise<{ readonly ok: true; readonly project: ProjectCard } | ImportRefused>
}

interface Waiting {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: unknown) => void
}

/** Lines that whoever handed the files over can do something about. */
class Refused extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(lines.join('\n'))
    this.lines = lines
  }
}
class Cancelled extends Error {}

interface Session {
  readonly ticket: string
  readonly source: string
  /** null once the thread has them. */
  files: { readonly name: string; readonly bytes: number; readonly pieces: Buffer[]; length: number }[] | null
  worker: Worker | null
  readonly waiting: Map<number, Waiting>
  lastId: number
  ended: boolean
}

export class ImportHost {
  readonly #options: ImportHostOptions
  #session: Session | null = null

  constructor(options: ImportHostOptions) {
    this.#options = options
  }

  begin({ ticket, files }: ApiInput<'import.begin'>): ApiOutput<'import.begin'> {
    this.#end()
    if (files.reduce((sum, { bytes }) => sum + bytes, 0) > IMPORT_BYTES_MAX) throw new RunError('badInput', 'The files are too large')
    const source = files.length === 1 ? (files[0]?.name ?? '') : `${files.length} files`
    const waiting = files.map(({ name, bytes }) => ({ name, bytes, pieces: [], length: 0 }))
    this.#session = { ticket, source, files: waiting, worker: null, waiting: new Map(), lastId: 0, ended: false }
    return {}
  }

  piece({ ticket, file, base64 }: ApiInput<'import.piece'>): ApiOutput<'import.piece'> {
    const taken = this.#demand(ticket).files?.[file]
    if (taken === undefined) throw new RunError('badInput', 'No such file is expected')
    const piece = Buffer.from(base64, 'base64')
    if (taken.length + piece.length > taken.bytes) throw new RunError('badInput', 'The file is larger than was said')
    taken.pieces.push(piece)
    taken.length += piece.length
    return {}
  }

  async preview({ ticket, ...choice }: ApiInput<'import.preview'>): Promise<ApiOutput<'import.preview'>> {
    const session = this.#demand(ticket)
    return await this.#answered(async () => {
      await this.#read(session)
      return { ok: true, preview: await this.#call(session, 'preview', { choice }) }
    })
  }

  async create({ ticket, labs, ...choice }: ApiInput<'import.create'>): Promise<ApiOutput<'import.create'>> {
    const session = this.#demand(ticket)
    return await this.#answered(async () => {
      await this.#read(session)
      const made = await this.#call(session, 'labs', { choice, labs })
      const projects: ProjectCard[] = []
      for (const lab of made) {
        const kept = await this.#options.keep(lab, session.source)
        if (!kept.ok) return kept
        projects.push(kept.project)
      }
      return { ok: true, projects }
    })
  }

  cancel({ ticket }: ApiInput<'import.cancel'>): ApiOutput<'import.cancel'> {
    if (this.#session?.ticket === ticket) this.#end()
    return {}
  }

  close(): void {
    this.#end()
  }

  async #answered<T>(work: () => Promise<T>): Promise<T | ImportRefused | null> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Cancelled) return null
      if (error instanceof Refused) return { ok: false, problems: error.lines.map((message) => ({ path: '', line: null, message })) }
      throw error
    }
  }

  async #read(session: Session): Promise<void> {
    const { files } = session
    if (files === null) return
    if (files.some(({ bytes, length }) => bytes !== length)) throw new RunError('badInput', 'A file has not come whole')
    const handed = files.map(({ name, pieces }) => ({ name, bytes: new Uint8Array(Buffer.concat(pieces)) }))
    // The pieces are not needed twice.
    session.files = null
    await this.#call(session, 'read', { files: handed })
  }

  #call<M extends keyof ImportCalls>(session: Session, method: M, input: ImportCalls[M]['input']): Promise<ImportCalls[M]['output']> {
    if (session.ended) return Promise.reject(new Cancelled())
    const worker = (session.worker ??= this.#start(session))
    const id = ++session.lastId
    return new Promise((resolve, reject) => {
      session.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
      worker.postMessage({ id, method, ...input } as ImportWorkerRequest)
    })
  }

  #start(session: Session): Worker {
    const worker = new Worker(this.#options.workerUrl)
    worker.on('message', (message: ImportWorkerMessage) => {
      if (message.kind === 'progress') {
        const { kind: _, ...progress } = message
        return this.#options.push({ ticket: session.ticket, ...progress })
      }
      const waiting = session.waiting.get(message.id)
      session.waiting.delete(message.id)
      if (message.kind === 'reply') waiting?.resolve(message.output)
      else waiting?.reject(message.lines === null ? new Error('import') : new Refused(message.lines))
    })
    worker.on('error', () => this.#fail(session, new Error('import')))
    worker.on('exit', () => this.#fail(session, new Cancelled()))
    return worker
  }

  #fail(session: Session, error: Error): void {
    const waiting = [...session.waiting.values()]
    session.waiting.clear()
    for (const { reject } of waiting) reject(error)
  }

  #end(): void {
    const session = this.#session
    if (session === null) return
    session.ended = true
    session.files = []
    this.#session = null
    this.#fail(session, new Cancelled())
    void session.worker?.terminate()
  }

  #demand(ticket: string): Session {
    if (this.#session?.ticket !== ticket) throw new RunError('notFound', 'No such import is under way')
    return this.#session
  }
}
