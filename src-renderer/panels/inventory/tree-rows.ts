/** The inventory as rows of a tree, as far as it is unfolded. Pure. */
import type { WorldMirror } from '../../stores/world-mirror.ts'
import { objectKey, type ObjectRef } from '../../stores/selection.ts'

export const treeViews = ['hosts', 'vms', 'storage', 'networks'] as const
export type TreeView = (typeof treeViews)[number]

export interface TreeRow {
  /** Unique in the tree: a VM appears below its host, and below its datastore in another view. */
  readonly key: string
  readonly object: ObjectRef
  readonly level: number
  /** Null: has nothing below it. */
  readonly open: boolean | null
  /** How many objects are below it. */
  readonly below: number
}

export interface TreeOptions {
  readonly view: TreeView
  readonly cluster: string
  /** Keys of rows that are folded the other way than by default. */
  readonly toggled: ReadonlySet<string>
  readonly search: string
}

/** Beyond this many VMs hosts start folded. */
const unfoldedMax = 120

export function treeRows(mirror: WorldMirror, options: TreeOptions): TreeRow[] {
  const search = options.search.trim().toLowerCase()
  const byDefault = mirror.vms.size <= unfoldedMax
  const rows: TreeRow[] = []

  const isOpen = (key: string, open: boolean): boolean => search !== '' || options.toggled.has(key) !== open
  const matches = (name: string): boolean => search === '' || name.toLowerCase().includes(search)
  const leaf = (object: ObjectRef, level: number, path: string): void =>
    void rows.push({ key: `${path}/${objectKey(object)}`, object, level, open: null, below: 0 })

  /** A parent with its children; a search keeps parents of what it finds, and all children of a parent that it finds. */
  function branch(object: ObjectRef, level: number, path: string, open: boolean, kind: ObjectRef['kind'], children: readonly string[]): void {
    const own = matches(object.name)
    const kept = own ? children : children.filter(matches)
    if (!own && kept.length === 0) return
    const key = `${path}/${objectKey(object)}`
    const unfolded =
      children.length === 0 ? null : search !== '' && own && kept.length === children.length ? options.toggled.has(key) : isOpen(key, open)
    rows.push({ key, object, level, open: unfolded, below: children.length })
    if (unfolded === true) for (const name of kept) leaf({ kind, name }, level + 1, key)
  }

  const top: TreeRow = { key: 'vcenter', object: { kind: 'vcenter', name: 'vcenter' }, level: 0, open: isOpen('vcenter', true), below: 1 }
  const cluster: TreeRow = {
    key: 'cluster',
    object: { kind: 'cluster', name: options.cluster },
    level: 1,
    open: isOpen('cluster', true),
    below: mirror.hosts.size,
  }

  if (options.view === 'hosts') {
    rows.push(top)
    if (top.open === false) return rows
    rows.push(cluster)
    if (cluster.open === false) return rows
    for (const [host, vms] of mirror.vmsByHost()) if (mirror.hosts.has(host)) branch({ kind: 'host', name: host }, 2, 'hosts', byDefault, 'vm', vms)
    mirror.vmNames.forEach((vm, at) => {
      const isPlaced = mirror.hosts.has(mirror.hostNames[mirror.vmHost[at] ?? -1] ?? '')
      if (!isPlaced && mirror.vms.has(vm) && matches(vm)) leaf({ kind: 'vm', name: vm }, 2, 'hosts')
    })
    return rows
  }
  if (options.view === 'vms') {
    rows.push(top)
    if (top.open === false) return rows
    for (const vm of mirror.vmNames) if (mirror.vms.has(vm) && matches(vm)) leaf({ kind: 'vm', name: vm }, 1, 'vms')
    return rows
  }
  if (options.view === 'storage') {
    const byDatastore = new Map<string, string[]>([...mirror.datastores.keys()].map((name) => [name, []]))
    for (const vm of mirror.vmNames) {
      const state = mirror.vms.get(vm)
      if (state !== undefined) byDatastore.get(state.datastore)?.push(vm)
    }
    for (const [name, vms] of byDatastore) branch({ kind: 'datastore', name }, 0, 'storage', byDefault, 'vm', vms)
    return rows
  }
  for (const name of mirror.networks.keys())
    branch({ kind: 'network', name }, 0, 'networks', true, 'host', mirror.networks.get(name)?.disconnectedHosts ?? [])
  return rows
}

/** Row that a search or selection should land on. */
export function rowOf(rows: readonly TreeRow[], object: ObjectRef): number {
  const key = objectKey(object)
  return rows.findIndex((row) => objectKey(row.object) === key)
}
