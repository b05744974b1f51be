/** Electron's entry: the same application as in the browser, in a window of its own. */
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import { createApp } from '../../app/create-app.ts'
import { serveWindows } from './ipc.ts'
import { openWindow, registerScheme, servePages } from './window.ts'

const out = join(import.meta.dirname, '..')

async function start(): Promise<void> {
  registerScheme()
  app.enableSandbox()
  await app.whenReady()
  const hostdown = createApp({
    shell: 'electron',
    // Relative to this entry in out/main.
    workerUrl: new URL('./run.worker.js', import.meta.url),
    startLab: labArgument(process.argv),
    resourcesDir: join(out, '..', 'resources'),
  })
  servePages(join(out, 'renderer'))
  serveWindows(hostdown)
  const show = (): unknown => openWindow(join(out, 'preload', 'index.cjs'))
  show()
  app.on('activate', () => BrowserWindow.getAllWindows().length === 0 && show())
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', () => void hostdown.close())
}

/** The lab file among the arguments, if any. */
function labArgument(argv: readonly string[]): string | null {
  return argv.slice(1).find((argument) => /\.lab\.(ya?ml|json)$/.test(argument)) ?? null
}

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    console.error(error)
    app.exit(3)
  })
} else {
  app.quit()
}
