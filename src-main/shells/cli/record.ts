/** A run of the command line that is kept in the data folder, as a window keeps its own. */
import { basename, dirname, resolve } from 'node:path'
import type { Lab } from '../../contract/lab/index.ts'
import type { Simulation } from '../../engine/index.ts'
import { outlineOf } from '../../projects/outline.ts'
import { BranchTree } from '../../runs/branch-tree.ts'
import { readLab } from '../../runs/read-lab.ts'
import { thisEngine } from '../../runs/this-engine.ts'
import { StoreError } from '../../runs/store-port.ts'
import { dataFolderHere } from '../../store/data-folder.ts'
import { openStore } from '../../store/open-store.ts'
import type { Arguments } from './arguments.ts'
import { BadInput, type CliIo } from './io.ts'
import { readTextFile } from './text-file.ts'

const LAB_BYTES_MAX = 50_000_000

export interface Recording {
  readonly simulation: Simulation
  /** Takes the next turn, if it comes at or before `limit`. */
  takeTurn(limit: number): boolean
  /** Keeps what happened since. */
  flush(): void
  /** Keeps the rest; gives the id of the run. */
  close(): number
}

/** Throws BadInput where the folder cannot be used. */
export function startRecording(lab: Lab, path: string, args: Arguments, io: CliIo): Recording {
  const file = resolve(io.cwd, path)
  const read = readTextFile(file, LAB_BYTES_MAX)
  if ('problem' in read) throw new BadInput([`${path}: ${read.problem}`])
  const store = telling(() => openStore(dataFolderHere(args.values.get('data'))))
  const tracesDir = args.values.get('traces')
  const again = readLab({ fileName: path, text: read.text, folder: tracesDir === undefined ? dirname(file) : resolve(io.cwd, tracesDir) })
  const traces = again.ok ? again.traces : {}
  const revision = telling(() => {
    const content = { fileName: basename(path), text: read.text, traces, outline: outlineOf(lab) }
    const project = store.projects.find({ file }) ?? store.projects.create({ name: lab.name, sample: null, file }, content)
    return store.projects.revise(project.id, content).id
  })
  const branch = BranchTree.fresh(lab, thisEngine, { store: store.runs, revision }).get(0)
  const { recorder } = branch
  const flush = (): void => {
    recorder?.flush()
    if (recorder?.problem) throw new BadInput([recorder.problem.text])
  }
  return {
    simulation: branch.head.simulation,
    takeTurn: (limit) => branch.takeTurn(limit),
    flush,
    close() {
      const id = telling(() => recorder?.begin() ?? 0)
      flush()
      store.close()
      return id
    },
  }
}

function telling<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof StoreError) throw new BadInput([error.problem.text])
    throw error
  }
}
