/** Starts the web shell for a test and ends it afterwards; nothing of it outlives a test that fails. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test as base, type Page } from '@playwright/test'

const root = join(import.meta.dirname, '..')
const START_TIMEOUT_MS = 20_000

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
  /** Starts a shell, with a lab given as text, or with what opens by itself. */
  readonly startShell: (lab?: string, options?: StartOptions) => Promise<Shell>
  /** Starts one and opens its window. */
  readonly openLab: (lab?: string) => Promise<Shell>
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern
  startShell: async ({}, use) => {
    const children: ChildProcess[] = []
    const folder = mkdtempSync(join(tmpdir(), 'hostdown-e2e-'))
    await use(async (lab, { port = 0, data = mkdtempSync(join(folder, 'data-')) } = {}) => {
      const file = join(folder, `lab-${children.length}.lab.yaml`)
      if (lab !== undefined) writeFileSync(file, lab)
      const child = spawn(
        process.execPath,
        [join(root, 'out/main/web.js'), '--no-open', '--port', String(port), '--data', data, ...(lab === undefined ? [] : [file])],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      )
      children.push(child)
      const url = await addressOf(child)
      const isAlive = (): boolean => child.exitCode === null && child.signalCode === null
      const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
        const gone = new Promise((resolve) => child.once('exit', resolve))
        if (isAlive() && child.kill(signal)) await gone
      }
      return { url, data, port: Number(new URL(url).port), isAlive, stop }
    })
    for (const child of children) {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      if (child.exitCode === null && child.kill()) await gone
    }
    rmSync(folder, { recursive: true })
  },
  openLab: async ({ startShell, page }, use) => {
    await use(async (lab) => {
      const shell = await startShell(lab)
      await page.goto(shell.url)
      await expect(page.getByTestId('clock')).toHaveAttribute('data-ms', '0')
      await painted(page)
      return shell
    })
  },
})

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
