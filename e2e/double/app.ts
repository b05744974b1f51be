import { EventEmitter } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { closeBrowser, launchBrowser } from './browser.ts'

const paths: Record<string, string> = { appData: resolve(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')) }

/** An event that listeners may prevent. */
export function preventable(more: object = {}): { defaultPrevented: boolean; preventDefault(): void } {
  const event = {
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true
    },
    ...more,
  }
  return event
}

class App extends EventEmitter {
  readonly isPackaged = false
  #ready: Promise<void> | null = null
  #quitting = false

  /** A command needs no browser, and nobody waits for one then. */
  whenReady(): Promise<void> {
    this.#ready ??= launchBrowser(this.getPath('userData')).catch((error: unknown) => {
      console.error(error)
      process.exit(3)
    })
    return this.#ready
  }

  enableSandbox(): void {}
  getLocale = (): string => process.env['HOSTDOWN_DOUBLE_LOCALE'] ?? 'en-US'
  getVersion = (): string => '0.0.0-double'

  setPath(name: string, path: string): void {
    paths[name] = path
  }

  getPath(name: string): string {
    const path = paths[name]
    if (path === undefined) throw new Error(`The double knows no path ${name}`)
    return path
  }

  /** Electron knows instances by their `userData`, and so does the double: a folder that only one process can make. */
  requestSingleInstanceLock(data: unknown): boolean {
    const folder = join(this.getPath('userData'), 'double-instance')
    mkdirSync(this.getPath('userData'), { recursive: true })
    try {
      mkdirSync(folder)
    } catch {
      if (isAlive(Number(readFileSync(join(folder, 'pid'), 'utf8')))) {
        writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify({ argv: process.argv, folder: process.cwd(), data }))
        return false
      }
    }
    writeFileSync(join(folder, 'pid'), String(process.pid))
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
    watch(folder, { persistent: false }, () => this.#hearOthers(folder))
    return true
  }

  #hearOthers(folder: string): void {
    for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.json'))) {
      const path = join(folder, name)
      const text = readFileSync(path, 'utf8')
      // Made and not yet written: its writing is news again.
      if (text === '') continue
      rmSync(path)
      const { argv, folder: cwd, data } = JSON.parse(text) as { argv: string[]; folder: string; data: unknown }
      this.emit('second-instance', preventable(), argv, cwd, data)
    }
  }

  quit(): void {
    if (this.#quitting) return
    for (const name of ['before-quit', 'will-quit']) {
      const event = preventable()
      this.emit(name, event)
      if (event.defaultPrevented) return
    }
    this.exit(0)
  }

  exit(code = 0): void {
    this.#quitting = true
    void closeBrowser().finally(() => process.exit(code))
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return pid > 0
  } catch {
    return false
  }
}

export const app = new App()
