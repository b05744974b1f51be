/** A small lab as a person runs it: a whole process, npm included. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { peakSaid, run, sayingPeak } from './child.ts'
import { rootWith } from './checkout.ts'
import { FLOOR_TEXT, floorOf } from './floor.ts'
import { median, rounded, type Measured, type Scenario, type Skipped } from './scenario.ts'

const LAB = join('resources', 'samples', 'article.lab.yaml')
const ARGUMENTS = ['run', LAB, '--digest']
const CALLS = 7
const LIMIT_MS = 120_000

export const smallLab: Scenario = {
  name: 'small-lab',
  clock: `npm run -s hostdown -- ${ARGUMENTS.join(' ')}: the process from start to end, after a first call`,
  floor: FLOOR_TEXT,
  processes: 1,
  headline: ({ nodeMs, calls }) => `of which without npm ${nodeMs} ms; median of ${calls} calls`,
  async measure() {
    const root = rootWith('package.json', 'tools', LAB)
    return root === null ? { skipped: 'this is no checkout with npm scripts' } : measureIn(root)
  },
}

async function measureIn(root: string): Promise<Measured | Skipped> {
  // The caller stands where the paths of this call begin.
  const env = { ...process.env, INIT_CWD: root }
  const call = async (program: string, args: readonly string[]): Promise<number> => {
    const ended = await run(program, args, { cwd: root, env, limitMs: LIMIT_MS })
    if (ended.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${ended.status}: ${ended.stderr}`)
    return ended.wallMs
  }
  const npm = (): Promise<number> => call('npm', ['run', '-s', 'hostdown', '--', ...ARGUMENTS])
  const node = (): Promise<number> => call(process.execPath, [join(root, 'tools', 'hostdown.mjs'), ...ARGUMENTS])
  try {
    await npm()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { skipped: 'there is no npm here' }
    throw error
  }
  const times: number[] = []
  const nodeTimes: number[] = []
  for (let i = 0; i < CALLS; i++) {
    times.push(await npm())
    nodeTimes.push(await node())
  }
  const watched = await run(process.execPath, [join(root, 'tools', 'hostdown.mjs'), ...ARGUMENTS], {
    cwd: root,
    env: sayingPeak(env),
    limitMs: LIMIT_MS,
  })
  return {
    wallMs: median(times),
    peakMiB: peakSaid(watched.stderr) ?? 0,
    floorMs: floorOf([{ name: LAB, text: readFileSync(join(root, LAB), 'utf8') }]),
    detail: { calls: CALLS, minMs: rounded(Math.min(...times), 1), nodeMs: rounded(median(nodeTimes), 1), digest: watched.stdout.trim() },
  }
}
