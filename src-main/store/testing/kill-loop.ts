/**
 * Ends a process that appends to a data folder with SIGKILL, at moments that a seed chooses, and looks each time at what is there.
 * By hand: `node src-main/store/testing/kill-loop.ts 200`.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { openStore, type OpenedStore } from '../open-store.ts'
import { eventLine, revisionOf, temporaryFolder } from './sample-project.ts'

export interface KillResult {
  readonly kills: number
  /** Commands that were acknowledged over all rounds. */
  readonly acknowledged: number
  readonly turns: number
  readonly events: number
}

/** Throws an Error that says what was lost. */
export async function killRepeatedly(folder: string, kills: number, seed: number): Promise<KillResult> {
  const branch = beginRun(folder)
  let acknowledged = 0
  let state = seed
  let result = { turns: 0, events: 0 }
  for (let round = 0; round < kills; round++) {
    // A small linear generator: the moments are the same with the same seed, as far as a machine repeats itself.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const last = await killAfterMs({ folder, branch, delayMs: state % 120 })
    acknowledged = Math.max(acknowledged, last + 1)
    const store = openStore(folder)
    try {
      result = check(store, { id: branch, acknowledged, round })
    } finally {
      store.close()
    }
  }
  return { kills, acknowledged, ...result }
}

function beginRun(folder: string): number {
  const { projects, runs, close } = openStore(folder)
  const project = projects.create({ name: 'killed', sample: null, file: null }, revisionOf('name: killed\n'))
  const branch = runs.begin({ revision: projects.newestRevision(project.id).id, seed: 1, engineVersion: 1 })
  close()
  return branch
}

/** Resolves to the number of the last command that was acknowledged. The delay is counted from the first. */
function killAfterMs({ folder, branch, delayMs }: { readonly folder: string; readonly branch: number; readonly delayMs: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'kill-child.ts'), folder, String(branch)], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (said === '') setTimeout(() => child.kill('SIGKILL'), delayMs)
      said += text
    })
    child.once('error', reject)
    child.once('close', () => {
      // The last line counts when its end was written.
      const last = said
        .slice(0, said.lastIndexOf('\n') + 1)
        .trimEnd()
        .split('\n')
        .at(-1)
      if (last === undefined || last === '') reject(new Error(`the process ended before it said anything: ${errors}`))
      else resolve(Number(last))
    })
  })
}

interface Expected {
  readonly id: number
  readonly acknowledged: number
  readonly round: number
}

function check({ runs }: OpenedStore, { id, acknowledged, round }: Expected): { readonly turns: number; readonly events: number } {
  const fail = (what: string): never => {
    throw new Error(`after kill ${round + 1}: ${what}`)
  }
  const branch = runs.branch(id)
  if (branch === null) return fail('the run is gone')
  const numbers = runs.commands(branch.id).map(({ args }) => args['n'])
  if (numbers.some((n, index) => n !== index)) fail('commands are missing or there twice')
  // One more may have been stored and not said.
  if (numbers.length < acknowledged || numbers.length > acknowledged + 1)
    fail(`${numbers.length} commands are there, ${acknowledged} were acknowledged`)
  let turns = 0
  let events = 0
  for (const { firstTurn, lastTurn, firstSeq, eventText } of runs.turns(branch.id)) {
    if (firstTurn !== turns + 1 || firstSeq !== events) fail(`turns ${turns + 1} and on are missing`)
    turns = lastTurn
    const lines = eventText.split('\n')
    events += lines.length - 1
    if (`${lines[0]}\n` !== eventLine(firstSeq)) fail(`event ${firstSeq} is another`)
  }
  if (turns !== branch.reachedTurn || events !== branch.reachedSeq) fail('turns are missing at the end')
  for (const { turn } of runs.keyframes(branch.id)) if (turn > turns || runs.keyframe(branch.id, turn) === null) fail(`keyframe ${turn} is broken`)
  return { turns, events }
}

if (process.argv[1] === import.meta.filename) {
  const { folder, forget } = temporaryFolder()
  const startedMs = performance.now()
  try {
    const result = await killRepeatedly(folder, Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 1))
    console.log(`nothing lost: ${JSON.stringify(result)} in ${Math.round(performance.now() - startedMs)} ms`)
  } finally {
    forget()
  }
}
