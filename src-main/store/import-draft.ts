/** The design in a project file: the draft, and each step that was taken. Nothing in the file is believed. */
import type { ProjectRecordOf } from '../contract/project-file.ts'
import type { Connection } from './connection.ts'
import type { PackedTexts } from './project-texts.ts'

export class DraftReader {
  readonly #connection: Connection
  readonly #project: number
  readonly #texts: PackedTexts
  /** The step that is shown; null: there is no draft. */
  #cursor: number | null = null
  #steps = 0
  /** Length of the texts of steps that hold a whole one. */
  readonly #wholes = new Map<number, number>()

  constructor(connection: Connection, project: number, texts: PackedTexts) {
    this.#connection = connection
    this.#project = project
    this.#texts = texts
  }

  /** Gives what is wrong with it. `revision`: as it was kept. */
  begin({ fileName, cursor }: ProjectRecordOf<'draft'>, revision: number | null): string | null {
    if (this.#cursor !== null) return 'there is more than one design'
    if (revision === null) return 'its design belongs to a revision that is not there'
    this.#cursor = cursor
    this.#connection.run('INSERT INTO drafts (project, revision, file_name, cursor) VALUES (?, ?, ?, ?)', this.#project, revision, fileName, cursor)
    return null
  }

  step({ number, label, base, head, tail, text: packed }: ProjectRecordOf<'draftStep'>): string | null {
    if (this.#cursor === null) return 'it is a step of a design that is not there'
    if (number !== this.#steps) return `step ${number} of the design does not follow the one before it`
    const text = this.#texts.read(packed)
    if (typeof text === 'string') return `the text of step ${number} of the design ${text}`
    if (base === null) this.#wholes.set(number, text.text.length)
    if (head + tail > (base === null ? 0 : (this.#wholes.get(base) ?? -1))) return `step ${number} of the design goes by a text that is not there`
    this.#steps++
    const sql = 'INSERT INTO draft_steps (project, number, label, base, head, tail, text) VALUES (?, ?, ?, ?, ?, ?, ?)'
    this.#connection.run(sql, this.#project, number, JSON.stringify(label), base, head, tail, text.blob)
    return null
  }

  /** What is missing of it once all has been read. */
  problem(): string | null {
    return this.#cursor === null || this.#cursor < this.#steps ? null : `shows step ${this.#cursor}, which is not there`
  }
}
