/** Carries the API between the application and Electron's windows: one channel for calls, one for pushes, one for the menu's actions. */
import { BrowserWindow, ipcMain } from 'electron'
import type { App } from '../../app/create-app.ts'
import { apiFailureOf, type ApiFailure } from '../../contract/api.ts'
import { isOwnPage } from './window.ts'

/** What the preload is answered; a bridge cannot carry an error's code, so a failure is data. */
export type BridgeReply = { readonly ok: true; readonly output: unknown } | ({ readonly ok: false } & ApiFailure)

export function serveWindows(app: App): void {
  ipcMain.handle('hostdown:invoke', async (event, method: unknown, input: unknown): Promise<BridgeReply> => {
    const { senderFrame } = event
    // The page itself and no frame in it, wherever that came from.
    if (senderFrame === null || senderFrame.parent !== null || !isOwnPage(senderFrame.url))
      return { ok: false, code: 'badInput', message: 'Not a page of Hostdown' }
    try {
      // The application checks the method against the API's list and parses the input.
      return { ok: true, output: await app.invoke(String(method), input) }
    } catch (error) {
      return { ok: false, ...apiFailureOf(error) }
    }
  })
  app.onPush((push, payload) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send('hostdown:push', push, payload)
  })
}

/** Has the window do what one of its actions does. */
export function sendAction(window: BrowserWindow | null, action: string): void {
  window?.webContents.send('hostdown:action', action)
}
