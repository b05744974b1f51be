/** What the command line has around it. Tests hand in their own. */
import type { Writable } from 'node:stream'

/** Where text goes. `write` resolves when more may be written. */
export interface Sink {
  readonly isTty: boolean
  /** Rejects with OutputClosed when nobody reads any more. */
  write(text: string): Promise<void>
}

/** Files that the build puts beside the command line; only `serve` needs them. */
export interface BuiltPaths {
  readonly workerUrl: URL
  readonly rendererDir: string
  readonly resourcesDir: string
}

export interface CliIo {
  readonly out: Sink
  readonly err: Sink
  readonly env: { readonly [name: string]: string | undefined }
  /** Where the user stands: paths are relative to it. */
  readonly cwd: string
  readonly built: BuiltPaths
  /** Wall clock in ms, for progress and times only. */
  nowMs(): number
}

/** The reader of our output has gone (`| head`): the command ends, and nothing is wrong. */
export class OutputClosed extends Error {}

/** Something that the user asked for is not possible. Each line goes to standard error; exit status 2. */
export class BadInput extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(lines.join('\n'))
    this.lines = lines
  }
}

/** The model broke one of its own rules: exit status 3. The lines say how to repeat it. */
export class BrokenRun extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(lines.join('\n'))
    this.lines = lines
  }
}

/** Gathers small pieces of text into large writes. */
export class Buffered {
  private readonly sink: Sink
  private parts: string[] = []
  private length = 0

  constructor(sink: Sink) {
    this.sink = sink
  }

  add(text: string): void {
    this.parts.push(text)
    this.length += text.length
  }

  /** Enough has gathered to be worth a write. */
  get isFull(): boolean {
    return this.length >= 65_536
  }

  async flush(): Promise<void> {
    if (this.parts.length === 0) return
    const text = this.parts.join('')
    this.parts = []
    this.length = 0
    await this.sink.write(text)
  }
}

/** A stream of the process as a sink: waits for `drain`, and knows when the other end has gone. */
export function streamSink(stream: Writable & { readonly isTTY?: boolean }): Sink {
  let closed = false
  const onceClosed: (() => void)[] = []
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error
    closed = true
    for (const wake of onceClosed.splice(0)) wake()
  })
  return {
    isTty: stream.isTTY === true,
    async write(text) {
      if (closed) throw new OutputClosed()
      if (!stream.write(text)) {
        await new Promise<void>((resolve) => {
          onceClosed.push(resolve)
          stream.once('drain', resolve)
        })
        onceClosed.length = 0
      }
      if (closed) throw new OutputClosed()
    },
  }
}

/** Lines from code that does not wait: each is written at once, failures come out at the end. */
export class EagerLines {
  private readonly sink: Sink
  private readonly writes: Promise<void>[] = []
  private failed: unknown = null

  constructor(sink: Sink) {
    this.sink = sink
  }

  readonly out = (line: string): void => {
    this.writes.push(this.sink.write(`${line}\n`).catch((error: unknown) => void (this.failed ??= error)))
  }

  /** Rejects with OutputClosed when the reader went away meanwhile. */
  async done(): Promise<void> {
    await Promise.all(this.writes)
    if (this.failed !== null) throw this.failed
  }
}
