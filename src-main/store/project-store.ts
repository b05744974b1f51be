/** Projects over SQLite: labs with their revisions, and the runs that belong to them. */
import type { Imported, ImportRecord } from '../contract/import-record.ts'
import type { NewRevision, ProjectStore, StoredBranch, StoredProject, StoredRevision } from '../runs/store-port.ts'
import { branchColumns } from './branch-rows.ts'
import type { Connection } from './connection.ts'
import { copyProject } from './copy-project.ts'
import { exportProject } from './export-project.ts'
import { importProject } from './import-project.ts'
import { importRecordOf, keepImportRecord } from './import-records.ts'
import { insertRevision, newestRevisionOf, outlineOf, reviseProject, revisionNumberOf, revisionThatIs } from './revision-rows.ts'

/** How long a deleted project can be brought back. */
export const DELETED_KEPT_MS = 30 * 86_400_000

interface ProjectRow extends Omit<StoredProject, 'outline' | 'newest' | 'isImported'> {
  readonly outline: string | null
  readonly imported: number
}

const selectProjects = `SELECT id, name, sample, file, created_at AS createdAt, opened_at AS openedAt, deleted_at AS deletedAt,
  (SELECT outline FROM revisions WHERE project = projects.id ORDER BY number DESC LIMIT 1) AS outline,
  (SELECT count(*) FROM revisions WHERE project = projects.id) AS revisions,
  (SELECT count(*) FROM branches WHERE project = projects.id AND parent IS NULL) AS runs,
  (SELECT count(*) FROM bookmarks JOIN branches ON branches.id = branch WHERE project = projects.id) AS bookmarks,
  EXISTS (SELECT 1 FROM imports WHERE project = projects.id) AS imported
  FROM projects`

export interface ProjectStoreStart {
  readonly connection: Connection
  readonly now: () => number
  /** Version of Hostdown, for the files it writes. */
  readonly application: string | null
}

export class SqliteProjectStore implements ProjectStore {
  readonly #connection: Connection
  readonly #now: () => number
  readonly #application: string | null

  constructor({ connection, now, application }: ProjectStoreStart) {
    this.#connection = connection
    this.#now = now
    this.#application = application
  }

  list(): readonly StoredProject[] {
    const sql = `${selectProjects} WHERE deleted_at IS NULL OR deleted_at > ? ORDER BY id`
    return this.#connection.all<ProjectRow>(sql, this.#now() - DELETED_KEPT_MS).map((row) => this.#projectOf(row))
  }

  get(id: number): StoredProject | null {
    const row = this.#connection.get<ProjectRow>(`${selectProjects} WHERE id = ?`, id)
    return row === undefined ? null : this.#projectOf(row)
  }

  find(origin: { readonly sample: string } | { readonly file: string }): StoredProject | null {
    const [column, value] = 'sample' in origin ? ['sample', origin.sample] : ['file', origin.file]
    const sql = `${selectProjects} WHERE ${column} = ? AND deleted_at IS NULL ORDER BY opened_at DESC, id DESC LIMIT 1`
    const row = this.#connection.get<ProjectRow>(sql, value)
    return row === undefined ? null : this.#projectOf(row)
  }

  create(
    { name, sample, file }: { readonly name: string; readonly sample: string | null; readonly file: string | null },
    revision: NewRevision,
  ): StoredProject {
    const now = this.#now()
    return this.#connection.transaction(() => {
      const sql = 'INSERT INTO projects (name, sample, file, created_at, opened_at) VALUES (?, ?, ?, ?, ?)'
      const { id } = this.#connection.run(sql, name, sample, file, now, now)
      insertRevision(this.#connection, id, 1, revision)
      return this.#existing(id)
    })
  }

  revise(project: number, revision: NewRevision): StoredRevision {
    return this.#connection.transaction(() => reviseProject(this.#connection, project, revision))
  }

  revision(id: number): StoredRevision {
    return revisionThatIs(this.#connection, id)
  }

  revisionNumber(id: number): number {
    return revisionNumberOf(this.#connection, id)
  }

  newestRevision(project: number): StoredRevision {
    return newestRevisionOf(this.#connection, project)
  }

  importRecord(project: number): ImportRecord | null {
    return importRecordOf(this.#connection, project)
  }

  setImportRecord(project: number, imported: Imported): void {
    keepImportRecord(this.#connection, project, { ...imported, importedAt: this.#now() })
  }

  rename(id: number, name: string): void {
    this.#connection.run('UPDATE projects SET name = ? WHERE id = ?', name, id)
  }

  duplicate(id: number, name: string): StoredProject {
    return this.#connection.transaction(() => {
      this.#existing(id)
      return this.#existing(copyProject(this.#connection, id, { name, now: this.#now() }))
    })
  }

  setDeleted(id: number, deleted: boolean): void {
    this.#connection.run('UPDATE projects SET deleted_at = ? WHERE id = ?', deleted ? this.#now() : null, id)
  }

  touch(id: number): void {
    // After the others, also where the clock was put back.
    const sql = `UPDATE projects SET opened_at = max(?, coalesce((SELECT max(others.opened_at) + 1 FROM projects AS others WHERE others.id <> projects.id), 0))
      WHERE id = ?`
    this.#connection.run(sql, this.#now(), id)
  }

  branches(project: number): readonly StoredBranch[] {
    return this.#connection.all<StoredBranch>(`SELECT ${branchColumns} FROM branches WHERE project = ? ORDER BY id`, project)
  }

  exportFile(id: number): Uint8Array {
    this.#existing(id)
    return exportProject(this.#connection, id, this.#application)
  }

  importFile(bytes: Uint8Array): StoredProject {
    return this.#connection.transaction(() => this.#existing(importProject(this.#connection, bytes, this.#now())))
  }

  /** Removes for good what was deleted long enough ago; gives how many projects. */
  purge(): number {
    return this.#connection.run('DELETE FROM projects WHERE deleted_at <= ?', this.#now() - DELETED_KEPT_MS).changes
  }

  #existing(id: number): StoredProject {
    const project = this.get(id)
    if (project === null) throw new Error(`there is no project ${id}`)
    return project
  }

  #projectOf({ outline, imported, ...row }: ProjectRow): StoredProject {
    const sql = `SELECT ${branchColumns} FROM branches WHERE project = ? ORDER BY opened_at DESC, id DESC LIMIT 1`
    const newest = this.#connection.get<StoredBranch>(sql, row.id) ?? null
    return { ...row, isImported: imported === 1, outline: outlineOf(outline), newest }
  }
}
