/** What a database file is, found out without a write to it. */
import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { digestOfStep, type SchemaStep } from './schema/steps.ts'
import type { Phrase } from '../contract/texts/language.ts'
import { folderInPlace, storeError, telling } from './store-problems.ts'

/** `PRAGMA application_id` of step 1: the letters HOST. */
const APPLICATION_ID = 1_213_158_484
const HEADER_BYTES = 100
/** Up to here the whole file is checked when it is opened, which takes less than 100 ms. */
const CHECKED_BYTES = 32 * 2 ** 20

/**
 * How many of the steps were applied to it; 0: there is nothing in it. Throws a StoreError: `damaged`, `newer`, `readOnly`, `noAccess`.
 * Nobody may have it open meanwhile.
 */
export function appliedSteps(path: string, steps: readonly SchemaStep[]): number {
  return telling(path, () => {
    const size = sizeOf(path)
    if (size === 0) {
      // SQLite would throw the write-ahead log away, and with it what was committed last.
      if (sizeOf(`${path}-wal`) > 0)
        throw storeError('damaged', path, ['it is empty or gone, but its write-ahead log is there', '비어 있거나 없지만 미리 쓰기 로그는 있음'])
      return 0
    }
    if (statSync(path).isDirectory()) throw storeError('noAccess', path, folderInPlace)
    mayWrite(path)
    checkHeader(path, size)
    const database = new Database(path, { readonly: true, fileMustExist: true })
    try {
      return stepsIn(database, path, steps, size)
    } finally {
      database.close()
    }
  })
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0
}

/** Throws a StoreError: `noAccess` where not even reading is allowed, `readOnly`. */
export function mayWrite(path: string): void {
  telling(path, () => accessSync(path, constants.R_OK))
  try {
    accessSync(path, constants.W_OK)
  } catch {
    throw storeError('readOnly', path)
  }
}

function checkHeader(path: string, size: number): void {
  const header = Buffer.alloc(HEADER_BYTES)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, HEADER_BYTES, 0)
  } finally {
    closeSync(file)
  }
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') throw storeError('damaged', path, ['it is no database', '데이터베이스가 아님'])
  const pageBytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
  const bytes = pageBytes * header.readUInt32BE(28)
  // What lies in the write-ahead log need not be in the file yet.
  if (size < bytes && sizeOf(`${path}-wal`) === 0)
    throw storeError('damaged', path, [`its end is missing: ${size} of ${bytes} bytes are there`, `끝부분이 없음: ${bytes}바이트 중 ${size}바이트`])
}

export const recordsMissing = (count: number): Phrase => [
  `${count} records refer to others that are not there`,
  `레코드 ${count}개가 없는 레코드를 가리킴`,
]

interface SchemaEntry {
  readonly name: string
  readonly sql: string | null
}

const SCHEMA = "SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'index') AND name NOT LIKE 'sqlite_%' AND name <> 'schema_steps'"

/**
 * What another hand changed in the tables; null: they are as the steps make them. What was added beside them does no harm, but for triggers and for
 * what a step that is missing would make.
 */
function strangeIn(database: Database.Database, steps: readonly SchemaStep[], applied: number): string | null {
  if (database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'trigger' LIMIT 1").get() !== undefined) return 'it holds a trigger of another hand'
  const found = new Map(
    database
      .prepare<[], SchemaEntry>(SCHEMA)
      .all()
      .map(({ name, sql }) => [name, sql]),
  )
  const model = new Database(':memory:')
  try {
    const made = (some: readonly SchemaStep[]): readonly SchemaEntry[] => {
      for (const { sql } of some) model.exec(sql)
      return model.prepare<[], SchemaEntry>(SCHEMA).all()
    }
    const own = made(steps.slice(0, applied))
    const changed = own.find(({ name, sql }) => found.get(name) !== sql)
    if (changed !== undefined) return `${changed.name} is missing or was changed`
    const known = new Set(own.map(({ name }) => name))
    const early = laterOf(() => made(steps.slice(applied))).find(({ name }) => !known.has(name) && found.has(name))
    return early === undefined ? null : `${early.name} is there, but schema_steps does not list the step that makes it`
  } finally {
    model.close()
  }
}

/** What steps that are still to be done would make; nothing where one cannot be done: the upgrade tells of it, with a copy made before. */
function laterOf(made: () => readonly SchemaEntry[]): readonly SchemaEntry[] {
  try {
    return made()
  } catch {
    return []
  }
}

/** How many steps were applied to an open database, as above. */
export function stepsIn(database: Database.Database, path: string, steps: readonly SchemaStep[], size: number): number {
  const tables = database.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  if (tables.length === 0) return 0
  const id = database.pragma('application_id', { simple: true })
  if (id !== APPLICATION_ID || !tables.some(({ name }) => name === 'schema_steps')) {
    throw storeError('damaged', path, ['it is a database of another program', '다른 프로그램의 데이터베이스'])
  }
  const applied = database
    .prepare<[], { number: number; name: string; sha256: string }>('SELECT number, name, sha256 FROM schema_steps ORDER BY number')
    .all()
  const known = applied.every(({ name, sha256 }, index) => {
    const step = steps[index]
    return step !== undefined && step.name === name && digestOfStep(step) === sha256
  })
  if (!known) throw storeError('newer', path)
  if (applied.some(({ number }, index) => number !== index + 1))
    throw storeError('damaged', path, ['the steps in schema_steps are numbered otherwise', 'schema_steps의 단계 번호가 다름'])
  const other = strangeIn(database, steps, applied.length)
  if (other !== null) throw storeError('damaged', path, other)
  if (size <= CHECKED_BYTES) {
    const found = database.pragma('quick_check(1)', { simple: true })
    if (found !== 'ok') throw storeError('damaged', path, String(found).replace(/\s+/g, ' '))
    const broken = database.pragma('foreign_key_check') as readonly unknown[]
    if (broken.length > 0) throw storeError('damaged', path, recordsMissing(broken.length))
  }
  return applied.length
}
