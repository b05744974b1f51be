/**
 * `window.hostdown`: all that a page can reach. Main checks the method against the API's list and parses the input.
 * Sandboxed, so nothing but Electron may be imported (types aside).
 */
import { contextBridge, ipcRenderer } from 'electron'
import type { ApiMethod, ApiPush } from '../../contract/api.ts'
import type { BridgeReply } from './ipc.ts'

export interface HostdownBridge {
  /** Never rejects because of the call: a refusal is `{ ok: false, code, message }`. */
  invoke(method: ApiMethod, input: unknown): Promise<BridgeReply>
  /** Returns a function that ends the subscription. */
  subscribe(push: ApiPush, listener: (payload: unknown) => void): () => void
}

const bridge: HostdownBridge = {
  invoke: (method, input) => ipcRenderer.invoke('hostdown:invoke', method, input) as Promise<BridgeReply>,
  subscribe: (push, listener) => {
    const receive = (_event: unknown, name: string, payload: unknown): void => {
      if (name === push) listener(payload)
    }
    ipcRenderer.on('hostdown:push', receive)
    return () => ipcRenderer.off('hostdown:push', receive)
  },
}

contextBridge.exposeInMainWorld('hostdown', bridge)
