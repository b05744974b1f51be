/** Parses lists of many alike entries quickly: 8,000 VMs are a common size. */
import { z } from 'zod'
import type { AnySchema } from './fields.ts'
import { withoutDefault } from './fields.ts'
import type { Path, Report } from './problems.ts'
import { isMap, reportIssues, shapeOf } from './problems.ts'

/** Below this, compiling a parser costs more than it saves. */
const COMPILE_FROM_ENTRIES = 200
const VARIANTS_MAX = 50

/** Defaults of a block's keys, where they have one. They are shared between entries: nobody writes to a parsed lab. */
function defaultsOf(schema: z.ZodObject): { readonly [key: string]: unknown } {
  const defaults: { [key: string]: unknown } = {}
  for (const [key, inner] of Object.entries(shapeOf(schema))) {
    if (inner instanceof z.ZodDefault) defaults[key] = inner.def.defaultValue
  }
  return defaults
}

type Parse = (raw: unknown) => { readonly success: boolean; readonly data?: unknown }

/**
 * A parser for entries of a schema. Entries that have the same keys, as those of a generated file do, share a variant of the schema that
 * looks at these keys only; the other keys are defaults. What a variant refuses goes through the whole schema, which says why.
 */
function variantParser(schema: z.ZodObject): Parse {
  const shape = shapeOf(schema)
  const defaults = defaultsOf(schema)
  const required = Object.keys(shape).filter((key) => !(key in defaults) && !(shape[key] instanceof z.ZodExactOptional))
  const variants = new Map<string, z.ZodObject | null>()
  const variantFor = (keys: readonly string[]): z.ZodObject | null => {
    if (!keys.every((key) => Object.hasOwn(shape, key)) || !required.every((key) => keys.includes(key))) return null
    return z.object(Object.fromEntries(keys.map((key) => [key, withoutDefault(shape[key] as AnySchema)])))
  }
  return (raw) => {
    if (!isMap(raw)) return { success: false }
    const keys = Object.keys(raw)
    const signature = keys.join(' ')
    let variant = variants.get(signature)
    if (variant === undefined) {
      if (variants.size >= VARIANTS_MAX) return { success: false }
      variant = variantFor(keys)
      variants.set(signature, variant)
    }
    if (variant === null) return { success: false }
    const parsed = variant.safeParse(raw)
    return parsed.success ? { success: true, data: { ...defaults, ...parsed.data } } : { success: false }
  }
}

/** The parsed entries of a list, null where an entry was refused (and reported). */
export function parseEntries<S extends z.ZodObject>(schema: S, raw: readonly unknown[], path: Path, report: Report): readonly (z.output<S> | null)[] {
  const quick = raw.length >= COMPILE_FROM_ENTRIES ? variantParser(schema) : null
  return raw.map((entry, i) => {
    const fast = quick?.(entry)
    return fast?.success === true ? (fast.data as z.output<S>) : parseOne(schema, entry, [...path, i], report)
  })
}

/** Parses one value without compiling its schema; null when it was refused (and reported). */
export function parseOne<S extends AnySchema>(schema: S, raw: unknown, path: Path, report: Report): z.output<S> | null {
  const parsed = z.safeParse(schema, raw, { jitless: true })
  if (parsed.success) return parsed.data
  reportIssues(parsed.error.issues, schema, raw, path, report)
  return null
}
