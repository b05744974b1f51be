/** What can be wrong with the data folder, in a sentence: what, where, and what to do. */
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { SqliteError } from 'better-sqlite3'
import type { StoreProblem } from '../contract/api.ts'
import type { Phrase } from '../contract/texts/language.ts'
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

const anotherKo = '다른 데이터 폴더(--data)를 선택하십시오'

const sentencesKo: { readonly [C in Code]: (path: string, detail: string) => string } = {
  newer: (path) => `${path}은(는) 더 새로운 Hostdown이 기록한 파일이며 그대로 두었습니다. 그 버전을 사용하거나 ${anotherKo}.`,
  damaged: (path, detail) => `${path}이(가) 손상되어(${detail}) 그대로 두었습니다. "backups" 폴더의 복사본으로 바꾸거나 ${anotherKo}.`,
  locked: (path) => `${path}을(를) 다른 Hostdown이나 다른 프로그램이 사용하고 있습니다. 그 프로그램을 닫거나 ${anotherKo}.`,
  readOnly: (path) => `${path}은(는) 읽기 전용입니다. Hostdown의 쓰기를 허용하거나 ${anotherKo}.`,
  full: (path) => `디스크에 ${path}을(를) 위한 공간이 없습니다. 공간을 확보하고 다시 시도하거나 ${anotherKo}.`,
  noAccess: (path, detail) => `${path}을(를) 사용할 수 없습니다(${detail}). 권한과 디스크를 확인하거나 ${anotherKo}.`,
}

/** `detail`: of SQLite or of the system, which speak English, or a phrase of ours. */
export function storeError(code: Code, path: string, detail: string | Phrase = ''): StoreError {
  const [text, textKo] = typeof detail === 'string' ? [detail, detail] : detail
  return new StoreError({ code, path, text: sentences[code](path, text), textKo: sentencesKo[code](path, textKo) })
}

const sqliteCodes: readonly (readonly [RegExp, Code])[] = [
  [/^SQLITE_FULL/, 'full'],
  [/^SQLITE_(BUSY|LOCKED)/, 'locked'],
  [/^SQLITE_READONLY/, 'readOnly'],
  [/^SQLITE_(CORRUPT|NOTADB|FORMAT|SCHEMA)/, 'damaged'],
  [/^SQLITE_(CANTOPEN|IOERR|PERM|AUTH|PROTOCOL|NOLFS)/, 'noAccess'],
]

const denied: Phrase = ['access is denied', '액세스가 거부됨']
const fileInPlace: Phrase = ['a file stands where a folder should be', '폴더가 있어야 할 자리에 파일이 있음']
export const folderInPlace: Phrase = ['a folder stands where a file should be', '파일이 있어야 할 자리에 폴더가 있음']

const fileCodes: { readonly [code: string]: readonly [Code, string | Phrase] } = {
  ENOSPC: ['full', ''],
  EDQUOT: ['full', ''],
  EROFS: ['readOnly', ''],
  EBUSY: ['locked', ''],
  EACCES: ['noAccess', denied],
  EPERM: ['noAccess', denied],
  EEXIST: ['noAccess', fileInPlace],
  ENOTDIR: ['noAccess', fileInPlace],
  EISDIR: ['noAccess', folderInPlace],
  ENOENT: ['noAccess', ['it is not there', '없음']],
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
