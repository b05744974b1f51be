/** The steps that make the database what this version expects. Append only: a step that was shipped is never edited. */
import { createHash } from 'node:crypto'
import { init } from './0001-init.ts'
import { drafts } from './0002-drafts.ts'
import { practice } from './0003-practice.ts'
import { guided } from './0004-guided.ts'
import { imports } from './0005-imports.ts'

export interface SchemaStep {
  readonly name: string
  readonly sql: string
}

export const schemaSteps: readonly SchemaStep[] = [
  { name: '0001-init', sql: init },
  { name: '0002-drafts', sql: drafts },
  { name: '0003-practice', sql: practice },
  { name: '0004-guided', sql: guided },
  { name: '0005-imports', sql: imports },
]

/** SHA-256 (hex), the same wherever the source was checked out. */
export function digestOfStep({ sql }: SchemaStep): string {
  return createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')
}
