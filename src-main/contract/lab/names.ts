/** Which names a lab has, and whether what refers to a name finds one. */
import * as z from './schema.ts'
import { hintPhrase } from '../did-you-mean.ts'
import { asSubject, type Phrase } from '../texts/language.ts'
import type { AnySchema, RefKind } from './fields.ts'
import { refKindOf, refWords } from './fields.ts'
import type { Path, Report } from './problems.ts'
import { isMap, shapeOf, structure } from './problems.ts'

type NamedKind = Exclude<RefKind, 'member'>
const namedKinds = ['host', 'vm', 'datastore', 'network', 'pool', 'rule', 'vmGroup', 'hostGroup'] as const satisfies readonly NamedKind[]

/** Names that are compared with those that are missing, over all of a lab: thousands times thousands would take minutes. */
const COMPARED_MAX = 20_000

/** The names that may be referred to. */
export class LabNames {
  #compared = 0
  readonly byKind: { readonly [K in NamedKind]: Set<string> }
  /** What answers pings somewhere, and `vcenter` where it may be grouped. */
  readonly addresses = new Set<string>()
  /** Names of entries that a `count` expanded, with the first and last of what became of them. */
  readonly expanded = new Map<string, readonly [string, string]>()

  constructor() {
    this.byKind = Object.fromEntries(namedKinds.map((kind) => [kind, new Set<string>()])) as { [K in NamedKind]: Set<string> }
  }

  has(kind: RefKind, name: string): boolean {
    return kind === 'member' ? this.byKind.host.has(name) || this.addresses.has(name) : this.byKind[kind].has(name)
  }

  /** "no host named …", with what was probably meant. */
  missing(kind: RefKind, name: string): Phrase {
    const range = kind === 'host' || kind === 'vm' ? this.expanded.get(name) : undefined
    const hint: Phrase =
      range === undefined
        ? this.#hint(name, kind === 'member' ? [...this.byKind.host, ...this.addresses] : [...this.byKind[kind]])
        : [
            ` ("${name}" has a count: it became ${range[0]} … ${range[1]})`,
            ` ("${name}"에 count가 있으므로 ${range[0]} … ${range[1]}(으)로 펼쳐졌습니다)`,
          ]
    return [
      `no ${refWords[kind][0]} named ${JSON.stringify(name)}${hint[0]}`,
      `이름이 ${JSON.stringify(name)}인 ${asSubject(refWords[kind][1])} 없습니다${hint[1]}`,
    ]
  }

  /** What was probably meant; once much was compared, nothing. */
  #hint(name: string, known: readonly string[]): Phrase {
    if (this.#compared > COMPARED_MAX) return ['', '']
    this.#compared += known.length
    return hintPhrase(name, known)
  }
}

/** Names that an entry with `count` stands for: itself, or `name-001` … with as many digits as needed, at least three. */
export function expandedNames(name: string, count: number): readonly string[] {
  if (count === 1) return [name]
  const digits = Math.max(3, String(count).length)
  return Array.from({ length: count }, (_, i) => `${name}-${String(i + 1).padStart(digits, '0')}`)
}

/** Where inside a value of a schema references stand. */
interface RefNode {
  readonly kind: RefKind | null
  readonly keys: readonly (readonly [string, RefNode])[]
  /** Of a list, or of the values of a map. */
  readonly each: RefNode | null
  readonly isList: boolean
}

const nodes = new WeakMap<AnySchema, { readonly node: RefNode | null }>()

function refNodeOf(schema: AnySchema): RefNode | null {
  const known = nodes.get(schema)
  if (known !== undefined) return known.node
  const node = makeRefNode(structure(schema))
  nodes.set(schema, { node })
  return node
}

function makeRefNode(schema: AnySchema): RefNode | null {
  const kind = refKindOf(schema)
  if (kind !== null) return { kind, keys: [], each: null, isList: false }
  if (schema instanceof z.ZodArray || schema instanceof z.ZodRecord) {
    const each = refNodeOf((schema instanceof z.ZodArray ? schema.def.element : schema.def.valueType) as AnySchema)
    return each === null ? null : { kind: null, keys: [], each, isList: schema instanceof z.ZodArray }
  }
  if (schema instanceof z.ZodUnion) {
    const options = (schema.def.options as readonly AnySchema[]).map(refNodeOf).filter((node) => node !== null)
    const keys = new Map(options.flatMap((option) => option.keys))
    return keys.size === 0 ? null : { kind: null, keys: [...keys], each: null, isList: false }
  }
  if (schema instanceof z.ZodObject) {
    const keys: [string, RefNode][] = []
    for (const [key, inner] of Object.entries(shapeOf(schema))) {
      const node = refNodeOf(inner)
      if (node !== null) keys.push([key, node])
    }
    return keys.length === 0 ? null : { kind: null, keys, each: null, isList: false }
  }
  return null
}

/** Reports every name in `raw` (a value as written, at `path`) that nothing has. Values of a wrong type are the schema's business. */
export function checkReferences(schema: AnySchema, raw: unknown, path: Path, names: LabNames, report: Report): void {
  const node = refNodeOf(schema)
  if (node !== null) walk(node, raw, path, names, report)
}

/** Takes the name of something that a value refers to, and where it does; the path is that of the moment: keep a copy. */
export type OnReference = (kind: RefKind, name: string, path: Path) => void

/** Every name that `raw` (a value as written, at `path`) refers to, whether there is such a thing or not. */
export function eachReference(schema: AnySchema, raw: unknown, path: Path, take: OnReference): void {
  const node = refNodeOf(schema)
  if (node !== null) visit(node, raw, [...path], take)
}

function visit(node: RefNode, raw: unknown, path: (string | number)[], take: OnReference): void {
  if (node.kind !== null) {
    if (typeof raw === 'string') take(node.kind, raw, path)
    return
  }
  const inside = (key: string | number, one: RefNode, value: unknown): void => {
    path.push(key)
    visit(one, value, path, take)
    path.pop()
  }
  if (node.each !== null) {
    if (Array.isArray(raw)) for (let i = 0; i < raw.length; i++) inside(i, node.each, raw[i])
    else if (isMap(raw)) for (const key of Object.keys(raw)) inside(key, node.each, raw[key])
  } else if (isMap(raw)) for (const [key, one] of node.keys) if (raw[key] !== undefined && raw[key] !== null) inside(key, one, raw[key])
}

function walk(node: RefNode, raw: unknown, path: Path, names: LabNames, report: Report): void {
  if (node.kind !== null) {
    if (typeof raw === 'string' && !names.has(node.kind, raw)) report(path, names.missing(node.kind, raw))
    return
  }
  if (node.each !== null) {
    // A list in the place of a map, or the reverse, is reported as such: what is in it need not be names.
    if (node.isList && Array.isArray(raw)) for (let i = 0; i < raw.length; i++) walk(node.each, raw[i], [...path, i], names, report)
    else if (!node.isList && isMap(raw)) for (const key of Object.keys(raw)) walk(node.each, raw[key], [...path, key], names, report)
    return
  }
  if (!isMap(raw)) return
  for (const [key, inner] of node.keys) {
    const value = raw[key]
    if (value === undefined || value === null) continue
    // Paths are made only for what is wrong, or further inside.
    if (inner.kind === null || (typeof value === 'string' && !names.has(inner.kind, value))) walk(inner, value, [...path, key], names, report)
  }
}
