/**
 * `window.hostdown` and `window.hostdownShell`: all that a page can reach. Main checks the method against the API's list and parses the
 * input. Sandboxed, so nothing but Electron may be imported (types aside).
 */
import { contextBridge, ipcRenderer } from 'electron'
import type { ApiTransport } from '../../contract/api.ts'
import type { ShellBridge } from '../../contract/shell.ts'
import type { BridgeReply } from './ipc.ts'

async function invoke(method: string, input: unknown): Promise<unknown> {
  const reply = (await ipcRenderer.invoke('hostdown:invoke', method, input)) as BridgeReply
  // A plain object: the bridge strips an Error of its code.
  if (reply.ok) return reply.output
  const { ok: _, ...failure } = reply
  return Promise.reject(failure)
}

const bridge: ApiTransport = {
  invoke: invoke as ApiTransport['invoke'],
  subscribe: (push, listener) => {
    const receive = (_event: unknown, name: string, payload: unknown): void => {
      if (name === push) listener(payload as never)
    }
    ipcRenderer.on('hostdown:push', receive)
    return () => ipcRenderer.off('hostdown:push', receive)
  },
}

const shell: ShellBridge = {
  onAction: (listener) => {
    const receive = (_event: unknown, action: string): void => listener(action)
    ipcRenderer.on('hostdown:action', receive)
    return () => ipcRenderer.off('hostdown:action', receive)
  },
}

contextBridge.exposeInMainWorld('hostdown', bridge)
contextBridge.exposeInMainWorld('hostdownShell', shell)
