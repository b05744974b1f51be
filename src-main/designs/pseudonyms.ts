/** 'Replace names' in the lab files and commands of a project: the same name becomes the same pseudonym, and what is written freely goes. */
import type { RefKind } from '../contract/lab/fields.ts'
import { labReferences, type LabReference } from '../contract/lab/references.ts'
import { namesOf } from '../contract/lab/timeline.ts'
import { traceFormOf } from '../contract/lab/trace-table.ts'
import { isCounted, isGroup, placeOf } from './places.ts'
import { isList, isMap, valueAt, type PlainMap } from './plain.ts'
import { readDocument } from './read.ts'
import { EditError } from './session.ts'
import { sectionText } from './yaml-part.ts'

type NamedKind = Exclude<RefKind, 'member'>
/** What a pseudonym begins with. */
const stems: { readonly [K in NamedKind]: string } = {
  host: 'host',
  vm: 'vm',
  datastore: 'datastore',
  network: 'network',
  pool: 'pool',
  rule: 'rule',
  vmGroup: 'vm-group',
  hostGroup: 'host-group',
}
const kinds = Object.keys(stems) as readonly NamedKind[]

/** Commands that bring something with a name. */
const made: { readonly [command: string]: NamedKind } = {
  'host.add': 'host',
  'vm.create': 'vm',
  'rule.add': 'rule',
  'resourcePool.add': 'pool',
}
/** Texts that say whose lab it is, wherever they stand, and what their pseudonyms begin with. */
const byKey: { readonly [key: string]: string } = {
  faultDomain: 'domain',
  array: 'array',
  address: 'address',
  isolationAddresses: 'address',
  trace: 'trace',
  memoryTrace: 'trace',
  column: 'column',
  label: 'write',
  over: 'write',
}
/** Written freely: names may stand in them in any form. */
const dropped = ['nameKo', 'description', 'descriptionKo', 'bookmarks', 'expect', 'checkFails']
/** A larger text is JSON, which is read much faster. */
const YAML_CHARACTERS_MAX = 900_000

export interface Traced {
  readonly text: string
  readonly traces: { readonly [path: string]: string }
}

type Editable = { [key: string]: unknown }

export class LabPseudonyms {
  readonly #byStem = new Map<string, Map<string, string>>()

  /** Throws an EditError for what is no lab file. */
  lab(text: string, fileName: string, traces: Traced['traces']): Traced {
    const read = readDocument(text, fileName)
    if ('problem' in read) throw new EditError([read.problem.message, read.problem.messageKo ?? read.problem.message])
    const data = copyOf(read.document.data)
    for (const key of dropped) Reflect.deleteProperty(data, key)
    this.#replaceIn(data)
    data['name'] = 'Cluster'
    if (isMap(data['cluster'])) this.#set(data['cluster'], 'name', 'cluster')
    const yaml = JSON.stringify(data).length > YAML_CHARACTERS_MAX ? null : sectionText(data, '\n')
    return {
      text: yaml ?? `${JSON.stringify(data)}\n`,
      traces: Object.fromEntries(Object.entries(traces).map(([path, one]) => [this.#of('trace', path), this.#trace(one)])),
    }
  }

  /** The arguments of a command that a person gave. */
  args(command: string, args: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const entry: Editable = { ...copyOf(args), do: command }
    this.#replaceIn({ timeline: [entry] })
    const { do: _, ...replaced } = entry
    return replaced
  }

  #of(stem: string, name: string): string {
    const known = this.#byStem.get(stem) ?? new Map<string, string>()
    this.#byStem.set(stem, known)
    const found = known.get(name)
    if (found !== undefined) return found
    const pseudonym = `${stem}-${String(known.size + 1).padStart(3, '0')}${stem === 'trace' ? '.csv' : ''}`
    known.set(name, pseudonym)
    return pseudonym
  }

  /** As a reference writes it: a name of a `count` goes by the entry that made it. */
  #named(kind: RefKind, name: string): string {
    if (kind !== 'member') return this.#of(stems[kind], name)
    if (name === 'vcenter') return name
    return this.#byStem.get('host')?.get(name) ?? this.#of('address', name)
  }

  #replaceIn(data: Editable): void {
    const references: LabReference[] = []
    for (const kind of kinds) this.#meet(kind, valueAt(data, placeOf[kind]))
    const timeline = isList(data['timeline']) ? data['timeline'].filter(isMap) : []
    for (const entry of timeline) {
      const kind = made[String(entry['do'])]
      if (kind !== undefined) this.#meet(kind, [entry])
    }
    labReferences(data, (reference) => references.push(reference))
    for (const { kind, name, path, isKey } of references) if (!isKey) put(data, path, this.#named(kind, name))
    // Keys last: paths go through them.
    for (const { kind, name, path, isKey } of references) if (isKey) rekey(valueAt(data, path.slice(0, -1)), name, this.#named(kind, name))
    for (const kind of kinds) this.#nameAll(kind, valueAt(data, placeOf[kind]))
    for (const entry of timeline) this.#nameMade(entry as Editable)
    this.#walk(data)
  }

  /** Gives out the pseudonyms of entries, and of all that a `count` makes of them. */
  #meet(kind: NamedKind, value: unknown): void {
    const entries = isGroup(kind) && isMap(value) ? Object.keys(value).map((name) => ({ name })) : isList(value) ? value : []
    for (const entry of entries) {
      if (!isMap(entry) || typeof entry['name'] !== 'string') continue
      const pseudonym = this.#of(stems[kind], entry['name'])
      if (kind === 'network' && entry['kind'] === 'management' && entry['isolationAddresses'] === undefined)
        this.#remember('address', `${entry['name']}-gateway`, `${pseudonym}-gateway`)
      if (kind === 'datastore') this.#remember('array', entry['name'], pseudonym)
      if (!isCounted(kind)) continue
      const fresh = namesOf({ ...entry, name: pseudonym })
      namesOf(entry).forEach((name, i) => this.#remember(stems[kind], name, fresh[i] ?? pseudonym))
    }
  }

  #remember(stem: string, name: string, pseudonym: string): void {
    const known = this.#byStem.get(stem) ?? new Map<string, string>()
    this.#byStem.set(stem, known)
    if (!known.has(name)) known.set(name, pseudonym)
  }

  #nameAll(kind: NamedKind, value: unknown): void {
    if (isGroup(kind)) {
      if (isMap(value)) for (const name of Object.keys(value)) rekey(value, name, this.#of(stems[kind], name))
    } else if (isList(value)) for (const entry of value) if (isMap(entry)) this.#set(entry, 'name', stems[kind])
  }

  #nameMade(entry: Editable): void {
    const command = String(entry['do'])
    const kind = made[command]
    if (kind !== undefined) this.#set(entry, 'name', stems[kind])
    else if (command.startsWith('snapshot.')) this.#set(entry, 'name', 'snapshot')
  }

  #set(entry: PlainMap, key: string, stem: string): void {
    const name = entry[key]
    if (typeof name === 'string') (entry as Editable)[key] = this.#of(stem, name)
  }

  #walk(value: unknown): void {
    if (isList(value)) for (const one of value) this.#walk(one)
    if (!isMap(value)) return
    const map = value as Editable
    for (const [key, inner] of Object.entries(map)) {
      const stem = byKey[key] ?? (/^das\.isolationaddress\d*$/i.test(key) ? 'address' : undefined)
      if (key === 'mac') Reflect.deleteProperty(map, key)
      else if (stem === undefined) this.#walk(inner)
      else if (typeof inner === 'string') map[key] = key === 'column' ? this.#column(inner) : this.#of(stem, inner)
      else if (isList(inner)) map[key] = inner.map((one) => (typeof one === 'string' ? this.#of(stem, one) : one))
    }
  }

  /** A column goes by the name of a VM unless somebody says otherwise. */
  #column(name: string): string {
    return this.#byStem.get(stems.vm)?.get(name) ?? this.#of('column', name)
  }

  #trace(text: string): string {
    if (traceFormOf(text) !== 'wide') return text
    const end = text.search(/\r?\n/)
    const [first = '', ...columns] = (end < 0 ? text : text.slice(0, end)).split(',')
    const named = columns.map((column) => this.#column(column.trim().replace(/^"(.*)"$/, '$1')))
    return [first, ...named].join(',') + (end < 0 ? '' : text.slice(end))
  }
}

const copyOf = (data: PlainMap): Editable => JSON.parse(JSON.stringify(data)) as Editable

function put(data: unknown, path: LabReference['path'], value: string): void {
  const holder = valueAt(data as PlainMap, path.slice(0, -1))
  const key = path.at(-1)
  if (key !== undefined && (isMap(holder) || isList(holder))) (holder as Editable)[key] = value
}

/** In its place: the order of keys stays. */
function rekey(map: unknown, from: string, to: string): void {
  if (!isMap(map) || from === to) return
  const entries = Object.entries(map)
  for (const [key] of entries) Reflect.deleteProperty(map, key)
  for (const [key, value] of entries) (map as Editable)[key === from ? to : key] = value
}
