/** Opens the database file: what it is, a copy before it changes, and the steps that are missing. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { makeBackup } from './backup-files.ts'
import { appliedSteps, recordsMissing } from './inspect-file.ts'
import { digestOfStep, type SchemaStep } from './schema/steps.ts'
import { storeError, telling } from './store-problems.ts'

/** Somebody else may look into the file for a moment (a copy, a virus scanner). */
const BUSY_MS = 2000
const WAL_BYTES_MAX = 64 * 2 ** 20

export const databaseFile = (folder: string): string => join(folder, 'hostdown.sqlite')

export interface OpenDatabase {
  readonly folder: string
  readonly steps: readonly SchemaStep[]
  readonly now: () => number
}

/** Throws a StoreError; then the file is as it was. The folder is there and locked. */
export function openDatabase({ folder, steps, now }: OpenDatabase): Database.Database {
  const path = databaseFile(folder)
  const applied = appliedSteps(path, steps)
  return telling(path, () => {
    const database = new Database(path, { timeout: BUSY_MS })
    try {
      configure(database, applied === 0)
      if (applied > 0 && applied < steps.length) makeBackup(database, folder, { reason: 'upgrade', madeAt: now() })
      applySteps(database, steps, { applied, now: now(), path })
      return database
    } catch (error) {
      database.close()
      throw error
    }
  })
}

function configure(database: Database.Database, isNew: boolean): void {
  // So that the file can shrink when projects are purged; only possible before the first table.
  if (isNew) database.pragma('auto_vacuum = INCREMENTAL')
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('trusted_schema = OFF')
  database.pragma(`journal_size_limit = ${WAL_BYTES_MAX}`)
}

/** All of the missing steps, or none. */
function applySteps(
  database: Database.Database,
  steps: readonly SchemaStep[],
  { applied, now, path }: { readonly applied: number; readonly now: number; readonly path: string },
): void {
  if (applied === steps.length) return
  // A step may build a table anew that others refer to. No effect inside a transaction, so it is switched around it.
  database.pragma('foreign_keys = OFF')
  database.transaction(() => {
    database.exec(
      'CREATE TABLE IF NOT EXISTS schema_steps (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
    )
    const insert = database.prepare('INSERT INTO schema_steps (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)')
    steps.slice(applied).forEach((step, index) => {
      database.exec(step.sql)
      insert.run(applied + index + 1, step.name, digestOfStep(step), now)
    })
    const broken = database.pragma('foreign_key_check') as readonly unknown[]
    if (broken.length > 0) throw storeError('damaged', path, recordsMissing(broken.length))
  })()
  database.pragma('foreign_keys = ON')
}
