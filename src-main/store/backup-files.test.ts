/** Copies of the database: before an upgrade, when somebody asks, and put back. */
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from './open-store.ts'
import { schemaSteps, type SchemaStep } from './schema/steps.ts'
import { addSampleProject, batch } from './testing/sample-project.ts'
import { nextStep, problemOf, TestStores } from './testing/test-stores.ts'

let stores: TestStores
let folder: string
beforeEach(() => {
  stores = new TestStores()
  ;({ folder } = stores)
})
afterEach(() => stores.forget())

const broken: SchemaStep = { name: '0002-broken', sql: 'CREATE TABLE half (x); DROP TABLE settings; CREATE TABLE half (x)' }

describe('an upgrade', () => {
  it('makes a copy first, and is not done again', () => {
    const path = stores.filled()
    const store = stores.open({ steps: [...schemaSteps, nextStep], now: () => 86_400_000 })
    expect(store.projects.list()).toHaveLength(1)
    const [copy, ...more] = store.backups.list()
    expect(more).toEqual([])
    expect(copy).toMatchObject({ reason: 'upgrade', madeAt: 86_400_000, fileName: 'hostdown-19700102T000000000Z-upgrade.sqlite' })
    stores.close(store)
    stores.close(stores.open({ steps: [...schemaSteps, nextStep] }))
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(1)
    // The copy is a database of the version before.
    cpSync(join(folder, 'backups', copy?.fileName ?? ''), path)
    expect(stores.open().projects.list()).toHaveLength(1)
  })

  it('of a new database needs no copy', () => {
    stores.close(stores.open({ steps: [...schemaSteps, nextStep] }))
    expect(existsSync(join(folder, 'backups'))).toBe(false)
  })

  it('that fails changes nothing', () => {
    stores.filled()
    expect(() => openStore(folder, { steps: [...schemaSteps, broken] })).toThrow(/half/)
    const store = stores.open()
    expect(store.projects.list()).toHaveLength(1)
    expect(store.settings.get('x')).toBeNull()
    expect(store.backups.list()).toHaveLength(1)
  })

  it('whose copy cannot be made is not done', () => {
    stores.filled()
    writeFileSync(join(folder, 'backups'), '')
    const problem = problemOf(() => openStore(folder, { steps: [...schemaSteps, nextStep] }))
    expect(problem).toMatchObject({ code: 'noAccess', path: join(folder, 'backups') })
    rmSync(join(folder, 'backups'))
    expect(stores.open().projects.list()).toHaveLength(1)
  })
})

describe('copies', () => {
  it('are listed, newest first; other files are left out', () => {
    let now = 1000
    const store = stores.open({ now: () => now })
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
    const store = stores.open()
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
    stores.close(store)
    expect(stores.open().projects.get(id)?.name).toBe('renamed')
  })

  it('of an earlier version are upgraded', () => {
    const store = stores.open()
    addSampleProject(store)
    const copy = store.backups.make('asked')
    stores.close(store)
    const later = stores.open({ steps: [...schemaSteps, nextStep] })
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
    const store = stores.open()
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
