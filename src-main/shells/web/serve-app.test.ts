import { connect, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveApp, usualPatience, type RunningServer } from './serve-app.ts'
import { fakeApp, raw, Served } from './testing/served.ts'

let served: Served
beforeAll(async () => {
  served = await Served.start()
})
afterAll(() => served.close())

describe('pages', () => {
  it('exchanges the token for a cookie that scripts and other sites cannot use, and cleans the address', async () => {
    const answer = await served.ask(`/${served.token}`, { headers: { Cookie: '' } })
    expect(answer).toMatchObject({ status: 303, headers: { location: '/' } })
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^hostdown-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  it('shows nothing without them', async () => {
    for (const path of ['/', '/assets/index-Ab3_d-9Z.js', '/?token=', `/?token=${'A'.repeat(43)}`, '/nothing']) {
      const answer = await served.ask(path, { headers: { Cookie: '' } })
      expect(answer.status, path).toBe(403)
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    expect((await served.ask('/', { headers: { Cookie: `${served.cookie}x` } })).status).toBe(403)
  })

  it('sends strict headers with everything', async () => {
    for (const [path, status] of [
      ['/', 200],
      ['/nothing', 404],
      ['/%zz', 400],
    ] as const) {
      const answer = await served.ask(path)
      expect(answer.status).toBe(status)
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; ")
      expect(answer.headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${served.port};`)
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
      })
    }
  })

  it('lets browsers keep hashed files, and only those', async () => {
    expect((await served.ask('/assets/index-Ab3_d-9Z.js')).headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
    })
    expect((await served.ask('/')).headers['cache-control']).toBe('no-cache')
    expect(await served.ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
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
    const answer = await served.ask(path)
    expect(answer.status).toBe(status)
    expect(answer.text).not.toContain('secret\n')
    await served.stillServes()
  })

  it('a foreign Host or Origin gets nothing, also with the token', async () => {
    const { token } = served
    for (const headers of [
      { Host: 'evil.example' },
      { Host: `localhost:${served.port}` },
      { Host: '127.0.0.1' },
      { Origin: 'http://evil.example' },
      { Origin: 'null' },
    ] as Record<string, string>[]) {
      for (const path of ['/', `/${token}`, '/assets/index-Ab3_d-9Z.js']) {
        const answer = await served.ask(path, { headers })
        expect(answer.status, JSON.stringify(headers)).toBe(403)
        expect(answer.headers['set-cookie']).toBeUndefined()
      }
    }
  })

  it('takes GET and HEAD only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) expect((await served.ask('/', { method })).status).toBe(405)
    expect(await served.raw(`POST / HTTP/1.1\r\nHost: 127.0.0.1:${served.port}\r\nContent-Length: 99999999999\r\n\r\nabc`)).toMatch(/^HTTP\/1\.1 405/)
  })

  it('survives what is no HTTP', async () => {
    expect(await served.raw('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/)
    expect(await served.raw('GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/)
    expect(await served.raw('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403/)
    expect(await served.raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${served.port}\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4/)
    await served.raw('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n')
    await served.stillServes()
  })

  describe('of clients that let it wait', () => {
    let impatient: RunningServer
    beforeAll(async () => {
      impatient = await served.another({ headersMs: 300, requestMs: 600, everyMs: 50 })
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
      expect(await raw(impatient.port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${impatient.port}\r\nX-Slow: `)).toMatch(/^(HTTP\/1\.1 (400|408)|$)/)
      expect(Date.now() - started).toBeGreaterThanOrEqual(250)
    })

    it('has usually a few seconds', () => {
      const { headersMs, requestMs, everyMs } = usualPatience
      expect(headersMs + everyMs).toBeLessThan(9_000)
      expect(requestMs).toBeGreaterThan(headersMs)
    })
  })

  it('is there again after thousands of connections', async () => {
    const sockets = Array.from({ length: 2000 }, () => connect(served.port, '127.0.0.1').on('error', () => undefined))
    await new Promise((resolve) => setTimeout(resolve, 500))
    for (const one of sockets) one.destroy()
    await new Promise((resolve) => setTimeout(resolve, 200))
    await served.stillServes()
  }, 20_000)
})

describe('ports', () => {
  it('takes the next one where the port is in use', async () => {
    const blocker = createServer()
    const port = await new Promise<number>((resolve) => blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as { port: number }).port)))
    const second = await serveApp({ app: fakeApp().app, rendererDir: import.meta.dirname, port })
    expect(second.port).toBeGreaterThan(port)
    await second.close()
    blocker.close()
  })
})
