// What a window may send, and what nobody should: calls of the typed API, messages and raw frames of its socket, requests of HTTP. The threads of the
// application are the built ones. After each input a window that does nothing wrong still gets its answer.
import { connect } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { z } from 'zod'
import { WebSocket } from 'ws'
import { createApp } from '../../src-main/app/create-app.ts'
import { apiErrorCodes, apiInputs } from '../../src-main/contract/api.ts'
import { serveApp } from '../../src-main/shells/web/serve-app.ts'
import { ensureBuilt, root } from '../bootstrap.mjs'
import { demandSentence, Finding } from './finding.mjs'
import { Grammar } from './grammar.mjs'
import { hostileNames, hostileValue, mutatedBytes, mutatedTree } from './mutate.mjs'
import { temporaryFolder } from './room.mjs'

/** What nobody needs longer to answer; the machine may be busy. */
const ANSWER_MS = 300_000
/** How long a connection that says nothing sensible is kept. */
const RAW_MS = 5
/** What would take long because much is asked for is asked for in small. */
const PRACTICE_COUNT = 2
const T_MAX = 3_600_000
const names = ['Host A', 'Host B', 'Host C', 'vm-1', 'web', 'article', 'L01', 'host.powerOff', 'vm.reset', 'HA-001', 'ds-1']

export async function open() {
  const { folder, forget } = temporaryFolder()
  const app = builtApp(folder)
  await app.started
  await app.invoke('lab.open', { sample: 'article' })
  const server = await serveApp({ app, rendererDir: join(root, 'resources'), port: 0 })
  const methods = Object.keys(apiInputs)
  const schemas = Object.fromEntries(methods.map((method) => [method, z.toJSONSchema(apiInputs[method], { io: 'input', unrepresentable: 'any' })]))
  const cookie = await cookieOf(server.url)
  const window = await goodWindow(server.port, cookie)
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    maxDepth: 3,
  })

  const call = (dice) => {
    const method = dice.percent(92) ? dice.pick(methods) : dice.pick([...hostileNames, 'run', 'run.', 'run.play ', 'RUN.PLAY', 'invoke', 'close'])
    const schema = schemas[method]
    const way = dice.below(10)
    if (schema === undefined || way === 0) return { method, input: dice.draw(anything) }
    if (way === 1) return { method, input: hostileValue(dice) }
    const input = new Grammar(schema, dice, names).value()
    return { method, input: small(method, way < 4 ? mutatedTree(input, dice, 2) : input) }
  }
  return {
    make(dice) {
      const way = dice.below(10)
      if (way < 6) return { kind: 'calls', calls: Array.from({ length: dice.between(1, 4) }, () => call(dice)) }
      if (way === 6) return { kind: 'text', text: messageText(call(dice), dice) }
      if (way < 9) return { kind: 'frames', bytes: frames(dice) }
      return { kind: 'http', bytes: httpRequest(dice, server.port) }
    },
    async try(input) {
      const outcome = await handed(input)
      await window.demandAnswer()
      return outcome
    },
    show: (input) => ({ name: 'fuzz.json', bytes: Buffer.from(JSON.stringify(input)) }),
    async close() {
      window.close()
      await server.close()
      await app.close()
      forget()
    },
  }

  async function handed(input) {
    if (input.kind === 'calls') return await called(app, input.calls)
    if (input.kind === 'text')
      return await raw(server.port, Buffer.concat([upgrade(server.port, cookie), frame({ opcode: 1, payload: Buffer.from(input.text) })]))
    if (input.kind === 'frames') return await raw(server.port, Buffer.concat([upgrade(server.port, cookie), input.bytes]))
    const answer = await raw(server.port, input.bytes)
    if (/^HTTP\/1\.1 (?:2|3|101)/.test(answer)) throw new Finding(`a stranger got ${answer.slice(0, 60)}`)
    return 'refused'
  }
}

function builtApp(dataFolder) {
  ensureBuilt('main')
  const built = (name) => pathToFileURL(join(root, 'out', 'main', `${name}.worker.js`))
  return createApp({
    shell: 'web',
    workerUrl: built('run'),
    sweepWorkerUrl: built('sweep'),
    importWorkerUrl: built('import'),
    practiceWorkerUrl: built('practice'),
    guidedWorkerUrl: built('guided'),
    startLab: null,
    resourcesDir: join(root, 'resources'),
    dataFolder,
    log: () => undefined,
  })
}

function small(method, input) {
  if (typeof input !== 'object' || input === null) return input
  const least = (key, most) => typeof input[key] === 'number' && input[key] > most && (input[key] = most)
  least('t', T_MAX)
  least('at', T_MAX)
  if (method === 'practice.begin') least('count', PRACTICE_COUNT)
  if (method === 'import.begin' && Array.isArray(input.files)) input.files.forEach((file) => file?.bytes > 1_000_000 && (file.bytes = 1_000_000))
  return input
}

/** All at once, as a window that waits for nothing; then whatever plays stands still. */
async function called(app, calls) {
  const outcomes = await Promise.all(
    calls.map(async ({ method, input }) => {
      try {
        JSON.stringify(await inTime(app.invoke(method, input), method))
        return 'taken'
      } catch (error) {
        if (error instanceof Finding) throw error
        if (!apiErrorCodes.includes(error?.code)) throw error
        if (error.code === 'internal') throw new Finding(`${method} met a fault: ${error.message} ${JSON.stringify(input)?.slice(0, 300)}`)
        demandSentence(error.message, 'undefined NaN')
        return 'refused'
      }
    }),
  )
  await app.invoke('run.pause', {}).catch(() => undefined)
  for (const method of ['sweep.cancel', 'practice.cancel']) await app.invoke(method, {}).catch(() => undefined)
  return outcomes.includes('taken') ? 'taken' : 'refused'
}

async function inTime(promise, what) {
  let timer
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Finding(`${what}: no answer in ${ANSWER_MS / 1000} s`)), ANSWER_MS)))
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

function messageText({ method, input }, dice) {
  const message = { id: dice.pick([1, 0, -1, 1.5, 1e300, '1', null, {}]), method, input }
  const text = stringified(dice.percent(50) ? mutatedTree(JSON.parse(stringified(message)), dice, 2) : message)
  const way = dice.below(8)
  if (way === 0) return text.slice(0, dice.below(text.length + 1))
  if (way === 1) return `${'['.repeat(2 ** dice.between(1, 17))}${text}`
  if (way === 2) return text.replace('"input"', dice.pick(['"__proto__"', '"constructor"', '"input":1,"input"', '"id"']))
  return text
}

function stringified(value) {
  try {
    return JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one)) ?? ''
  } catch {
    return ''
  }
}

const upgrade = (port, cookie) =>
  Buffer.from(
    `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  )

/** RFC 6455, 5.2; `length`: what it claims. */
function frame({ opcode, payload, fin = true, reserved = 0, masked = true, length = payload.length, mask = Buffer.from([1, 2, 3, 4]) }) {
  const head = [(fin ? 0x80 : 0) | (reserved << 4) | opcode]
  const bit = masked ? 0x80 : 0
  if (length < 126) head.push(bit | length)
  else if (length < 65_536) head.push(bit | 126, length >> 8, length & 0xff)
  else {
    const long = Buffer.alloc(8)
    long.writeBigUInt64BE(BigInt(length))
    head.push(bit | 127, ...long)
  }
  if (!masked) return Buffer.concat([Buffer.from(head), payload])
  return Buffer.concat([Buffer.from(head), mask, payload.map((byte, i) => byte ^ mask[i % 4])])
}

function frames(dice) {
  const all = Array.from({ length: dice.between(1, 5) }, () => {
    const payload = dice.pick([
      Buffer.from('{"id":1,"method":"app.info","input":{}}'),
      Buffer.from([0xff, 0xfe, 0xc0]),
      Buffer.alloc(0),
      dice.bytes(dice.below(300)),
      Buffer.alloc(70_000),
    ])
    return frame({
      opcode: dice.percent(50) ? 1 : dice.below(16),
      payload,
      fin: dice.percent(75),
      reserved: dice.percent(85) ? 0 : dice.below(8),
      masked: dice.percent(90),
      ...(dice.percent(20) && { length: dice.pick([0, 125, 126, 65_535, 65_536, 8_388_609, 2 ** 31, 2 ** 53 - 1]) }),
    })
  })
  const bytes = Buffer.concat(all)
  return dice.percent(50) ? mutatedBytes(bytes, dice) : bytes
}

function httpRequest(dice, port) {
  const path = dice.pick([
    '/',
    '/ws',
    '/lab.schema.json',
    '/../package.json',
    '/%2e%2e/x',
    '/?token=',
    `/?token=${'A'.repeat(43)}`,
    '//x',
    '*',
    'http://x/',
  ])
  const host = dice.pick([`127.0.0.1:${port}`, `localhost:${port}`, 'evil.example', `[::1]:${port}`, ''])
  const headers = [
    `Host: ${host}`,
    dice.pick([
      'Cookie: a=b',
      `Cookie: hostdown-${port}=x`,
      'Origin: null',
      'Transfer-Encoding: chunked',
      'Content-Length: -1',
      'Upgrade: websocket\r\nConnection: Upgrade',
      'Expect: 100-continue',
    ]),
  ]
  const text = `${dice.pick(['GET', 'GET', 'POST', 'HEAD', 'OPTIONS', 'CONNECT', 'PRI'])} ${path} HTTP/${dice.pick(['1.1', '1.1', '1.0', '2.0', '0.9'])}\r\n${headers.join('\r\n')}\r\n\r\n`
  return dice.percent(60) ? mutatedBytes(Buffer.from(text), dice) : Buffer.from(text)
}

/** What comes back until the server hangs up, or for a moment. */
function raw(port, bytes) {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, () => setTimeout(() => socket.destroy(), RAW_MS)))
    socket.on('data', (chunk) => (text += chunk.toString('latin1').slice(0, 1000)))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text === '' ? 'nothing' : text.startsWith('HTTP/1.1 101') ? 'taken' : text))
  })
}

async function cookieOf(url) {
  const { headers } = await fetch(url, { redirect: 'manual' })
  return headers.get('set-cookie').split(';')[0]
}

/** A window that asks for what every window asks for. */
async function goodWindow(port, cookie) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { Cookie: cookie, Origin: `http://127.0.0.1:${port}` } })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const waiting = new Map()
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString())
    waiting.get(message.id)?.(message)
    waiting.delete(message.id)
  })
  let last = 0
  return {
    async demandAnswer() {
      if (socket.readyState !== WebSocket.OPEN) throw new Finding('the window beside it lost its connection')
      const id = ++last
      const reply = new Promise((resolve) => waiting.set(id, resolve))
      socket.send(JSON.stringify({ id, method: 'app.info', input: {} }))
      const { ok, message } = await inTime(reply, 'the window beside it')
      if (!ok) throw new Finding(`the window beside it was told: ${message}`)
    },
    close: () => socket.terminate(),
  }
}
