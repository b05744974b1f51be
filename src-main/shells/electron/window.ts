/** The window and the page in it. Pages come from out/renderer over a scheme of their own; nothing else is loaded, ever. */
import { resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BrowserWindow, net, protocol, session } from 'electron'

const scheme = 'hostdown'
const origin = `${scheme}://window`
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

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
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
}

export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1600,
    height: 1000,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Hostdown',
    backgroundColor: '#16191d',
    autoHideMenuBar: true,
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false },
  })
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-navigate', (event) => event.preventDefault())
  window.webContents.on('will-attach-webview', (event) => event.preventDefault())
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${origin}/index.html`)
  return window
}
