/** Brings zod to the schemas of the lab. Imported for its effect by whatever may have to say what is wrong with a value. */
import { z } from 'zod'
import { useZod } from './schema.ts'

useZod({
  _default: z._default,
  prefault: z.prefault,
  nullable: z.nullable,
  exactOptional: z.exactOptional,
  looseObject: z.looseObject,
  strictObject: z.strictObject,
  array: z.array,
  tuple: z.tuple,
  record: z.record,
  enum: z.enum,
  literal: z.literal,
  union: z.union,
  discriminatedUnion: z.discriminatedUnion,
  string: z.string,
  number: z.number,
  int: z.int,
  boolean: z.boolean,
  null: z.null,
  unknown: z.unknown,
  NEVER: z.NEVER,
  safeParse: z.safeParse,
})
