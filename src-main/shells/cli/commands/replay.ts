/** A stored run, from its command log: the same digest and state as when it ran. */
import { ENGINE_VERSION, type Simulation } from '../../../engine/index.ts'
import { formatTime } from '../../../contract/texts/format.ts'
import type { Lab } from '../../../contract/lab/index.ts'
import { formatProblem } from '../../../contract/lab/problems.ts'
import { BranchTree } from '../../../runs/branch-tree.ts'
import { commandFlaw } from '../../../runs/command-flaw.ts'
import { replay, ReplayError } from '../../../runs/replay.ts'
import { readLab } from '../../../runs/read-lab.ts'
import { thisEngine } from '../../../runs/this-engine.ts'
import { StoreError, type RunStore, type StoredBranch } from '../../../runs/store-port.ts'
import { dataFolderHere } from '../../../store/data-folder.ts'
import { readStore, type ReadStore } from '../../../store/read-store.ts'
import { timeOption, wholeOption, type Arguments } from '../arguments.ts'
import { BadInput, BrokenRun, type CliIo } from '../io.ts'

type Opened = ReadStore & { readonly runs: RunStore }

export async function replayCommand(args: Arguments, io: CliIo): Promise<number> {
  const id = wholeOption(args, 'run', 1, Number.MAX_SAFE_INTEGER)
  const seek = timeOption(args, 'seek')
  const asked = { digest: args.switches.has('digest'), state: args.switches.has('state') }
  if (id !== null && !asked.digest && !asked.state) throw new BadInput(['replay: say what to print, --digest or --state'])
  const folder = dataFolderHere(args.values.get('data'))
  const store = telling(() => readStore(folder))
  try {
    if (id === null) return await listRuns(store, io)
    const branch = telling(() => store.runs.branch(id))
    if (branch === null) throw new BadInput([`--run ${id}: there is no such run in ${folder}; without --run they are listed`])
    const simulation = await simulationOf(store, branch, seek, io)
    if (asked.digest) await io.out.write(`${simulation.digest()}\n`)
    if (asked.state) await io.out.write(`${JSON.stringify(simulation.state())}\n`)
    return 0
  } finally {
    store.close()
  }
}

async function simulationOf(store: Opened, branch: StoredBranch, seek: number | null, io: CliIo): Promise<Simulation> {
  const lab = labOf(store, branch)
  if (branch.engineVersion === ENGINE_VERSION && seek === null) return repeated(store, branch, lab)
  const tree = BranchTree.stored(lab, thisEngine, { store: store.runs, revision: branch.revision }, branch.root)
  const shown = telling(() => tree.get(tree.localId(branch.id)))
  if (shown.recordedBy !== null)
    await io.err.write(
      `${shown.flaw?.message ?? `engine ${shown.recordedBy} recorded this run, this is ${ENGINE_VERSION}`}: what was recorded is printed\n`,
    )
  const t = seek ?? branch.reachedAt
  if (t <= shown.reached) return shown.trackAt(lab, t).simulation
  while (shown.takeTurn(t));
  shown.head.simulation.runUntil(t)
  return shown.head.simulation
}

function repeated(store: Opened, branch: StoredBranch, lab: Lab): Simulation {
  const { id } = branch
  const flaw = commandFlaw(
    telling(() => store.runs.commands(id)),
    branch,
  )
  if (flaw !== null) throw new BrokenRun([`run ${id} cannot be repeated: ${flaw.message}`])
  try {
    return telling(() => replay({ store: store.runs, engine: thisEngine, lab, id }))
  } catch (error) {
    if (error instanceof ReplayError) throw new BrokenRun([error.message, `run ${id}, seed ${lab.seed}, engine version ${ENGINE_VERSION}`])
    throw error
  }
}

function labOf(store: Opened, branch: StoredBranch): Lab {
  const { fileName, text, traces } = telling(() => store.projects.revision(branch.revision))
  const read = readLab({ fileName, text, folder: null }, traces)
  if (!read.ok) throw new BadInput(read.problems.map(formatProblem))
  return { ...read.lab, seed: branch.seed }
}

/** A line for each run: what `--run` takes, its project, where it came from, how far it got, when it was made (UTC). */
async function listRuns(store: Opened, io: CliIo): Promise<number> {
  for (const { id: project, name, deletedAt } of store.projects.list()) {
    if (deletedAt !== null) continue
    for (const { id, parent, forkAt, label, reachedAt, createdAt, engineVersion } of store.projects.branches(project)) {
      const origin = parent === null ? '' : `, from ${parent} at ${formatTime(forkAt)}: ${label}`
      await io.out.write(
        `${id}\t${name}\tto ${formatTime(reachedAt)}${origin}${engineVersion === ENGINE_VERSION ? '' : ` (engine ${engineVersion})`}\t${dateText(createdAt)}\n`,
      )
    }
  }
  return 0
}

/** `2026-11-27 14:05Z`. */
const dateText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')}Z`

function telling<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof StoreError) throw new BadInput([error.problem.text])
    throw error
  }
}
