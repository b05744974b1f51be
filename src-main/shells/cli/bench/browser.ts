/** A Chromium and a web shell for the scenarios of the window. Playwright is there in a checkout only, so it is found at run time. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endWithUs, peakSaid, sayingPeak } from './child.ts'
import { rootWith } from './checkout.ts'

/** What is used of Playwright. */
export interface Page {
  goto(url: string): Promise<unknown>
  reload(): Promise<unknown>
  waitForSelector(selector: string, options: { readonly timeout: number }): Promise<unknown>
  close(): Promise<void>
  /** Runs a script in the page. */
  evaluate(script: string): Promise<unknown>
}

interface Chromium {
  executablePath(): string
  launch(options: { readonly executablePath: string; readonly args: readonly string[] }): Promise<{
    newPage(options: { readonly viewport: { readonly width: number; readonly height: number } }): Promise<Page>
    close(): Promise<void>
  }>
}

const VIEWPORT = { width: 1600, height: 1000 }
const START_LIMIT_MS = 30_000

function playwright(): Chromium | null {
  try {
    return (createRequire(import.meta.url)('playwright-core') as { readonly chromium: Chromium }).chromium
  } catch {
    return null
  }
}

/** $CHROMIUM, the system's, then the one that Playwright has installed. */
function browserPath(chromium: Chromium): string | null {
  const named = process.env['CHROMIUM']
  if (named !== undefined && named !== '') return existsSync(named) ? named : null
  const own = chromium.executablePath()
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', own].find((path) => path !== '' && existsSync(path)) ?? null
}

export interface Opened<T> {
  readonly result: T
  /** Of the web shell's process, in which the engine runs. */
  readonly shellPeakMiB: number
}

/** Opens a lab in the window, hands the page and its address to `body`, and clears everything away again. */
export async function withWindow<T>(lab: string, body: (page: Page, url: string) => Promise<T>): Promise<Opened<T> | { readonly skipped: string }> {
  const root = rootWith(join('out', 'main', 'web.js'), join('out', 'renderer', 'index.html'))
  if (root === null) return { skipped: 'the window is not built (node tools/build.mjs)' }
  return withBrowser(async (newPage, folder) => {
    const file = join(folder, 'bench.lab.json')
    writeFileSync(file, lab)
    const args = [join(root, 'out', 'main', 'web.js'), ...shellOptions(join(folder, 'data')), file]
    const shell = await startShell(process.execPath, args, root)
    let result: T
    try {
      result = await body(await newPage(), shell.url)
    } finally {
      await shell.end()
    }
    return { result, shellPeakMiB: shell.peakMiB() }
  })
}

/** Gives `body` what opens pages and a folder for files, and clears everything away again. */
export async function withBrowser<T>(body: (newPage: () => Promise<Page>, folder: string) => Promise<T>): Promise<T | { readonly skipped: string }> {
  const chromium = playwright()
  if (chromium === null) return { skipped: 'Playwright is not installed' }
  const executablePath = browserPath(chromium)
  if (executablePath === null) return { skipped: 'no Chromium found (set CHROMIUM to its path)' }
  const folder = mkdtempSync(join(tmpdir(), 'hostdown-bench-'))
  try {
    // Without a GPU everywhere, so that figures of different machines mean the same; root has no sandbox.
    const args = ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
    const browser = await chromium.launch({ executablePath, args })
    try {
      return await body(() => browser.newPage({ viewport: VIEWPORT }), folder)
    } finally {
      await browser.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** For a web shell of which nobody knows. */
export const shellOptions = (data: string): readonly string[] => ['--no-open', '--port', '0', '--data', data]

export interface Shell {
  readonly url: string
  end(): Promise<void>
  /** Known once it has ended. */
  peakMiB(): number
}

/** Whatever starts a web shell, as soon as that has said its address. */
export async function startShell(program: string, args: readonly string[], cwd: string, env = sayingPeak()): Promise<Shell> {
  // On Windows npm is a script that only a shell finds.
  const shell = process.platform === 'win32' && program === 'npm'
  const child = spawn(program, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], shell })
  const forget = endWithUs(child)
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const url = await new Promise<string>((resolve, reject) => {
    let output = ''
    const fail = (why: string): void => reject(new Error(`the web shell ${why}: ${output}${said}`))
    const timer = setTimeout(() => fail('said no address'), START_LIMIT_MS)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const address = /^Hostdown: (\S+)$/m.exec(output)?.[1]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    })
    child.once('error', reject)
    child.once('exit', (status) => fail(`ended with ${status}`))
  }).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  return {
    url,
    async end() {
      child.kill()
      await closed
      forget()
    },
    peakMiB: () => peakSaid(said) ?? 0,
  }
}
