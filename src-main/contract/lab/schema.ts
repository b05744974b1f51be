/**
 * The schemas of the lab as data that zod's schemas are made of. Building all of zod's costs longer than running a small lab, and a sound file
 * needs none of them: `entries.ts` checks by this data. zod is asked about a value that was refused, and for JSON Schema; it comes in by
 * `with-zod.ts`, so that what reads a sound lab need not even load it.
 *
 * Imported as `z`: names and types are those of zod, of which this has what the lab uses.
 */
import type { z as zod } from 'zod'
import type { Phrase } from '../texts/language.ts'

type AnySchema = zod.core.$ZodType
type Shape = { readonly [key: string]: AnySchema }

/** What of zod schemas are made with. */
export type Zod = Pick<
  typeof zod,
  | '_default' | 'prefault' | 'nullable' | 'exactOptional' | 'looseObject' | 'strictObject' | 'array' | 'tuple' | 'record' | 'enum' | 'literal' | 'union'
  | 'discriminatedUnion' | 'string' | 'number' | 'int' | 'boolean' | 'null' | 'unknown' | 'NEVER' | 'safeParse'
> // prettier-ignore

/** Somebody asked zod's opinion, and zod is not there. */
export class ZodMissing extends Error {
  constructor() {
    super('zod is not loaded: import contract/lab/with-zod.ts')
  }
}

const loaded: { zod: Zod | null } = { zod: null }

/** Once, by `with-zod.ts`. */
export function useZod(zod: Zod): void {
  loaded.zod = zod
}

function theZod(): Zod {
  if (loaded.zod === null) throw new ZodMissing()
  return loaded.zod
}

const made = new WeakMap<object, zod.ZodType>()
const sources = new WeakMap<object, AnySchema>()

/** zod's schema for one of ours, made when first asked for; one of zod's own is returned as it is. */
export function zodOf(schema: AnySchema): zod.ZodType {
  if (!(schema instanceof Deferred)) return schema as zod.ZodType
  const known = made.get(schema)
  if (known !== undefined) return known
  const own: zod.ZodType = schema.make(theZod())
  made.set(schema, own)
  sources.set(own, schema as unknown as AnySchema)
  return own
}

/** What a schema of zod's was made from; itself where it was not made here. */
export const sourceOf = (schema: AnySchema): AnySchema => sources.get(schema) ?? schema

/** What a refinement says of a value that it does not take. */
export const sayingWhy = (phrase: Phrase) => ({ error: phrase[0], params: { phrase } })

interface Refinement {
  readonly check: (value: never) => boolean
  readonly params: ReturnType<typeof sayingWhy>
}

/** Has the methods and the `def` of zod's schemas that are used here. */
abstract class Deferred {
  readonly def: { readonly [key: string]: unknown }

  constructor(def: { readonly [key: string]: unknown }) {
    this.def = def
  }

  abstract make(zod: Zod): zod.ZodType

  default(value: unknown): Deferred {
    return new Default({ innerType: this, defaultValue: value })
  }

  prefault(value: unknown): Deferred {
    return new Prefault({ innerType: this, defaultValue: value })
  }
}

class Leaf extends Deferred {
  override make(zod: Zod): zod.ZodType {
    return (this.def['make'] as (zod: Zod) => zod.ZodType)(zod)
  }
}

class Default extends Deferred {
  override make(zod: Zod): zod.ZodType {
    return zod._default(inner(this), this.def['defaultValue'])
  }
}

class Prefault extends Deferred {
  override make(zod: Zod): zod.ZodType {
    return zod.prefault(inner(this), this.def['defaultValue'])
  }
}

class Nullable extends Deferred {
  override make(zod: Zod): zod.ZodType {
    return zod.nullable(inner(this))
  }
}

class ExactOptional extends Deferred {
  override make(zod: Zod): zod.ZodType {
    return zod.exactOptional(inner(this))
  }
}

class Block extends Deferred {
  get refinements(): readonly Refinement[] {
    return (this.def['checks'] as readonly Refinement[] | undefined) ?? []
  }

  refine(check: Refinement['check'], params: Refinement['params']): Block {
    return new Block({ ...this.def, checks: [...this.refinements, { check, params }] })
  }

  override make(zod: Zod): zod.ZodType {
    const shape = Object.fromEntries(Object.entries(this.def['shape'] as Shape).map(([key, schema]) => [key, zodOf(schema)]))
    let schema: zod.ZodType = this.def['loose'] === true ? zod.looseObject(shape) : zod.strictObject(shape)
    for (const { check, params } of this.refinements) schema = schema.refine(check as (value: unknown) => boolean, params)
    return schema
  }
}

class List extends Deferred {
  override make(zod: Zod): zod.ZodType {
    return zod.array(zodOf(this.def['element'] as AnySchema))
  }
}

class Tuple extends Deferred {
  override make(zod: Zod): zod.ZodType {
    return zod.tuple((this.def['items'] as readonly AnySchema[]).map(zodOf) as [zod.ZodType])
  }
}

class Dictionary extends Deferred {
  override make(zod: Zod): zod.ZodType {
    return zod.record(zodOf(this.def['keyType'] as AnySchema) as zod.ZodString, zodOf(this.def['valueType'] as AnySchema))
  }
}

class Words extends Deferred {
  override make(zod: Zod): zod.ZodType {
    return zod.enum(Object.values(this.def['entries'] as { readonly [word: string]: string }))
  }
}

class Literal extends Deferred {
  override make(zod: Zod): zod.ZodType {
    return zod.literal(this.def['values'] as string[])
  }
}

class Union extends Deferred {
  override make(zod: Zod): zod.ZodType {
    return zod.union((this.def['options'] as readonly AnySchema[]).map(zodOf))
  }
}

class DiscriminatedUnion extends Union {
  override make(zod: Zod): zod.ZodType {
    const options = (this.def['options'] as readonly AnySchema[]).map(zodOf) as unknown as [zod.ZodObject]
    return zod.discriminatedUnion(this.def['discriminator'] as string, options)
  }
}

const inner = (schema: Deferred): zod.ZodType => zodOf(schema.def['innerType'] as AnySchema)

/** What a block that is sound key by key must hold besides. */
export const refinementsOf = (schema: zod.ZodObject): readonly Refinement['check'][] =>
  schema instanceof Block ? schema.refinements.map(({ check }) => check) : []

/** A schema without parts; `make` gives zod's. */
export const leaf = <S extends AnySchema>(make: (zod: Zod) => S): S => new Leaf({ make }) as unknown as S

export const strictObject = ((shape: unknown) => new Block({ shape })) as unknown as typeof zod.strictObject
export const looseObject = ((shape: unknown) => new Block({ shape, loose: true })) as unknown as typeof zod.looseObject
export const array = ((element: unknown) => new List({ element })) as unknown as typeof zod.array
export const tuple = ((items: unknown) => new Tuple({ items })) as unknown as typeof zod.tuple
export const record = ((keyType: unknown, valueType: unknown) => new Dictionary({ keyType, valueType })) as unknown as typeof zod.record
export const nullable = ((innerType: unknown) => new Nullable({ innerType })) as unknown as typeof zod.nullable
export const exactOptional = ((innerType: unknown) => new ExactOptional({ innerType })) as unknown as typeof zod.exactOptional
export const union = ((options: unknown) => new Union({ options })) as unknown as typeof zod.union
export const discriminatedUnion = ((discriminator: unknown, options: unknown) =>
  new DiscriminatedUnion({ discriminator, options })) as unknown as typeof zod.discriminatedUnion
export const literal = ((value: unknown) => new Literal({ values: Array.isArray(value) ? value : [value] })) as unknown as typeof zod.literal
const words = ((list: readonly string[]) =>
  new Words({ entries: Object.fromEntries(list.map((word) => [word, word])) })) as unknown as typeof zod.enum
export { words as enum }

export const safeParse = ((schema: AnySchema, raw: unknown, params?: zod.core.ParseContext<zod.core.$ZodIssue>) =>
  theZod().safeParse(zodOf(schema), raw, params)) as typeof zod.safeParse

// For `instanceof`: each says of a value what zod's class of that name says of a schema of zod's.
export const ZodObject = Block as unknown as typeof zod.ZodObject
export const ZodArray = List as unknown as typeof zod.ZodArray
export const ZodTuple = Tuple as unknown as typeof zod.ZodTuple
export const ZodRecord = Dictionary as unknown as typeof zod.ZodRecord
export const ZodNullable = Nullable as unknown as typeof zod.ZodNullable
export const ZodExactOptional = ExactOptional as unknown as typeof zod.ZodExactOptional
export const ZodDefault = Default as unknown as typeof zod.ZodDefault
export const ZodPrefault = Prefault as unknown as typeof zod.ZodPrefault
export const ZodUnion = Union as unknown as typeof zod.ZodUnion
export const ZodDiscriminatedUnion = DiscriminatedUnion as unknown as typeof zod.ZodDiscriminatedUnion
export const ZodEnum = Words as unknown as typeof zod.ZodEnum
export const ZodLiteral = Literal as unknown as typeof zod.ZodLiteral

export type output<S> = zod.output<S>
export type ZodType<O = unknown> = zod.ZodType<O>
export type ZodString = zod.ZodString
export type ZodNumber = zod.ZodNumber
export type ZodInt = zod.ZodInt
export type ZodBoolean = zod.ZodBoolean
export type ZodObject<
  S extends zod.core.$ZodLooseShape = zod.core.$ZodLooseShape,
  C extends zod.core.$ZodObjectConfig = zod.core.$strip,
> = zod.ZodObject<S, C>
export type ZodArray<S extends AnySchema = AnySchema> = zod.ZodArray<S>
export type ZodDiscriminatedUnion = zod.ZodDiscriminatedUnion
export type ZodUnion<S extends readonly AnySchema[] = readonly AnySchema[]> = zod.ZodUnion<S>
export type ZodDefault<S extends AnySchema = AnySchema> = zod.ZodDefault<S>
export type ZodExactOptional<S extends AnySchema = AnySchema> = zod.ZodExactOptional<S>
export type { core } from 'zod'
