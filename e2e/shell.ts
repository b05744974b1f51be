/**
 * The web shell and the window that specs share: one of each for a worker, put back to a first start for each test, since opening anew what does
 * not change takes longer than most tests. Who tests starts, ends and addresses has shells of its own; nothing of them outlives a test.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test'
import { talkTo } from './talk.ts'

const root = join(import.meta.dirname, '..')
const START_TIMEOUT_MS = 20_000
// The smallest window that all has to fit, and what is painted least for.
const viewport = { width: 1280, height: 800 }
// Nobody watches: what glides and fades is painted for nobody, and waited for. `fullMotion` is for those who look at it.
const reducedMotion = 'reduce'

export interface Shell {
  /** The data folder. */
  readonly data: string
  readonly url: string
  readonly port: number
  readonly isAlive: () => boolean
  /** Ends it and waits until it is gone. */
  readonly stop: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>
}

export interface StartOptions {
  readonly port?: number
  /** A data folder of another shell that has ended; default: one of its own. */
  readonly data?: string
}

export interface Fixtures {
  /** Starts a shell of the test's own, with a lab given as text, or with what opens by itself. */
  readonly startShell: (lab?: string, options?: StartOptions) => Promise<Shell>
  /** Opens a lab, or what opens at a first start, in the worker's shell and window: nothing of other tests is there. */
  readonly openLab: (lab?: string) => Promise<Shell>
}

interface SharedShell {
  readonly shell: Shell
  /** What opened at its first start. */
  readonly firstProject: number
  /** The copy of the database right after it. */
  readonly firstCopy: string
}

export interface OwnPort {
  port: number
}

interface WorkerFixtures {
  /** Of all tests of a worker: what a browser has loaded once is there at once. */
  readonly browserWindow: BrowserContext
  readonly sharedShell: () => Promise<SharedShell>
  /** The port of the shells that tests start: the browser knows what comes from there. 0: not chosen yet. */
  readonly ownPort: OwnPort
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  browserWindow: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ viewport, reducedMotion })
      await use(context)
      await context.close()
    },
    { scope: 'worker' },
  ],
  sharedShell: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads from it which fixtures are asked for: none
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'hostdown-e2e-'))
      const started: SharedShell[] = []
      await use(async () => {
        const last = started.at(-1)
        if (last?.shell.isAlive() === true) return last
        const next = await startShared(mkdtempSync(join(folder, 'data-')))
        started.push(next)
        return next
      })
      for (const { shell } of started) await shell.stop()
      rmSync(folder, { recursive: true })
    },
    { scope: 'worker' },
  ],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from it which fixtures are asked for: none
  ownPort: [async ({}, use) => use({ port: 0 }), { scope: 'worker' }],
  context: async ({ browserWindow }, use) => {
    await use(browserWindow)
  },
  page: async ({ context }, use) => {
    const page = context.pages()[0] ?? (await context.newPage())
    await use(page)
    await emptied(context)
  },
  startShell: async ({ ownPort }, use) => {
    const shells: Shell[] = []
    const folder = mkdtempSync(join(tmpdir(), 'hostdown-e2e-'))
    await use(async (lab, { port, data = mkdtempSync(join(folder, 'data-')) } = {}) => {
      const file = lab === undefined ? null : join(folder, `lab-${shells.length}.lab.yaml`)
      if (file !== null && lab !== undefined) writeFileSync(file, lab)
      const shell = await start({ data, port: port ?? ownPort.port, file })
      if (port === undefined) ownPort.port = shell.port
      shells.push(shell)
      return shell
    })
    for (const shell of shells) await shell.stop()
    rmSync(folder, { recursive: true })
  },
  openLab: async ({ sharedShell, page }, use) => {
    await use(async (lab) => {
      const shared = await sharedShell()
      await asAtFirstStart(shared, lab)
      const { shell } = shared
      await page.goto(shell.url)
      await expect(page.getByTestId('clock')).toHaveAttribute('data-ms', '0')
      await painted(page)
      return shell
    })
  },
})

async function start({ data, port, file }: { readonly data: string; readonly port: number; readonly file: string | null }): Promise<Shell> {
  const child = spawn(
    process.execPath,
    [join(root, 'out/main/web.js'), '--no-open', '--port', String(port), '--data', data, ...(file === null ? [] : [file])],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    if (isAlive() && child.kill(signal)) await gone
  }
  const url = await addressOf(child).catch(async (error: unknown) => {
    await stop('SIGKILL')
    throw error
  })
  return { url, data, port: Number(new URL(url).port), isAlive, stop }
}

/** A shell that has just been started, and the copy of its database as it was then. */
async function startShared(data: string): Promise<SharedShell> {
  const shell = await start({ data, port: 0, file: null })
  const talk = await talkTo(shell.url)
  const [first] = await talk.invoke('project.list', {})
  const { fileName } = await talk.invoke('store.backup', {})
  talk.close()
  return { shell, firstProject: first?.id ?? 0, firstCopy: fileName }
}

/** What earlier tests did is undone; a lab is opened beside what opened at the first start. */
async function asAtFirstStart({ shell, firstProject, firstCopy }: SharedShell, lab: string | undefined): Promise<void> {
  const talk = await talkTo(shell.url)
  await talk.invoke('store.restore', { fileName: firstCopy })
  const opened =
    lab === undefined
      ? await talk.invoke('project.open', { id: firstProject })
      : await talk.invoke('lab.open', { fileName: 'lab.lab.yaml', text: lab })
  if (!opened.ok) throw new Error(opened.problems.map(({ message }) => message).join('\n'))
  talk.close()
}

/** All moves as for a person who has not asked for less, until the test ends. */
export const fullMotion = (page: Page): Promise<void> => page.emulateMedia({ reducedMotion: 'no-preference' })

/** What a test put into the window, to be taken out when it ends. */
export const ofThisTest: { dispose(): Promise<void> }[] = []

/** One window as it was opened, with an empty page, for the next test: without listeners, and nothing remembered in it. */
async function emptied(context: BrowserContext): Promise<void> {
  const [page, ...others] = context.pages()
  for (const other of others) await other.close()
  if (page === undefined) return
  for (const event of ['console', 'pageerror'] as const) page.removeAllListeners(event)
  for (const one of ofThisTest.splice(0)) await one.dispose()
  const { origin } = new URL(page.url())
  if (origin !== 'null') await page.evaluate(() => localStorage.clear()).catch(() => undefined)
  // Of the same origin, if its shell is still there: the next page is loaded by the process that has the scripts compiled, in half the time.
  await page.goto(origin !== 'null' && (await answers(origin)) ? `${origin}/empty` : 'about:blank')
  await page.setViewportSize(viewport)
  await page.emulateMedia({ reducedMotion })
}

const answers = (origin: string): Promise<boolean> =>
  fetch(origin, { redirect: 'manual' }).then(
    () => true,
    () => false,
  )

/** The picture is there: screenshots and clicks on it make sense. */
export async function painted(page: Page): Promise<void> {
  await expect(page.getByTestId('topology')).toHaveAttribute('data-painted', /.+/, { timeout: 20_000 })
}

export function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => reject(new Error(`The web shell said no address: ${said}`)), START_TIMEOUT_MS)
    const listen = (chunk: Buffer): void => {
      said += chunk.toString()
      const url = /^Hostdown: (\S+)$/m.exec(said)?.[1]
      if (url === undefined) return
      clearTimeout(timer)
      resolve(url)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.once('exit', (code) => reject(new Error(`The web shell ended with ${code}: ${said}`)))
  })
}

/** What the command line prints for the same arguments. */
export async function commandLine(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'out/main/cli.js'), ...args], { cwd: root, maxBuffer: 100_000_000 })
  return stdout
}

/** The article's cluster without a timeline: whoever opens it cuts the power. */
export const quietArticle = `
hostdown: 1
name: The article's cluster, quiet
cluster:
  name: Cluster-01
  ha:
    admissionControl: { policy: clusterResourcePercentage, hostFailuresToTolerate: 1 }
  drs: {}
networks:
  - { name: management, kind: management, gbps: 1 }
  - { name: vmotion, kind: vmotion, gbps: 10 }
datastores:
  - { name: ds-01, array: array-1 }
  - { name: ds-02, array: array-2 }
hosts:
  - { name: Host A, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
  - { name: Host B, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
  - { name: Host C, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
vms:
  - { name: VM1, host: Host A, vcpus: 2, memoryMiB: 3072, demand: { cpuMHz: 800 } }
  - { name: VM2, host: Host A, vcpus: 2, memoryMiB: 3072, demand: { cpuMHz: 800 } }
  - { name: VM3, host: Host B, vcpus: 2, memoryMiB: 3072, demand: { cpuMHz: 800 } }
  - { name: VM4, host: Host B, vcpus: 2, memoryMiB: 3072, demand: { cpuMHz: 800 } }
  - { name: VM5, host: Host C, vcpus: 2, memoryMiB: 3072, demand: { cpuMHz: 800 } }
  - { name: VM6, host: Host C, vcpus: 2, memoryMiB: 3072, demand: { cpuMHz: 800 } }
until: 10m
`
export { expect }
