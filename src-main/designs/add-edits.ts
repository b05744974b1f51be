/** Edits that bring entries: add, copy, paste. */
import type { LabProblem } from '../contract/api.ts'
import { designKinds, type DesignKind } from '../contract/api-design.ts'
import { ruleTypes } from '../contract/lab/drs.ts'
import { networkKinds } from '../contract/lab/network.ts'
import { readLabText } from '../contract/lab/parse.ts'
import { labReferences } from '../contract/lab/references.ts'
import type { Phrase } from '../contract/texts/language.ts'
import { notes } from './notes.ts'
import { countOf, freeName, isCounted, isGroup, placeOf } from './places.ts'
import { changed, isList, isMap, valueAt, type Change, type PlainMap } from './plain.ts'
import { EditError, kindWords, type EditOf, type Session } from './session.ts'

/** Entries of a kind that are to be added: their names are free, or are made so. Gives the name that each has. */
function insert(session: Session, kind: DesignKind, entries: readonly PlainMap[]): readonly string[] {
  session.writeOut(kind)
  if (kind === 'rule' || isGroup(kind)) session.ensureDrs()
  const places = session.places(kind)
  const taken = new Set<string>()
  const isFree = (count: number) => (name: string) => !taken.has(name) && !places.isTaken(name, count)
  const named = entries.map((entry) => {
    const wanted = entry['name']
    if (typeof wanted !== 'string') throw new EditError([`A ${kindWords[kind][0]} needs a name.`, `이름이 필요합니다: ${kindWords[kind][1]}.`])
    session.demandName(wanted)
    const name = freeName(wanted, isFree(isCounted(kind) ? countOf(entry) : 1), session.hints(kind))
    taken.add(name)
    return name === wanted ? entry : { ...entry, name }
  })
  const path = placeOf[kind]
  const changes: Change[] = isGroup(kind)
    ? named.map((entry) => ({ do: 'set', path: [...path, String(entry['name'])], value: isList(entry['members']) ? entry['members'] : [] }))
    : [{ do: 'insert', path, index: places.size, values: named }]
  session.change(changes)
  return named.map((entry) => String(entry['name']))
}

const problemPhrase = ({ message, messageKo, line }: LabProblem): Phrase => [
  `${message}${line === null ? '' : ` (line ${line})`}`,
  `${messageKo ?? message}${line === null ? '' : ` (${line}행)`}`,
]

export function add(session: Session, { kind, entry }: EditOf<'add'>): void {
  const [name] = insert(session, kind, [entry])
  if (name !== undefined && name !== entry['name']) session.note(notes.renamed(kind, String(entry['name']), name))
}

const COPIES_MAX = 100_000

/** What two things cannot both have is left out: it is made anew. */
function copyOf(kind: DesignKind, entry: PlainMap): PlainMap {
  if (kind === 'host') {
    const { moid: _, ...rest } = entry
    return rest
  }
  if (kind !== 'vm' || !isList(entry['nics'])) return entry
  return {
    ...entry,
    nics: entry['nics'].map((nic) => {
      if (!isMap(nic)) return nic
      const { mac: _, ...rest } = nic
      return rest
    }),
  }
}

export function copy(session: Session, { kind, names, copies }: EditOf<'copy'>): void {
  if (names.length * copies > COPIES_MAX)
    throw new EditError([
      `${names.length * copies} copies are too many: at most ${COPIES_MAX} at once.`,
      `복사본 ${names.length * copies}개는 너무 많습니다. 한 번에 ${COPIES_MAX}개까지 만들 수 있습니다.`,
    ])
  session.writeOut(kind)
  const entries = names.flatMap((name) => {
    const { entry, of } = session.find(kind, name)
    const { count, ...one } = copyOf(kind, entry)
    // Of one of a count, the copy is one; of the entry as a whole, it stands for as many.
    const single = of !== null ? { ...one, name } : count === undefined ? one : { ...one, count }
    return Array.from({ length: copies }, () => single)
  })
  insert(session, kind, entries)
}

// ---- paste

interface Pasted {
  readonly kind: DesignKind
  readonly entries: readonly PlainMap[]
}

export function paste(session: Session, { text }: EditOf<'paste'>): void {
  const read = readLabText(text, 'what was pasted')
  if ('problem' in read) throw new EditError(problemPhrase(read.problem))
  const pasted = entriesIn(read.data)
  if (pasted.every(({ entries }) => entries.length === 0))
    throw new EditError([
      'What was pasted holds no hosts, VMs, datastores, networks, pools, rules or groups.',
      '붙여넣은 내용에 호스트, 가상 시스템, 데이터스토어, 네트워크, 리소스 풀, 규칙, 그룹이 없습니다.',
    ])
  const ignored = isMap(read.data) ? Object.keys(read.data).filter((key) => !known.has(key)) : []
  if (ignored.length > 0) session.note(notes.ignored(ignored.slice(0, 20)))
  let data = asLab(pasted)
  // Networks and datastores first: what comes later names them by the names that they get.
  for (const kind of pasteOrder) {
    const entries = entriesOf(data, kind)
    if (entries.length === 0) continue
    const made = insert(session, kind, entries)
    const renamed = new Map<string, string>()
    entries.forEach((entry, i) => {
      const [from, to] = [String(entry['name']), made[i] ?? '']
      if (from === to) return
      if (!renamed.has(from)) renamed.set(from, to)
      if (renamed.size <= 20) session.note(notes.renamed(kind, from, to))
    })
    if (renamed.size > 0) data = following(data, kind, renamed)
  }
}

const pasteOrder: readonly DesignKind[] = ['network', 'host', 'datastore', 'pool', 'vm', 'vmGroup', 'hostGroup', 'rule']
const known: ReadonlySet<string> = new Set(['networks', 'datastores', 'hosts', 'vms', 'cluster'])

/** The entries of a piece of a lab file, or of a list whose kind can be told. */
function entriesIn(data: unknown): readonly Pasted[] {
  if (isList(data)) {
    const maps = data.filter(isMap)
    const kinds = new Set(maps.map(kindOf))
    const [kind] = kinds
    if (kinds.size !== 1 || kind === undefined || kind === null || maps.length !== data.length)
      throw new EditError([
        'It cannot be told what was pasted: expected a list below hosts, vms, datastores or networks.',
        '무엇을 붙여넣었는지 알 수 없습니다. hosts, vms, datastores, networks 아래의 목록이어야 합니다.',
      ])
    return [{ kind, entries: maps }]
  }
  if (!isMap(data)) throw new EditError(['Expected entries of a lab file in YAML.', '랩 파일의 YAML 항목이 필요합니다.'])
  return designKinds.map((kind) => ({ kind, entries: entriesOf(data, kind) }))
}

function entriesOf(data: PlainMap, kind: DesignKind): readonly PlainMap[] {
  const value = valueAt(data, placeOf[kind])
  if (isGroup(kind)) return isMap(value) ? Object.entries(value).map(([name, members]) => ({ name, members })) : []
  return isList(value) ? value.filter(isMap) : []
}

function kindOf(entry: PlainMap): DesignKind | null {
  if ('vcpus' in entry) return 'vm'
  if ('cpu' in entry) return 'host'
  if (networkKinds.some((kind) => kind === entry['kind'])) return 'network'
  if (ruleTypes.some((type) => type === entry['type'])) return 'rule'
  return ['capacityGiB', 'throughputMBps', 'array', 'vmfsVersion'].some((key) => key in entry) ? 'datastore' : null
}

const asLab = (pasted: readonly Pasted[]): PlainMap =>
  pasted.reduce<unknown>((data, { kind, entries }) => {
    if (entries.length === 0) return data
    const value = isGroup(kind) ? Object.fromEntries(entries.map((entry) => [String(entry['name']), entry['members']])) : entries
    return changed(data, { do: 'set', path: placeOf[kind], value })
  }, {}) as PlainMap

/** What was pasted together names each other by the names that were free. */
function following(data: PlainMap, kind: DesignKind, renamed: ReadonlyMap<string, string>): PlainMap {
  const changes: Change[] = []
  labReferences(data, (reference) => {
    const to = reference.kind === kind ? renamed.get(reference.name) : undefined
    if (to !== undefined && !reference.isKey) changes.push({ do: 'set', path: [...reference.path], value: to })
  })
  return changes.reduce<unknown>(changed, data) as PlainMap
}
