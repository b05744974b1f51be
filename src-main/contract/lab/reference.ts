/** Everything that a lab may say, for people who write them: made from the schemas and tables that the parser uses. */
import { eventFields, type EventType } from '../events.ts'
import { commandLabel } from '../texts/commands.ts'
import { formatDuration } from '../units.ts'
import { eventField } from '../event-value-fields.ts'
import type { Block, ValueField } from '../value-field.ts'
import { entityFields, stateFields } from '../value-fields.ts'
import { clusterSchema } from './cluster.ts'
import { commandNames, commandSchemas } from './commands.ts'
import { datastoreSchema } from './datastore.ts'
import { demandSchema } from './demand.ts'
import { drsSchema, ruleSchema } from './drs.ts'
import { computeNames } from './expectations.ts'
import { duration, expectationOf, refKindOf, refWords, type AnySchema } from './fields.ts'
import { haSchema, vmHaSchema } from './ha.ts'
import { hostSchema } from './host.ts'
import { labHeadShape } from './lab.ts'
import { networkSchema } from './network.ts'
import { poolSchema } from './pool.ts'
import { shapeOf, structure } from './problems.ts'
import { resolveDemand } from './resolve.ts'
import * as z from './schema.ts'
import { vmSchema } from './vm.ts'

/** Blocks with a table of their own. */
const records: readonly (readonly [title: string, schema: AnySchema])[] = [
  ['`cluster`', clusterSchema],
  ['`cluster.ha`', haSchema],
  ['`cluster.drs`', drsSchema],
  ['`cluster.drs.rules[]`', ruleSchema],
  ['`cluster.resourcePools[]`', poolSchema],
  ['`networks[]`', networkSchema],
  ['`datastores[]`', datastoreSchema],
  ['`hosts[]`', hostSchema],
  ['`vms[]`', vmSchema],
  ['`vms[].ha`', vmHaSchema],
  ['`vms[].demand`', demandSchema],
]

/** The text of docs/writing-labs.md. */
export function labReference(): string {
  return [intro, keysText(), commandsText(), expectationsText(), eventsText(), stateText()].join('\n')
}

const intro = `# Writing labs

<!-- Made by tools/lab-reference.mjs from the tables of the parser: change those, and run it. -->

A lab is one file, \`*.lab.yaml\` or JSON: a design, a seed, a timeline of commands and what is expected. \`hostdown check PATH…\` lists all mistakes of
labs at once, each with its path and line; \`hostdown test PATH…\` judges what they expect. An editor that knows JSON Schema takes
\`resources/lab.schema.json\`. Times are written \`500ms\`, \`90s\`, \`2m30s\`, \`1h\`, \`7d\` or as a number of seconds, and count from the start of the run.
Every other quantity has its unit in its key. What a lab leaves out is off, or neutral.
`

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`)
const code = (text: string): string => `\`${text}\``
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |\n`).join('')

// ---- keys

function keysText(): string {
  const top: [string, AnySchema][] = Object.entries(labHeadShape).filter(([key]) => key !== 'cluster')
  const lists = ['networks', 'datastores', 'hosts', 'vms', 'timeline', 'expect'].map((key) => [
    code(key),
    'a list, below',
    key === 'hosts' ? 'required' : key === 'networks' || key === 'datastores' ? 'the usual ones' : 'empty',
  ])
  const sections = records.map(([title, schema]) => `### ${title}\n\n${recordTable(schema)}`)
  return `## Keys\n\n### Top\n\n${table(['key', 'value', 'left out'], [...top.map(keyRow), ...lists])}\n${sections.join('\n')}`
}

function recordTable(schema: AnySchema): string {
  if (schema === demandSchema) return table(['key', 'value', 'left out'], demandRows())
  if (schema === vmHaSchema)
    return table(
      ['key', 'value', 'left out'],
      keysOf(schema).map(([key, inner]) => [code(key), valueText(inner), "the cluster's"]),
    )
  return keyTable(keysOf(schema))
}

const keyTable = (keys: readonly [string, AnySchema][]): string => table(['key', 'value', 'left out'], keys.map(keyRow))
const keyRow = ([key, schema]: readonly [string, AnySchema]): readonly string[] => [
  code(key),
  valueText(schema),
  leftOut(schema) || (absent[key] ?? ''),
]

/** Keys that stay out where they are left out, and what that means. */
const absent: { readonly [key: string]: string } = {
  until: 'last command + 15 m',
  vsan: 'true where a datastore has type vsan',
  algorithm: 'drsScore from product 7.0, else classic',
  gbps: '1 for management, else 10',
  isolationAddresses: '`NAME-gateway` for management, else empty',
  array: 'its own name',
  hosts: 'all, also those added later',
  vmfsVersion: '6 from product 6.5, else 5',
  vmCapacity: 'all cores and all memory',
  moid: '`host-` and 10 + position',
  networks: 'all',
  datastore: 'the first that the host can reach',
  disks: 'one of `diskGiB` on `datastore`',
  nics: '1; of a VM one on the first network of kind vm',
}

/** A demand is filled in when its VM is known. */
function demandRows(): readonly (readonly string[])[] {
  const memoryMiB = 4_000
  const whole: { readonly [key: string]: unknown } = { ...resolveDemand({}, { name: '', memoryMiB }) }
  return keysOf(demandSchema).map(([key, schema]) => {
    const value = key === 'interval' ? whole['traceIntervalMs'] : whole[key]
    const known = value === memoryMiB ? 'the configured memory' : value === memoryMiB / 4 ? 'a quarter of the configured memory' : null
    const named = key === 'column' ? "the VM's name" : key === 'memoryColumn' ? '`column`' : null
    return [code(key), valueText(schema), known ?? named ?? defaultText(withoutWrappers(schema).schema, value)]
  })
}

/** The keys of a block; of a union, those of all its options, the common ones once. */
function keysOf(schema: AnySchema): readonly [string, AnySchema][] {
  const inner = structure(schema)
  if (inner instanceof z.ZodObject) return Object.entries(shapeOf(inner))
  if (!(inner instanceof z.ZodUnion)) return []
  const options = (inner.def.options as readonly AnySchema[]).map(keysOf)
  const keys = new Map<string, AnySchema[]>()
  for (const [key, one] of options.flat()) keys.set(key, [...(keys.get(key) ?? []), one])
  return [...keys].map(([key, all]) => [key, all.length === 1 ? (all[0] as AnySchema) : z.union(all)])
}

function leftOut(schema: AnySchema): string {
  if (schema instanceof z.ZodDefault) return defaultText(schema.def.innerType as AnySchema, schema.def.defaultValue)
  return schema instanceof z.ZodExactOptional || schema instanceof z.ZodPrefault ? '' : 'required'
}

function defaultText(schema: AnySchema, value: unknown): string {
  if (typeof value === 'number' && structure(schema) === duration()) return formatDuration(value)
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.map(String).join(', ')
  if (value !== null && typeof value === 'object') {
    const keys = new Map(keysOf(schema))
    const parts = Object.entries(value).map(([key, own]) => `${key}: ${defaultText(keys.get(key) ?? schema, own)}`)
    return parts.length === 0 ? 'empty' : `{ ${parts.join(', ')} }`
  }
  return value === '' ? 'empty' : String(value)
}

function valueText(schema: AnySchema): string {
  const inner = withoutWrappers(schema)
  const named = records.find(([, record]) => record === inner.schema)
  return `${named === undefined ? plainText(inner.schema) : `a block: ${named[0]}`}${inner.nullable ? ', or null' : ''}`
}

function withoutWrappers(schema: AnySchema): { readonly schema: AnySchema; readonly nullable: boolean } {
  if (schema instanceof z.ZodNullable) return { schema: withoutWrappers(schema.def.innerType as AnySchema).schema, nullable: true }
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodExactOptional || schema instanceof z.ZodPrefault)
    return withoutWrappers(schema.def.innerType as AnySchema)
  return { schema, nullable: false }
}

/** The time of every key needs no examples. */
function plainText(schema: AnySchema): string {
  if (schema === duration()) return 'a time'
  if (schema instanceof z.ZodArray) {
    const kind = refKindOf(schema.def.element as AnySchema)
    return kind === null
      ? `a list: ${valueText(schema.def.element as AnySchema)}`
      : `names of ${kind === 'member' ? 'hosts, and addresses' : `${refWords[kind][0]}s`}`
  }
  if (schema instanceof z.ZodObject) {
    const keys = Object.entries(shapeOf(schema)).map(([key, inner]) => `${key}${leftOut(inner) === 'required' ? '' : '?'}: ${valueText(inner)}`)
    return `{ ${keys.join('; ')} }`
  }
  const said = expectationOf(schema)
  if (said !== null) return said[0]
  if (schema instanceof z.ZodUnion) return [...new Set((schema.def.options as readonly AnySchema[]).map(valueText))].join(', ')
  if (schema instanceof z.ZodEnum) return Object.values(schema.def.entries).join(', ')
  if (schema instanceof z.ZodLiteral) return schema.def.values.map(String).join(', ')
  return 'a value'
}

// ---- commands

/** Commands that take what a list of the lab takes. */
const alike: { readonly [command: string]: string } = {
  'host.add': 'an entry of `hosts[]`',
  'host.configure': '`host`, and any key of `hosts[]` but `name` and `count`',
  'vm.create': 'an entry of `vms[]`',
  'vm.configure': '`vm`, and any key of `vms[]` but `name` and `count`',
  'vm.setDemand': '`vm`, and any key of `vms[].demand`',
  'rule.add': 'an entry of `cluster.drs.rules[]`',
  'resourcePool.add': 'an entry of `cluster.resourcePools[]`',
  'resourcePool.configure': '`pool`, and any key of `cluster.resourcePools[]` but `name`',
  'cluster.configure': 'any part of `cluster`; maps merge by key, entries with a name by name, null removes',
}

function commandsText(): string {
  const rows = commandNames.map((command) => [code(command), commandLabel(command, 'en'), alike[command] ?? argumentsText(commandSchemas[command])])
  return `## Commands

\`{ at: 60s, do: host.powerOff, host: esx-01 }\`: keys stand beside \`at\` and \`do\`; those with a question mark may be left out. What vSphere would refuse
does not end the run: it is logged as \`command.refused\`.

${table(['`do`', 'what', 'keys'], rows)}`
}

function argumentsText(schema: AnySchema): string {
  const keys = keysOf(schema).map(([key, inner]) => `${code(leftOut(inner) === 'required' ? key : `${key}?`)} ${valueText(inner)}`)
  return keys.length === 0 ? 'none' : keys.join('; ')
}

// ---- expectations, events, state

function expectationsText(): string {
  return `## Expectations

| form | holds when |
| --- | --- |
| \`event: TYPE, field: value …\` | the window holds such an event; with \`count: n\` or \`count: { min, max }\` so many |
| \`never: TYPE, field: value …\` | the window holds none; \`never: "ha.*"\` means every type of that area |
| \`refused: CODE, command: NAME, …\` | short for \`event: command.refused, reason: CODE, command: NAME, …\` |
| \`order: [{ event: … }, …]\` | each has a match, and their first matches come in this order |
| \`at: T, is: { … }\` | the state matches after everything that happens at T; with one of ${Object.keys(entityFields).map((key) => code(key)).join(', ')} that of the entity |
| \`during: [a, b], is: { … }\` | the same at every instant of it |
| \`compute: NAME, with: { … }, is: { … }\` | the pure function gives this: ${computeNames.map(code).join(', ')} |

A window is \`between: [a, b]\`, \`after:\` or \`before:\`, ends included; with \`since: { event: … }\` it counts from the first match of that event. \`fact:\` names
the fact that is tested, or a list of them; \`source:\` is free text. \`"*"\` as a name means every one. A value is the same value, a list (one of these; of a
list, the same members), \`{ approx, tolerance }\`, \`{ min, max }\`, \`{ contains, excludes, size }\` of a list, or a map of fields. A field without a value is null.
` // prettier-ignore
}

function eventsText(): string {
  const types = Object.keys(eventFields) as EventType[]
  const rows = types.map((type) => [
    code(type),
    eventFields[type].map((field) => `${code(field)}${sayThemselves.has(field) ? '' : fieldSuffix(eventField(type, field))}`).join('; '),
  ])
  return `## Events\n\nEvery event has \`t\` (ms), \`seq\`, \`type\` and \`causedBy\`; decisions have \`why\`.\n\n${table(['type', 'fields'], rows)}`
}

/** Fields whose name says that they hold the names of such things. */
const sayThemselves = new Set(['host', 'hosts', 'vm', 'vms'])

const fieldSuffix = (field: ValueField): string => {
  const text = fieldText(field)
  return text === '' ? '' : ` ${text}`
}

/** What a field holds; nothing is said of plain text and names that the key says by itself. */
function fieldText(field: ValueField): string {
  if (field === 'text' || field === 'any') return ''
  if (field === 'flag') return 'true, false'
  if (field === 'number') return 'number'
  if ('name' in field) return [...(field.words ?? []), `name of a ${field.name === 'vm' ? 'VM' : 'host'}`].join(', ')
  if ('words' in field) return field.words.join(', ')
  if ('list' in field) return listText(fieldText(field.list))
  if ('byName' in field) return `by name: ${fieldText(field.byName)}`
  return `{ ${Object.entries(field.block).map(([key, own]) => `${key}${fieldSuffix(own)}`).join('; ')} }` // prettier-ignore
}

const listText = (of: string): string => (of === '' ? 'list' : of.startsWith('name of a ') ? `names of ${of.slice(10)}s` : `list of: ${of}`)

function stateText(): string {
  const rows = pathsOf(stateFields, '')
  return `## State

What \`is:\` tests and \`hostdown run --state\` prints. Beside \`vm: NAME\` paths begin below \`vms.NAME\`, likewise for the other entities. Anything may be null where
it does not apply, or is not computed yet.

${table(['path', 'holds'], rows)}`
}

function pathsOf(fields: Block, before: string): readonly (readonly string[])[] {
  return Object.entries(fields).flatMap(([key, field]): readonly (readonly string[])[] => {
    const path = before === '' ? key : `${before}.${key}`
    if (typeof field === 'object' && 'block' in field) return pathsOf(field.block, path)
    if (typeof field === 'object' && 'byName' in field && typeof field.byName === 'object' && 'block' in field.byName)
      return pathsOf(field.byName.block, `${path}.NAME`)
    if (typeof field === 'object' && 'list' in field && typeof field.list === 'object' && 'block' in field.list)
      return pathsOf(field.list.block, `${path}[]`)
    return [[code(path), fieldText(field) === '' ? 'text' : fieldText(field)]]
  })
}
