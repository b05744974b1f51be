/** Carries the API between the application and Electron's windows: one channel for calls, one for pushes. */
import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import type { App } from '../../app/create-app.ts'
import { apiInputs, type ApiErrorCode, type ApiReply } from '../../contract/api.ts'
import { isOwnPage } from './window.ts'

/** What the preload passes on; a bridge cannot carry an error's code, so a failure is data. */
export type BridgeReply = Pick<ApiReply & { ok: true }, 'ok' | 'output'> | Pick<ApiReply & { ok: false }, 'ok' | 'code' | 'message'>

export function serveWindows(app: App): void {
  ipcMain.handle('hostdown:invoke', async (event: IpcMainInvokeEvent, method: unknown, input: unknown): Promise<BridgeReply> => {
    if (!isOwnPage(event.senderFrame?.url ?? '')) return refusal('badInput', 'Not a page of Hostdown')
    if (typeof method !== 'string' || !Object.hasOwn(apiInputs, method)) return refusal('badInput', `No such method: ${String(method).slice(0, 100)}`)
    try {
      return { ok: true, output: await app.invoke(method, input) }
    } catch (error) {
      return refusal(codeOf(error), error instanceof Error ? error.message : String(error))
    }
  })
  app.onPush((push, payload) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send('hostdown:push', push, payload)
  })
}

const refusal = (code: ApiErrorCode, message: string): BridgeReply => ({ ok: false, code, message })

function codeOf(error: unknown): ApiErrorCode {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return code === 'badInput' || code === 'noRun' || code === 'notFound' ? code : 'internal'
}
