/** Parses lists of many alike entries quickly: 8,000 VMs are a common size. */
import * as z from './schema.ts'
import type { AnySchema, QuickCheck } from './fields.ts'
import { REFUSED, quickCheckOf } from './fields.ts'
import type { Path, PlainMap, Report } from './problems.ts'
import { isMap, refusal, reportIssues, shapeOf, structure, unknownKey } from './problems.ts'

const checks = new WeakMap<AnySchema, QuickCheck>()

/** A check that agrees with a schema: from the quick checks of its fields, else by the schema itself. */
export function quickly(schema: AnySchema): QuickCheck {
  const known = checks.get(schema)
  if (known !== undefined) return known
  const check = quickCheckOf(schema) ?? structuralCheck(schema)
  checks.set(schema, check)
  return check
}

function structuralCheck(schema: AnySchema): QuickCheck {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodExactOptional) return quickly(schema.def.innerType as AnySchema)
  if (schema instanceof z.ZodNullable) {
    const inner = quickly(schema.def.innerType as AnySchema)
    return (value) => (value === null ? null : inner(value))
  }
  if (schema instanceof z.ZodObject) return refinedCheck(blockCheck(schema), z.refinementsOf(schema))
  if (schema instanceof z.ZodArray) {
    const element = quickly(schema.def.element as AnySchema)
    return (value) => {
      if (!Array.isArray(value)) return REFUSED
      const parsed: unknown[] = value.map(element)
      return parsed.includes(REFUSED) ? REFUSED : parsed
    }
  }
  if (schema instanceof z.ZodTuple) {
    const items = (schema.def.items as readonly AnySchema[]).map(quickly)
    return (value) => {
      if (!Array.isArray(value) || value.length !== items.length) return REFUSED
      const parsed: unknown[] = items.map((item, i) => item(value[i]))
      return parsed.includes(REFUSED) ? REFUSED : parsed
    }
  }
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) {
    const known = new Set<unknown>(schema instanceof z.ZodEnum ? Object.values(schema.def.entries) : schema.def.values)
    return (value) => (known.has(value) ? value : REFUSED)
  }
  if (schema instanceof z.ZodRecord) return mapCheck(quickly(schema.def.keyType as AnySchema), quickly(schema.def.valueType as AnySchema))
  if (schema instanceof z.ZodDiscriminatedUnion) return choiceCheck(schema)
  if (schema instanceof z.ZodUnion) {
    const options = (schema.def.options as readonly AnySchema[]).map(quickly)
    return (value) => {
      for (const option of options) {
        const parsed = option(value)
        if (parsed !== REFUSED) return parsed
      }
      return REFUSED
    }
  }
  return (value) => {
    const parsed = z.safeParse(schema, value, { jitless: true })
    return parsed.success ? parsed.data : REFUSED
  }
}

/** A refinement looks at the block as a whole, once all of it is sound. */
function refinedCheck(block: QuickCheck, refinements: readonly ((value: never) => boolean)[]): QuickCheck {
  if (refinements.length === 0) return block
  return (raw) => {
    const parsed = block(raw)
    return parsed !== REFUSED && refinements.every((holds) => holds(parsed as never)) ? parsed : REFUSED
  }
}

function mapCheck(keys: QuickCheck, values: QuickCheck): QuickCheck {
  return (raw) => {
    if (!isMap(raw)) return REFUSED
    const map: { [key: string]: unknown } = {}
    for (const key of Object.keys(raw)) {
      const parsed = keys(key) === REFUSED ? REFUSED : values(raw[key])
      if (parsed === REFUSED) return REFUSED
      map[key] = parsed
    }
    return map
  }
}

/** A union whose options differ by the words that one key takes. */
function choiceCheck(schema: z.ZodDiscriminatedUnion): QuickCheck {
  const { discriminator } = schema.def
  const options = (schema.def.options as readonly z.ZodObject[]).map((option) => ({
    word: quickly(shapeOf(option)[discriminator] as AnySchema),
    check: quickly(option),
  }))
  return (raw) => (isMap(raw) ? (options.find(({ word }) => word(raw[discriminator]) !== REFUSED)?.check(raw) ?? REFUSED) : REFUSED)
}

/**
 * Every entry starts as a copy of a template, so that all have one shape, which is what makes copies quick: objects grown key by key are
 * slow ones, those of JSON.parse are not. Default values are shared between entries: nobody writes to a parsed lab.
 */
function blockCheck(schema: z.ZodObject): QuickCheck {
  const shape = shapeOf(schema)
  const template: { [key: string]: unknown } = {}
  const required: string[] = []
  for (const [key, inner] of Object.entries(shape)) {
    if (inner instanceof z.ZodDefault) template[key] = inner.def.defaultValue
    else if (!(inner instanceof z.ZodExactOptional)) {
      template[key] = null
      required.push(key)
    }
  }
  const start = JSON.parse(JSON.stringify(template)) as { readonly [key: string]: unknown }
  const fields = new Map(Object.entries(shape).map(([key, inner]) => [key, quickly(inner)]))
  return (raw) => {
    if (!isMap(raw)) return REFUSED
    const entry: { [key: string]: unknown } = { ...start }
    for (const key of Object.keys(raw)) {
      const parsed = fields.get(key)?.(raw[key]) ?? (raw[key] === null && fields.has(key) ? null : REFUSED)
      if (parsed === REFUSED) return REFUSED
      entry[key] = parsed
    }
    for (const key of required) if (raw[key] === undefined) return REFUSED
    return entry
  }
}

/** What a key means when it is left out; undefined where it stays out. */
export function fallbackOf(schema: AnySchema): unknown {
  if (schema instanceof z.ZodDefault) return schema.def.defaultValue
  if (!(schema instanceof z.ZodPrefault)) return undefined
  const parsed = quickly(schema.def.innerType as AnySchema)(schema.def.defaultValue)
  return parsed === REFUSED ? undefined : parsed
}

/** The parsed entries of a list, null where an entry was refused (and reported). */
export function parseEntries<S extends z.ZodObject>(schema: S, raw: readonly unknown[], path: Path, report: Report): readonly (z.output<S> | null)[] {
  return raw.map((entry, i) => parseOne(schema, entry, [...path, i], report))
}

/**
 * Parses one value as far as it is sound, so that a fault in a block or list hides no other: what is refused (and reported) counts as left out, and
 * of a list the entries that parse are kept. null where nothing of it can be used.
 */
export function parseParts(schema: AnySchema, raw: unknown, path: Path, report: Report): unknown {
  const parts = partsOf(schema, raw, path, report)
  return parts === REFUSED ? null : parts
}

function partsOf(schema: AnySchema, raw: unknown, path: Path, report: Report): unknown {
  const checked = quickly(schema)(raw)
  if (checked !== REFUSED) return checked
  const inner = structure(schema)
  if (inner instanceof z.ZodObject && isMap(raw)) return partsOfBlock(inner, raw, path, report)
  if (inner instanceof z.ZodArray && Array.isArray(raw)) {
    const element = inner.def.element as AnySchema
    return raw.map((entry: unknown, i) => parseOne(element, entry, [...path, i], report)).filter((entry) => entry !== null)
  }
  return parseOne(schema, raw, path, report) ?? REFUSED
}

function partsOfBlock(schema: z.ZodObject, raw: PlainMap, path: Path, report: Report): unknown {
  const shape = shapeOf(schema)
  const block: { [key: string]: unknown } = {}
  let isWhole = true
  for (const [key, field] of Object.entries(shape)) {
    const at = [...path, key]
    const fallback = fallbackOf(field)
    const isRequired = fallback === undefined && !(field instanceof z.ZodExactOptional)
    if (raw[key] === undefined && isRequired) report(at, refusal(field, undefined))
    const parsed = raw[key] === undefined ? REFUSED : partsOf(field, raw[key], at, report)
    const value = parsed === REFUSED ? fallback : parsed
    if (value !== undefined) block[key] = value
    else if (isRequired) isWhole = false
  }
  for (const key of Object.keys(raw)) if (!Object.hasOwn(shape, key)) report([...path, key], unknownKey(key, Object.keys(shape)))
  return isWhole ? block : REFUSED
}

/** Parses one value; null when it was refused (and reported). Without compiling schemas, which pays only for many values of one. */
export function parseOne<S extends AnySchema>(schema: S, raw: unknown, path: Path, report: Report): z.output<S> | null {
  const checked = quickly(schema)(raw)
  if (checked !== REFUSED) return checked as z.output<S>
  const parsed = z.safeParse(schema, raw, { jitless: true })
  if (parsed.success) return parsed.data
  reportIssues(parsed.error.issues, schema, raw, path, report)
  return null
}
