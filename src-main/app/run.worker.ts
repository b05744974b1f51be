/** The thread in which runs and projects live, so that a busy engine or disk keeps nothing else waiting. Started by `RunHost`. */
import { parentPort, workerData } from 'node:worker_threads'
import { SWEEP_RUN_MS } from '../contract/api-sweep.ts'
import type { ApiFailure } from '../contract/api.ts'
import { parseCommand, parseCommandText, type LabCommand } from '../contract/lab/index.ts'
import { isOwnGuided, type GuidedLab } from '../contract/practice/guided.ts'
import { factById, factView } from '../knowledge/index.ts'
import { keepAgainst } from '../practice/guided/keeps.ts'
import { Workroom } from '../projects/workroom.ts'
import type { WorkerMessage, WorkerRequest, WorkerStart } from '../runs/protocol.ts'
import { readLab } from '../runs/read-lab.ts'
import { RunError } from '../runs/run-error.ts'
import { thisEngine } from '../runs/this-engine.ts'
import { wallClock } from '../runs/wall-clock.ts'
import { listBackups } from '../store/backup-files.ts'
import { openScratchStore, openStore, replaceDatabase } from '../store/open-store.ts'
import { packed } from '../sweeps/packed.ts'
import { warmAt } from '../sweeps/warm.ts'
import { ownGuidedFolder, readGuidedLab, readOwnGuidedLab } from './guided-files.ts'

const port = parentPort
if (port === null) throw new Error('run.worker is the entry of a worker thread')
const send = (message: WorkerMessage): void => port.postMessage(message)
const { folder, guidedFolder } = workerData as WorkerStart

/** Read when a command of its course is asked for first. */
const guidedLabs = new Map<string, GuidedLab | null>()
function guidedLab(id: string): GuidedLab | null {
  // One of one's own is read each time: whoever writes it changes it between two commands.
  if (isOwnGuided(id)) return readOwnGuidedLab(ownGuidedFolder(folder), id)
  const known = guidedLabs.get(id)
  if (known !== undefined) return known
  const read = readGuidedLab(guidedFolder, id)
  guidedLabs.set(id, read)
  return read
}

const workroom = new Workroom({
  engine: thisEngine,
  clock: wallClock,
  readLab,
  readCommand: (command, args, names) => parseCommand(command, args, { names }),
  readCommands: (text, names) => parseCommandText(text, { names }),
  keepAgainst: (id, command, args) => {
    const guided = guidedLab(id)
    const keep = guided === null ? null : keepAgainst(guided, { do: command, args } as LabCommand)
    return keep === null ? null : [keep.text.en, keep.text.ko]
  },
  openFolder: () => openStore(folder),
  openScratch: () => openScratchStore(),
  closedBackups: { list: () => listBackups(folder), restore: (fileName) => replaceDatabase(folder, fileName) },
  folder,
  warm: (lab, keyframe) => {
    const warm = warmAt(lab, keyframe, SWEEP_RUN_MS)
    return { packed: packed(warm), first: warm.first }
  },
  factsOf: (ids) => ids.filter((id) => factById(id) !== undefined).map(factView),
  push: (push, payload) => send({ kind: 'push', push, text: JSON.stringify(payload) }),
  log: (text) => send({ kind: 'log', text }),
})

port.on('message', ({ id, method, input }: WorkerRequest) => {
  workroom.invoke(method, input as never).then(
    (output) => send({ kind: 'reply', id, ok: true, output }),
    (error: unknown) => send({ kind: 'reply', id, ok: false, ...failureOf(error) }),
  )
})

/** Messages of errors that nobody foresaw may hold names of an inventory: only their kind leaves. */
function failureOf(error: unknown): ApiFailure {
  if (error instanceof RunError) return { code: error.code, message: error.message, ...(error.messageKo !== null && { messageKo: error.messageKo }) }
  send({ kind: 'log', text: `The worker of the runs failed: ${error instanceof Error ? error.name : 'unknown'}` })
  return { code: 'internal', message: 'Hostdown met a fault of its own' }
}
