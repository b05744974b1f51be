import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoreProblem } from '../contract/api.ts'
import { databaseFile, openDatabase } from './open-database.ts'
import { openStore } from './open-store.ts'
import { schemaSteps } from './schema/steps.ts'
import { addSampleProject, revisionOf } from './testing/sample-project.ts'
import { nextStep, problemOf, TestStores } from './testing/test-stores.ts'

let stores: TestStores
let folder: string
beforeEach(() => {
  stores = new TestStores()
  ;({ folder } = stores)
})
afterEach(() => stores.forget())

/** The data folder as a crash would leave it. */
function copyUnclosed(place: string): void {
  mkdirSync(place)
  for (const path of [databaseFile(folder), `${databaseFile(folder)}-wal`]) cpSync(path, join(place, basename(path)))
}

describe('a data folder', () => {
  it('is made where there is none, and opened again', () => {
    const place = join(folder, 'a', 'ü b')
    stores.close(stores.open({}, place))
    expect(existsSync(databaseFile(place))).toBe(true)
    const store = stores.open({}, place)
    expect(store.projects.list()).toEqual([])
    expect(store.bytes()).toBeGreaterThan(10_000)
  })

  it('is for one at a time', () => {
    const store = stores.open()
    const problem = problemOf(() => openStore(folder))
    expect(problem).toMatchObject({ code: 'locked', path: folder })
    expect(problem.text).toMatch(/in use by another Hostdown.*--data/)
    store.projects.create({ name: 'x', sample: null, file: null }, revisionOf('x'))
    stores.close(store)
    expect(stores.open().projects.list()).toHaveLength(1)
  })

  it('is free again when the process that had it is killed', { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'testing', 'open-once.ts'), folder], { stdio: ['pipe', 'pipe', 'inherit'] })
    try {
      expect(await firstLine(child)).toEqual({ code: 'open' })
      expect(problemOf(() => openStore(folder)).code).toBe('locked')
    } finally {
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGKILL')
      await ended
    }
    expect(stores.open().projects.list()).toEqual([])
  })

  it('is safe from a crash of the machine: write-ahead log, written through', () => {
    const database = openDatabase({ folder, steps: schemaSteps, now: () => 0 })
    expect(['journal_mode', 'synchronous', 'foreign_keys'].map((name) => database.pragma(name, { simple: true }))).toEqual(['wal', 2, 1])
    database.close()
  })
})

async function firstLine(child: ChildProcess): Promise<unknown> {
  for await (const text of child.stdout ?? []) return JSON.parse(String(text))
  throw new Error('the process said nothing')
}

describe('a database that cannot be used is left as it is', () => {
  function refused(code: StoreProblem['code'], said: RegExp, path = databaseFile(folder)): void {
    const before = readFileSync(databaseFile(folder))
    const problem = problemOf(() => openStore(folder))
    expect(problem).toMatchObject({ code, path })
    expect(problem.text).toMatch(said)
    expect(problem.text.startsWith(path)).toBe(true)
    expect(problem.text).toMatch(/[^.]\.$/)
    expect(readFileSync(databaseFile(folder)).equals(before)).toBe(true)
    expect(existsSync(join(folder, 'backups'))).toBe(false)
  }

  it('no database', () => {
    writeFileSync(databaseFile(folder), 'These are notes, and no database. '.repeat(200))
    refused('damaged', /it is no database/)
    writeFileSync(databaseFile(folder), 'short')
    refused('damaged', /it is no database/)
  })

  it('cut off', () => {
    const path = stores.filled()
    truncateSync(path, Math.floor(statSync(path).size / 2))
    refused('damaged', /its end is missing/)
    truncateSync(path, 100)
    refused('damaged', /its end is missing/)
  })

  it('overwritten in the middle', () => {
    const path = stores.filled()
    const file = openSync(path, 'r+')
    for (let at = 4096; at < statSync(path).size; at += 4096) writeSync(file, Buffer.alloc(200, 0x5a), 0, 200, at)
    closeSync(file)
    refused('damaged', /malformed|Tree|page/)
  })

  it('emptied, while its last commits are still in the write-ahead log', () => {
    const place = join(folder, 'copy')
    const store = stores.open()
    addSampleProject(store)
    copyUnclosed(place)
    truncateSync(databaseFile(place), 0)
    const log = readFileSync(`${databaseFile(place)}-wal`)
    expect(problemOf(() => openStore(place))).toMatchObject({ code: 'damaged', path: databaseFile(place) })
    rmSync(databaseFile(place))
    expect(problemOf(() => openStore(place)).code).toBe('damaged')
    expect(readFileSync(`${databaseFile(place)}-wal`).equals(log)).toBe(true)
  })

  it('of another program', () => {
    const other = new Database(databaseFile(folder))
    other.exec('CREATE TABLE bookmarks (x); INSERT INTO bookmarks VALUES (1)')
    other.close()
    refused('damaged', /another program/)
  })

  it('of a newer Hostdown', () => {
    stores.close(stores.open({ steps: [...schemaSteps, nextStep] }))
    refused('newer', /written by a newer Hostdown.*use that version/)
  })

  it('with a step of the same name that did something else', () => {
    const [first] = schemaSteps
    if (first === undefined) throw new Error('there is no step')
    stores.close(stores.open({ steps: [{ name: first.name, sql: `${first.sql}\nCREATE TABLE more (x);` }] }))
    refused('newer', /newer/)
  })

  it('and the folder is free for another try', () => {
    writeFileSync(databaseFile(folder), 'nothing')
    problemOf(() => openStore(folder))
    rmSync(databaseFile(folder))
    expect(stores.open().projects.list()).toEqual([])
  })
})

it('an empty file is a database that nothing was written to', () => {
  writeFileSync(databaseFile(folder), '')
  addSampleProject(stores.open())
})

it('what was committed before a crash is there, though it lies in the write-ahead log only', () => {
  const store = stores.open()
  addSampleProject(store)
  const place = join(folder, 'copy')
  copyUnclosed(place)
  expect(statSync(`${databaseFile(place)}-wal`).size).toBeGreaterThan(0)
  expect(stores.open({}, place).projects.list()).toHaveLength(1)
})

describe('a folder that cannot be used', () => {
  it('is a file, or lies in one', () => {
    const path = join(folder, 'file')
    writeFileSync(path, '')
    for (const place of [path, join(path, 'inside')]) {
      expect(problemOf(() => openStore(place))).toMatchObject({ code: 'noAccess', path: place })
      expect(problemOf(() => openStore(place)).text).toMatch(/a file stands where a folder should be/)
    }
  })

  it('has a folder in the place of the database', () => {
    mkdirSync(databaseFile(folder))
    expect(problemOf(() => openStore(folder))).toMatchObject({ code: 'noAccess', path: databaseFile(folder) })
  })

  // The system lets an administrator write anywhere, so another user has a try.
  const asRoot = process.getuid?.() === 0
  const elsewhere = asRoot ? mkdtempSync(join(tmpdir(), 'hostdown-modules-')) : ''
  afterEach(() => {
    if (asRoot) rmSync(elsewhere, { recursive: true, force: true })
  })
  const openAsSomebody = (place: string): StoreProblem => {
    const user = asRoot ? { uid: 65_534, gid: 65_534 } : {}
    const script = join(import.meta.dirname, 'testing', 'open-once.ts')
    const { stdout, stderr } = spawnSync(process.execPath, [script, place], { ...user, encoding: 'utf8', input: '' })
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout) as StoreProblem
  }

  it.skipIf(process.platform === 'win32')('is read-only, or nobody may look into it', { timeout: 120_000 }, () => {
    const path = stores.filled()
    chmodSync(folder, 0o777)
    chmodSync(join(folder, 'hostdown.lock'), 0o666)
    chmodSync(path, 0o444)
    expect(openAsSomebody(folder)).toMatchObject({ code: 'readOnly', path })
    chmodSync(path, 0o000)
    expect(openAsSomebody(folder)).toMatchObject({ code: 'noAccess', path })
    chmodSync(folder, 0o555)
    chmodSync(path, 0o666)
    expect(openAsSomebody(folder)).toMatchObject({ code: 'readOnly', path: folder })
    expect(openAsSomebody(join(folder, 'new'))).toMatchObject({ code: 'noAccess', path: join(folder, 'new') })
    chmodSync(folder, 0o777)
    expect(openAsSomebody(folder)).toEqual({ code: 'open' })
  })
})
