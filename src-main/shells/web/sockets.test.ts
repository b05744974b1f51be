import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { next, outcome, Served, type SocketOptions } from './testing/served.ts'

let served: Served
beforeAll(async () => {
  served = await Served.start()
})
afterAll(() => served.close())

const closed = (webSocket: WebSocket): Promise<number> => new Promise((resolve) => webSocket.once('close', resolve))

it('carries requests, failures and pushes', async () => {
  const webSocket = await served.opened()
  webSocket.send(JSON.stringify({ id: 7, method: 'run.seek', input: { t: 5 } }))
  expect(await next(webSocket)).toEqual({ id: 7, ok: true, output: { method: 'run.seek', input: { t: 5 } } })
  webSocket.send(JSON.stringify({ id: 8, method: 'fail', input: {} }))
  expect(await next(webSocket)).toEqual({ id: 8, ok: false, code: 'noRun', message: 'No lab is open' })
  const pushed = next(webSocket)
  served.push({ frame: { n: 1 } })
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
  expect(await outcome(served.socket(options))).toBe(status)
})

it.each([
  ['text that is no JSON', 'hello', 1008],
  ['JSON that is no request', '[1,2,3]', 1008],
  ['a request with more in it', '{"id":1,"method":"app.info","input":{},"more":1}', 1008],
  ['bytes', Buffer.from([1, 2, 3]), 1008],
  ['lists a million deep', '['.repeat(1_000_000), 1008],
  ['100 MB', 'x'.repeat(100_000_000), 1009],
])('closes on %s', async (_what, message, code) => {
  const webSocket = await served.opened()
  webSocket.on('error', () => undefined)
  webSocket.send(message)
  // The peer may be gone before it has read the close code of a message that was too large.
  expect([code, 1006]).toContain(await closed(webSocket))
  await served.stillServes()
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
    `Host: 127.0.0.1:${served.port}`,
    `Origin: http://127.0.0.1:${served.port}`,
    `Cookie: ${served.cookie}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
  expect(await served.raw(Buffer.concat([Buffer.from(`${upgrade.join('\r\n')}\r\n\r\n`), Buffer.from(frame)]))).toMatch(/^HTTP\/1\.1 101/)
  await served.stillServes()
})

it('takes 32 windows and no more', async () => {
  await new Promise((resolve) => setTimeout(resolve, 100))
  const windows = await Promise.all(Array.from({ length: 32 }, () => served.opened()))
  expect(await outcome(served.socket())).toBe(503)
  for (const webSocket of windows) webSocket.terminate()
  await Promise.all(windows.map(closed))
  await new Promise((resolve) => setTimeout(resolve, 100))
  await served.stillServes()
})

it('answers a flood of requests, each once', async () => {
  const webSocket = await served.opened()
  const ids = new Set<number>()
  const all = new Promise<void>((resolve) =>
    webSocket.on('message', (data: Buffer) => ids.add((JSON.parse(data.toString()) as { id: number }).id).size === 5000 && resolve()),
  )
  for (let id = 0; id < 5000; id++) webSocket.send(JSON.stringify({ id, method: 'app.info', input: {} }))
  await all
  webSocket.terminate()
})

it('drops frames for a window that does not read, and only for that one, which gets the last once it reads', async () => {
  const [slow, quick] = [await served.opened(), await served.opened()]
  let received = 0
  quick.on('message', () => received++)
  slow.pause()
  const text = 'x'.repeat(500_000)
  const before = process.memoryUsage().rss
  for (let i = 0; i < 200; i++) {
    served.push({ i, text })
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
