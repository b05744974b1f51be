/** Workrooms with the real engine and a data folder of their own, closed and removed after each test. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterAll, afterEach, expect } from 'vitest'
import type { OpenedOrProblems, RunOpened } from '../../contract/api.ts'
import { parseCommand } from '../../contract/lab/index.ts'
import { ENGINE_VERSION } from '../../engine/index.ts'
import type { Engine } from '../../runs/ports.ts'
import { readLab } from '../../runs/read-lab.ts'
import { StoreError } from '../../runs/store-port.ts'
import { thisEngine } from '../../runs/this-engine.ts'
import { FakeClock } from '../../runs/testing/fake-engine.ts'
import { listBackups } from '../../store/backup-files.ts'
import { openScratchStore, openStore, replaceDatabase } from '../../store/open-store.ts'
import type { DataFolder } from '../ports.ts'
import { Workroom } from '../workroom.ts'

export const article = readFileSync(join(import.meta.dirname, '..', '..', '..', 'resources', 'samples', 'article.lab.yaml'), 'utf8')
export const sample = { fileName: 'article.lab.yaml', text: article, folder: null, origin: { sample: 'article' } }
export const MINUTE = 60_000

/** The same engine under another number: what it recorded is of another engine for this one. */
export const newer: Engine = {
  ...thisEngine,
  version: ENGINE_VERSION + 1,
}

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))
const open: Workroom[] = []
afterEach(() => open.splice(0).forEach((room) => room.close()))

export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostdown-room-'))
  folders.push(folder)
  return folder
}

interface RoomOptions {
  readonly engine?: Engine
  readonly wrap?: (data: DataFolder) => DataFolder
}

/** Without a folder nothing is kept. */
export function workroom(folder: string | null = temporary(), { engine = thisEngine, wrap = (data) => data }: RoomOptions = {}) {
  const pushed: string[] = []
  const log: string[] = []
  const clock = new FakeClock()
  const at = folder ?? ''
  const room = new Workroom({
    engine,
    clock,
    readLab,
    readCommands: () => ({ ok: true, commands: [] }),
    keepAgainst: () => null,
    readCommand: (command, args, names) => parseCommand(command, args, { names }),
    warm: () => ({ packed: new SharedArrayBuffer(0), first: [] }),
    openScratch: () => openScratchStore(),
    openFolder: () => {
      if (folder === null) throw new StoreError({ code: 'readOnly', path: 'x', text: 'Nothing can be kept' })
      return wrap(openStore(folder))
    },
    folder: at,
    closedBackups: { list: () => listBackups(at), restore: (fileName) => replaceDatabase(at, fileName) },
    push: (push) => pushed.push(push),
    factsOf: () => [],
    log: (text) => log.push(text),
  })
  open.push(room)
  return { room, folder: at, clock, pushed, log }
}

export function sound(opened: OpenedOrProblems): RunOpened {
  if (!opened.ok) throw new Error(opened.problems.map(({ message }) => message).join('\n'))
  return opened.run
}

export const cut = (host: string, at?: number) => ({ command: 'host.powerOff', arguments: { host }, ...(at !== undefined && { at }) })

/** Records that are not there break what reads them, and what takes turns. */
export const unlocked = { locks: { entries: [['VM1'], ['VM2']] }, vms: { patched: [[0, { instances: null }]] } }

export function changeKeyframes(folder: string, broken: object, from?: number, to?: number): void {
  const database = new Database(join(folder, 'hostdown.sqlite'))
  const rows = database.prepare<[], { turn: number; text: Buffer }>('SELECT turn, text FROM keyframes ORDER BY turn').all()
  expect(rows.length).toBeGreaterThan(1)
  for (const { turn, text } of rows.slice(from, to)) {
    const keyframe = JSON.parse(inflateSync(text).toString()) as { tables: { [name: string]: object }; queue: unknown }
    keyframe.tables = { ...keyframe.tables, ...broken }
    database.prepare('UPDATE keyframes SET text = ? WHERE turn = ?').run(deflateSync(JSON.stringify(keyframe)), turn)
  }
  database.close()
}
