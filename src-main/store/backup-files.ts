/** Copies of the database in the folder `backups`; the name says when and why. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { SqliteError, type Database } from 'better-sqlite3'
import type { StoreBackup } from '../contract/api.ts'
import { asStoreError, telling } from './store-problems.ts'

export const backupsFolder = (folder: string): string => join(folder, 'backups')

/** `hostdown-20260131T080509123Z-asked.sqlite`, in UTC. */
const pattern = /^hostdown-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-(asked|upgrade|restore)\.sqlite$/

function fileNameOf(madeAt: number, reason: StoreBackup['reason']): string {
  return `hostdown-${new Date(madeAt).toISOString().replace(/[-:.]/g, '')}-${reason}.sqlite`
}

/** Newest first; whatever else lies in the folder is left out. */
export function listBackups(folder: string): readonly StoreBackup[] {
  const backups = backupsFolder(folder)
  return telling(backups, () => {
    if (!existsSync(backups)) return []
    return readdirSync(backups)
      .flatMap((fileName) => {
        const [, year, month, day, hours, minutes, seconds, ms, reason] = pattern.exec(fileName) ?? []
        if (reason === undefined) return []
        const madeAt = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${ms}Z`)
        return [{ fileName, bytes: statSync(join(backups, fileName)).size, madeAt, reason: reason as StoreBackup['reason'] }]
      })
      .sort((a, b) => b.madeAt - a.madeAt || (a.fileName < b.fileName ? 1 : -1))
  })
}

/** A copy is there under its name only once it is whole. Throws a StoreError. */
export function makeBackup(
  database: Database,
  folder: string,
  { reason, madeAt }: { readonly reason: StoreBackup['reason']; readonly madeAt: number },
): StoreBackup {
  const backups = backupsFolder(folder)
  return telling(backups, () => {
    mkdirSync(backups, { recursive: true })
    let at = madeAt
    while (existsSync(join(backups, fileNameOf(at, reason)))) at++
    const fileName = fileNameOf(at, reason)
    const path = join(backups, fileName)
    const part = `${path}.part`
    try {
      rmSync(part, { force: true })
      copyInto(database, part)
      toDisk(part)
      renameSync(part, path)
    } catch (error) {
      rmSync(part, { force: true })
      throw error
    }
    return { fileName, bytes: statSync(path).size, madeAt: at, reason }
  })
}

function copyInto(database: Database, path: string): void {
  try {
    database.prepare('VACUUM INTO ?').run(path)
  } catch (error) {
    // What cannot be read is the database; anything else is about the copy.
    const unreadable = error instanceof SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)
    throw unreadable ? asStoreError(error, database.name) : error
  }
}

/** Returns once the system has written the file down. */
export function toDisk(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
