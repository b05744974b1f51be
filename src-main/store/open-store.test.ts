import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
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
import { StoreError } from '../runs/store-port.ts'
import { Connection } from './connection.ts'
import { databaseFile, openDatabase } from './open-database.ts'
import { openStore, type OpenedStore, type StoreOptions } from './open-store.ts'
import { SqliteProjectStore } from './project-store.ts'
import { SqliteRunStore } from './run-store.ts'
import { schemaSteps, type SchemaStep } from './schema/steps.ts'
import { addSampleProject, batch, keyframe, revisionOf, temporaryFolder } from './testing/sample-project.ts'

let folder: string
let forget: () => void
let opened: OpenedStore[] = []

beforeEach(() => {
  ;({ folder, forget } = temporaryFolder())
})
afterEach(() => {
  for (const store of opened) store.close()
  opened = []
  forget()
})

function open(options?: StoreOptions, place = folder): OpenedStore {
  const store = openStore(place, options)
  opened.push(store)
  return store
}

function close(store: OpenedStore): void {
  store.close()
  opened = opened.filter((one) => one !== store)
}

/** What it throws. */
function problemOf(work: () => unknown): StoreProblem {
  try {
    work()
  } catch (error) {
    if (error instanceof StoreError) return error.problem
    throw error
  }
  throw new Error('it was expected to throw')
}

/** A closed data folder with the sample project. */
function filled(): string {
  const store = open()
  addSampleProject(store)
  close(store)
  return databaseFile(folder)
}

/** The data folder as a crash would leave it. */
function copyUnclosed(place: string): void {
  mkdirSync(place)
  for (const path of [databaseFile(folder), `${databaseFile(folder)}-wal`]) cpSync(path, join(place, basename(path)))
}

const next: SchemaStep = { name: '0002-colour', sql: "ALTER TABLE projects ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'" }
const broken: SchemaStep = { name: '0002-broken', sql: 'CREATE TABLE half (x); DROP TABLE settings; CREATE TABLE half (x)' }

describe('a data folder', () => {
  it('is made where there is none, and opened again', () => {
    const place = join(folder, 'a', 'ü b')
    close(open({}, place))
    expect(existsSync(databaseFile(place))).toBe(true)
    const store = open({}, place)
    expect(store.projects.list()).toEqual([])
    expect(store.bytes()).toBeGreaterThan(10_000)
  })

  it('is for one at a time', () => {
    const store = open()
    const problem = problemOf(() => openStore(folder))
    expect(problem).toMatchObject({ code: 'locked', path: folder })
    expect(problem.text).toMatch(/in use by another Hostdown.*--data/)
    store.projects.create({ name: 'x', sample: null, file: null }, revisionOf('x'))
    close(store)
    expect(open().projects.list()).toHaveLength(1)
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
    expect(open().projects.list()).toEqual([])
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
    const path = filled()
    truncateSync(path, Math.floor(statSync(path).size / 2))
    refused('damaged', /its end is missing/)
    truncateSync(path, 100)
    refused('damaged', /its end is missing/)
  })

  it('overwritten in the middle', () => {
    const path = filled()
    const file = openSync(path, 'r+')
    for (let at = 4096; at < statSync(path).size; at += 4096) writeSync(file, Buffer.alloc(200, 0x5a), 0, 200, at)
    closeSync(file)
    refused('damaged', /malformed|Tree|page/)
  })

  it('emptied, while its last commits are still in the write-ahead log', () => {
    const place = join(folder, 'copy')
    const store = open()
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
    close(open({ steps: [...schemaSteps, next] }))
    refused('newer', /written by a newer Hostdown.*use that version/)
  })

  it('with a step of the same name that did something else', () => {
    const [first] = schemaSteps
    if (first === undefined) throw new Error('there is no step')
    close(open({ steps: [{ name: first.name, sql: `${first.sql}\nCREATE TABLE more (x);` }] }))
    refused('newer', /newer/)
  })

  it('and the folder is free for another try', () => {
    writeFileSync(databaseFile(folder), 'nothing')
    problemOf(() => openStore(folder))
    rmSync(databaseFile(folder))
    expect(open().projects.list()).toEqual([])
  })
})

it('an empty file is a database that nothing was written to', () => {
  writeFileSync(databaseFile(folder), '')
  addSampleProject(open())
})

it('what was committed before a crash is there, though it lies in the write-ahead log only', () => {
  const store = open()
  addSampleProject(store)
  const place = join(folder, 'copy')
  copyUnclosed(place)
  expect(statSync(`${databaseFile(place)}-wal`).size).toBeGreaterThan(0)
  expect(open({}, place).projects.list()).toHaveLength(1)
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
    const path = filled()
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

describe('a disk that gets full', () => {
  it('is told, and nothing is half done', () => {
    const database = openDatabase({ folder, steps: schemaSteps, now: () => 0 })
    const connection = new Connection(databaseFile(folder), database)
    const store = {
      runs: new SqliteRunStore(connection, () => 0),
      projects: new SqliteProjectStore({ connection, now: () => 0, application: null }),
    }
    const { id, root } = addSampleProject(store)
    const limit = (more: number): unknown => database.pragma(`max_page_count = ${(database.pragma('page_count', { simple: true }) as number) + more}`)
    limit(4)
    const noise = Array.from({ length: 5000 }, (_, n) => `{"t":${2000 + n},"x":${Math.imul(n, 2_654_435_761) >>> 0}}\n`)
    const progress = {
      turns: [batch(101, 105), { ...batch(106, 110), viewText: noise.join('') }],
      keyframes: [keyframe(105)],
      reachedAt: 9000,
    }
    const problem = problemOf(() => store.runs.append(root, progress))
    expect(problem).toMatchObject({ code: 'full', path: databaseFile(folder) })
    expect(problem.text).toMatch(/no room left/)
    expect(store.runs.branch(root)).toMatchObject({ reachedTurn: 100, reachedAt: 1234 })
    expect([...store.runs.turns(root)]).toHaveLength(3)

    limit(4000)
    store.runs.append(root, progress)
    expect(store.runs.branch(root)).toMatchObject({ reachedTurn: 110, reachedAt: 9000 })
    const file = store.projects.exportFile(id)
    limit(4)
    for (const work of [
      () => store.projects.duplicate(id, 'x'),
      () => store.projects.importFile(file),
      () => addSampleProject(store, noise.join()),
    ]) {
      expect(problemOf(work).code).toBe('full')
      expect(store.projects.list().map(({ name, revisions }) => [name, revisions])).toEqual([['Three hosts', 2]])
    }
    limit(4000)
    expect(store.projects.importFile(file).name).toBe('Three hosts (2)')
    database.close()
  })

  it('or cannot be written any more: the same', () => {
    const database = openDatabase({ folder, steps: schemaSteps, now: () => 0 })
    const connection = new Connection(databaseFile(folder), database)
    const projects = new SqliteProjectStore({ connection, now: () => 0, application: null })
    database.pragma('query_only = ON')
    expect(problemOf(() => projects.create({ name: 'x', sample: null, file: null }, revisionOf('x'))).code).toBe('readOnly')
    database.pragma('query_only = OFF')
    expect(projects.list()).toEqual([])
    projects.create({ name: 'x', sample: null, file: null }, revisionOf('x'))
    database.close()
  })
})

describe('an upgrade', () => {
  it('makes a copy first, and is not done again', () => {
    const path = filled()
    const store = open({ steps: [...schemaSteps, next], now: () => 86_400_000 })
    expect(store.projects.list()).toHaveLength(1)
    const [copy, ...more] = store.backups.list()
    expect(more).toEqual([])
    expect(copy).toMatchObject({ reason: 'upgrade', madeAt: 86_400_000, fileName: 'hostdown-19700102T000000000Z-upgrade.sqlite' })
    close(store)
    close(open({ steps: [...schemaSteps, next] }))
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(1)
    // The copy is a database of the version before.
    cpSync(join(folder, 'backups', copy?.fileName ?? ''), path)
    expect(open().projects.list()).toHaveLength(1)
  })

  it('of a new database needs no copy', () => {
    close(open({ steps: [...schemaSteps, next] }))
    expect(existsSync(join(folder, 'backups'))).toBe(false)
  })

  it('that fails changes nothing', () => {
    filled()
    expect(() => openStore(folder, { steps: [...schemaSteps, broken] })).toThrow(/half/)
    const store = open()
    expect(store.projects.list()).toHaveLength(1)
    expect(store.settings.get('x')).toBeNull()
    expect(store.backups.list()).toHaveLength(1)
  })

  it('whose copy cannot be made is not done', () => {
    filled()
    writeFileSync(join(folder, 'backups'), '')
    const problem = problemOf(() => openStore(folder, { steps: [...schemaSteps, next] }))
    expect(problem).toMatchObject({ code: 'noAccess', path: join(folder, 'backups') })
    rmSync(join(folder, 'backups'))
    expect(open().projects.list()).toHaveLength(1)
  })
})

describe('copies', () => {
  it('are listed, newest first; other files are left out', () => {
    let now = 1000
    const store = open({ now: () => now })
    expect(store.backups.list()).toEqual([])
    addSampleProject(store)
    const before = store.bytes()
    const first = store.backups.make('asked')
    const second = store.backups.make('asked')
    now = 5000
    const third = store.backups.make('asked')
    writeFileSync(join(folder, 'backups', 'notes.txt'), '')
    writeFileSync(join(folder, 'backups', 'hostdown-19700101T000000001Z-asked.sqlite.part'), '')
    expect(store.backups.list()).toEqual([third, second, first])
    expect([third.madeAt, second.madeAt, first.madeAt]).toEqual([5000, 1001, 1000])
    expect(store.bytes()).toBeGreaterThanOrEqual(before + first.bytes + second.bytes + third.bytes)
  })

  it('are put in the place of the database, after a copy of that; the stores go on', () => {
    const store = open()
    const { id, root } = addSampleProject(store)
    const copy = store.backups.make('asked')
    store.projects.rename(id, 'renamed')
    store.runs.append(root, { turns: [batch(101, 110)], keyframes: [], reachedAt: 1300 })
    store.backups.restore(copy.fileName)
    expect(store.projects.get(id)?.name).toBe('Three hosts')
    expect([...store.runs.turns(root)]).toHaveLength(3)
    store.runs.append(root, { turns: [batch(101, 102)], keyframes: [], reachedAt: 1300 })
    const saved = store.backups.list().find(({ reason }) => reason === 'restore')
    store.backups.restore(saved?.fileName ?? '')
    expect(store.projects.get(id)?.name).toBe('renamed')
    expect([...store.runs.turns(root)].at(-1)).toEqual(batch(101, 110))
    expect(problemOf(() => openStore(folder)).code).toBe('locked')
    close(store)
    expect(open().projects.get(id)?.name).toBe('renamed')
  })

  it('of an earlier version are upgraded', () => {
    const store = open()
    addSampleProject(store)
    const copy = store.backups.make('asked')
    close(store)
    const later = open({ steps: [...schemaSteps, next] })
    later.backups.restore(copy.fileName)
    expect(later.projects.list()).toHaveLength(1)
    expect(
      later.backups
        .list()
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual(['asked', 'restore', 'upgrade', 'upgrade'])
  })

  it('that are damaged, newer, or not there are refused, and the database stays', () => {
    const store = open()
    const { id } = addSampleProject(store)
    const { fileName } = store.backups.make('asked')
    const path = join(folder, 'backups', fileName)
    const whole = readFileSync(path)
    truncateSync(path, 10_000)
    expect(problemOf(() => store.backups.restore(fileName))).toMatchObject({ code: 'damaged', path })
    writeFileSync(path, '')
    expect(problemOf(() => store.backups.restore(fileName))).toMatchObject({ code: 'damaged', path })
    writeFileSync(path, whole)
    appendFileSync(join(folder, 'outside.sqlite'), whole)
    for (const name of ['hostdown-19700101T000000001Z-asked.sqlite', '../outside.sqlite', path]) {
      expect(problemOf(() => store.backups.restore(name)).code).toBe('noAccess')
    }
    expect(store.projects.get(id)?.name).toBe('Three hosts')
    expect(readdirSync(join(folder, 'backups'))).toEqual([fileName])
  })
})
