/** What the command line has around it. Tests hand in their own. */
import { fstatSync, writeSync } from 'node:fs'
import type { Writable } from 'node:stream'

/** Where text goes. `write` resolves when more may be written. */
export interface Sink {
  readonly isTty: boolean
  /** Rejects with OutputClosed when nobody reads any more. */
  write(text: string): Promise<void>
}

interface ByteSink extends Sink {
  write(text: string | Uint8Array): Promise<void>
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
export function streamSink(stream: Writable & { readonly isTTY?: boolean }): ByteSink {
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

/**
 * Standard output or standard error. Files and pipes are written to directly: making a stream for them costs as much as reading a small lab.
 * A terminal gets its stream, which knows how to talk to it, and so does a pipe that will not take more at the moment.
 */
export function outputSink(fd: 1 | 2, stream: () => Writable & { readonly isTTY?: boolean }): Sink {
  return takesDirectWrites(fd) ? directSink(fd, () => streamSink(stream())) : lateSink(() => streamSink(stream()))
}

/** Made when something is written to it, or somebody asks whether it is a terminal. */
function lateSink(make: () => Sink): Sink {
  let sink: Sink | null = null
  return {
    get isTty() {
      return (sink ??= make()).isTty
    },
    async write(text) {
      if (text !== '') await (sink ??= make()).write(text)
    },
  }
}

function takesDirectWrites(fd: number): boolean {
  try {
    const stat = fstatSync(fd)
    return stat.isFile() || stat.isFIFO() || stat.isSocket()
  } catch {
    return false
  }
}

/** Writes at once; `fallback` takes over for good when the descriptor says to come again later. */
export function directSink(fd: number, fallback: () => ByteSink): Sink {
  let stream: ByteSink | null = null
  return {
    isTty: false,
    async write(text) {
      if (stream !== null) return stream.write(text)
      const bytes = Buffer.from(text)
      for (let written = 0; written < bytes.length;) {
        try {
          written += writeSync(fd, bytes, written)
        } catch (error) {
          const code = error instanceof Error && 'code' in error ? error.code : null
          // Windows says EOF of a pipe whose reader has gone.
          if (code === 'EPIPE' || code === 'EOF') throw new OutputClosed()
          if (code !== 'EAGAIN') throw error
          stream = fallback()
          return stream.write(bytes.subarray(written))
        }
      }
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
