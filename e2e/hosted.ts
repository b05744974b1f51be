/**
 * One way to start Hostdown for the smoke specs, whatever carries it: the web shell, the built shell of Electron in the double, or Electron
 * itself. What passes in the double is not thereby tested in Electron.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, chromium, expect, type ElectronApplication, type Page } from '@playwright/test'
import type * as Electron from 'electron'
import { electronBinary } from '../tools/bootstrap.mjs'
import { addressOf, test as base, type OwnPort } from './shell.ts'

export type Carrier = 'web' | 'double' | 'electron'
export type ElectronModule = typeof Electron
type InMain<A, R> = (electron: ElectronModule, argument: A) => R | Promise<R>

export interface Hosted {
  readonly page: Page
  /** Runs a function in the main process, with the module `electron`; it sees nothing of the spec but its argument. */
  evaluate<A, R>(body: InMain<A, R>, argument: A): Promise<R>
  /** Starts the program once more with a file; gives its exit status. */
  startAgain(file: string): Promise<number>
  /** Ends it as a person would, by closing its window. */
  close(): Promise<void>
}

export interface HostedFixtures {
  /** Starts it, with a file if given. Starts of one test share a data folder. */
  readonly start: (file?: string) => Promise<Hosted>
  /** A folder of the test: the data lies in `data`. */
  readonly folder: string
  /** Writes a file into it and gives its path. */
  readonly write: (name: string, content: string | Buffer) => string
  /** Starts it with arguments of the command line, and waits for its end. */
  readonly answer: (...args: string[]) => Promise<Answer>
}

export interface Answer {
  readonly status: number
  readonly out: string
  readonly err: string
}

const root = join(import.meta.dirname, '..')
const entry = join(root, 'out', 'main', 'index.js')
const register = join(root, 'e2e', 'double', 'register.mjs')
const START_TIMEOUT_MS = 30_000
// Both are as out of npm: paths are relative to nothing else.
const env = (more: Record<string, string> = {}): Record<string, string> => {
  const { INIT_CWD: _here, HOSTDOWN_DATA: _data, ...rest } = process.env
  return { ...(rest as Record<string, string>), ...more }
}

export const test = base.extend<HostedFixtures & { readonly carrier: Carrier }>({
  carrier: ['web', { option: true }],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from it which fixtures are asked for: none
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'hostdown-smoke-'))
    await use(folder)
    rmSync(folder, { recursive: true, maxRetries: 5 })
  },
  write: async ({ folder }, use) => {
    await use((name, content) => {
      writeFileSync(join(folder, name), content)
      return join(folder, name)
    })
  },
  start: async ({ carrier, folder, page, ownPort }, use) => {
    const started: Hosted[] = []
    const carriers = { web: startWeb(page, ownPort), double: startDouble, electron: startElectron }
    await use(async (file) => {
      const hosted = await carriers[carrier](['--data', join(folder, 'data'), ...(file === undefined ? [] : [file])])
      started.push(hosted)
      return hosted
    })
    for (const hosted of started) await hosted.close()
  },
  answer: async ({ carrier }, use) => {
    await use((...args) => answerOf(carrier, args))
  },
})

/** A command opens no window: the program ends by itself. */
async function answerOf(carrier: Carrier, args: readonly string[]): Promise<Answer> {
  const electron = carrier === 'electron' ? electronBinary() : null
  const [program, first] = electron === null ? [process.execPath, ['--import', register, entry]] : [electron, [root]]
  const child = spawn(program, [...first, ...args], { env: env(), stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status: status ?? -1, ...said }
}

type Start = (args: readonly string[]) => Promise<Hosted>
const notHere = (): never => {
  throw new Error('A browser has no main process')
}

function startWeb(page: Page, ownPort: OwnPort): Start {
  return async (args) => {
    const web = [join(root, 'out', 'main', 'web.js'), '--no-open', '--port', String(ownPort.port), ...args]
    const child = spawn(process.execPath, web, { env: env() })
    const url = await addressOf(child)
    ownPort.port = Number(new URL(url).port)
    await page.goto(url)
    return { page, evaluate: notHere, startAgain: notHere, close: () => ended(child, () => child.kill()) }
  }
}

async function startElectron(args: readonly string[]): Promise<Hosted> {
  const executablePath = electronBinary()
  if (executablePath === null) throw new Error('There is no Electron binary here')
  const app: ElectronApplication = await _electron.launch({ executablePath, args: [root, ...args], env: env() })
  const page = await app.firstWindow()
  return {
    page,
    evaluate: <A, R>(body: InMain<A, R>, argument: A) => app.evaluate(body as never, argument) as Promise<R>,
    startAgain: (file) => statusOf(spawn(executablePath, [root, ...args.slice(0, 2), file], { env: env(), stdio: 'ignore' })),
    close: () => ended(app.process(), () => void app.evaluate(closeAll).catch(() => undefined)),
  }
}

async function startDouble(args: readonly string[]): Promise<Hosted> {
  const port = await freePort()
  const run = (stdio: 'ignore' | 'pipe', ...more: readonly string[]): ChildProcess =>
    spawn(process.execPath, ['--import', register, entry, ...args.slice(0, 2), ...more], {
      env: env({ HOSTDOWN_DOUBLE_PORT: String(port) }),
      stdio: [stdio, stdio, stdio, 'ipc'],
    })
  const child = run('pipe', ...args.slice(2))
  const evaluate = mainOf(child)
  const browser = await attach(child, port)
  const page = await firstPage(browser.contexts()[0]?.pages() ?? [])
  return {
    page,
    evaluate,
    startAgain: (file) => statusOf(run('ignore', file)),
    close: () => ended(child, () => void evaluate(closeAll, null).catch(() => undefined)),
  }
}

const closeAll: InMain<unknown, void> = ({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.close())

/** Calls into the double's process (e2e/double/control.ts). */
function mainOf(child: ChildProcess): Hosted['evaluate'] {
  let last = 0
  const waiting = new Map<number, (reply: { readonly value?: unknown; readonly error?: string }) => void>()
  child.on('message', ({ id, ...reply }: { readonly id: number; readonly value?: unknown; readonly error?: string }) => {
    waiting.get(id)?.(reply)
    waiting.delete(id)
  })
  child.on('exit', (status) => waiting.forEach((answer) => answer({ error: `It has ended (${status})` })))
  return <A, R>(body: InMain<A, R>, argument: A) =>
    new Promise<R>((resolve, reject) => {
      const id = ++last
      waiting.set(id, ({ value, error }) => (error === undefined ? resolve(value as R) : reject(new Error(error))))
      child.send({ id, source: body.toString(), argument })
    })
}

async function attach(child: ChildProcess, port: number): Promise<Awaited<ReturnType<typeof chromium.connectOverCDP>>> {
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const end = Date.now() + START_TIMEOUT_MS
  for (;;) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`The double did not start (${child.exitCode}): ${said}`)
    try {
      return await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 5_000 })
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function firstPage(pages: readonly Page[]): Promise<Page> {
  const [page] = pages
  if (page === undefined) throw new Error('The double opened no window')
  await page.waitForURL(/window/, { timeout: START_TIMEOUT_MS })
  return page
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

async function statusOf(child: ChildProcess): Promise<number> {
  const [status] = (await once(child, 'exit')) as [number | null]
  return status ?? -1
}

/** Asks it to end, and does not wait for ever. */
async function ended(child: ChildProcess, ask: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  ask()
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await gone
  clearTimeout(timer)
}

export { expect }
