/** The window and the page in it. Pages come from out/renderer over a scheme of their own; nothing else is loaded, ever. */
import { resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BrowserWindow, nativeTheme, net, protocol, screen, session } from 'electron'
import { placeWindow, readWindowState, SMALLEST, writeWindowState } from './window-state.ts'

const scheme = 'hostdown'
const origin = `${scheme}://window`
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const elsewhere = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*']
/** The page's own background (`src-renderer/styles/tokens.ts`), so that a window that opens does not flash. */
export const backgrounds = { light: '#eef2f5', dark: '#111b21' }
const SAVE_AFTER_MS = 500

export const isOwnPage = (url: string): boolean => url === origin || url.startsWith(`${origin}/`)

/** Before the application is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** Serves the pages in `rendererDir`, and denies every permission and every request to elsewhere. */
export function servePages(rendererDir: string): void {
  protocol.handle(scheme, async (request) => {
    const { pathname } = new URL(request.url)
    const file = resolve(rendererDir, `.${pathname === '/' ? '/index.html' : decodeURIComponent(pathname)}`)
    if (!isOwnPage(request.url) || !file.startsWith(rendererDir + sep)) return new Response('Not found', { status: 404 })
    const page = await net.fetch(pathToFileURL(file).href)
    const headers = new Headers(page.headers)
    headers.set('Content-Security-Policy', contentSecurityPolicy)
    return new Response(page.body, { status: page.status, headers })
  })
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.webRequest.onBeforeRequest({ urls: elsewhere }, (_details, answer) => answer({ cancel: true }))
}

export interface WindowOptions {
  readonly preload: string
  /** File that keeps where the window was. */
  readonly statePath: string
}

export function openWindow({ preload, statePath }: WindowOptions): BrowserWindow {
  const { bounds, maximized } = readWindowState(statePath)
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea)
  const window = new BrowserWindow({
    ...placeWindow(bounds, areas),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Hostdown',
    backgroundColor: background(),
    // The checker of spelling would fetch its dictionaries.
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
  })
  if (maximized) window.maximize()
  keepState(window, statePath)
  const { webContents } = window
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  webContents.on('will-navigate', (event) => event.preventDefault())
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  const repaint = (): void => window.setBackgroundColor(background())
  nativeTheme.on('updated', repaint)
  window.once('closed', () => nativeTheme.off('updated', repaint))
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${origin}/index.html`)
  return window
}

const background = (): string => (nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light)

/** Some moments after the last change, and when it closes: a computer may be switched off with the window open. */
function keepState(window: BrowserWindow, path: string): void {
  const save = (): void => writeWindowState(path, { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  let timer: NodeJS.Timeout | null = null
  const later = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(save, SAVE_AFTER_MS)
  }
  window.on('resize', later)
  window.on('move', later)
  window.on('maximize', later)
  window.on('unmaximize', later)
  window.on('close', () => {
    if (timer !== null) clearTimeout(timer)
    save()
  })
}

/** The window, in front, to whoever asked for Hostdown a second time. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
