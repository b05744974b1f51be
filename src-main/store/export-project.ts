/** A project as the bytes of a `.hostdown` file. The format is that of `contract/project-file.ts`. */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { designStepSchema, PROJECT_FORMAT, type ProjectHeader, type ProjectRecord, type ProjectRecordOf } from '../contract/project-file.ts'
import type { StoredBranch } from '../runs/store-port.ts'
import { branchColumns } from './branch-rows.ts'
import type { Connection } from './connection.ts'
import { importRecordOf } from './import-records.ts'
import { argumentsOf, unpackedOf, valueOf } from './json-column.ts'
import { outlineOf } from './revision-rows.ts'

/** A file of gzip may have many members, so that only one is in memory as text. */
const MEMBER_BYTES = 2 ** 20

class LineWriter {
  readonly #members: Uint8Array[] = []
  readonly #hash = createHash('sha256')
  #pending: string[] = []
  #pendingLength = 0
  #lines = 0

  write(line: object): void {
    const text = `${JSON.stringify(line)}\n`
    this.#hash.update(text)
    this.#push(text)
    this.#lines++
  }

  end(): Uint8Array {
    this.#push(`${JSON.stringify({ end: true, lines: this.#lines, sha256: this.#hash.digest('hex') })}\n`)
    this.#closeMember()
    return Buffer.concat(this.#members)
  }

  #push(text: string): void {
    this.#pending.push(text)
    this.#pendingLength += text.length
    if (this.#pendingLength >= MEMBER_BYTES) this.#closeMember()
  }

  #closeMember(): void {
    this.#members.push(gzipSync(this.#pending.join('')))
    this.#pending = []
    this.#pendingLength = 0
  }
}

/** The project is there. Throws a StoreError. */
export function exportProject(connection: Connection, project: number, application: string | null): Uint8Array {
  const writer = new LineWriter()
  writer.write(headerOf(connection, project, application))
  const write = (record: ProjectRecord): void => writer.write(record)
  for (const record of revisionsOf(connection, project)) write(record)
  for (const record of tracesOf(connection, project)) write(record)
  const branches = connection.all<StoredBranch>(`SELECT ${branchColumns} FROM branches WHERE project = ? ORDER BY id`, project)
  for (const { project: _project, root: _root, ...branch } of branches) write({ kind: 'branch', ...branch })
  for (const { id } of branches) for (const record of commandsOf(connection, id)) write(record)
  for (const { id } of branches) for (const record of turnsOf(connection, id)) write(record)
  for (const { id } of branches) for (const record of keyframesOf(connection, id)) write(record)
  for (const { id } of branches) for (const record of bookmarksOf(connection, id)) write(record)
  for (const record of draftOf(connection, project)) write(record)
  const imported = importRecordOf(connection, project)
  if (imported !== null) write({ kind: 'imported', ...imported })
  return writer.end()
}

function headerOf(connection: Connection, project: number, application: string | null): ProjectHeader {
  const row = connection.get<{ name: string; createdAt: number }>('SELECT name, created_at AS createdAt FROM projects WHERE id = ?', project)
  const counted = (sql: string): number => connection.get<{ n: number }>(`SELECT count(*) AS n FROM ${sql} WHERE project = ?`, project)?.n ?? 0
  const ofBranches = (table: string): number => counted(`${table} JOIN branches ON branches.id = branch`)
  const drafts = counted('drafts')
  const engineVersions = connection.all<{ version: number }>(
    'SELECT DISTINCT engine_version AS version FROM branches WHERE project = ? ORDER BY engine_version',
    project,
  )
  return {
    hostdownProject: PROJECT_FORMAT,
    application,
    engineVersions: engineVersions.map(({ version }) => version),
    counts: {
      revision: counted('revisions'),
      trace: counted('traces JOIN revisions ON revisions.id = revision'),
      branch: counted('branches'),
      command: ofBranches('commands'),
      turns: ofBranches('turns'),
      keyframe: ofBranches('keyframes'),
      bookmark: ofBranches('bookmarks'),
      // An earlier Hostdown knows of no drafts.
      ...(drafts > 0 && { draft: drafts, draftStep: counted('draft_steps') }),
      ...(counted('imports') > 0 && { imported: 1 }),
    },
    name: row?.name ?? '',
    createdAt: row?.createdAt ?? 0,
  }
}

type Blob = Uint8Array

function* revisionsOf(connection: Connection, project: number): Iterable<ProjectRecordOf<'revision'>> {
  const sql = 'SELECT id, number, file_name AS fileName, text, outline FROM revisions WHERE project = ? ORDER BY number'
  type Row = { id: number; number: number; fileName: string; text: Blob; outline: string }
  for (const { id, number, fileName, text, outline } of connection.all<Row>(sql, project)) {
    const readable = unpackedOf(connection, text, `revision ${number} of project ${project}`)
    yield { kind: 'revision', id, number, fileName, text: readable, outline: outlineOf(outline) as ProjectRecordOf<'revision'>['outline'] }
  }
}

function* tracesOf(connection: Connection, project: number): Iterable<ProjectRecordOf<'trace'>> {
  const sql = `SELECT revision, path, traces.text FROM traces JOIN revisions ON revisions.id = revision WHERE project = ?
    ORDER BY number, path`
  for (const { revision, path, text } of connection.all<{ revision: number; path: string; text: Blob }>(sql, project)) {
    yield { kind: 'trace', revision, path, text: unpackedOf(connection, text, `the trace ${path}`) }
  }
}

function* commandsOf(connection: Connection, branch: number): Iterable<ProjectRecordOf<'command'>> {
  const sql = 'SELECT turn, t, command, args FROM commands WHERE branch = ? ORDER BY id'
  for (const { args, ...row } of connection.all<{ turn: number; t: number; command: string; args: string }>(sql, branch)) {
    yield { kind: 'command', branch, ...row, args: argumentsOf(connection, args, branch) }
  }
}

function* turnsOf(connection: Connection, branch: number): Iterable<ProjectRecordOf<'turns'>> {
  const sql = `SELECT first_turn AS firstTurn, last_turn AS lastTurn, first_seq AS firstSeq, events, from_at AS "from", to_at AS "to",
    event_text AS eventText, view_text AS viewText FROM turns WHERE branch = ? AND first_turn > ? ORDER BY first_turn LIMIT 1`
  type Row = Omit<ProjectRecordOf<'turns'>, 'kind' | 'branch' | 'eventText' | 'viewText'> & { eventText: Blob; viewText: Blob }
  for (let row = connection.get<Row>(sql, branch, 0); row !== undefined; row = connection.get<Row>(sql, branch, row.firstTurn)) {
    yield { kind: 'turns', branch, ...row, eventText: base64(row.eventText), viewText: base64(row.viewText) }
  }
}

function* keyframesOf(connection: Connection, branch: number): Iterable<ProjectRecordOf<'keyframe'>> {
  const sql = 'SELECT turn, at, log_length AS logLength, digest, text FROM keyframes WHERE branch = ? AND turn > ? ORDER BY turn LIMIT 1'
  type Row = Omit<ProjectRecordOf<'keyframe'>, 'kind' | 'branch' | 'text'> & { text: Blob }
  for (let row = connection.get<Row>(sql, branch, -1); row !== undefined; row = connection.get<Row>(sql, branch, row.turn)) {
    yield { kind: 'keyframe', branch, ...row, text: base64(row.text) }
  }
}

function* bookmarksOf(connection: Connection, branch: number): Iterable<ProjectRecordOf<'bookmark'>> {
  for (const row of connection.all<{ t: number; note: string }>('SELECT t, note FROM bookmarks WHERE branch = ? ORDER BY id', branch)) {
    yield { kind: 'bookmark', branch, ...row }
  }
}

function* draftOf(connection: Connection, project: number): Iterable<ProjectRecordOf<'draft'> | ProjectRecordOf<'draftStep'>> {
  type Draft = Omit<ProjectRecordOf<'draft'>, 'kind'>
  const draft = connection.get<Draft>('SELECT revision, file_name AS fileName, cursor FROM drafts WHERE project = ?', project)
  if (draft === undefined) return
  yield { kind: 'draft', ...draft }
  type Row = Omit<ProjectRecordOf<'draftStep'>, 'kind' | 'label' | 'text'> & { label: string; text: Blob }
  const sql = 'SELECT number, label, base, head, tail, text FROM draft_steps WHERE project = ? AND number > ? ORDER BY number LIMIT 1'
  for (let row = connection.get<Row>(sql, project, -1); row !== undefined; row = connection.get<Row>(sql, project, row.number))
    yield {
      kind: 'draftStep',
      ...row,
      label: valueOf<ProjectRecordOf<'draftStep'>['label']>(connection, row.label, designStepSchema, `a step of the design of project ${project}`),
      text: base64(row.text),
    }
}

const base64 = (blob: Blob): string => Buffer.from(blob.buffer, blob.byteOffset, blob.length).toString('base64')
