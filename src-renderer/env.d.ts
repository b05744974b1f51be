import type { ApiTransport } from '../src-main/contract/api.ts'
import type { ShellBridge } from '../src-main/contract/shell.ts'

declare global {
  interface Window {
    /** Put there by Electron's preload; absent in a browser. */
    readonly hostdown?: ApiTransport
    readonly hostdownShell?: ShellBridge
  }
}
