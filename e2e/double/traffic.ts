/** Schemes, requests and messages between the page and the main process. */
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serialize } from 'node:v8'
import type { Frame, Route } from '@playwright/test'

// Chromium knows no schemes of ours and Playwright intercepts none: `hostdown://window/x` is `https://window.hostdown.invalid/x` in the page.
const suffix = '.invalid'

export function toPage(url: string): string {
  const { protocol: scheme, host, pathname, search } = new URL(url)
  return schemes.has(scheme.slice(0, -1)) ? `https://${host}.${scheme.slice(0, -1)}${suffix}${pathname}${search}` : url
}

export function fromPage(url: string): string {
  if (!URL.canParse(url)) return url
  const { host, pathname, search } = new URL(url)
  const [name, scheme] = host.endsWith(suffix) ? host.slice(0, -suffix.length).split('.') : []
  return name !== undefined && scheme !== undefined && schemes.has(scheme) ? `${scheme}://${name}${pathname}${search}` : url
}

type PageHandler = (request: Request) => Promise<Response>
const schemes = new Set<string>()
const handlers = new Map<string, PageHandler>()

export const protocol = {
  registerSchemesAsPrivileged: (list: readonly { readonly scheme: string }[]): void => list.forEach(({ scheme }) => schemes.add(scheme)),
  handle: (scheme: string, handler: PageHandler): void => void handlers.set(scheme, handler),
}

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
}

export const net = {
  /** Files only: that is all the shell asks for. */
  async fetch(url: string): Promise<Response> {
    const path = fileURLToPath(url)
    try {
      return new Response(await readFile(path), { headers: { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' } })
    } catch {
      throw new Error('net::ERR_FILE_NOT_FOUND')
    }
  },
}

type BeforeRequest = (details: { readonly url: string }, answer: (response: { readonly cancel?: boolean }) => void) => void
let beforeRequest: { readonly urls: readonly string[]; readonly listener: BeforeRequest } | null = null

export const session = {
  defaultSession: {
    // Chromium without a head denies what nobody granted.
    setPermissionRequestHandler: (): void => undefined,
    setPermissionCheckHandler: (): void => undefined,
    webRequest: {
      onBeforeRequest: ({ urls }: { readonly urls: readonly string[] }, listener: BeforeRequest): void => {
        beforeRequest = { urls, listener }
      },
    },
  },
}

const matches = (pattern: string, url: string): boolean => url.startsWith(`${pattern.split('://')[0] ?? ''}://`)

/** Answers what a page asks for: our schemes by their handlers, everything else by what the shell says to it. */
export async function answerRequest(route: Route): Promise<void> {
  const url = fromPage(route.request().url())
  const handler = handlers.get(new URL(url).protocol.slice(0, -1))
  if (handler !== undefined) {
    const response = await handler(new Request(url)).catch(() => null)
    if (response === null) return route.abort('failed')
    return route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) })
  }
  let cancelled = false
  if (beforeRequest?.urls.some((pattern) => matches(pattern, url)) === true)
    beforeRequest.listener({ url }, ({ cancel }) => {
      cancelled = cancel === true
    })
  return cancelled ? route.abort('blockedbyclient') : route.continue()
}

type InvokeHandler = (event: object, ...args: unknown[]) => unknown
const invokable = new Map<string, InvokeHandler>()

export const ipcMain = { handle: (channel: string, handler: InvokeHandler): void => void invokable.set(channel, handler) }

/** One text there and one back: Playwright's bindings would turn maps and buffers into plain objects. */
export async function answerInvoke(frame: Frame, text: string): Promise<string> {
  const [channel, ...args] = JSON.parse(text) as [string, ...unknown[]]
  const handler = invokable.get(channel)
  if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
  const parent = frame.parentFrame()
  const senderFrame = { url: fromPage(frame.url()), parent: parent === null ? null : { url: fromPage(parent.url()) } }
  return cloned((await handler({ senderFrame }, ...args)) ?? null)
}

/** What could not be cloned in Electron throws here too. */
export function cloned(value: unknown): string {
  serialize(value)
  return JSON.stringify(value)
}
