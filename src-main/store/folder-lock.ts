/** One Hostdown at a time in a data folder. The system gives the lock back when a process ends, however it ends. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { StoreError } from '../runs/store-port.ts'
import { mayWrite } from './inspect-file.ts'
import { asStoreError } from './store-problems.ts'

export interface FolderLock {
  release(): void
}

/** An exclusive transaction on a file of its own, which stays empty. Throws a StoreError, `locked` where another one has it. */
export function lockFolder(folder: string): FolderLock {
  const path = join(folder, 'hostdown.lock')
  mayWrite(folder)
  let database: Database.Database | undefined
  try {
    database = new Database(path, { timeout: 0 })
    // Nothing is ever written, so there is no need for a journal beside it.
    database.pragma('journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    const problem = asStoreError(error, path)
    // The lock stands for the folder; only damage is about the file itself.
    throw problem instanceof StoreError && problem.problem.code !== 'damaged' ? asStoreError(error, folder) : problem
  }
  const held = database
  return { release: () => void held.close() }
}
