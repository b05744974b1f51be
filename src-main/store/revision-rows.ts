/** Revisions of labs as rows: the text of the lab, and of the traces that it names. */
import { createHash } from 'node:crypto'
import { outlineSchema } from '../contract/project-file.ts'
import type { LabOutline, NewRevision, StoredRevision } from '../runs/store-port.ts'
import type { Connection } from './connection.ts'
import { valueOrNull } from './json-column.ts'
import { pack, unpack } from './packed-text.ts'
import { storeError } from './store-problems.ts'

interface RevisionRow extends Omit<StoredRevision, 'text' | 'traces'> {
  readonly blob: Uint8Array
  readonly digest: string
}

const columns = 'id, project, number, file_name AS fileName, text AS blob, digest'

/** Throws an Error where there is none. */
export function revisionThatIs(connection: Connection, id: number): StoredRevision {
  const row = connection.get<RevisionRow>(`SELECT ${columns} FROM revisions WHERE id = ?`, id)
  if (row === undefined) throw new Error(`there is no revision ${id}`)
  return readRevision(connection, row)
}

/** Throws an Error where there is none. */
export function revisionNumberOf(connection: Connection, id: number): number {
  const row = connection.get<{ readonly number: number }>('SELECT number FROM revisions WHERE id = ?', id)
  if (row === undefined) throw new Error(`there is no revision ${id}`)
  return row.number
}

/** Throws an Error where there is no such project. */
export function newestRevisionOf(connection: Connection, project: number): StoredRevision {
  return readRevision(connection, newestRow(connection, project))
}

function newestRow(connection: Connection, project: number): RevisionRow {
  const row = connection.get<RevisionRow>(`SELECT ${columns} FROM revisions WHERE project = ? ORDER BY number DESC LIMIT 1`, project)
  if (row === undefined) throw new Error(`there is no project ${project}`)
  return row
}

function readRevision(connection: Connection, { id, project, number, fileName, blob }: RevisionRow): StoredRevision {
  const rows = connection.all<{ path: string; text: Uint8Array }>('SELECT path, text FROM traces WHERE revision = ? ORDER BY path', id)
  try {
    const traces = Object.fromEntries(rows.map(({ path, text }) => [path, unpack(text)]))
    return { id, project, number, fileName, text: unpack(blob), traces }
  } catch {
    throw storeError('damaged', connection.path, [
      `revision ${number} of project ${project} cannot be read`,
      `프로젝트 ${project}의 리비전 ${number}을(를) 읽을 수 없음`,
    ])
  }
}

/** The newest revision where text and traces are the same, else another. Inside a transaction. */
export function reviseProject(connection: Connection, project: number, revision: NewRevision): StoredRevision {
  const newest = newestRow(connection, project)
  if (newest.digest === digestOf(revision)) return readRevision(connection, newest)
  return revisionThatIs(connection, insertRevision(connection, project, newest.number + 1, revision))
}

/** Inside a transaction. */
export function insertRevision(connection: Connection, project: number, number: number, revision: NewRevision): number {
  const id = insertRevisionRow(connection, project, { ...revision, number })
  for (const [path, trace] of Object.entries(revision.traces)) insertTrace(connection, id, path, trace)
  setDigest(connection, id, digestOf(revision))
  return id
}

/** What the Library shows, where it cannot be read: the lab itself is not in it. */
const noOutline: LabOutline = { description: '', hosts: 0, vms: 0, thumbnail: { hosts: [], datastores: 0 } }

export const outlineOf = (text: string | null): LabOutline => valueOrNull<LabOutline>(text, outlineSchema)?.it ?? noOutline

/** Without traces and digest, which follow. */
export function insertRevisionRow(
  connection: Connection,
  project: number,
  revision: Omit<NewRevision, 'traces'> & { readonly number: number },
): number {
  const { number, fileName, text, outline } = revision
  const sql = "INSERT INTO revisions (project, number, file_name, text, digest, outline) VALUES (?, ?, ?, ?, '', ?)"
  return connection.run(sql, project, number, fileName, pack(text), JSON.stringify(outline satisfies LabOutline)).id
}

export function insertTrace(connection: Connection, revision: number, path: string, text: string): void {
  connection.run('INSERT INTO traces (revision, path, text) VALUES (?, ?, ?)', revision, path, pack(text))
}

export function setDigest(connection: Connection, revision: number, digest: string): void {
  connection.run('UPDATE revisions SET digest = ? WHERE id = ?', digest, revision)
}

function digestOf({ text, traces }: NewRevision): string {
  return digestOfTexts(sha256(text), new Map(Object.entries(traces).map(([path, trace]) => [path, sha256(trace)])))
}

/** From the digest of the text and those of the traces, by path. */
export function digestOfTexts(text: string, traces: ReadonlyMap<string, string>): string {
  const named = [...traces].sort(([a], [b]) => (a < b ? -1 : 1))
  return sha256(JSON.stringify([text, named]))
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
