/** The built window: files of one folder, nothing outside it. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream'

const types: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
}

/** Built files carry a hash of their content in their name. */
const hashed = /^\/assets\/.+-[\w-]{8}\.\w+$/

/** The path that a request asks for, decoded; null where that is impossible. */
export function pathOf(url: string): string | null {
  if (!url.startsWith('/')) return null
  try {
    const path = decodeURIComponent(url.split(/[?#]/)[0] ?? '')
    return path.includes('\0') || path.includes('\\') ? null : path
  } catch {
    return null
  }
}

export interface FoundFile {
  readonly path: string
  readonly bytes: number
  readonly type: string
  readonly cacheControl: string
}

/** Null where there is no such file in the folder. */
export async function findFile(folder: string, path: string): Promise<FoundFile | null> {
  const root = resolve(folder)
  const file = resolve(root, `.${path === '/' ? '/index.html' : path}`)
  if (!file.startsWith(root + sep)) return null
  const type = types[extname(file).toLowerCase()]
  if (type === undefined) return null
  const info = await stat(file).catch(() => null)
  if (info === null || !info.isFile()) return null
  return { path: file, bytes: info.size, type, cacheControl: hashed.test(path) ? 'private, max-age=31536000, immutable' : 'no-cache' }
}

export function sendFile(request: IncomingMessage, response: ServerResponse, file: FoundFile): void {
  response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.bytes, 'Cache-Control': file.cacheControl })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  // A client that leaves half-way ends the stream; that is its right.
  pipeline(createReadStream(file.path), response, () => response.destroyed || response.end())
}
