/** The application's side of imports: takes the pieces of the files, and has one thread for the import that is under way. */
import { Worker } from 'node:worker_threads'
import type { ApiInput, ApiOutput, ProjectCard } from '../contract/api.ts'
import { IMPORT_BYTES_MAX, type ImportPushes, type ImportRefused } from '../contract/api-import.ts'
import type { Phrase } from '../contract/texts/language.ts'
import { RunError } from '../runs/run-error.ts'
import { WaitingCalls } from '../runs/waiting-calls.ts'
import type { MadeLab } from '../inventory/import-session.ts'
import type { ImportCalls, ImportWorkerMessage, ImportWorkerRequest } from './import-protocol.ts'

export interface ImportHostOptions {
  /** The built `import.worker`. */
  readonly workerUrl: URL
  readonly push: (payload: ImportPushes['import.progress']) => void
  /** Keeps a lab as a project, or says why it cannot. */
  readonly keep: (lab: MadeLab, source: string) => Promise<{ readonly ok: true; readonly project: ProjectCard } | ImportRefused>
}

/** Lines that whoever handed the files over can do something about. */
class Refused extends Error {
  readonly lines: readonly Phrase[]

  constructor(lines: readonly Phrase[]) {
    super()
    this.lines = lines
  }
}
class Cancelled extends Error {}

/** A file that is handed over; the first `length` of its bytes are there. */
interface Taken {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  length: number
}

interface Session {
  readonly ticket: string
  readonly source: string
  /** Empty once the thread has them. */
  files: readonly Taken[]
  /** What becomes of it; null: not begun yet. */
  reading: Promise<null> | null
  worker: Worker | null
  readonly calls: WaitingCalls
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
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
    if (total > IMPORT_BYTES_MAX)
      throw new RunError(
        'badInput',
        `The files have ${total} bytes, expected at most ${IMPORT_BYTES_MAX}`,
        `파일이 ${total}바이트입니다. 최대 ${IMPORT_BYTES_MAX}바이트까지 가져올 수 있습니다`,
      )
    const source = files.length === 1 ? (files[0]?.name ?? '') : `${files.length} files`
    const expected = files.map(({ name, bytes }) => ({ name, bytes: new Uint8Array(bytes), length: 0 }))
    this.#session = { ticket, source, files: expected, reading: null, worker: null, calls: new WaitingCalls(), ended: false }
    return {}
  }

  piece({ ticket, file, base64 }: ApiInput<'import.piece'>): ApiOutput<'import.piece'> {
    const { files } = this.#demand(ticket)
    const taken = files[file]
    if (taken === undefined) throw new RunError('badInput', `file: ${files.length} files are expected, got a piece of the one at ${file}`)
    const piece = Buffer.from(base64, 'base64')
    const length = taken.length + piece.length
    if (length > taken.bytes.length) throw new RunError('badInput', `${taken.name}: expected ${taken.bytes.length} bytes, got ${length}`)
    taken.bytes.set(piece, taken.length)
    taken.length = length
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
      if (error instanceof Refused)
        return { ok: false, problems: error.lines.map(([message, messageKo]) => ({ path: '', line: null, message, messageKo })) }
      throw error
    }
  }

  /** The files are read once: whoever asks meanwhile, or after they were refused, has the same answer. */
  #read(session: Session): Promise<null> {
    if (session.reading !== null) return session.reading
    const { files } = session
    const cut = files.find(({ bytes, length }) => bytes.length !== length)
    if (cut !== undefined) throw new RunError('badInput', `${cut.name}: expected ${cut.bytes.length} bytes, got ${cut.length}`)
    session.files = []
    const handed = files.map(({ name, bytes }) => ({ name, bytes }))
    return (session.reading = this.#call(
      session,
      'read',
      { files: handed },
      handed.map(({ bytes }) => bytes.buffer),
    ))
  }

  /** `moved`: bytes that the thread has afterwards, and nobody else. */
  #call<M extends keyof ImportCalls>(
    session: Session,
    method: M,
    input: ImportCalls[M]['input'],
    moved: readonly ArrayBuffer[] = [],
  ): Promise<ImportCalls[M]['output']> {
    if (session.ended) return Promise.reject(new Cancelled())
    const worker = (session.worker ??= this.#start(session))
    return session.calls.call((id) => worker.postMessage({ id, method, ...input } as ImportWorkerRequest, moved))
  }

  #start(session: Session): Worker {
    const worker = new Worker(this.#options.workerUrl)
    worker.on('message', (message: ImportWorkerMessage) => {
      if (message.kind === 'progress') {
        const { kind: _, ...progress } = message
        return this.#options.push({ ticket: session.ticket, ...progress })
      }
      if (message.kind === 'reply') session.calls.resolve(message.id, message.output)
      else session.calls.reject(message.id, message.lines === null ? new Error('import') : new Refused(message.lines))
    })
    worker.on('error', () => session.calls.rejectAll(new Error('import')))
    // A thread that ended takes what it had read with it: there is nothing more to ask.
    worker.on('exit', () => {
      if (this.#session === session) this.#end()
    })
    return worker
  }

  #end(): void {
    const session = this.#session
    if (session === null) return
    session.ended = true
    session.files = []
    this.#session = null
    session.calls.rejectAll(new Cancelled())
    void session.worker?.terminate()
  }

  #demand(ticket: string): Session {
    if (this.#session?.ticket !== ticket) throw new RunError('notFound', 'No such import is under way', '진행 중인 가져오기가 없습니다')
    return this.#session
  }
}
