/** Electron's entry: the same application as in the browser, in a window of its own. */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
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
    startLab: labArgument(),
    resourcesDir: join(out, '..', 'resources'),
  })
  app.on('will-quit', () => void hostdown.close())
  app.on('window-all-closed', () => app.quit())
  const problems = await hostdown.started
  if (problems.length > 0) {
    for (const { path, line, message } of problems) console.error(`${path}: ${message}${line === null ? '' : ` (line ${line})`}`)
    app.exit(2)
    return
  }
  servePages(join(out, 'renderer'))
  serveWindows(hostdown)
  const show = (): unknown => openWindow(join(out, 'preload', 'index.cjs'))
  show()
  app.on('activate', () => BrowserWindow.getAllWindows().length === 0 && show())
}

/** The lab file among the arguments, if any; relative to where the user stands, also through npm. */
function labArgument(): string | null {
  const args = process.argv.slice(app.isPackaged ? 1 : 2)
  const { positionals } = parseArgs({ args, allowPositionals: true, strict: false, options: { port: { type: 'string' }, data: { type: 'string' } } })
  return positionals[0] === undefined ? null : resolve(process.env['INIT_CWD'] ?? '', positionals[0])
}

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    console.error(error)
    app.exit(3)
  })
} else {
  app.quit()
}
