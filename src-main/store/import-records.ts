/** What an import did, by project. */
import { importRecordSchema, type ImportRecord } from '../contract/import-record.ts'
import type { Connection } from './connection.ts'
import { unpackedOf, valueOf } from './json-column.ts'
import { pack } from './packed-text.ts'

/** Null where the project came from no import. Throws a StoreError. */
export function importRecordOf(connection: Connection, project: number): ImportRecord | null {
  const row = connection.get<{ record: Uint8Array }>('SELECT record FROM imports WHERE project = ?', project)
  if (row === undefined) return null
  const what = `what was imported for project ${project}`
  return valueOf<ImportRecord>(connection, unpackedOf(connection, row.record, what), importRecordSchema, what)
}

export function keepImportRecord(connection: Connection, project: number, record: ImportRecord): void {
  connection.run('INSERT OR REPLACE INTO imports (project, record) VALUES (?, ?)', project, pack(JSON.stringify(record)))
}
