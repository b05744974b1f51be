import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Connection } from './connection.ts'
import { databaseFile, openDatabase } from './open-database.ts'
import { SqliteProjectStore } from './project-store.ts'
import { SqliteRunStore } from './run-store.ts'
import { schemaSteps } from './schema/steps.ts'
import { addSampleProject, batch, keyframe, revisionOf, temporaryFolder } from './testing/sample-project.ts'
import { problemOf } from './testing/test-stores.ts'

let folder: string
let forget: () => void
beforeEach(() => {
  ;({ folder, forget } = temporaryFolder())
})
afterEach(() => forget())

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
