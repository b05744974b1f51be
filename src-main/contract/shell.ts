/** What Electron's shell gives a window beside the API: `window.hostdownShell`. Absent in a browser. */
export interface ShellBridge {
  /** Hears what is chosen from the application menu: the id of an action of the window. Gives the function that ends it. */
  onAction(listener: (action: string) => void): () => void
}
