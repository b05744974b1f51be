/** Runs over SQLite: branches with their commands, turns, keyframes and bookmarks. */
import type {
  BranchProgress,
  KeyframeEntry,
  RunCommand,
  RunStore,
  StoredBookmark,
  StoredBranch,
  StoredKeyframe,
  TurnBatch,
} from '../runs/store-port.ts'
import { batchAfter, batchUpTo, type CutPoint } from './batch-cut.ts'
import { branchColumns, branchOf, branchThatIs, chainOf, insertBranch } from './branch-rows.ts'
import type { Connection } from './connection.ts'
import { argumentsOf } from './json-column.ts'
import { packFast, unpack } from './packed-text.ts'
import { storeError } from './store-problems.ts'

interface TurnRow extends Omit<TurnBatch, 'eventText' | 'viewText'> {
  readonly eventBlob: Uint8Array
  readonly viewBlob: Uint8Array
}

interface CommandRow {
  readonly turn: number
  readonly t: number
  readonly command: string
  readonly args: string
}

const turnColumns = `first_turn AS firstTurn, last_turn AS lastTurn, first_seq AS firstSeq, events, from_at AS "from", to_at AS "to",
  event_text AS eventBlob, view_text AS viewBlob`

export class SqliteRunStore implements RunStore {
  readonly #connection: Connection
  readonly #now: () => number

  constructor(connection: Connection, now: () => number) {
    this.#connection = connection
    this.#now = now
  }

  begin({ revision, seed, engineVersion }: { readonly revision: number; readonly seed: number; readonly engineVersion: number }): number {
    const connection = this.#connection
    return connection.transaction(() => {
      const row = connection.get<{ project: number }>('SELECT project FROM revisions WHERE id = ?', revision)
      if (row === undefined) throw new Error(`there is no revision ${revision}`)
      const start = { turn: 0, seq: 0, at: 0 }
      return this.#insert({ project: row.project, revision, seed, engineVersion }, { root: null, parent: null, label: '', start })
    })
  }

  fork({ parent, label, ...start }: { readonly parent: number; readonly label: string } & CutPoint): number {
    return this.#connection.transaction(() => {
      const from = branchThatIs(this.#connection, parent)
      return this.#insert(from, { root: from.root, parent, label, start })
    })
  }

  #insert(
    of: Pick<StoredBranch, 'project' | 'revision' | 'seed' | 'engineVersion'>,
    at: { readonly root: number | null; readonly parent: number | null; readonly label: string; readonly start: CutPoint },
  ): number {
    const { project, revision, seed, engineVersion } = of
    const { root, parent, label, start } = at
    const now = this.#now()
    const fork = { forkTurn: start.turn, forkSeq: start.seq, forkAt: start.at }
    const reached = { reachedTurn: start.turn, reachedSeq: start.seq, reachedAt: start.at, shownAt: start.at }
    const times = { createdAt: now, openedAt: this.#openedNow(project, null) }
    return insertBranch(this.#connection, { project, revision, seed, engineVersion, root, parent, label, ...fork, ...reached, ...times })
  }

  /** After those of the other branches, also where the clock was put back: what was opened last is what is found again. */
  #openedNow(project: number, branch: number | null): number {
    const sql = 'SELECT max(opened_at) AS last FROM branches WHERE project = ? AND id IS NOT ?'
    return Math.max(this.#now(), (this.#connection.get<{ last: number | null }>(sql, project, branch)?.last ?? -1) + 1)
  }

  appendCommand(branch: number, { turn, t, command, args }: RunCommand): void {
    const sql = 'INSERT INTO commands (branch, turn, t, command, args) VALUES (?, ?, ?, ?, ?)'
    this.#connection.run(sql, branch, turn, t, command, JSON.stringify(args))
  }

  append(branch: number, { turns, keyframes, reachedAt }: BranchProgress): void {
    const connection = this.#connection
    connection.transaction(() => {
      let recorded = this.#recorded(branch)
      for (const batch of turns) recorded = this.#appendBatch(branch, batch, recorded)
      for (const { turn, at, logLength, digest, text } of keyframes) {
        const sql = 'INSERT OR IGNORE INTO keyframes (branch, turn, at, log_length, digest, text) VALUES (?, ?, ?, ?, ?, ?)'
        connection.run(sql, branch, turn, at, logLength, digest, packFast(text))
      }
      const sql = 'UPDATE branches SET reached_turn = ?, reached_seq = ?, reached_at = max(reached_at, ?) WHERE id = ?'
      connection.run(sql, recorded.turn, recorded.seq, reachedAt, branch)
    })
  }

  /** Where the recorded turns of a branch end. */
  #recorded(branch: number): CutPoint {
    const { reachedTurn, reachedSeq, forkAt } = branchThatIs(this.#connection, branch)
    const sql = 'SELECT to_at AS "to" FROM turns WHERE branch = ? ORDER BY first_turn DESC LIMIT 1'
    return { turn: reachedTurn, seq: reachedSeq, at: this.#connection.get<{ to: number }>(sql, branch)?.to ?? forkAt }
  }

  #appendBatch(branch: number, batch: TurnBatch, recorded: CutPoint): CutPoint {
    const rest = batchAfter(batch, recorded)
    if (rest === null) return recorded
    if (rest.firstTurn !== recorded.turn + 1) {
      throw new Error(`branch ${branch} is recorded up to turn ${recorded.turn}; a batch that begins with turn ${rest.firstTurn} leaves a gap`)
    }
    const { firstTurn, lastTurn, firstSeq, events, from, to } = rest
    const sql = `INSERT INTO turns (branch, first_turn, last_turn, first_seq, events, from_at, to_at, event_text, view_text)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
    this.#connection.run(sql, branch, firstTurn, lastTurn, firstSeq, events, from, to, packFast(rest.eventText), packFast(rest.viewText))
    return { turn: lastTurn, seq: firstSeq + events, at: to }
  }

  setShown(branch: number, t: number): void {
    const { project } = branchThatIs(this.#connection, branch)
    this.#connection.run('UPDATE branches SET shown_at = ?, opened_at = ? WHERE id = ?', t, this.#openedNow(project, branch), branch)
  }

  setLabel(branch: number, label: string): void {
    this.#connection.run('UPDATE branches SET label = ? WHERE id = ?', label, branch)
  }

  removeBranch(branch: number): void {
    this.#connection.run('DELETE FROM branches WHERE id = ?', branch)
  }

  addBookmark(branch: number, t: number, note: string): number {
    return this.#connection.run('INSERT INTO bookmarks (branch, t, note) VALUES (?, ?, ?)', branch, t, note).id
  }

  setNote(id: number, note: string): void {
    this.#connection.run('UPDATE bookmarks SET note = ? WHERE id = ?', note, id)
  }

  removeBookmark(id: number): void {
    this.#connection.run('DELETE FROM bookmarks WHERE id = ?', id)
  }

  bookmarks(root: number): readonly StoredBookmark[] {
    const sql = `SELECT bookmarks.id, branch, t, note FROM bookmarks JOIN branches ON branches.id = branch WHERE root = ?
      ORDER BY branch, t, bookmarks.id`
    return this.#connection.all<StoredBookmark>(sql, root)
  }

  branch(id: number): StoredBranch | null {
    return branchOf(this.#connection, id)
  }

  branches(root: number): readonly StoredBranch[] {
    return this.#connection.all<StoredBranch>(`SELECT ${branchColumns} FROM branches WHERE root = ? ORDER BY id`, root)
  }

  commands(branch: number): readonly RunCommand[] {
    const sql = 'SELECT turn, t, command, args FROM commands WHERE branch = ? AND turn < ? ORDER BY id'
    return chainOf(this.#connection, branch).flatMap(({ id, turn }) =>
      this.#connection.all<CommandRow>(sql, id, turn).map((row) => ({ ...row, args: argumentsOf(this.#connection, row.args, id) })),
    )
  }

  /** Reads a batch at a time: other calls may come between. */
  *turns(branch: number): Iterable<TurnBatch> {
    const sql = `SELECT ${turnColumns} FROM turns WHERE branch = ? AND first_turn > ? AND first_turn <= ? ORDER BY first_turn LIMIT 1`
    for (const link of chainOf(this.#connection, branch)) {
      let after = 0
      for (;;) {
        const row = this.#connection.get<TurnRow>(sql, link.id, after, link.turn)
        if (row === undefined) break
        after = row.firstTurn
        yield batchUpTo(this.#batchOf(row, link.id), link)
      }
    }
  }

  #batchOf({ eventBlob, viewBlob, ...batch }: TurnRow, branch: number): TurnBatch {
    try {
      return { ...batch, eventText: unpack(eventBlob), viewText: unpack(viewBlob) }
    } catch {
      throw storeError('damaged', this.#connection.path, [
        `turns ${batch.firstTurn} to ${batch.lastTurn} of run ${branch} cannot be read`,
        `실행 ${branch}의 턴 ${batch.firstTurn}~${batch.lastTurn}을(를) 읽을 수 없음`,
      ])
    }
  }

  keyframes(branch: number): readonly KeyframeEntry[] {
    const sql = 'SELECT turn, at, log_length AS logLength, digest FROM keyframes WHERE branch = ? AND turn <= ? ORDER BY turn'
    return chainOf(this.#connection, branch).flatMap(({ id, turn }) => this.#connection.all<KeyframeEntry>(sql, id, turn))
  }

  keyframe(branch: number, turn: number): StoredKeyframe | null {
    const sql = 'SELECT turn, at, log_length AS logLength, digest, text AS blob FROM keyframes WHERE branch = ? AND turn = ?'
    for (const link of chainOf(this.#connection, branch).toReversed()) {
      if (turn > link.turn) continue
      const row = this.#connection.get<KeyframeEntry & { blob: Uint8Array }>(sql, link.id, turn)
      if (row === undefined) continue
      const { blob, ...entry } = row
      try {
        return { ...entry, text: unpack(blob) }
      } catch {
        // Keyframes only save time: the run can be taken again from an earlier one.
      }
    }
    return null
  }
}
