import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App, PushTextListener } from '../../app/create-app.ts'
import { serveApp, usualPatience, type RunningServer } from './serve-app.ts'

/** Answers at once, except for `slow`; `push` sends to every window. */
function fakeApp() {
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

let root: string
let server: RunningServer
let cookie: string
let fake: ReturnType<typeof fakeApp>

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** A request as written: no client tidies the path or the headers up. */
function ask(path: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { Host: `127.0.0.1:${server.port}`, Cookie: cookie, ...options.headers }
    const request = httpRequest(
      { host: '127.0.0.1', port: server.port, path, method: options.method ?? 'GET', headers, agent: false },
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
function raw(bytes: string | Buffer, to: RunningServer = server): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(to.port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text))
  })
}

interface SocketOptions {
  readonly origin?: string | null
  readonly host?: string
  readonly cookie?: string
  readonly path?: string
}

function socket(options: SocketOptions = {}): WebSocket {
  const origin = options.origin === undefined ? `http://127.0.0.1:${server.port}` : options.origin
  return new WebSocket(`ws://127.0.0.1:${server.port}${options.path ?? '/ws'}`, {
    headers: {
      Cookie: options.cookie ?? cookie,
      ...(origin !== null && { Origin: origin }),
      ...(options.host !== undefined && { Host: options.host }),
    },
  })
}

/** 'open', or the status with which the upgrade was refused. */
function outcome(webSocket: WebSocket): Promise<'open' | number> {
  return new Promise((resolve) => {
    webSocket.on('open', () => resolve('open'))
    webSocket.on('error', () => resolve(0))
    webSocket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
  })
}

async function opened(): Promise<WebSocket> {
  const webSocket = socket()
  expect(await outcome(webSocket)).toBe('open')
  return webSocket
}

const next = (webSocket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => webSocket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()))))
const closed = (webSocket: WebSocket): Promise<number> => new Promise((resolve) => webSocket.once('close', resolve))

async function stillServes(): Promise<void> {
  expect((await ask('/')).status).toBe(200)
  const webSocket = await opened()
  webSocket.send(JSON.stringify({ id: 1, method: 'app.info', input: {} }))
  expect(await next(webSocket)).toMatchObject({ id: 1, ok: true })
  webSocket.terminate()
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hostdown-web-'))
  await mkdir(join(root, 'renderer', 'assets'), { recursive: true })
  await mkdir(join(root, 'renderer-secret'))
  await writeFile(join(root, 'renderer', 'index.html'), '<!doctype html><title>Hostdown</title>')
  await writeFile(join(root, 'renderer', 'assets', 'index-Ab3_d-9Z.js'), 'export {}')
  await writeFile(join(root, 'renderer', 'notes.md'), 'not a type that is served')
  await writeFile(join(root, 'renderer-secret', 'secret.txt'), 'secret')
  await writeFile(join(root, 'secret.txt'), 'secret')
  fake = fakeApp()
  server = await serveApp({ app: fake.app, rendererDir: join(root, 'renderer'), port: 0 })
  cookie = ''
  const { headers } = await ask(new URL(server.url).pathname + new URL(server.url).search)
  cookie = (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
})

afterAll(async () => {
  await server.close()
  await rm(root, { recursive: true })
})

describe('pages', () => {
  it('exchanges the token for a cookie that scripts and other sites cannot use, and cleans the address', async () => {
    const answer = await ask(new URL(server.url).search.replace(/^/, '/'), { headers: { Cookie: '' } })
    expect(answer).toMatchObject({ status: 303, headers: { location: '/' } })
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^hostdown-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  it('shows nothing without them', async () => {
    for (const path of ['/', '/assets/index-Ab3_d-9Z.js', '/?token=', `/?token=${'A'.repeat(43)}`, '/nothing']) {
      const answer = await ask(path, { headers: { Cookie: '' } })
      expect(answer.status, path).toBe(403)
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    expect((await ask('/', { headers: { Cookie: `${cookie}x` } })).status).toBe(403)
  })

  it('sends strict headers with everything', async () => {
    for (const [path, status] of [
      ['/', 200],
      ['/nothing', 404],
      ['/%zz', 400],
    ] as const) {
      const answer = await ask(path)
      expect(answer.status).toBe(status)
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; ")
      expect(answer.headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${server.port};`)
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
      })
    }
  })

  it('lets browsers keep hashed files, and only those', async () => {
    expect((await ask('/assets/index-Ab3_d-9Z.js')).headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
    })
    expect((await ask('/')).headers['cache-control']).toBe('no-cache')
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })
})

describe('hostile requests', () => {
  it.each([
    ['/%zz', 400],
    ['/%', 400],
    ['/%00', 400],
    ['/index.html%00.txt', 400],
    ['/..\\secret.txt', 400],
    ['/../secret.txt', 404],
    ['/assets/../../secret.txt', 404],
    ['/%2e%2e/secret.txt', 404],
    ['/%2e%2e%2fsecret.txt', 404],
    ['/%252e%252e/secret.txt', 404],
    ['/../renderer-secret/secret.txt', 404],
    ['//etc/passwd', 404],
    ['/assets', 404],
    ['/assets/', 404],
    ['/notes.md', 404],
    ['/__proto__', 404],
    ['/ws', 404],
    [`/${'a'.repeat(10_000)}`, 404],
    ['http://127.0.0.1/', 400],
  ])('%s is refused', async (path, status) => {
    const answer = await ask(path)
    expect(answer.status).toBe(status)
    expect(answer.text).not.toContain('secret\n')
    await stillServes()
  })

  it('a foreign Host or Origin gets nothing, also with the token', async () => {
    const token = new URL(server.url).search
    for (const headers of [
      { Host: 'evil.example' },
      { Host: `localhost:${server.port}` },
      { Host: '127.0.0.1' },
      { Origin: 'http://evil.example' },
      { Origin: 'null' },
    ] as Record<string, string>[]) {
      for (const path of ['/', `/${token}`, '/assets/index-Ab3_d-9Z.js']) {
        const answer = await ask(path, { headers })
        expect(answer.status, JSON.stringify(headers)).toBe(403)
        expect(answer.headers['set-cookie']).toBeUndefined()
      }
    }
  })

  it('takes GET and HEAD only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) expect((await ask('/', { method })).status).toBe(405)
    expect(await raw(`POST / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 99999999999\r\n\r\nabc`)).toMatch(/^HTTP\/1\.1 405/)
  })

  it('survives what is no HTTP', async () => {
    expect(await raw('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/)
    expect(await raw('GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/)
    expect(await raw('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403/)
    expect(await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4/)
    await raw('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n')
    await stillServes()
  })

  describe('of clients that let it wait', () => {
    let impatient: RunningServer
    beforeAll(async () => {
      const patience = { headersMs: 300, requestMs: 600, everyMs: 50 }
      impatient = await serveApp({ app: fake.app, rendererDir: join(root, 'renderer'), port: 0, patience })
    })
    afterAll(() => impatient.close())

    it('says nothing on a connection that was opened ahead of its request, and lets it go', async () => {
      const socket = connect(impatient.port, '127.0.0.1')
      const said: Buffer[] = []
      socket.on('data', (chunk: Buffer) => said.push(chunk))
      await new Promise((resolve) => socket.once('close', resolve))
      expect(Buffer.concat(said).toString()).toBe('')
    })

    it('cuts off one that never finishes its request', async () => {
      const started = Date.now()
      expect(await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${impatient.port}\r\nX-Slow: `, impatient)).toMatch(/^(HTTP\/1\.1 (400|408)|$)/)
      expect(Date.now() - started).toBeGreaterThanOrEqual(250)
    })

    it('has usually a few seconds', () => {
      const { headersMs, requestMs, everyMs } = usualPatience
      expect(headersMs + everyMs).toBeLessThan(9_000)
      expect(requestMs).toBeGreaterThan(headersMs)
    })
  })

  it('is there again after thousands of connections', async () => {
    const sockets = Array.from({ length: 2000 }, () => connect(server.port, '127.0.0.1').on('error', () => undefined))
    await new Promise((resolve) => setTimeout(resolve, 500))
    for (const one of sockets) one.destroy()
    await new Promise((resolve) => setTimeout(resolve, 200))
    await stillServes()
  }, 20_000)
})

describe('sockets', () => {
  it('carries requests, failures and pushes', async () => {
    const webSocket = await opened()
    webSocket.send(JSON.stringify({ id: 7, method: 'run.seek', input: { t: 5 } }))
    expect(await next(webSocket)).toEqual({ id: 7, ok: true, output: { method: 'run.seek', input: { t: 5 } } })
    webSocket.send(JSON.stringify({ id: 8, method: 'fail', input: {} }))
    expect(await next(webSocket)).toEqual({ id: 8, ok: false, code: 'noRun', message: 'No lab is open' })
    const pushed = next(webSocket)
    fake.push({ frame: { n: 1 } })
    expect(await pushed).toEqual({ push: 'run.frame', payload: { frame: { n: 1 } } })
    webSocket.terminate()
  })

  it.each([
    ['a foreign origin', { origin: 'http://evil.example' }, 403],
    ['no origin', { origin: null }, 403],
    ['an origin of another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['a foreign host', { host: 'evil.example' }, 403],
    ['no cookie', { cookie: '' }, 403],
    ['a wrong cookie', { cookie: 'hostdown=1' }, 403],
    ['another path', { path: '/other' }, 404],
  ] satisfies [string, SocketOptions, number][])('refuses %s', async (_what, options, status) => {
    expect(await outcome(socket(options))).toBe(status)
  })

  it.each([
    ['text that is no JSON', 'hello', 1008],
    ['JSON that is no request', '[1,2,3]', 1008],
    ['a request with more in it', '{"id":1,"method":"app.info","input":{},"more":1}', 1008],
    ['bytes', Buffer.from([1, 2, 3]), 1008],
    ['lists a million deep', '['.repeat(1_000_000), 1008],
    ['100 MB', 'x'.repeat(100_000_000), 1009],
  ])('closes on %s', async (_what, message, code) => {
    const webSocket = await opened()
    webSocket.on('error', () => undefined)
    webSocket.send(message)
    // The peer may be gone before it has read the close code of a message that was too large.
    expect([code, 1006]).toContain(await closed(webSocket))
    await stillServes()
  })

  const mask = [0, 0, 0, 0]
  it.each([
    ['without a mask', [0x81, 0x02, 0x7b, 0x7d]],
    ['with reserved bits', [0xf1, 0x80, ...mask]],
    ['of no kind', [0x83, 0x80, ...mask]],
    ['that goes on with nothing', [0x80, 0x80, ...mask]],
    ['that is a large ping', [0x89, 0xfe, 0x00, 0x7e, ...mask]],
    ['that is a ping in pieces', [0x09, 0x80, ...mask]],
    ['that claims 2^53 bytes', [0x81, 0xff, 0x00, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, ...mask]],
    ['that claims more than it may', [0x81, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x00, 0x01, ...mask]],
    ['of text that is no UTF-8', [0x81, 0x81, ...mask, 0xff]],
    ['that closes with half a code', [0x88, 0x81, ...mask, 0x03]],
  ])('hangs up on a frame %s', async (_what, frame) => {
    const upgrade = [
      'GET /ws HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      `Origin: http://127.0.0.1:${server.port}`,
      `Cookie: ${cookie}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ]
    expect(await raw(Buffer.concat([Buffer.from(`${upgrade.join('\r\n')}\r\n\r\n`), Buffer.from(frame)]))).toMatch(/^HTTP\/1\.1 101/)
    await stillServes()
  })

  it('takes 32 windows and no more', async () => {
    await new Promise((resolve) => setTimeout(resolve, 100))
    const windows = await Promise.all(Array.from({ length: 32 }, () => opened()))
    expect(await outcome(socket())).toBe(503)
    for (const webSocket of windows) webSocket.terminate()
    await Promise.all(windows.map(closed))
    await new Promise((resolve) => setTimeout(resolve, 100))
    await stillServes()
  })

  it('answers a flood of requests, each once', async () => {
    const webSocket = await opened()
    const ids = new Set<number>()
    const all = new Promise<void>((resolve) =>
      webSocket.on('message', (data: Buffer) => ids.add((JSON.parse(data.toString()) as { id: number }).id).size === 5000 && resolve()),
    )
    for (let id = 0; id < 5000; id++) webSocket.send(JSON.stringify({ id, method: 'app.info', input: {} }))
    await all
    webSocket.terminate()
  })

  it('drops frames for a window that does not read, and only for that one, which gets the last once it reads', async () => {
    const [slow, quick] = [await opened(), await opened()]
    let received = 0
    quick.on('message', () => received++)
    slow.pause()
    const text = 'x'.repeat(500_000)
    const before = process.memoryUsage().rss
    for (let i = 0; i < 200; i++) {
      fake.push({ i, text })
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(received).toBeGreaterThan(100)
    let late = 0
    const last = new Promise<void>((resolve) =>
      slow.on('message', (data: Buffer) => {
        late++
        if ((JSON.parse(data.toString()) as { payload: { i: number } }).payload.i === 199) resolve()
      }),
    )
    slow.resume()
    await last
    expect(late).toBeLessThan(100)
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
    slow.terminate()
    quick.terminate()
  }, 20_000)
})

describe('ports', () => {
  it('takes the next one where the port is in use', async () => {
    const blocker = createServer()
    const port = await new Promise<number>((resolve) => blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as { port: number }).port)))
    const second = await serveApp({ app: fakeApp().app, rendererDir: root, port })
    expect(second.port).toBeGreaterThan(port)
    await second.close()
    blocker.close()
  })
})
