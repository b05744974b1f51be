// The workroom of the application with the real engine and a data folder, in this process: what the thread of the runs has.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCommand, parseCommandText } from '../../src-main/contract/lab/index.ts'
import { Workroom } from '../../src-main/projects/workroom.ts'
import { readLab } from '../../src-main/runs/read-lab.ts'
import { RunError } from '../../src-main/runs/run-error.ts'
import { thisEngine } from '../../src-main/runs/this-engine.ts'
import { listBackups } from '../../src-main/store/backup-files.ts'
import { openScratchStore, openStore, replaceDatabase } from '../../src-main/store/open-store.ts'
import { demandSentence, Finding } from './finding.mjs'

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'hostdown-fuzz-'))
  return { folder, forget: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) }
}

/** Where no other clock is given no time passes, so nothing plays. `push`: hears what windows are told. `logged`: its log; `store`: what it has open, null where it could open nothing. */
export function openRoom(folder, { clock = { now: () => 0, after: () => () => undefined }, push = () => undefined } = {}) {
  const logged = []
  let store = null
  const room = new Workroom({
    engine: thisEngine,
    clock,
    readLab,
    readCommand: (command, args, names) => parseCommand(command, args, { names }),
    readCommands: (text, names) => parseCommandText(text, { names }),
    keepAgainst: () => null,
    warm: () => ({ packed: new SharedArrayBuffer(0), first: [] }),
    openScratch: () => openScratchStore(),
    openFolder: () => (store = openStore(folder)),
    closedBackups: { list: () => listBackups(folder), restore: (fileName) => replaceDatabase(folder, fileName) },
    folder,
    push,
    factsOf: () => [],
    log: (text) => logged.push(text),
  })
  return { room, logged, store: () => store }
}

/** Calls it; null where it was refused with a sentence. Anything but a RunError is a finding. */
export async function asked(room, method, input) {
  try {
    return await room.invoke(method, input)
  } catch (error) {
    if (!(error instanceof RunError)) throw error
    demandSentence(error.message)
    if (error.code === 'internal') throw new Finding(`${method}: ${error.message}`)
    return null
  }
}
