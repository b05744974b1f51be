/** How long a person waits for the window: `npm start` in a checkout that is built, until there is something to click. */
import { join } from 'node:path'
import { shellOptions, startShell, withBrowser } from './browser.ts'
import { rootWith } from './checkout.ts'
import { run } from './child.ts'
import { median, rounded, type Measured, type Scenario, type Skipped } from './scenario.ts'

const STARTS = 5
const LIMIT_MS = 60_000
/** A first start opens a sample and paints it; later ones show the Library with that project, once the application has answered. */
const USABLE = '[data-testid="topology"][data-painted="true"], [data-testid="project-card"]'

export const start: Scenario = {
  name: 'start',
  clock:
    'npm start -- --web in a checkout that is built, with a Chromium that runs: from the start of npm to a Library that can be used, after a first start',
  floor: 'npm --version: npm itself, doing nothing',
  processes: 1,
  headline: ({ starts, addressMs }) => `median of ${starts} starts; its address was said after ${addressMs} ms`,
  async measure() {
    const root = rootWith('package.json', 'tools', join('out', 'main', 'web.js'), join('out', 'renderer', 'index.html'))
    return root === null ? { skipped: 'this is no checkout, or the window is not built (node tools/build.mjs)' } : measureIn(root)
  },
}

async function measureIn(root: string): Promise<Measured | Skipped> {
  return withBrowser(async (newPage, folder): Promise<Measured | Skipped> => {
    const floorMs = await npmAlone(root)
    if (floorMs === null) return { skipped: 'there is no npm here' }
    const args = ['start', '-s', '--', '--web', ...shellOptions(join(folder, 'data'))]
    const times: number[] = []
    const addressTimes: number[] = []
    for (let i = 0; i <= STARTS; i++) {
      const page = await newPage()
      const startedMs = performance.now()
      const shell = await startShell('npm', args, root, process.env)
      try {
        addressTimes.push(performance.now() - startedMs)
        await page.goto(shell.url)
        await page.waitForSelector(USABLE, { timeout: LIMIT_MS })
        times.push(performance.now() - startedMs)
      } finally {
        // It would go on asking for an application that is gone.
        await page.close()
        await shell.end()
      }
    }
    // The first fills the caches of compiled code.
    times.shift()
    addressTimes.shift()
    const detail = { starts: STARTS, addressMs: rounded(median(addressTimes), 1), slowestMs: rounded(Math.max(...times), 1) }
    return { wallMs: median(times), peakMiB: await peakOf(root, args), floorMs, detail }
  })
}

/** The largest of its processes; asking for it makes each start slower. */
async function peakOf(root: string, args: readonly string[]): Promise<number> {
  const shell = await startShell('npm', args, root)
  await shell.end()
  return shell.peakMiB()
}

/** What npm takes to do nothing, ms; null: there is none. */
async function npmAlone(root: string): Promise<number | null> {
  try {
    return (await run('npm', ['--version'], { cwd: root, limitMs: LIMIT_MS })).wallMs
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
