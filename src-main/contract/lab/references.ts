/** Everything in a lab file that refers to something by its name: designs rename and remove by it. */
import type { EventType } from '../events.ts'
import { eventFields } from '../events.ts'
import { eventField } from '../event-value-fields.ts'
import type { Block, ValueField } from '../value-field.ts'
import { entityFields, stateFields } from '../value-fields.ts'
import { commandSchemas, isCommandName } from './commands.ts'
import type { AnySchema, RefKind } from './fields.ts'
import { labHeadShape, labListKeys, labListShape } from './lab.ts'
import { eachReference, type OnReference } from './names.ts'
import type { PlainMap } from './problems.ts'
import { isMap, shapeOf, structure } from './problems.ts'
import * as z from './schema.ts'

/** A place that names something; `isKey`: it is the key of a map, the last of the path. */
export interface LabReference {
  readonly kind: RefKind
  readonly name: string
  readonly path: readonly (string | number)[]
  readonly isKey: boolean
}
type Take = (reference: LabReference) => void

/** Every reference of the data of a lab file, which may have any fault. */
export function labReferences(raw: PlainMap, take: Take): void {
  const found: OnReference = (kind, name, path) => take({ kind, name, path: [...path], isKey: false })
  for (const [key, schema] of Object.entries<AnySchema>(labHeadShape)) eachReference(schema, raw[key], [key], found)
  for (const key of labListKeys) {
    const list = raw[key]
    if (Array.isArray(list)) list.forEach((entry: unknown, i) => eachReference(labListShape[key], entry, [key, i], found))
  }
  const timeline = raw['timeline']
  if (Array.isArray(timeline)) timeline.forEach((entry: unknown, i) => ofCommand(entry, i, found, take))
  const expect = raw['expect']
  if (Array.isArray(expect)) expect.forEach((entry: unknown, i) => ofExpectation(entry, ['expect', i], take))
}

function ofCommand(entry: unknown, index: number, found: OnReference, take: Take): void {
  if (!isMap(entry)) return
  const command = entry['do']
  if (typeof command !== 'string' || !isCommandName(command)) return
  const path = ['timeline', index]
  eachReference(commandSchemas[command] as AnySchema, entry, path, found)
  if (command === 'cluster.configure') ofPatch(entry, path, take)
}

/** A `cluster.configure` names pools, rules and groups that it changes. */
function ofPatch(patch: PlainMap, path: readonly (string | number)[], take: Take): void {
  const drs = isMap(patch['drs']) ? patch['drs'] : {}
  const named = (kind: RefKind, list: unknown, at: readonly (string | number)[]): void => {
    if (!Array.isArray(list)) return
    list.forEach((one: unknown, i) => {
      if (isMap(one) && typeof one['name'] === 'string') take({ kind, name: one['name'], path: [...at, i, 'name'], isKey: false })
    })
  }
  named('pool', patch['resourcePools'], [...path, 'resourcePools'])
  named('rule', drs['rules'], [...path, 'drs', 'rules'])
  for (const [key, kind] of [
    ['vmGroups', 'vmGroup'],
    ['hostGroups', 'hostGroup'],
  ] as const)
    // prettier-ignore
    for (const name of isMap(drs[key]) ? Object.keys(drs[key]) : []) take({ kind, name, path: [...path, 'drs', key, name], isKey: true })
}

/** Whether the last key of a path has to be there for the entry, or block, that it stands in to be one. */
export function isRequiredAt(raw: PlainMap, path: readonly (string | number)[]): boolean {
  const [first, index] = path
  if (first === 'expect') return true
  const entry = Array.isArray(raw[String(first)]) && typeof index === 'number' ? (raw[String(first)] as readonly unknown[])[index] : undefined
  const command = isMap(entry) && typeof entry['do'] === 'string' && isCommandName(entry['do']) ? entry['do'] : null
  const inList = labListKeys.find((key) => key === first)
  const root: AnySchema | undefined =
    first === 'timeline'
      ? command === null
        ? undefined
        : (commandSchemas[command] as AnySchema)
      : inList !== undefined
        ? labListShape[inList]
        : undefined
  if (root !== undefined) return requiredIn(root, path.slice(2))
  const head = Object.hasOwn(labHeadShape, String(first)) ? (labHeadShape as { readonly [key: string]: AnySchema })[String(first)] : undefined
  return head === undefined || requiredIn(head, path.slice(1))
}

function requiredIn(schema: AnySchema, path: readonly (string | number)[]): boolean {
  let at: AnySchema | undefined = schema
  for (const key of path) at = at === undefined ? undefined : inside(structure(at), key)
  return !(at instanceof z.ZodDefault || at instanceof z.ZodExactOptional || at instanceof z.ZodPrefault)
}

function inside(schema: AnySchema, key: string | number): AnySchema | undefined {
  if (schema instanceof z.ZodObject) return shapeOf(schema)[String(key)]
  if (schema instanceof z.ZodArray) return schema.def.element as AnySchema
  if (schema instanceof z.ZodRecord) return schema.def.valueType as AnySchema
  if (!(schema instanceof z.ZodUnion)) return undefined
  for (const option of schema.def.options as readonly AnySchema[]) {
    const found = inside(structure(option), key)
    if (found !== undefined) return found
  }
  return undefined
}

// ---- expectations

/** Fields whose text is the name of such a thing, wherever they stand. */
const textKinds: { readonly [key: string]: RefKind } = {
  datastore: 'datastore',
  network: 'network',
  pool: 'pool',
  resourcePool: 'pool',
  rule: 'rule',
  heartbeatDatastores: 'datastore',
}
const tables: { readonly [key: string]: RefKind } = {
  hosts: 'host',
  vms: 'vm',
  networks: 'network',
  datastores: 'datastore',
  resourcePools: 'pool',
  rules: 'rule',
}

function ofExpectation(entry: unknown, path: readonly (string | number)[], take: Take): void {
  if (!isMap(entry)) return
  if (entry['compute'] !== undefined) return
  ofPattern(entry, path, take)
  if (isMap(entry['since'])) ofPattern(entry['since'], [...path, 'since'], take)
  const order = entry['order']
  if (Array.isArray(order)) order.forEach((one: unknown, i) => isMap(one) && ofPattern(one, [...path, 'order', i], take))
  if (entry['is'] === undefined) return
  for (const kind of Object.keys(entityFields) as (keyof typeof entityFields)[]) {
    const name = entry[kind]
    if (typeof name !== 'string') continue
    if (name !== '*') take({ kind, name, path: [...path, kind], isKey: false })
    return ofBlock(entityFields[kind], entry['is'], [...path, 'is'], take)
  }
  ofBlock(stateFields, entry['is'], [...path, 'is'], take)
}

function ofPattern(pattern: PlainMap, path: readonly (string | number)[], take: Take): void {
  const type = pattern['event'] ?? pattern['never'] ?? (pattern['refused'] === undefined ? undefined : 'command.refused')
  if (typeof type !== 'string') return
  const known = Object.hasOwn(eventFields, type)
  for (const key of Object.keys(pattern)) {
    const field = known ? eventField(type as EventType, key) : anyEvent[key]
    if (field !== undefined) ofValue(field, key, pattern[key], [...path, key], take)
  }
}
/** Of `never: "ha.*"`: what such fields hold in every event. */
const anyEvent: { readonly [key: string]: ValueField } = {
  host: { name: 'host' },
  vm: { name: 'vm' },
  hosts: { list: { name: 'host' } },
  vms: { list: { name: 'vm' } },
  datastore: 'text',
  network: 'text',
  pool: 'text',
}

function ofBlock(fields: Block, value: unknown, path: readonly (string | number)[], take: Take): void {
  if (!isMap(value)) return
  for (const key of Object.keys(value)) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (field !== undefined) ofValue(field, key, value[key], [...path, key], take)
  }
}

function ofValue(field: ValueField, key: string, value: unknown, path: readonly (string | number)[], take: Take): void {
  if (field === 'text' || (typeof field === 'object' && 'list' in field && field.list === 'text')) {
    const kind = Object.hasOwn(textKinds, key) ? textKinds[key] : undefined
    if (kind !== undefined) namesIn(kind, value, path, take)
    return
  }
  if (typeof field !== 'object') return
  if ('name' in field) namesIn(field.name, value, path, take, field.words)
  else if ('list' in field) {
    if (typeof field.list === 'object' && 'name' in field.list) namesIn(field.list.name, value, path, take)
    else if (typeof field.list === 'object' && 'block' in field.list) ofMembers(field.list.block, value, path, take)
  } else if ('block' in field) ofBlock(field.block, value, path, take)
  else if ('byName' in field) ofTable(field.byName, key, value, path, take)
}

/** Blocks in a list, or in what a matcher asks of one. */
function ofMembers(fields: Block, value: unknown, path: readonly (string | number)[], take: Take): void {
  if (Array.isArray(value)) value.forEach((one: unknown, i) => ofBlock(fields, one, [...path, i], take))
  else if (isMap(value))
    for (const key of ['contains', 'excludes']) {
      const own = value[key]
      if (Array.isArray(own)) ofMembers(fields, own, [...path, key], take)
      else ofBlock(fields, own, [...path, key], take)
    }
}

function ofTable(field: ValueField, key: string, value: unknown, path: readonly (string | number)[], take: Take): void {
  const kind = Object.hasOwn(tables, key) ? tables[key] : undefined
  if (!isMap(value) || kind === undefined) return
  for (const name of Object.keys(value)) {
    if (name !== '*') take({ kind, name, path: [...path, name], isKey: true })
    ofValue(field, name, value[name], [...path, name], take)
  }
}

/** A name, one of several, or those that a matcher holds. */
function namesIn(kind: RefKind, value: unknown, path: readonly (string | number)[], take: Take, words: readonly string[] = []): void {
  if (typeof value === 'string') {
    if (value !== '*' && !words.includes(value)) take({ kind, name: value, path, isKey: false })
  } else if (Array.isArray(value)) value.forEach((one: unknown, i) => namesIn(kind, one, [...path, i], take, words))
  else if (isMap(value))
    for (const key of ['contains', 'excludes']) if (value[key] !== undefined) namesIn(kind, value[key], [...path, key], take, words)
}
