/**
 * Stands in for the module `electron` in tests: enough of it to run the built main and preload against a Chromium page. What it leaves out, and
 * therefore proves nothing about, is listed in docs/security.md. A window without sandbox or isolation is refused.
 */
import { BrowserWindow, nativeTheme, screen } from './windows.ts'
import { app } from './app.ts'
import { ipcMain, net, protocol, session } from './traffic.ts'
import { dialog, Menu } from './native.ts'
import { answerTest } from './control.ts'

export { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, net, protocol, screen, session }

answerTest({ app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, net, protocol, screen, session })
