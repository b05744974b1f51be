/** A database that another hand, or a bad disk, has changed where SQLite itself finds nothing wrong. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StoreError } from '../runs/store-port.ts'
import { openStore, type OpenedStore } from './open-store.ts'
import { addSampleProject, temporaryFolder, type SampleProject } from './testing/sample-project.ts'

let folder: string
let forget: () => void
let sample: SampleProject

beforeEach(() => {
  ;({ folder, forget } = temporaryFolder())
  const store = openStore(folder)
  sample = addSampleProject(store)
  store.settings.set('window', { theme: 'dark' })
  store.close()
})
afterEach(() => forget())

function change(...sql: readonly string[]): void {
  const database = new Database(join(folder, 'hostdown.sqlite'))
  database.pragma('foreign_keys = OFF')
  for (const one of sql) database.exec(one)
  database.close()
}

function inStore<T>(look: (store: OpenedStore) => T): T {
  const store = openStore(folder)
  try {
    return look(store)
  } finally {
    store.close()
  }
}

/** What a damaged store is said to be. */
function damage(look: (store: OpenedStore) => unknown): string {
  try {
    inStore(look)
  } catch (error) {
    if (error instanceof StoreError && error.problem.code === 'damaged') return error.problem.text
    throw error
  }
  throw new Error('nothing was said')
}

describe('refused when it is opened', () => {
  it.each([
    ['DROP TABLE commands', /commands is missing or was changed/],
    ['ALTER TABLE turns RENAME COLUMN events TO events_', /turns is missing or was changed/],
    ['ALTER TABLE bookmarks DROP COLUMN note', /bookmarks is missing or was changed/],
    ['DROP INDEX branches_root', /branches_root is missing or was changed/],
    ["CREATE TRIGGER t BEFORE INSERT ON commands BEGIN SELECT RAISE(ABORT, 'no'); END", /a trigger of another hand/],
    ['DELETE FROM revisions', /records refer to others that are not there/],
    ['DELETE FROM schema_steps', /settings is there, but schema_steps does not list the step that makes it/],
    ['DELETE FROM schema_steps WHERE number > 2', /attempts is there, but schema_steps does not list the step that makes it/],
    ['UPDATE schema_steps SET number = number + 10', /numbered otherwise/],
  ])('%s', (sql, said) => {
    change(sql)
    expect(damage(() => null)).toMatch(said)
  })

  it('not for what lies beside it', () => {
    change('CREATE TABLE notes (text TEXT)', 'ANALYZE', 'CREATE VIEW names AS SELECT name FROM projects')
    expect(inStore(({ projects }) => projects.list())).toHaveLength(1)
  })
})

describe('rows', () => {
  it('a run that comes from itself ends nothing, and is said to be damaged', () => {
    change(`UPDATE branches SET parent = id WHERE id = ${sample.fork}`)
    expect(damage(({ runs }) => runs.commands(sample.fork))).toMatch(/comes from no run before it/)
  })

  it.each(['{', '{"hosts":-1}'])('an outline %j: only the Library shows it, the project can be opened and taken elsewhere', (outline) => {
    change(`UPDATE revisions SET outline = '${outline}'`)
    inStore(({ projects }) => {
      expect(projects.get(sample.id)?.outline).toEqual({ description: '', hosts: 0, vms: 0, thumbnail: { hosts: [], datastores: 0 } })
      expect(projects.newestRevision(sample.id).text).toContain('three and a half')
      expect(projects.importFile(projects.exportFile(sample.id)).name).toBe('Three hosts (2)')
    })
  })

  it.each(['', '{', '[]', '"x"', 'null'])('arguments %j of a command: says which run', (args) => {
    change(`UPDATE commands SET args = '${args}'`)
    expect(damage(({ runs }) => runs.commands(sample.root))).toMatch(/a command of run 1 cannot be read/)
    expect(damage(({ projects }) => projects.exportFile(sample.id))).toMatch(/a command of run 1 cannot be read/)
  })

  it('settings that cannot be read are as if they had not been set', () => {
    change("UPDATE settings SET value = '{'")
    expect(inStore(({ settings }) => settings.get('window'))).toBeNull()
  })

  it('of the practice: answers without topics count for none, drills that cannot be read are none, a card is said to be damaged', () => {
    change(
      "INSERT INTO attempts (id, key, plan, counts, begun_at, finished_at, shown) VALUES (1, 'k', '{}', 1, 1, 1, 0)",
      "INSERT INTO attempt_items (attempt, number, question, topics, flagged, spent_ms, is_right, told_at) VALUES (1, 0, x'00', '{}', 0, 0, 1, 1)",
      `INSERT INTO settings VALUES ('practice-drills', '[{"level":9}]'), ('practice-goal', '{"examDate":"soon","profile":null}')`,
      "INSERT INTO memory_cards VALUES ('F01', '{}')",
    )
    inStore(({ practice }) => {
      expect(practice.told(10)).toEqual([{ topics: [], isRight: true, toldAt: 1 }])
      expect(practice.drills()).toEqual([])
      expect(practice.goal()).toBeNull()
    })
    expect(damage(({ practice }) => practice.attempts())).toMatch(/attempt 1 cannot be read/)
    expect(damage(({ practice }) => practice.items(1))).toMatch(/a question of attempt 1 cannot be read/)
    expect(damage(({ practice }) => practice.cards())).toMatch(/what is remembered of a question cannot be read/)
  })
})
