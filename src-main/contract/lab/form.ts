/**
 * What a form shows of the lab: for each kind of entry, and for the blocks of the file, its fields in the order of the lab format. Made from the
 * schemas that the parser uses, so that nothing is written twice; the words are in `contract/texts/form-labels.ts`.
 */
import { formLabel, formMeaning, formOption, formSection, type FormSection, type Text } from '../texts/form-labels.ts'
import { formatDuration } from '../units.ts'
import { clusterSchema } from './cluster.ts'
import { datastoreSchema } from './datastore.ts'
import { demandSchema } from './demand.ts'
import { drsSchema, ruleSchema } from './drs.ts'
import { evcModes } from './evc.ts'
import { block, facetOf, list, name, ref, refKindOf, type AnySchema, type Facet, type RefKind } from './fields.ts'
import { haSchema } from './ha.ts'
import { hostSchema } from './host.ts'
import { labHeadSchema } from './lab.ts'
import { networkSchema } from './network.ts'
import { knownOptions } from './options.ts'
import { poolSchema } from './pool.ts'
import { shapeOf, structure } from './problems.ts'
import { resolveDemand } from './resolve.ts'
import * as z from './schema.ts'
import { vmSchema } from './vm.ts'

/** `head`, `cluster`, `ha` and `drs` are blocks of the file, the others entries of a list. */
export const formIds = [
  'host', 'vm', 'datastore', 'network', 'pool', 'rule', 'vmGroup', 'hostGroup', 'head', 'cluster', 'ha', 'drs',
] as const // prettier-ignore
export type FormId = (typeof formIds)[number]

/** A value as the file has it. */
export type FormValue = string | number | boolean | null | readonly FormValue[] | { readonly [key: string]: FormValue }

export interface FormOption {
  readonly value: string | number
  readonly label: Text
}

/** What is typed or chosen; `min` and `max` are included, null: no bound that matters. */
export type FormInput =
  | {
      readonly type: 'whole' | 'fraction' | 'percent'
      readonly min: number | null
      readonly max: number | null
      /** Also `[lo, hi]`. */ readonly range: boolean
    }
  | { readonly type: 'flag' }
  /** One of them. */
  | { readonly type: 'words'; readonly options: readonly FormOption[] }
  /** Any of them. */
  | { readonly type: 'wordList'; readonly options: readonly FormOption[] }
  /** One of the words, or a block of one's own. */
  | { readonly type: 'wordsOrBlock'; readonly options: readonly FormOption[]; readonly fields: readonly FormField[] }
  | { readonly type: 'ref' | 'refs'; readonly kind: Exclude<RefKind, 'member'> }
  /** `90s`, `2m30s` or a number of seconds; bounds in ms. */
  | { readonly type: 'duration'; readonly min: number; readonly max: number }
  /** `pattern`: a regular expression that it matches. Bounds of its length. */
  | { readonly type: 'text' | 'name'; readonly min: number | null; readonly max: number | null; readonly pattern: string | null }
  | { readonly type: 'texts' }
  | { readonly type: 'wholes'; readonly min: number | null; readonly max: number | null }
  /** One of the words, or a whole number. */
  | { readonly type: 'shares'; readonly options: readonly FormOption[]; readonly min: number; readonly max: number }
  /** Advanced options: names, of which these are known, with a value. */
  | { readonly type: 'options'; readonly known: readonly string[] }
  /** A block that is there as a whole or not at all: `key` is that of the block, those of the fields begin in it. */
  | { readonly type: 'block'; readonly fields: readonly FormField[] }
  /** A list of blocks: keys of the fields begin in each. */
  | { readonly type: 'blocks'; readonly fields: readonly FormField[] }
export type FormType = FormInput['type']

export type FormField = FormInput & {
  /** From the entry or block that the form is of. */
  readonly key: readonly string[]
  /** `vm.ha.restartPriority`: unique over all forms. */
  readonly id: string
  readonly label: Text
  readonly section: FormSection
  /** By the ending of the key: `MiB`, `MHz`, `%` …; null: none. */
  readonly unit: string | null
  /** An entry without it is refused. */
  readonly required: boolean
  /** A list: the key has to be there, and nothing has to be in it. */
  readonly mayBeEmpty: boolean
  /** What it means when it is left out; undefined: `absent` says so. */
  readonly default?: FormValue
  /** What is meant where it is left out and there is no one value for that. */
  readonly absent: Text | null
  /** What null means, where it may be null. */
  readonly whenNull: Text | null
  /** The field is there only where another one has one of these values. */
  readonly when: { readonly key: readonly string[]; readonly is: readonly string[] } | null
}

/** Where the block of a form stands in the file; null: it is an entry. */
export const formBases: { readonly [F in FormId]: readonly string[] | null } = {
  host: null,
  vm: null,
  datastore: null,
  network: null,
  pool: null,
  rule: null,
  vmGroup: null,
  hostGroup: null,
  head: [],
  cluster: ['cluster'],
  ha: ['cluster', 'ha'],
  drs: ['cluster', 'drs'],
}

const groupSchema = (kind: 'vm' | 'host'): AnySchema => block({ name: name(), members: list(ref(kind)) })

/** Keys that have forms or lists of their own, or that nobody edits. */
const sources: { readonly [F in FormId]: { readonly schema: AnySchema; readonly without: readonly string[] } } = {
  host: { schema: hostSchema, without: [] },
  vm: { schema: vmSchema, without: [] },
  datastore: { schema: datastoreSchema, without: [] },
  network: { schema: networkSchema, without: [] },
  pool: { schema: poolSchema, without: [] },
  rule: { schema: ruleSchema, without: [] },
  vmGroup: { schema: groupSchema('vm'), without: [] },
  hostGroup: { schema: groupSchema('host'), without: [] },
  head: { schema: labHeadSchema, without: ['hostdown', 'cluster', 'checkFails'] },
  cluster: { schema: clusterSchema, without: ['ha', 'drs', 'resourcePools'] },
  ha: { schema: haSchema, without: [] },
  drs: { schema: drsSchema, without: ['vmGroups', 'hostGroups', 'rules'] },
}

/** What a demand means that is left out, but for what follows from its VM: its memory and its name. */
function demandDefaults(): FormValue {
  const vm = { name: '', memoryMiB: 1_000_000 }
  const whole = resolveDemand({}, vm) as unknown as { readonly [key: string]: FormValue }
  const followsVm = new Set<FormValue | undefined>([vm.name, vm.memoryMiB, vm.memoryMiB / 4])
  const fixed = Object.entries({ ...whole, interval: whole['traceIntervalMs'] as FormValue }).filter(([, value]) => !followsVm.has(value))
  return Object.fromEntries(fixed)
}

/** Fields that mean something only where another one has such a value. */
const relevant: { readonly [id: string]: FormField['when'] } = {
  ...when(['admissionControl', 'policy'], ['clusterResourcePercentage', 'slotPolicy'], ['ha.admissionControl.hostFailuresToTolerate']),
  ...when(['admissionControl', 'policy'], ['clusterResourcePercentage'], ['ha.admissionControl.cpuPercent', 'ha.admissionControl.memoryPercent']),
  ...when(['admissionControl', 'policy'], ['slotPolicy'], ['ha.admissionControl.slotCpuMHz', 'ha.admissionControl.slotMemoryMiB']),
  ...when(['admissionControl', 'policy'], ['dedicatedFailoverHosts'], ['ha.admissionControl.failoverHosts']),
  ...when(['heartbeatDatastores', 'policy'], ['preferred', 'only'], ['ha.heartbeatDatastores.preferred']),
  ...when(['demand', 'shape'], ['sine', 'square', 'ramp', 'businessDay'], ['vm.demand.period', 'vm.demand.phase']),
  ...when(['demand', 'shape'], ['square'], ['vm.demand.dutyPercent']),
  ...when(['demand', 'shape'], ['steps'], ['vm.demand.steps']),
}

function when(key: readonly string[], is: readonly string[], ids: readonly string[]): { readonly [id: string]: FormField['when'] } {
  return Object.fromEntries(ids.map((id) => [id, { key, is }]))
}

const made = new Map<FormId, readonly FormField[]>()

/** The fields of a form, in the order of the lab format. */
export function formFields(form: FormId): readonly FormField[] {
  const known = made.get(form)
  if (known !== undefined) return known
  const { schema, without } = sources[form]
  const fields = fieldsIn(schema, { id: form, key: [], default: undefined }).filter(({ key }) => !without.includes(key[0] ?? ''))
  made.set(form, fields)
  return fields
}

interface Place {
  readonly id: string
  readonly key: readonly string[]
  /** Of the block as a whole. */
  readonly default: FormValue | undefined
}

/** The fields of a block; of a choice of blocks, each key once, with what chooses it. */
function fieldsIn(schema: AnySchema, place: Place): readonly FormField[] {
  const inner = structure(schema)
  if (inner instanceof z.ZodDiscriminatedUnion) return choiceFields(inner, place)
  if (!(inner instanceof z.ZodObject)) return []
  return Object.entries(shapeOf(inner)).flatMap(([key, one]) => fieldsOf(one, within(place, key)))
}

function within(place: Place, key: string): Place {
  const whole = place.default
  const own = typeof whole === 'object' && whole !== null && !Array.isArray(whole) ? (whole as { readonly [key: string]: FormValue })[key] : undefined
  return { id: `${place.id}.${key}`, key: [...place.key, key], default: own }
}

function choiceFields(union: z.ZodDiscriminatedUnion, place: Place): readonly FormField[] {
  const { discriminator } = union.def
  const options = union.def.options as readonly z.ZodObject[]
  const wordsOfOption = (option: z.ZodObject): readonly string[] => wordsOf(structure(shapeOf(option)[discriminator] as AnySchema)).map(String)
  const keys = new Map<string, { readonly schema: AnySchema; readonly is: string[]; in: number }>()
  for (const option of options) {
    for (const [key, schema] of Object.entries(shapeOf(option))) {
      const known = keys.get(key) ?? { schema, is: [], in: 0 }
      known.is.push(...wordsOfOption(option))
      keys.set(key, { ...known, in: known.in + 1 })
    }
  }
  return [...keys].flatMap(([key, found]) => {
    const own = within(place, key)
    if (key === discriminator) return [fieldOf(z.enum(found.is as [string, ...string[]]), own)]
    const when = found.in === options.length ? null : { key: [...place.key, discriminator], is: found.is }
    return fieldsOf(found.schema, own).map((field) => ({ ...field, when }))
  })
}

/** A block that always has a meaning is shown as its fields; any other value is one field. */
function fieldsOf(schema: AnySchema, place: Place): readonly FormField[] {
  const inner = structure(schema)
  const whole = inner === demandSchema ? demandDefaults() : schema instanceof z.ZodDefault ? (schema.def.defaultValue as FormValue) : place.default
  if (inner instanceof z.ZodObject && !mayBeNull(schema) && !(schema instanceof z.ZodExactOptional))
    return fieldsIn(inner, { ...place, default: whole })
  return [fieldOf(schema, place)]
}

function mayBeNull(schema: AnySchema): boolean {
  if (schema instanceof z.ZodNullable) return true
  return schema instanceof z.ZodDefault || schema instanceof z.ZodExactOptional ? mayBeNull(schema.def.innerType as AnySchema) : false
}

function fieldOf(schema: AnySchema, { id, key, default: given }: Place): FormField {
  const input = inputOf(structure(schema), id)
  const byDefault = schema instanceof z.ZodDefault ? (schema.def.defaultValue as FormValue) : given
  // Times are ms once parsed; the file writes them with their unit.
  const written = input.type === 'duration' && typeof byDefault === 'number' ? formatDuration(byDefault) : byDefault
  const optional = schema instanceof z.ZodDefault || schema instanceof z.ZodExactOptional || schema instanceof z.ZodPrefault || given !== undefined
  return {
    ...input,
    id,
    key,
    label: formLabel(id),
    section: formSection(id),
    unit: input.type === 'percent' ? '%' : unitOf(key.at(-1) ?? ''),
    required: !optional,
    mayBeEmpty: structure(schema) instanceof z.ZodArray,
    ...(written !== undefined && { default: written }),
    absent: written === undefined && optional ? formMeaning(id, 'absent') : null,
    whenNull: mayBeNull(schema) ? formMeaning(id, 'null') : null,
    when: relevant[id] ?? null,
  }
}

const units: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/MiB$/, 'MiB'],
  [/GiB$/, 'GiB'],
  [/(MHz|^mhz)$/, 'MHz'],
  [/^gbps$/, 'Gb/s'],
  [/MBps$/, 'MB/s'],
  [/Mbps$/, 'Mb/s'],
  [/Ms$/, 'ms'],
  [/Percent$/, '%'],
]
const unitOf = (key: string): string | null => units.find(([ending]) => ending.test(key))?.[1] ?? null

const wordsOf = (schema: AnySchema): readonly (string | number)[] =>
  schema instanceof z.ZodEnum
    ? Object.values(schema.def.entries)
    : schema instanceof z.ZodLiteral
      ? (schema.def.values as readonly (string | number)[])
      : []

const optionsOf = (words: readonly (string | number)[], id: string): readonly FormOption[] =>
  words.map((value) => ({ value, label: formOption(id, value) }))

function inputOf(schema: AnySchema, id: string): FormInput {
  const kind = refKindOf(schema)
  if (kind !== null && kind !== 'member') return { type: 'ref', kind }
  const facet = facetOf(schema)
  if (facet !== null) return facetInput(facet, id)
  if (schema instanceof z.ZodArray) return listInput(structure(schema.def.element as AnySchema), id)
  if (schema instanceof z.ZodObject) return { type: 'block', fields: fieldsIn(schema, { id, key: [], default: undefined }) }
  if (schema instanceof z.ZodUnion) return unionInput(schema.def.options as readonly AnySchema[], id)
  return { type: 'words', options: optionsOf(wordsOf(schema), id) }
}

function facetInput({ type, min, max, pattern }: Facet, id: string): FormInput {
  switch (type) {
    case 'whole':
    case 'fraction':
    case 'percent':
      return { type, min, max, range: false }
    case 'flag':
      return { type }
    case 'text':
    case 'name':
      return { type, min, max, pattern }
    case 'duration':
      return { type, min: min ?? 0, max: max ?? 0 }
    case 'evcMode':
      return { type: 'words', options: optionsOf(evcModes, id) }
    case 'shares':
      return { type, options: optionsOf(['low', 'normal', 'high'], id), min: min ?? 0, max: max ?? 0 }
    case 'options': {
      const scope = id.startsWith('host') ? 'host' : id.startsWith('drs') ? 'drs' : 'ha'
      return { type, known: [...knownOptions(scope)] }
    }
  }
}

function listInput(element: AnySchema, id: string): FormInput {
  const kind = refKindOf(element)
  if (kind !== null && kind !== 'member') return { type: 'refs', kind }
  const facet = facetOf(element)
  if (facet?.type === 'whole') return { type: 'wholes', min: facet.min, max: facet.max }
  if (facet !== null) return { type: 'texts' }
  if (element instanceof z.ZodObject) return { type: 'blocks', fields: fieldsIn(element, { id, key: [], default: undefined }) }
  return { type: 'wordList', options: optionsOf(wordsOf(element), id) }
}

function unionInput(options: readonly AnySchema[], id: string): FormInput {
  const [first, second] = options.map(structure)
  if (first !== undefined && second instanceof z.ZodTuple) return { ...inputOf(first, id), range: true } as FormInput
  if (first !== undefined && second instanceof z.ZodObject)
    return { type: 'wordsOrBlock', options: optionsOf(wordsOf(first), id), fields: fieldsIn(second, { id, key: [], default: undefined }) }
  return { type: 'words', options: optionsOf(options.flatMap(wordsOf), id) }
}
