/** Columns that hold JSON. They are ours, but a disk, another program or a mend by hand may have changed them: nothing else is built on that. */
import { argumentsSchema } from '../contract/kept.ts'
import type { Connection } from './connection.ts'
import { unpack } from './packed-text.ts'
import { storeError } from './store-problems.ts'

/** A schema of zod's. */
export interface Schema {
  safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown }
}

/** `what`: "the answers of attempt 3". Throws a StoreError where it is no JSON, or not what was written there. */
export function valueOf<T>({ path }: Pick<Connection, 'path'>, text: string, schema: Schema, what: string): T {
  const value = valueOrNull<T>(text, schema)
  if (value === null) throw storeError('damaged', path, `${what} cannot be read`)
  return value.it
}

/** Null where it cannot be read: for what can be made anew, or done without. */
export function valueOrNull<T>(text: string | null, schema: Schema): { readonly it: T } | null {
  if (text === null) return null
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? { it: parsed.data as T } : null
  } catch {
    return null
  }
}

export const argumentsOf = (connection: Pick<Connection, 'path'>, text: string, branch: number): Readonly<Record<string, unknown>> =>
  valueOf(connection, text, argumentsSchema, `a command of run ${branch}`)

/** The text of a packed column. Throws a StoreError where it cannot be unpacked. */
export function unpackedOf({ path }: Pick<Connection, 'path'>, blob: Uint8Array, what: string): string {
  try {
    return unpack(blob)
  } catch {
    throw storeError('damaged', path, `${what} cannot be read`)
  }
}
