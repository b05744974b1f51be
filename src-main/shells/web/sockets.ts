/** The API over WebSockets: requests and replies by id, pushes to every window. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import type { App } from '../../app/create-app.ts'
import { apiFailureOf, type ApiPush, type ApiReply } from '../../contract/api.ts'
import type { Guard } from './guard.ts'

const CLIENTS_MAX = 32
/** A lab file has to fit into one message. */
const MESSAGE_BYTES_MAX = 8 * 1024 * 1024
/** A window with so much unread is pushed nothing more; when it has read that, it gets the last of each kind, and notices the gap in its frames. */
const UNREAD_BYTES_FOR_PUSHES = 4 * 1024 * 1024
/** A window that lets so much pile up reads nothing at all. */
const UNREAD_BYTES_MAX = 128 * 1024 * 1024
/** Requests of one window that wait for an answer; further ones stay in the network's buffers. */
const WAITING_MAX = 32
const PING_INTERVAL_MS = 30_000

const requestSchema = z.strictObject({ id: z.number().int().min(0), method: z.string().max(100), input: z.unknown() })

interface Client {
  readonly socket: WebSocket
  /** What it was not told: the last message of each kind, in the order in which they came. */
  readonly missed: Map<ApiPush, string>
  waiting: number
  isAlive: boolean
}

export interface Sockets {
  readonly count: number
  close(): void
}

export function serveSockets(server: Server, app: App, guard: Guard): Sockets {
  const acceptor = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX, perMessageDeflate: false, clientTracking: false })
  const clients = new Set<Client>()

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const refusal = refusalOf(request, guard, clients.size)
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
      return
    }
    acceptor.handleUpgrade(request, socket, head, (webSocket) => accept(webSocket, app, clients))
  })

  const stopPushes = app.onPushText((push, text) => broadcast(clients, push, text))
  const pings = setInterval(() => clients.forEach(ping), PING_INTERVAL_MS)
  pings.unref()
  return {
    get count() {
      return clients.size
    },
    close() {
      clearInterval(pings)
      stopPushes()
      for (const { socket } of clients) socket.terminate()
      acceptor.close()
    },
  }
}

function refusalOf(request: IncomingMessage, guard: Guard, clients: number): string | null {
  if (!guard.maySocket(request)) return '403 Forbidden'
  if (request.url !== '/ws') return '404 Not Found'
  return clients >= CLIENTS_MAX ? '503 Service Unavailable' : null
}

function accept(socket: WebSocket, app: App, clients: Set<Client>): void {
  const client: Client = { socket, missed: new Map(), waiting: 0, isAlive: true }
  clients.add(client)
  socket.on('close', () => clients.delete(client))
  // Too large a message, a wrong frame, a broken connection: ws closes the socket after this.
  socket.on('error', () => socket.terminate())
  socket.on('pong', () => (client.isAlive = true))
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    const request = isBinary ? null : parse(data)
    if (request === null) socket.close(1008, 'Not a request')
    else void answer(client, app, request)
  })
}

type Request = z.infer<typeof requestSchema>

function parse(data: Buffer): Request | null {
  try {
    return requestSchema.safeParse(JSON.parse(data.toString('utf8'))).data ?? null
  } catch {
    return null
  }
}

async function answer(client: Client, app: App, { id, method, input }: Request): Promise<void> {
  if (++client.waiting >= WAITING_MAX) client.socket.pause()
  const reply = await app.invoke(method, input).then(
    (output): ApiReply => ({ id, ok: true, output }),
    (error: unknown): ApiReply => ({ id, ok: false, ...apiFailureOf(error) }),
  )
  if (--client.waiting < WAITING_MAX) client.socket.resume()
  send(client, JSON.stringify(reply))
}

function broadcast(clients: ReadonlySet<Client>, push: ApiPush, payload: string): void {
  if (clients.size === 0) return
  const text = `{"push":${JSON.stringify(push)},"payload":${payload}}`
  for (const client of clients) {
    const { socket, missed } = client
    if (missed.size === 0 && socket.bufferedAmount < UNREAD_BYTES_FOR_PUSHES) send(client, text)
    else {
      missed.delete(push)
      missed.set(push, text)
    }
  }
}

function send(client: Client, text: string): void {
  const { socket } = client
  if (socket.readyState !== WebSocket.OPEN) return
  if (socket.bufferedAmount > UNREAD_BYTES_MAX) socket.terminate()
  else socket.send(text, () => sendMissed(client))
}

/** Once all is on its way. */
function sendMissed(client: Client): void {
  const { socket, missed } = client
  if (missed.size === 0 || socket.bufferedAmount > 0) return
  const texts = [...missed.values()]
  missed.clear()
  for (const text of texts) send(client, text)
}

/** A window that did not answer the ping before is gone. */
function ping(client: Client): void {
  if (!client.isAlive) {
    client.socket.terminate()
    return
  }
  client.isAlive = false
  client.socket.ping()
}
