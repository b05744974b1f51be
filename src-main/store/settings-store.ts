import type { SettingsStore } from '../runs/store-port.ts'
import type { Connection } from './connection.ts'

export class SqliteSettingsStore implements SettingsStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  get(key: string): unknown {
    const row = this.#connection.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', key)
    return row === undefined ? null : (JSON.parse(row.value) as unknown)
  }

  set(key: string, value: unknown): void {
    const sql = 'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'
    this.#connection.run(sql, key, JSON.stringify(value ?? null))
  }
}
