/** The open database: prepared statements, transactions, and errors as StoreErrors. The file below may be exchanged (restore). */
import type { Database, Statement } from 'better-sqlite3'
import { asStoreError } from './store-problems.ts'

export class Connection {
  readonly path: string
  #database: Database
  readonly #statements = new Map<string, Statement<unknown[], unknown>>()

  constructor(path: string, database: Database) {
    this.path = path
    this.#database = database
  }

  get database(): Database {
    return this.#database
  }

  exchange(database: Database): void {
    this.#statements.clear()
    this.#database = database
  }

  run(sql: string, ...values: unknown[]): { readonly changes: number; readonly id: number } {
    const { changes, lastInsertRowid } = this.#tell(() => this.#prepared(sql).run(...values))
    return { changes, id: Number(lastInsertRowid) }
  }

  get<T>(sql: string, ...values: unknown[]): T | undefined {
    return this.#tell(() => this.#prepared(sql).get(...values)) as T | undefined
  }

  all<T>(sql: string, ...values: unknown[]): T[] {
    return this.#tell(() => this.#prepared(sql).all(...values)) as T[]
  }

  /** All of `work` or nothing; inside another one it is part of that. Committed, and on the disk, on return. */
  transaction<T>(work: () => T): T {
    if (this.#database.inTransaction) return work()
    return this.#tell(() => {
      this.#prepared('BEGIN IMMEDIATE').run()
      try {
        const result = work()
        this.#prepared('COMMIT').run()
        return result
      } catch (error) {
        // Some errors have rolled back already.
        if (this.#database.inTransaction) this.#prepared('ROLLBACK').run()
        throw error
      }
    })
  }

  #prepared(sql: string): Statement<unknown[], unknown> {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare<unknown[], unknown>(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  #tell<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw asStoreError(error, this.path)
    }
  }
}
