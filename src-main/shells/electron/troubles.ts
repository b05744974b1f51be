/** What the shell tells natively, because no page can: files that do not open, a window that died or hangs, a fault of the shell itself. */
import { app, dialog, type BrowserWindow } from 'electron'
import type { CrashLog } from './crash-log.ts'
import type { MenuTexts } from './menu-texts.ts'

/** A message box has no scroll bar. */
const LINES_MAX = 25

export interface TroublePorts {
  readonly log: CrashLog
  readonly texts: () => MenuTexts
}

const noted = (sentence: string, log: CrashLog): string => sentence.replace('{path}', log.path)

/** Watches a window: the run is not in it, so it can be opened again with nothing lost. */
export function watchWindow(window: BrowserWindow, { log, texts }: TroublePorts): void {
  const { webContents } = window
  let asking = false
  const offer = async (message: string, detail: string, otherwise: string): Promise<void> => {
    if (asking || window.isDestroyed()) return
    asking = true
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail,
      buttons: [texts().reload, otherwise],
      defaultId: 0,
      cancelId: 1,
    })
    asking = false
    if (response === 0 && !window.isDestroyed()) webContents.reload()
  }
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    log.write(`The window's process is gone: ${reason} (${exitCode})`)
    void offer(texts().windowGone, noted(texts().windowGoneDetail, log), texts().close)
  })
  webContents.on('unresponsive', () => {
    log.write('The window does not answer')
    void offer(texts().unresponsive, texts().unresponsiveDetail, texts().wait)
  })
}

export function tellProblems(window: BrowserWindow | null, texts: MenuTexts, problems: readonly string[]): void {
  const shown = problems.slice(0, LINES_MAX)
  const more = problems.length - shown.length
  const box = { type: 'error' as const, message: texts.cannotOpen, detail: [...shown, ...(more > 0 ? [`… + ${more}`] : [])].join('\n') }
  void (window === null ? dialog.showMessageBox(box) : dialog.showMessageBox(window, box))
}

/** The last resort for the shell's own process: it is noted and told, and Hostdown ends with 3. */
export function watchProcess({ log, texts }: TroublePorts): void {
  const end = (what: string, error: unknown): void => {
    log.writeError(what, error)
    dialog.showErrorBox(texts().failed, noted(texts().failedDetail, log))
    app.exit(3)
  }
  process.on('uncaughtException', (error) => end('The shell failed', error))
  process.on('unhandledRejection', (error) => end('The shell failed', error))
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.write(`A process of Electron is gone: ${type}, ${reason} (${exitCode})`)
  })
}
