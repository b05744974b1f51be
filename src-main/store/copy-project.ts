/** A second project like the first, with all that belongs to it. */
import type { StoredBranch } from '../runs/store-port.ts'
import { branchColumns, insertBranch } from './branch-rows.ts'
import type { Connection } from './connection.ts'

/** Gives the id of the copy. It has no origin: a sample or a file is opened in the project that came from it. Inside a transaction. */
export function copyProject(connection: Connection, from: number, { name, now }: { readonly name: string; readonly now: number }): number {
  const project = connection.run('INSERT INTO projects (name, created_at, opened_at) VALUES (?, ?, ?)', name, now, now).id
  const revisions = new Map<number, number>()
  for (const { id } of connection.all<{ id: number }>('SELECT id FROM revisions WHERE project = ? ORDER BY id', from)) {
    const sql = `INSERT INTO revisions (project, number, file_name, text, digest, outline)
      SELECT ?, number, file_name, text, digest, outline FROM revisions WHERE id = ?`
    const copy = connection.run(sql, project, id).id
    revisions.set(id, copy)
    connection.run('INSERT INTO traces (revision, path, text) SELECT ?, path, text FROM traces WHERE revision = ?', copy, id)
  }
  connection.run('INSERT INTO imports (project, record) SELECT ?, record FROM imports WHERE project = ?', project, from)
  const branches = new Map<number, number>()
  for (const branch of connection.all<StoredBranch>(`SELECT ${branchColumns} FROM branches WHERE project = ? ORDER BY id`, from)) {
    const root = branches.get(branch.root) ?? null
    const parent = branch.parent === null ? null : (branches.get(branch.parent) ?? null)
    const copy = insertBranch(connection, { ...branch, project, revision: revisions.get(branch.revision) ?? 0, root, parent })
    branches.set(branch.id, copy)
    for (const [table, columns] of belongings) {
      connection.run(`INSERT INTO ${table} (branch, ${columns}) SELECT ?, ${columns} FROM ${table} WHERE branch = ? ORDER BY rowid`, copy, branch.id)
    }
  }
  connection.run(
    'INSERT INTO drafts (project, revision, file_name, cursor) SELECT ?, revision, file_name, cursor FROM drafts WHERE project = ?',
    project,
    from,
  )
  for (const [revision, copy] of revisions)
    connection.run('UPDATE drafts SET revision = ? WHERE project = ? AND revision = ?', copy, project, revision)
  connection.run(
    `INSERT INTO draft_steps (project, number, label, base, head, tail, text)
      SELECT ?, number, label, base, head, tail, text FROM draft_steps WHERE project = ?`,
    project,
    from,
  )
  return project
}

const belongings = [
  ['commands', 'turn, t, command, args'],
  ['turns', 'first_turn, last_turn, first_seq, events, from_at, to_at, event_text, view_text'],
  ['keyframes', 'turn, at, log_length, digest, text'],
  ['bookmarks', 't, note'],
] as const
