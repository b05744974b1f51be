/** What the practice keeps, over SQLite. */
import { drillCoursesSchema, toldSchema, topicsSchema } from '../contract/kept.ts'
import type { DrillCourse } from '../contract/practice/drill.ts'
import type { GuidedProgress, GuidedReport } from '../contract/practice/guided-course.ts'
import type { ToldAnswers } from '../contract/practice/guided.ts'
import type { AttemptPlan, PracticeGoal } from '../contract/practice/attempt.ts'
import type { Question, Response } from '../contract/practice/question.ts'
import { cardSchema, goalSchema, guidedReportSchema, planSchema, questionSchema, responseSchema } from '../contract/practice/progress-file.ts'
import type { Topic } from '../contract/practice/topics.ts'
import type { MemoryCard, PracticeStore, StoredAttempt, StoredItem, ToldAnswer } from '../practice/attempts/store-port.ts'
import type { Connection } from './connection.ts'
import { unpackedOf, valueOf, valueOrNull } from './json-column.ts'
import { pack } from './packed-text.ts'
import { SqliteSettingsStore } from './settings-store.ts'

interface AttemptRow {
  readonly id: number
  readonly key: string
  readonly plan: string
  readonly begunAt: number
  readonly finishedAt: number | null
  readonly at: number
}

interface ItemRow {
  readonly question: Uint8Array
  readonly response: string | null
  readonly flagged: number
  readonly spentMs: number
  readonly isRight: number | null
  readonly toldAt: number | null
}

const ATTEMPT = 'SELECT id, key, plan, begun_at AS begunAt, finished_at AS finishedAt, shown AS at FROM attempts'
const ITEM = 'SELECT question, response, flagged, spent_ms AS spentMs, is_right AS isRight, told_at AS toldAt FROM attempt_items'
const GOAL = 'practice-goal'
const DRILLS = 'practice-drills'

export class SqlitePracticeStore implements PracticeStore {
  readonly #connection: Connection
  readonly #settings: SqliteSettingsStore

  constructor(connection: Connection) {
    this.#connection = connection
    this.#settings = new SqliteSettingsStore(connection)
  }

  begin(attempt: Omit<StoredAttempt, 'id' | 'finishedAt' | 'at'>, questions: readonly Question[]): number {
    const items = questions.map((question): StoredItem => ({ question, response: null, flagged: false, spentMs: 0, isRight: null, toldAt: null }))
    return this.#insert({ ...attempt, finishedAt: null, at: 0 }, items)
  }

  add(attempt: Omit<StoredAttempt, 'id'>, items: readonly StoredItem[]): void {
    this.#insert(attempt, items)
  }

  #insert({ key, begunAt, finishedAt, at, ...plan }: Omit<StoredAttempt, 'id'>, items: readonly StoredItem[]): number {
    return this.#connection.transaction(() => {
      const { id } = this.#connection.run(
        'INSERT INTO attempts (key, plan, counts, begun_at, finished_at, shown) VALUES (?, ?, ?, ?, ?, ?)',
        key,
        JSON.stringify(plan),
        plan.mode === 'reviewAll' ? 0 : 1,
        begunAt,
        finishedAt,
        at,
      )
      const sql = `INSERT INTO attempt_items (attempt, number, question, topics, response, flagged, spent_ms, is_right, told_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
      for (const [number, item] of items.entries()) {
        const { question, response, flagged, spentMs, isRight, toldAt } = item
        const told = isRight === null ? null : Number(isRight)
        const about = JSON.stringify(question.topics)
        this.#connection.run(sql, id, number, pack(JSON.stringify(question)), about, written(response), Number(flagged), spentMs, told, toldAt)
      }
      return id
    })
  }

  attempts(): readonly StoredAttempt[] {
    return this.#connection.all<AttemptRow>(`${ATTEMPT} ORDER BY begun_at DESC, id DESC`).map((row) => this.#attemptOf(row))
  }

  attempt(id: number): StoredAttempt | null {
    const row = this.#connection.get<AttemptRow>(`${ATTEMPT} WHERE id = ?`, id)
    return row === undefined ? null : this.#attemptOf(row)
  }

  has(key: string): boolean {
    return this.#connection.get('SELECT 1 FROM attempts WHERE key = ?', key) !== undefined
  }

  items(id: number): readonly StoredItem[] {
    return this.#connection.all<ItemRow>(`${ITEM} WHERE attempt = ? ORDER BY number`, id).map((row) => this.#itemOf(row, id))
  }

  item(id: number, at: number): StoredItem | null {
    const row = this.#connection.get<ItemRow>(`${ITEM} WHERE attempt = ? AND number = ?`, id, at)
    return row === undefined ? null : this.#itemOf(row, id)
  }

  sums(id: number): ReturnType<PracticeStore['sums']> {
    const sql = `SELECT count(response) AS answered, coalesce(sum(is_right), 0) AS "right", coalesce(sum(spent_ms), 0) AS spentMs
      FROM attempt_items WHERE attempt = ?`
    return this.#connection.get<ReturnType<PracticeStore['sums']>>(sql, id) ?? { answered: 0, right: 0, spentMs: 0 }
  }

  setItem(id: number, at: number, change: Partial<Omit<StoredItem, 'question'>>): void {
    const sql = (column: string): string => `UPDATE attempt_items SET ${column} = ? WHERE attempt = ? AND number = ?`
    this.#connection.transaction(() => {
      if (change.response !== undefined) this.#connection.run(sql('response'), written(change.response), id, at)
      if (change.flagged !== undefined) this.#connection.run(sql('flagged'), Number(change.flagged), id, at)
      if (change.spentMs !== undefined) this.#connection.run(sql('spent_ms'), change.spentMs, id, at)
      if (change.isRight !== undefined) this.#connection.run(sql('is_right'), change.isRight === null ? null : Number(change.isRight), id, at)
      if (change.toldAt !== undefined) this.#connection.run(sql('told_at'), change.toldAt, id, at)
    })
  }

  show(id: number, at: number): void {
    this.#connection.run('UPDATE attempts SET shown = ? WHERE id = ?', at, id)
  }

  finish(id: number, finishedAt: number): void {
    this.#connection.run('UPDATE attempts SET finished_at = ? WHERE id = ?', finishedAt, id)
  }

  remove(id: number): void {
    this.#connection.run('DELETE FROM attempts WHERE id = ?', id)
  }

  told(most: number): readonly ToldAnswer[] {
    const sql = `SELECT topics, is_right AS isRight, told_at AS toldAt FROM attempt_items JOIN attempts ON attempts.id = attempt
      WHERE told_at IS NOT NULL AND counts = 1 ORDER BY told_at DESC, attempt DESC, number DESC LIMIT ?`
    // Topics stand in the question too: without them an answer counts for none.
    return this.#connection
      .all<{ readonly topics: string; readonly isRight: number; readonly toldAt: number }>(sql, most)
      .map(({ topics: written, isRight, toldAt }) => ({
        topics: valueOrNull<Topic[]>(written, topicsSchema)?.it ?? [],
        isRight: isRight === 1,
        toldAt,
      }))
  }

  cards(): readonly MemoryCard[] {
    return this.#connection
      .all<{ readonly card: string }>('SELECT card FROM memory_cards ORDER BY key')
      .map(({ card }) => valueOf<MemoryCard>(this.#connection, card, cardSchema, 'what is remembered of a question'))
  }

  setCard(card: MemoryCard): void {
    const sql = 'INSERT INTO memory_cards (key, card) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET card = excluded.card'
    this.#connection.run(sql, card.key, JSON.stringify(card))
  }

  goal(): PracticeGoal | null {
    return this.#settings.get(GOAL, goalSchema) as PracticeGoal | null
  }

  setGoal(goal: PracticeGoal | null): void {
    this.#settings.set(GOAL, goal)
  }

  drills(): readonly DrillCourse[] {
    return (this.#settings.get(DRILLS, drillCoursesSchema) as readonly DrillCourse[] | null) ?? []
  }

  setDrills(courses: readonly DrillCourse[]): void {
    this.#settings.set(DRILLS, courses)
  }

  guided(): readonly GuidedProgress[] {
    const sql = 'SELECT id, begun_at AS begunAt, spent_ms AS spentMs, hints, report FROM guided_labs ORDER BY id'
    type Row = Omit<GuidedProgress, 'report'> & { readonly report: string | null }
    return this.#connection
      .all<Row>(sql)
      .map(({ report, ...row }) => ({ ...row, report: valueOrNull<GuidedReport>(report, guidedReportSchema)?.it ?? null }))
  }

  setGuided({ id, begunAt, spentMs, hints, report }: GuidedProgress): void {
    const sql = `INSERT INTO guided_labs (id, begun_at, spent_ms, hints, report) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
      begun_at = excluded.begun_at, spent_ms = excluded.spent_ms, hints = excluded.hints, report = excluded.report`
    this.#connection.run(sql, id, begunAt, spentMs, hints, report === null ? null : JSON.stringify(report))
  }

  toldIn(run: number): ToldAnswers {
    const row = this.#connection.get<{ readonly told: string }>('SELECT told FROM guided_told WHERE run = ?', run)
    return valueOrNull<ToldAnswers>(row?.told ?? null, toldSchema)?.it ?? {}
  }

  tellIn(run: number, told: ToldAnswers): void {
    const sql = 'INSERT INTO guided_told (run, told) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET told = excluded.told'
    this.#connection.run(sql, run, JSON.stringify(told))
  }

  together<T>(work: () => T): T {
    return this.#connection.transaction(work)
  }

  #attemptOf({ id, key, plan, begunAt, finishedAt, at }: AttemptRow): StoredAttempt {
    return { ...valueOf<AttemptPlan>(this.#connection, plan, planSchema, `attempt ${id}`), id, key, begunAt, finishedAt, at }
  }

  #itemOf(row: ItemRow, attempt: number): StoredItem {
    const what = `a question of attempt ${attempt}`
    return {
      question: valueOf<Question>(this.#connection, unpackedOf(this.#connection, row.question, what), questionSchema, what),
      response: row.response === null ? null : valueOf<Response>(this.#connection, row.response, responseSchema, `an answer of attempt ${attempt}`),
      flagged: row.flagged === 1,
      spentMs: row.spentMs,
      isRight: row.isRight === null ? null : row.isRight === 1,
      toldAt: row.toldAt,
    }
  }
}

const written = (response: Response): string | null => (response === null ? null : JSON.stringify(response))
