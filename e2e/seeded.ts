/** What the application draws by a seed that the page does not offer. */
import type { Page } from '@playwright/test'
import type { ApiMethod } from '../src-main/contract/api.ts'
import { ofThisTest } from './shell.ts'

/** The seed is put into what the window asks for. */
export async function drawWith(page: Page, method: ApiMethod, seed: number): Promise<void> {
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      const text = message.toString()
      // The page may outlive the test, and later specs send what is no JSON.
      if (!text.includes(`"method":"${method}"`)) return server.send(message)
      const asked = JSON.parse(text) as { input: object }
      server.send(JSON.stringify({ ...asked, input: { ...asked.input, seed } }))
    })
  })
  ofThisTest.push({ dispose: () => page.unrouteAll() })
}
