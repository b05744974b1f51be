/** The lab format as JSON Schema, for editors. */
import { z } from 'zod'
import { expectationOf } from './fields.ts'
import { labFileSchema } from './lab.ts'
import { sourceOf, zodOf } from './schema.ts'
import './with-zod.ts'

/** What a file may say (not what it is parsed to). Fields describe what they expect; blocks that are used often are written once. */
export function labJsonSchema(): { readonly [key: string]: unknown } {
  const schema = z.toJSONSchema(zodOf(labFileSchema()), {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const text = expectationOf(sourceOf(zodSchema))?.[0] ?? null
      const saidByItself =
        jsonSchema.enum !== undefined || jsonSchema.type === 'integer' || jsonSchema.type === 'number' || text === null || structural.has(text)
      if (!saidByItself && jsonSchema.description === undefined) jsonSchema.description = text
    },
  })
  return { ...schema, $id: 'https://hostdown.invalid/lab.schema.json', title: 'Hostdown lab' }
}

/** Said by the structure itself. */
const structural = new Set(['a block of keys', 'a list', 'text', 'true or false'])
