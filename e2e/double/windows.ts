/** Windows as Chromium pages. Bounds and states are kept as numbers: there is no desktop here. */
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Frame, Page, Request as PageRequest, Route } from '@playwright/test'
import { app, preventable } from './app.ts'
import { context } from './browser.ts'
import { preloadScript } from './preload-page.ts'
import { answerInvoke, answerRequest, cloned, fromPage, toPage } from './traffic.ts'

interface Bounds {
  x: number
  y: number
  width: number
  height: number
}
interface Options extends Partial<Bounds> {
  readonly webPreferences?: {
    readonly preload?: string
    readonly sandbox?: boolean
    readonly contextIsolation?: boolean
    readonly nodeIntegration?: boolean
    readonly webviewTag?: boolean
  }
}

const windows = new Set<BrowserWindow>()
let served: Promise<void> | null = null

const windowOf = (page: Page | null): BrowserWindow | undefined => [...windows].find((window) => window.webContents.page === page)

/** Once, for all pages: requests, messages and pages that pages open. */
async function serve(): Promise<void> {
  await context().exposeBinding('__doubleInvoke', ({ frame }, text: string) => answerInvoke(frame, text))
  await context().route('**/*', answer)
}

/** A navigation that the page began is asked for first. */
async function answer(route: Route): Promise<void> {
  const request = route.request()
  const frame = frameOf(request)
  const contents = windowOf(frame?.page() ?? null)?.webContents
  const byPage = request.isNavigationRequest() && frame?.parentFrame() === null && contents?.expected !== request.url()
  if (contents !== undefined && byPage) {
    const event = preventable({ url: fromPage(request.url()) })
    contents.emit('will-navigate', event, fromPage(request.url()))
    if (event.defaultPrevented) return route.abort('aborted')
  }
  return answerRequest(route)
}

/** Null for the first request of a page that is being opened by another one. */
function frameOf(request: PageRequest): Frame | null {
  try {
    return request.frame()
  } catch {
    return null
  }
}

type OpenHandler = (details: { readonly url: string }) => { readonly action: 'allow' | 'deny' }

class WebContents extends EventEmitter {
  page: Page | null = null
  /** What the shell itself is loading. */
  expected: string | null = null
  #sent: Promise<unknown> = Promise.resolve()
  #mayOpen: OpenHandler = () => ({ action: 'allow' })

  async attach(page: Page, preload: string | undefined): Promise<void> {
    this.page = page
    if (preload !== undefined) await page.addInitScript(preloadScript(readFileSync(preload, 'utf8')))
    page.on('popup', (popup) => void this.#judge(popup))
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 }))
  }

  /** Electron asks before there is a page; here one is there for a moment. */
  async #judge(popup: Page): Promise<void> {
    const { action } = this.#mayOpen({ url: fromPage(popup.url()) })
    if (action === 'deny') await popup.close()
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#mayOpen = handler
  }

  send(channel: string, ...args: unknown[]): void {
    const text = cloned([channel, ...args])
    const emit = (message: string): void => (window as { __doubleEmit?: (text: string) => void }).__doubleEmit?.(message)
    // In order, and to nobody while the page is not there.
    this.#sent = this.#sent.then(() => this.page?.evaluate(emit, text)).catch(() => undefined)
  }

  executeJavaScript(code: string): Promise<unknown> {
    if (this.page === null) throw new Error('The window is not loaded')
    return this.page.evaluate(code)
  }

  async load(url: string): Promise<void> {
    this.expected = toPage(url)
    await this.page?.goto(this.expected)
  }

  reload(): void {
    this.expected = this.page?.url() ?? null
    void this.page?.reload()
  }
}

export class BrowserWindow extends EventEmitter {
  static getAllWindows = (): BrowserWindow[] => [...windows]

  readonly webContents = new WebContents()
  readonly #page: Promise<void>
  #bounds: Bounds
  #maximized = false

  constructor({ webPreferences = {}, ...options }: Options) {
    super()
    const { sandbox, contextIsolation, nodeIntegration, webviewTag } = webPreferences
    if (sandbox === false || contextIsolation === false || nodeIntegration === true || webviewTag === true)
      throw new Error('The double opens sandboxed and isolated windows only')
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 }
    this.#page = this.#open(windows.size === 0, webPreferences.preload)
    windows.add(this)
  }

  async #open(first: boolean, preload: string | undefined): Promise<void> {
    await (served ??= serve())
    const blank = first ? context().pages()[0] : undefined
    const page = blank ?? (await context().newPage())
    await this.webContents.attach(page, preload)
    await page.setViewportSize({ width: this.#bounds.width, height: this.#bounds.height })
    page.on('close', () => this.#closed())
  }

  async loadURL(url: string): Promise<void> {
    await this.#page
    await this.webContents.load(url)
    this.emit('ready-to-show')
  }

  close(): void {
    const event = preventable()
    this.emit('close', event)
    if (!event.defaultPrevented) void this.webContents.page?.close()
  }

  #closed(): void {
    if (!windows.delete(this)) return
    this.emit('closed')
    if (windows.size === 0) app.emit('window-all-closed')
  }

  isDestroyed = (): boolean => !windows.has(this)
  isMinimized = (): boolean => false
  isMaximized = (): boolean => this.#maximized
  restore(): void {}
  show(): void {}
  focus(): void {
    this.emit('focus')
  }
  setBackgroundColor(): void {}
  getNormalBounds = (): Bounds => ({ ...this.#bounds })
  getBounds = (): Bounds => (this.#maximized ? { ...screen.getPrimaryDisplay().workArea } : { ...this.#bounds })

  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    this.emit('move')
    this.emit('resize')
  }

  maximize(): void {
    this.#maximized = true
    this.emit('maximize')
  }

  unmaximize(): void {
    this.#maximized = false
    this.emit('unmaximize')
  }
}

const display = { workArea: { x: 0, y: 0, width: 1920, height: 1040 } }
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] }

class NativeTheme extends EventEmitter {
  #source: 'system' | 'light' | 'dark' = 'system'

  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source
  }

  set themeSource(source: 'system' | 'light' | 'dark') {
    this.#source = source
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
}
export const nativeTheme = new NativeTheme()
