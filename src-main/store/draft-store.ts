/** Drafts over SQLite. Undo has no end, so a step keeps only what is not in the text of an earlier one where that is little. */
import { wholeFileStep, type DesignStep } from '../contract/api-design.ts'
import { designStepSchema } from '../contract/project-file.ts'
import type { DraftStore, StoredDraft } from '../runs/store-port.ts'
import type { Connection } from './connection.ts'
import { valueOrNull } from './json-column.ts'
import { pack, packFast, unpack } from './packed-text.ts'
import { storeError } from './store-problems.ts'

interface StepRow {
  readonly base: number | null
  readonly head: number
  readonly tail: number
  readonly text: Uint8Array
}

/** What differs is kept by itself while it is at most this part of the whole. */
const PART_MAX = 1 / 8

export class SqliteDraftStore implements DraftStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  draft(project: number): StoredDraft | null {
    const sql = `SELECT revision, file_name AS fileName, cursor, (SELECT max(number) FROM draft_steps WHERE project = drafts.project) AS last
      FROM drafts WHERE project = ?`
    return this.#connection.get<StoredDraft>(sql, project) ?? null
  }

  begin(project: number, { revision, fileName, text }: { readonly revision: number; readonly fileName: string; readonly text: string }): void {
    this.#connection.transaction(() => {
      this.#connection.run('DELETE FROM drafts WHERE project = ?', project)
      this.#connection.run('INSERT INTO drafts (project, revision, file_name, cursor) VALUES (?, ?, ?, 0)', project, revision, fileName)
      this.#insert(project, 0, wholeFileStep('text'), { base: null, head: 0, tail: 0, text: pack(text) })
    })
  }

  append(project: number, { label, text }: { readonly label: DesignStep; readonly text: string }): void {
    this.#connection.transaction(() => {
      const { cursor } = this.#demand(project)
      this.#connection.run('DELETE FROM draft_steps WHERE project = ? AND number > ?', project, cursor)
      this.#insert(project, cursor + 1, label, this.#rowOf(project, cursor, text))
      this.#connection.run('UPDATE drafts SET cursor = ? WHERE project = ?', cursor + 1, project)
    })
  }

  /** Steps go by the last one that holds a whole text, so that one is read with at most one other. */
  #rowOf(project: number, cursor: number, text: string): StepRow {
    const before = this.#row(project, cursor)
    const base = before.base ?? cursor
    const whole = this.#unpacked(project, base, before.base === null ? before : this.#row(project, base))
    const shorter = Math.min(whole.length, text.length)
    let head = 0
    while (head < shorter && whole.charCodeAt(head) === text.charCodeAt(head)) head++
    let tail = 0
    while (tail < shorter - head && whole.charCodeAt(whole.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)) tail++
    // No cut inside a pair of surrogates: each half by itself would be lost.
    if (head > 0 && (isLowSurrogate(text, head) || isLowSurrogate(whole, head))) head--
    if (isLowSurrogate(text, text.length - tail) || isLowSurrogate(whole, whole.length - tail)) tail--
    const differs = text.length - head - tail
    if (differs > text.length * PART_MAX) return { base: null, head: 0, tail: 0, text: packFast(text) }
    return { base, head, tail, text: packFast(text.slice(head, text.length - tail)) }
  }

  text(project: number, step: number): string {
    const row = this.#row(project, step)
    const own = this.#unpacked(project, step, row)
    if (row.base === null) return own
    const whole = this.#unpacked(project, row.base, this.#row(project, row.base))
    return whole.slice(0, row.head) + own + (row.tail === 0 ? '' : whole.slice(-row.tail))
  }

  label(project: number, step: number): DesignStep {
    const row = this.#connection.get<{ readonly label: string }>('SELECT label FROM draft_steps WHERE project = ? AND number = ?', project, step)
    if (row === undefined) throw this.#damaged(project, step)
    const label = valueOrNull<DesignStep>(row.label, designStepSchema)
    if (label === null) throw this.#damaged(project, step)
    return label.it
  }

  setCursor(project: number, step: number): void {
    this.#connection.run('UPDATE drafts SET cursor = ? WHERE project = ?', step, project)
  }

  setRevision(project: number, revision: number): void {
    this.#connection.run('UPDATE drafts SET revision = ? WHERE project = ?', revision, project)
  }

  #insert(project: number, number: number, label: DesignStep, { base, head, tail, text }: StepRow): void {
    const sql = 'INSERT INTO draft_steps (project, number, label, base, head, tail, text) VALUES (?, ?, ?, ?, ?, ?, ?)'
    this.#connection.run(sql, project, number, JSON.stringify(label), base, head, tail, text)
  }

  #row(project: number, step: number): StepRow {
    const sql = 'SELECT base, head, tail, text FROM draft_steps WHERE project = ? AND number = ?'
    const row = this.#connection.get<StepRow>(sql, project, step)
    if (row === undefined) throw this.#damaged(project, step)
    return row
  }

  #unpacked(project: number, step: number, { text }: StepRow): string {
    try {
      return unpack(text)
    } catch {
      throw this.#damaged(project, step)
    }
  }

  #demand(project: number): StoredDraft {
    const draft = this.draft(project)
    if (draft === null) throw new Error(`project ${project} has no draft`)
    return draft
  }

  #damaged(project: number, step: number): Error {
    return storeError('damaged', this.#connection.path, [
      `step ${step} of the design of project ${project} cannot be read`,
      `프로젝트 ${project}의 설계 단계 ${step}을(를) 읽을 수 없음`,
    ])
  }
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff
}
