/** Runs in the page before anything of it: stands for Electron's isolated world, with what a sandboxed preload may load. */

/** As text for Playwright's `addInitScript`; `preload` is the built preload. */
export function preloadScript(preload: string): string {
  return `(${inPage.toString()})((require, module, exports) => {${preload}\n})`
}

interface DoubleWindow {
  __doubleInvoke?: (text: string) => Promise<string>
  __doubleEmit?: (text: string) => void
}

function inPage(preload: (require: (name: string) => unknown, module: object, exports: object) => void): void {
  const page = window as DoubleWindow
  const invoke = page.__doubleInvoke
  delete page.__doubleInvoke
  if (window !== window.top || invoke === undefined) return

  type Listener = (event: object, ...args: unknown[]) => void
  const listeners = new Map<string, Set<Listener>>()
  Object.defineProperty(page, '__doubleEmit', {
    value: (text: string) => {
      const [channel, ...args] = JSON.parse(text) as [string, ...unknown[]]
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args)
    },
  })
  const ipcRenderer = {
    invoke: async (...args: unknown[]): Promise<unknown> => JSON.parse(await invoke(JSON.stringify(args))),
    on: (channel: string, listener: Listener) => listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener)),
    off: (channel: string, listener: Listener) => listeners.get(channel)?.delete(listener),
  }
  const copied = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)])))
      : value
  const contextBridge = {
    exposeInMainWorld: (name: string, api: object) => Object.defineProperty(window, name, { value: copied(api), enumerable: true }),
  }
  const exports = {}
  preload(
    (name) => {
      if (name !== 'electron') throw new Error(`module not found: ${name}`)
      return { contextBridge, ipcRenderer }
    },
    { exports },
    exports,
  )
}
