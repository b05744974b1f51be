/** Another name, which everything that refers to it follows. */
import { expandedNames } from '../contract/lab/names.ts'
import { namesOf } from '../contract/lab/timeline.ts'
import { notes } from './notes.ts'
import { countOf, isCounted, isGroup, placeOf, type Found } from './places.ts'
import { isList, isMap, valueAt, type Change } from './plain.ts'
import { EditError, kindWords, type EditOf, type Session } from './session.ts'

export function rename(session: Session, { kind, name, to }: EditOf<'rename'>): void {
  session.demandName(to)
  session.writeOut(kind)
  session.find(kind, name)
  if (name === to) return
  session.separate(kind, [name])
  const found = session.find(kind, name)
  const old = isCounted(kind) ? namesOf(found.entry) : [name]
  const fresh = isCounted(kind) ? expandedNames(to, countOf(found.entry)) : [to]
  const own = new Set([name, ...old])
  const places = session.places(kind)
  const taken = [to, ...fresh].find((one) => places.isTaken(one) && !own.has(one))
  if (taken !== undefined)
    throw new EditError([
      `There is already a ${kindWords[kind][0]} named ${JSON.stringify(taken)}.`,
      `이름이 ${JSON.stringify(taken)}인 항목이 이미 있습니다: ${kindWords[kind][1]}.`,
    ])
  const names = new Map(old.map((one, i) => [one, fresh[i] ?? to]))
  const references = session.references().filter((one) => (one.kind === kind || (kind === 'host' && one.kind === 'member')) && names.has(one.name))
  const changes: Change[] = keeping(session, kind, found, to)
  for (const { path, name: referred, isKey } of references) {
    const next = names.get(referred) ?? to
    if (!isKey) changes.push({ do: 'set', path, value: next })
  }
  // Keys last: paths go through them.
  for (const { path, name: referred, isKey } of references)
    if (isKey) changes.push({ do: 'rekey', path: path.slice(0, -1), from: referred, to: names.get(referred) ?? to })
  changes.push(isGroup(kind) ? { do: 'rekey', path: placeOf[kind], from: name, to } : { do: 'set', path: [...found.path, 'name'], value: to })
  session.change(changes)
  if (references.length > 0) session.note(notes.followed(references.length))
}

/** What follows from a name unless it is written: it stays what it is. */
function keeping(session: Session, kind: EditOf<'rename'>['kind'], { path, entry }: Found, to: string): Change[] {
  const name = String(entry['name'])
  if (kind === 'vm' && isMap(entry['demand'])) {
    const { demand } = entry
    const traced = demand['trace'] ?? demand['memoryTrace'] ?? null
    if (traced !== null && demand['column'] === undefined && countOf(entry) === 1)
      return [{ do: 'set', path: [...path, 'demand', 'column'], value: name }]
  }
  if (
    kind === 'network' &&
    entry['kind'] === 'management' &&
    entry['isolationAddresses'] === undefined &&
    session.document.text.includes(`${name}-gateway`)
  )
    return [{ do: 'set', path: [...path, 'isolationAddresses'], value: [`${name}-gateway`] }]
  if (kind === 'datastore' && entry['array'] === undefined) {
    const datastores = valueAt(session.data, ['datastores'])
    const shared = isList(datastores) && datastores.some((one) => isMap(one) && (one['array'] === name || one['array'] === to))
    if (shared) return [{ do: 'set', path: [...path, 'array'], value: name }]
  }
  return []
}
