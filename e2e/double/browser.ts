/** The Chromium whose pages are the windows. */
import { join } from 'node:path'
import { chromium, type BrowserContext } from '@playwright/test'
import { browserPath, browserSwitches } from '../../tools/browser.mjs'

let opened: BrowserContext | null = null

/** A profile in `userData`, as Electron has one. The test attaches by the port in HOSTDOWN_DOUBLE_PORT. */
export async function launchBrowser(userData: string): Promise<void> {
  const executablePath = browserPath()
  opened = await chromium.launchPersistentContext(join(userData, 'double-profile'), {
    ...(executablePath !== null && { executablePath }),
    viewport: null,
    args: [`--remote-debugging-port=${process.env['HOSTDOWN_DOUBLE_PORT'] ?? '0'}`, ...browserSwitches()],
    handleSIGINT: false,
    handleSIGTERM: false,
  })
}

export function context(): BrowserContext {
  if (opened === null) throw new Error('Electron would not be ready')
  return opened
}

export const closeBrowser = async (): Promise<void> => opened?.close()
