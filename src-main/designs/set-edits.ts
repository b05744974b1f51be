/** Edits of values: of entries, of the rest of the file, and the defaults of a service. */
import { productAtLeast, productLevels } from '../contract/lab/product.ts'
import type { ProductLevel } from '../contract/lab/product.ts'
import { drsDefaults, haDefaults } from './vsphere-defaults.ts'
import { notes } from './notes.ts'
import { isGroup } from './places.ts'
import { isList, isMap, isSafeKey, memberOf, valueAt, type Change, type Path } from './plain.ts'
import { rename } from './rename-edit.ts'
import { EditError, type EditOf, type Session } from './session.ts'

/** Keys that lead somewhere: into maps by name, into lists at a place that is there or the next one. */
function demandPath(data: unknown, path: Path): void {
  path.forEach((key, i) => {
    const holder = valueAt(data, path.slice(0, i))
    if (typeof key === 'string' && !isSafeKey(key))
      throw new EditError([`${JSON.stringify(key)} cannot be a key.`, `키로 사용할 수 없습니다: ${JSON.stringify(key)}.`])
    const fits = typeof key === 'number' ? isList(holder) && key <= holder.length : !isList(holder)
    if (!fits && (holder !== undefined || typeof key === 'number'))
      throw new EditError([
        `${JSON.stringify(path.slice(0, i + 1).join('.'))}: there is no such place in the file.`,
        `${JSON.stringify(path.slice(0, i + 1).join('.'))}: 파일에 없는 위치입니다.`,
      ])
  })
}

export function set(session: Session, { kind, names, key, value }: EditOf<'set'>): void {
  const [first] = key
  if (first === undefined) throw new EditError(['A value needs a key.', '값에는 키가 필요합니다.'])
  if (first === 'name') {
    const [name] = names
    if (names.length !== 1 || name === undefined || key.length !== 1 || typeof value !== 'string')
      throw new EditError(['A name is given to one thing at a time.', '이름은 한 번에 하나씩만 지정할 수 있습니다.'])
    return rename(session, { do: 'rename', kind, name, to: value })
  }
  session.writeOut(kind)
  for (const name of names) session.find(kind, name)
  session.separate(kind, names)
  const changes: Change[] = []
  for (const name of new Set(names)) {
    const { path, entry } = session.find(kind, name)
    if (isGroup(kind)) {
      if (first !== 'members') throw new EditError(['A group has a name and members.', '그룹에는 이름과 구성원만 있습니다.'])
      demandPath(entry['members'], key.slice(1))
      const inner = [...path, ...key.slice(1)]
      changes.push({ do: 'set', path: inner, value: value === undefined && key.length === 1 ? [] : value })
      continue
    }
    demandPath(entry, key)
    changes.push({ do: 'set', path: [...path, ...key], value })
  }
  session.change(changes, first !== 'count')
}

const lists = new Set(['networks', 'datastores', 'hosts', 'vms', 'timeline', 'expect', 'bookmarks'])

export function setLab(session: Session, { key, value }: EditOf<'setLab'>): void {
  const [first] = key
  if (typeof first !== 'string') throw new EditError(['A value needs a key of the file.', '값에는 파일의 키가 필요합니다.'])
  demandPath(session.data, key)
  if (key.length > 1 && lists.has(first) && !isList(memberOf(session.data, first)))
    throw new EditError([`The file has no list ${JSON.stringify(first)}.`, `파일에 없는 목록입니다: ${JSON.stringify(first)}.`])
  session.change([{ do: 'set', path: key, value }])
}

export function enable(session: Session, { service }: EditOf<'enable'>): void {
  const written = session.data['product']
  const product: ProductLevel = productLevels.find((level) => level === written) ?? '8.0'
  const defaults = service === 'ha' ? haDefaults((level) => productAtLeast(product, level)) : drsDefaults()
  const path = ['cluster', service]
  const block = valueAt(session.data, path)
  if (!isMap(block)) return session.change([{ do: 'set', path, value: defaults }])
  // What somebody has set stays; so do rules and groups.
  const missing = Object.entries(defaults).filter(([key]) => key !== 'enabled' && block[key] === undefined)
  const changes: Change[] = missing.map(([key, value]) => ({ do: 'set', path: [...path, key], value }))
  if (block['enabled'] !== true) changes.unshift({ do: 'set', path: [...path, 'enabled'], value: true })
  session.change(changes)
  if (Object.keys(block).some((key) => key in defaults && key !== 'enabled')) session.note(notes.already(service))
}
