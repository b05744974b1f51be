import type { ImportHost } from '../import-host.ts'
import type { Handlers } from './handlers.ts'

export function importHandlers(imports: ImportHost): Handlers<'import'> {
  return {
    'import.begin': (input) => imports.begin(input),
    'import.piece': (input) => imports.piece(input),
    'import.preview': (input) => imports.preview(input),
    'import.create': (input) => imports.create(input),
    'import.cancel': (input) => imports.cancel(input),
  }
}
