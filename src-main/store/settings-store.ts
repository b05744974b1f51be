import type { SettingsStore } from '../runs/store-port.ts'
import type { Connection } from './connection.ts'
import { valueOrNull, type Schema } from './json-column.ts'

const anything: Schema = { safeParse: (data) => ({ success: true, data }) }

export class SqliteSettingsStore implements SettingsStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** What cannot be read, or is not of the schema, is as if it had never been set. */
  get(key: string, schema: Schema = anything): unknown {
    const row = this.#connection.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', key)
    return valueOrNull(row?.value ?? null, schema)?.it ?? null
  }

  set(key: string, value: unknown): void {
    const sql = 'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'
    this.#connection.run(sql, key, JSON.stringify(value ?? null))
  }
}
