/** The data folder: one SQLite database with its copies, for one Hostdown at a time. All calls are synchronous. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoreBackup } from '../contract/api.ts'
import type { DraftStore, ProjectStore, RunStore, SettingsStore } from '../runs/store-port.ts'
import { backupsFolder, listBackups, makeBackup, toDisk } from './backup-files.ts'
import { Connection } from './connection.ts'
import { SqliteDraftStore } from './draft-store.ts'
import { lockFolder, type FolderLock } from './folder-lock.ts'
import { appliedSteps } from './inspect-file.ts'
import { databaseFile, openDatabase, type OpenDatabase } from './open-database.ts'
import type { PracticeStore } from '../practice/attempts/store-port.ts'
import { SqlitePracticeStore } from './practice-store.ts'
import { SqliteProjectStore } from './project-store.ts'
import { SqliteRunStore } from './run-store.ts'
import { schemaSteps, type SchemaStep } from './schema/steps.ts'
import { SqliteSettingsStore } from './settings-store.ts'
import { storeError, telling } from './store-problems.ts'

export interface Backups {
  /** Newest first. */
  list(): readonly StoreBackup[]
  make(reason: StoreBackup['reason']): StoreBackup
  /**
   * Puts a copy in the place of the database, after a copy of what is there now. Throws a StoreError; then the database is as it was.
   * The stores stay valid and read from the copy; ids that were read before mean nothing any more.
   */
  restore(fileName: string): void
}

export interface OpenedStore {
  readonly runs: RunStore
  readonly projects: ProjectStore
  readonly drafts: DraftStore
  readonly settings: SettingsStore
  readonly practice: PracticeStore
  readonly backups: Backups
  /** Of the database and its copies. */
  bytes(): number
  close(): void
}

export interface StoreOptions {
  /** Milliseconds since 1970; default: the clock. */
  readonly now?: () => number
  /** Version of Hostdown, for the project files it writes. */
  readonly application?: string
  /** Tests hand in steps of the future. */
  readonly steps?: readonly SchemaStep[]
}

/** Makes the folder where there is none. Throws a StoreError; then nothing was overwritten. */
export function openStore(folder: string, { now = Date.now, application, steps = schemaSteps }: StoreOptions = {}): OpenedStore {
  telling(folder, () => mkdirSync(folder, { recursive: true }))
  const lock = lockFolder(folder)
  try {
    return opened({ folder, now, steps }, lock, application ?? null)
  } catch (error) {
    lock.release()
    throw error
  }
}

/** A store for a moment: its folder is gone when it is closed. Throws a StoreError. */
export function openScratchStore(options: StoreOptions = {}): OpenedStore {
  const folder = telling(tmpdir(), () => mkdtempSync(join(tmpdir(), 'hostdown-')))
  const store = openStore(folder, options)
  return {
    ...store,
    close() {
      store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function opened(place: OpenDatabase, lock: FolderLock, application: string | null): OpenedStore {
  const { folder, now } = place
  const path = databaseFile(folder)
  const connection = new Connection(path, openDatabase(place))
  const projects = new SqliteProjectStore({ connection, now, application })
  if (projects.purge() > 0) connection.database.pragma('incremental_vacuum')
  return {
    runs: new SqliteRunStore(connection, now),
    projects,
    drafts: new SqliteDraftStore(connection),
    settings: new SqliteSettingsStore(connection),
    practice: new SqlitePracticeStore(connection),
    backups: {
      list: () => listBackups(folder),
      make: (reason) => makeBackup(connection.database, folder, { reason, madeAt: now() }),
      restore: (fileName) => restoreBackup(connection, place, fileName),
    },
    bytes: () => databaseBytes(path) + listBackups(folder).reduce((sum, { bytes }) => sum + bytes, 0),
    close() {
      connection.database.close()
      lock.release()
    },
  }
}

/**
 * Puts a copy in the place of a database that cannot be opened, which is kept beside it under another name. Throws a StoreError; then
 * all is as it was.
 */
export function replaceDatabase(folder: string, fileName: string, { now = Date.now, steps = schemaSteps }: StoreOptions = {}): void {
  const path = databaseFile(folder)
  const backup = soundBackup(folder, fileName, steps)
  const lock = lockFolder(folder)
  try {
    telling(path, () => {
      const part = `${path}.part`
      try {
        copyFileSync(backup, part)
        toDisk(part)
        const aside = `${path}.left-${new Date(now()).toISOString().replace(/[-:.]/g, '')}`
        // The log first: without its database it does no harm, with another one it would.
        for (const end of ['-wal', '-shm', '']) if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${aside}${end}`)
        renameSync(part, path)
      } finally {
        rmSync(part, { force: true })
      }
    })
  } finally {
    lock.release()
  }
}

/** The path of a copy that can be put in place. */
function soundBackup(folder: string, fileName: string, steps: readonly SchemaStep[]): string {
  const backup = join(backupsFolder(folder), fileName)
  if (!listBackups(folder).some((known) => known.fileName === fileName))
    throw storeError('noAccess', backup, ['there is no such copy', '복사본이 없음'])
  if (appliedSteps(backup, steps) === 0) throw storeError('damaged', backup, ['there is nothing in it', '내용이 없음'])
  return backup
}

function databaseBytes(path: string): number {
  return [path, `${path}-wal`].reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0)
}

function restoreBackup(connection: Connection, place: OpenDatabase, fileName: string): void {
  const { folder, steps, now } = place
  const { path } = connection
  const backup = soundBackup(folder, fileName, steps)
  makeBackup(connection.database, folder, { reason: 'restore', madeAt: now() })
  const part = `${path}.part`
  telling(path, () => {
    try {
      copyFileSync(backup, part)
      toDisk(part)
      connection.database.close()
      // Closed, the database is one file: its write-ahead log was merged. Were it still there, it would be taken for that of the copy.
      if (existsSync(`${path}-wal`)) throw storeError('locked', path)
      renameSync(part, path)
    } finally {
      rmSync(part, { force: true })
      if (!connection.database.open) connection.exchange(openDatabase(place))
    }
  })
}
