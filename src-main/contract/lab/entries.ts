/** Parses lists of many alike entries quickly: 8,000 VMs are a common size. */
import { z } from 'zod'
import type { AnySchema, QuickCheck } from './fields.ts'
import { REFUSED, quickCheckOf } from './fields.ts'
import type { Path, Report } from './problems.ts'
import { isMap, reportIssues, shapeOf } from './problems.ts'

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
  // A refinement needs the schema as a whole.
  if (schema instanceof z.ZodObject && (schema.def.checks ?? []).length === 0) return blockCheck(schema)
  if (schema instanceof z.ZodArray && (schema.def.checks ?? []).length === 0) {
    const element = quickly(schema.def.element as AnySchema)
    return (value) => {
      if (!Array.isArray(value)) return REFUSED
      const parsed: unknown[] = value.map(element)
      return parsed.includes(REFUSED) ? REFUSED : parsed
    }
  }
  return (value) => {
    const parsed = z.safeParse(schema, value, { jitless: true })
    return parsed.success ? parsed.data : REFUSED
  }
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

/** The parsed entries of a list, null where an entry was refused (and reported). */
export function parseEntries<S extends z.ZodObject>(schema: S, raw: readonly unknown[], path: Path, report: Report): readonly (z.output<S> | null)[] {
  return raw.map((entry, i) => parseOne(schema, entry, [...path, i], report))
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
