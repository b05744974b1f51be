import type { ApiTransport } from '../../src-main/contract/api.ts'
import { toApiError, type LinkedTransport } from './client.ts'

/** Electron's bridge is in the same process tree: it is there or the window is gone. */
export function electronTransport(bridge: ApiTransport): LinkedTransport {
  return {
    link: 'open',
    invoke: (method, input) =>
      bridge.invoke(method, input).catch((cause: unknown) => {
        throw toApiError(cause)
      }),
    subscribe: (push, listener) => bridge.subscribe(push, listener),
    onLink(listener) {
      listener('open')
      return () => undefined
    },
    reconnect: () => undefined,
  }
}
