/** A faked application, served, and clients that send what no browser would. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import type { App, PushTextListener } from '../../../app/create-app.ts'
import { serveApp, type Patience, type RunningServer } from '../serve-app.ts'

/** Answers at once; `push` sends to every window. */
export function fakeApp() {
  const listeners = new Set<PushTextListener>()
  const app = {
    async invoke(method: string, input: unknown): Promise<unknown> {
      if (method === 'fail') throw Object.assign(new Error('No lab is open'), { code: 'noRun' })
      return { method, input }
    },
    onPush: () => () => undefined,
    onPushText(listener: PushTextListener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    started: Promise.resolve([]),
    close: () => Promise.resolve(),
  } as App
  return { app, push: (payload: unknown) => listeners.forEach((listener) => listener('run.frame', JSON.stringify(payload))) }
}

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

interface AskOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A request as written: no client tidies the path or the headers up. */
function ask(port: number, path: string, { method = 'GET', headers }: AskOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path, method, headers: { Host: `127.0.0.1:${port}`, ...headers }, agent: false },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      },
    )
    request.on('error', reject)
    request.end()
  })
}

/** Sends bytes and gives what comes back until the server hangs up. */
export function raw(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text))
  })
}

export interface SocketOptions {
  readonly origin?: string | null
  readonly host?: string
  readonly cookie?: string
  readonly path?: string
}

/** 'open', or the status with which the upgrade was refused. */
export function outcome(webSocket: WebSocket): Promise<'open' | number> {
  return new Promise((resolve) => {
    webSocket.on('open', () => resolve('open'))
    webSocket.on('error', () => resolve(0))
    webSocket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
  })
}

export const next = (webSocket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => webSocket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()))))

interface ServedParts {
  readonly server: RunningServer
  /** Its folder `renderer` is the window; secrets lie beside it. */
  readonly root: string
  readonly cookie: string
  readonly fake: ReturnType<typeof fakeApp>
}

/** A running server, and the browser that was given its token. */
export class Served {
  readonly #parts: ServedParts

  private constructor(parts: ServedParts) {
    this.#parts = parts
  }

  static async start(): Promise<Served> {
    const root = await mkdtemp(join(tmpdir(), 'hostdown-web-'))
    await mkdir(join(root, 'renderer', 'assets'), { recursive: true })
    await mkdir(join(root, 'renderer-secret'))
    await writeFile(join(root, 'renderer', 'index.html'), '<!doctype html><title>Hostdown</title>')
    await writeFile(join(root, 'renderer', 'assets', 'index-Ab3_d-9Z.js'), 'export {}')
    await writeFile(join(root, 'renderer', 'notes.md'), 'not a type that is served')
    await writeFile(join(root, 'renderer-secret', 'secret.txt'), 'secret')
    await writeFile(join(root, 'secret.txt'), 'secret')
    const fake = fakeApp()
    const server = await serveApp({ app: fake.app, rendererDir: join(root, 'renderer'), port: 0 })
    const { pathname, search } = new URL(server.url)
    const { headers } = await ask(server.port, pathname + search)
    return new Served({ server, root, fake, cookie: (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '' })
  }

  get port(): number {
    return this.#parts.server.port
  }

  get cookie(): string {
    return this.#parts.cookie
  }

  /** With its question mark. */
  get token(): string {
    return new URL(this.#parts.server.url).search
  }

  /** Another server of the same, with less patience. */
  another(patience: Patience): Promise<RunningServer> {
    const { root, fake } = this.#parts
    return serveApp({ app: fake.app, rendererDir: join(root, 'renderer'), port: 0, patience })
  }

  /** Sends to every window. */
  push(payload: unknown): void {
    this.#parts.fake.push(payload)
  }

  ask(path: string, { method, headers }: AskOptions = {}): Promise<Answer> {
    return ask(this.port, path, { ...(method !== undefined && { method }), headers: { Cookie: this.cookie, ...headers } })
  }

  raw(bytes: string | Buffer): Promise<string> {
    return raw(this.port, bytes)
  }

  socket({ origin = `http://127.0.0.1:${this.port}`, host, cookie = this.cookie, path = '/ws' }: SocketOptions = {}): WebSocket {
    return new WebSocket(`ws://127.0.0.1:${this.port}${path}`, {
      headers: { Cookie: cookie, ...(origin !== null && { Origin: origin }), ...(host !== undefined && { Host: host }) },
    })
  }

  async opened(): Promise<WebSocket> {
    const webSocket = this.socket()
    expect(await outcome(webSocket)).toBe('open')
    return webSocket
  }

  async stillServes(): Promise<void> {
    expect((await this.ask('/')).status).toBe(200)
    const webSocket = await this.opened()
    webSocket.send(JSON.stringify({ id: 1, method: 'app.info', input: {} }))
    expect(await next(webSocket)).toMatchObject({ id: 1, ok: true })
    webSocket.terminate()
  }

  async close(): Promise<void> {
    await this.#parts.server.close()
    await rm(this.#parts.root, { recursive: true })
  }
}
