/** What can be wrong with the data folder, in a sentence: what, where, and what to do. */
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { SqliteError } from 'better-sqlite3'
import type { StoreProblem } from '../contract/api.ts'
import { StoreError } from '../runs/store-port.ts'

type Code = StoreProblem['code']

const another = 'or choose another data folder (--data)'

const sentences: { readonly [C in Code]: (path: string, detail: string) => string } = {
  newer: (path) => `${path} was written by a newer Hostdown and was left as it is; use that version, ${another}.`,
  damaged: (path, detail) => `${path} is damaged (${detail}) and was left as it is; put a copy from the folder "backups" in its place, ${another}.`,
  locked: (path) => `${path} is in use by another Hostdown or another program; close that one, ${another}.`,
  readOnly: (path) => `${path} is read-only; allow Hostdown to write there, ${another}.`,
  full: (path) => `There is no room left on the disk for ${path}; free some space and try again, ${another}.`,
  noAccess: (path, detail) => `${path} cannot be used (${detail}); see to its permissions and its disk, ${another}.`,
}

export function storeError(code: Code, path: string, detail = ''): StoreError {
  return new StoreError({ code, path, text: sentences[code](path, detail) })
}

const sqliteCodes: readonly (readonly [RegExp, Code])[] = [
  [/^SQLITE_FULL/, 'full'],
  [/^SQLITE_(BUSY|LOCKED)/, 'locked'],
  [/^SQLITE_READONLY/, 'readOnly'],
  [/^SQLITE_(CORRUPT|NOTADB|FORMAT|SCHEMA)/, 'damaged'],
  [/^SQLITE_(CANTOPEN|IOERR|PERM|AUTH|PROTOCOL|NOLFS)/, 'noAccess'],
]

const fileCodes: { readonly [code: string]: readonly [Code, string] } = {
  ENOSPC: ['full', ''],
  EDQUOT: ['full', ''],
  EROFS: ['readOnly', ''],
  EBUSY: ['locked', ''],
  EACCES: ['noAccess', 'access is denied'],
  EPERM: ['noAccess', 'access is denied'],
  EEXIST: ['noAccess', 'a file stands where a folder should be'],
  ENOTDIR: ['noAccess', 'a file stands where a folder should be'],
  EISDIR: ['noAccess', 'a folder stands where a file should be'],
  ENOENT: ['noAccess', 'it is not there'],
}

/** An error of SQLite or of the file system as a StoreError; anything else as it is. */
export function asStoreError(error: unknown, path: string): unknown {
  if (error instanceof SqliteError) {
    const known = sqliteCodes.find(([code]) => code.test(error.code))
    if (known !== undefined) return storeError(known[1] === 'noAccess' && hasNoRoom(path) ? 'full' : known[1], path, error.message)
    // Tables that are not there although the steps say so.
    if (error.code === 'SQLITE_ERROR' && /^no such (table|column)/.test(error.message)) return storeError('damaged', path, error.message)
    return error
  }
  const code = (error as NodeJS.ErrnoException | null)?.code
  // What Node names by `ERR_…` is a mistake of ours.
  if (error instanceof StoreError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error
  const [known, detail] = fileCodes[code] ?? (['noAccess', (error as Error).message] as const)
  return storeError(known, path, detail)
}

/** Where a file beside the database cannot grow, SQLite speaks of an input/output error only. */
const ROOM_BYTES = 2 ** 17

function hasNoRoom(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    return bavail * bsize < ROOM_BYTES
  } catch {
    return false
  }
}

/** Runs `work`; what it throws about SQLite or files comes out as a StoreError about `path`. */
export function telling<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asStoreError(error, path)
  }
}
