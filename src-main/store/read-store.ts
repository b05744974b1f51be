/** A data folder for whoever only looks, also while a Hostdown has it open: nothing is locked, upgraded or written. */
import { existsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { ProjectStore, RunStore } from '../runs/store-port.ts'
import { Connection } from './connection.ts'
import { stepsIn } from './inspect-file.ts'
import { databaseFile } from './open-database.ts'
import { SqliteProjectStore } from './project-store.ts'
import { SqliteRunStore } from './run-store.ts'
import { schemaSteps } from './schema/steps.ts'
import { storeError, telling } from './store-problems.ts'

const BUSY_MS = 2000

export interface ReadStore {
  readonly runs: Pick<RunStore, 'branch' | 'branches' | 'commands' | 'turns' | 'keyframes' | 'keyframe' | 'bookmarks'>
  readonly projects: Pick<ProjectStore, 'list' | 'get' | 'revision' | 'branches'>
  close(): void
}

/** Throws a StoreError where there is no data folder, or not one of this version. */
export function readStore(folder: string): ReadStore & { readonly runs: RunStore } {
  const path = databaseFile(folder)
  if (!existsSync(path)) throw storeError('noAccess', path, ['nothing has been kept there', '보관된 것이 없음'])
  return telling(path, () => {
    const database = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_MS })
    try {
      const applied = stepsIn(database, path, schemaSteps, statSync(path).size)
      if (applied < schemaSteps.length)
        throw storeError('noAccess', path, [
          'an older Hostdown wrote it: open it in the window once, and it is upgraded',
          '이전 버전의 Hostdown이 기록함: 창에서 한 번 열면 업그레이드됨',
        ])
      const connection = new Connection(path, database)
      const now = Date.now
      return {
        runs: new SqliteRunStore(connection, now),
        projects: new SqliteProjectStore({ connection, now, application: null }),
        close: () => void database.close(),
      }
    } catch (error) {
      database.close()
      throw error
    }
  })
}
