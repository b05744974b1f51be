/** What the application draws by a seed that the page does not offer. */
import type { Page } from '@playwright/test'
import type { ApiMethod } from '../src-main/contract/api.ts'
import { ofThisTest } from './shell.ts'

/** The seed is put into what the window asks for. */
export async function drawWith(page: Page, method: ApiMethod, seed: number): Promise<void> {
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      const asked = JSON.parse(message.toString()) as { method: string; input: object }
      server.send(asked.method === method ? JSON.stringify({ ...asked, input: { ...asked.input, seed } }) : message)
    })
  })
  ofThisTest.push({ dispose: () => page.unrouteAll() })
}
