import type { ApiTransport } from '../src-main/contract/api.ts'

declare global {
  interface Window {
    /** Put there by Electron's preload; absent in a browser. */
    readonly hostdown?: ApiTransport
  }
}
