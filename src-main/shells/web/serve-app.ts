/** The web shell: the application for a browser on the same machine. Nothing that the network can send ends it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { App } from '../../app/create-app.ts'
import { Guard, LOOPBACK } from './guard.ts'
import { serveSockets } from './sockets.ts'
import { findFile, pathOf, sendFile } from './static-files.ts'

export const DEFAULT_PORT = 4173
/** Ports tried after the one that was asked for, where it is in use. */
const NEXT_PORTS = 20
const CONNECTIONS_MAX = 256

/** How long a client may take, ms: to ask, and to have asked all of it; and how often that is looked at. */
export interface Patience {
  readonly headersMs: number
  readonly requestMs: number
  readonly everyMs: number
}
export const usualPatience: Patience = { headersMs: 5_000, requestMs: 10_000, everyMs: 1_000 }

export interface ServerOptions {
  readonly app: App
  /** Folder of the built window. */
  readonly rendererDir: string
  /** In use: the next ones are tried. 0: any free one. */
  readonly port?: number
  readonly patience?: Patience
}

export interface RunningServer {
  /** With the token: for the browser, and for nobody else. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** Serves an application. Rejects where no port is free. */
export async function serveApp({ app, rendererDir, port = DEFAULT_PORT, patience = usualPatience }: ServerOptions): Promise<RunningServer> {
  // Slow and idle connections are cut off, so that they cannot use up the places.
  const server = createServer({
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: patience.everyMs,
  })
  server.maxConnections = CONNECTIONS_MAX
  server.timeout = 60_000
  const actualPort = await listen(server, port)
  const guard = new Guard(actualPort)
  server.on('request', (request, response) => {
    respond(request, response, guard, rendererDir).catch(() => response.destroy())
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Browsers open connections before they need them: what is written there is taken for the answer to their next request.
    const isSilent = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
    if (!isSilent && socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => socket.destroy())
    else socket.destroy()
  })
  server.on('error', () => undefined)
  const sockets = serveSockets(server, app, guard)
  return {
    url: guard.url,
    port: actualPort,
    async close() {
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  const last = port === 0 ? 0 : Math.min(port + NEXT_PORTS, 65_535)
  for (let candidate = port; ; candidate++) {
    try {
      await listenOn(server, candidate)
      const address = server.address()
      return typeof address === 'object' && address !== null ? address.port : candidate
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null
      if ((code !== 'EADDRINUSE' && code !== 'EACCES') || candidate >= last) throw error
    }
  }
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
}

async function respond(request: IncomingMessage, response: ServerResponse, guard: Guard, rendererDir: string): Promise<void> {
  request.on('error', () => response.destroy())
  response.on('error', () => response.destroy())
  setHeaders(response, guard)
  if (!guard.isOurs(request)) return refuse(response, 403, 'This address is not for you.')
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET.', { Allow: 'GET, HEAD' })
  const path = pathOf(request.url ?? '')
  if (path === null) return refuse(response, 400, 'This is not an address.')
  if (path === '/' && guard.isToken(tokenOf(request))) {
    response.writeHead(303, { Location: '/', 'Set-Cookie': guard.setCookie, 'Cache-Control': 'no-store', 'Content-Length': 0 }).end()
    return
  }
  if (!guard.hasCookie(request)) return refuse(response, 403, 'Open the address that Hostdown printed when it started.')
  const file = await findFile(rendererDir, path)
  if (file === null) return refuse(response, 404, 'There is nothing here.')
  sendFile(request, response, file)
}

const tokenOf = (request: IncomingMessage): string | null => new URLSearchParams((request.url ?? '').split('?')[1] ?? '').get('token')

function setHeaders(response: ServerResponse, guard: Guard): void {
  response.setHeader('Content-Security-Policy', guard.csp)
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('X-Frame-Options', 'DENY')
  response.setHeader('Referrer-Policy', 'no-referrer')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
}

/** What a refused client still sends is not read. */
function refuse(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', Connection: 'close', ...headers })
  response.end(`${text}\n`)
}
