/** The topology as nodes and edges: plain data that any graph library could draw. */
import type { DatastoreState } from '../../src-main/contract/state.ts'
import type { Box, TopologyLayout } from './layout.ts'

export type NodeKind = 'host' | 'datastore' | 'network' | 'vcenter'

export interface NodeSpec {
  readonly group: 'nodes'
  readonly id: string
  readonly kind: NodeKind
  readonly name: string
  /** Centre. */
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly grabbable: boolean
}

export interface EdgeSpec {
  readonly group: 'edges'
  readonly id: string
  readonly source: string
  readonly target: string
  readonly state: string
}

export type ElementSpec = NodeSpec | EdgeSpec

export function nodeId(kind: NodeKind, name: string): string {
  return `${kind}:${name}`
}

function node(kind: NodeKind, name: string, box: Box): NodeSpec {
  return {
    group: 'nodes',
    id: nodeId(kind, name),
    kind,
    name,
    x: box.x + box.w / 2,
    y: box.y + box.h / 2,
    w: box.w,
    h: box.h,
    grabbable: kind === 'host' || kind === 'datastore',
  }
}

export function nodesOf(layout: TopologyLayout): NodeSpec[] {
  return [
    ...[...layout.hosts].map(([name, box]) => node('host', name, box)),
    ...[...layout.datastores].map(([name, box]) => node('datastore', name, box)),
    ...[...layout.networks].map(([name, box]) => node('network', name, box)),
    ...layout.buses.map((bus) => node('network', bus.name, { x: bus.x1, y: bus.y - 6, w: bus.x2 - bus.x1, h: 12 })),
    node('vcenter', 'vcenter', layout.vcenter),
  ]
}

/** Paths between hosts and datastores that touch one of the objects in focus; all of a large lab would be a thicket. */
export function pathsOf(datastores: ReadonlyMap<string, DatastoreState>, focus: ReadonlySet<string>, isOn: (host: string) => boolean): EdgeSpec[] {
  const edges: EdgeSpec[] = []
  if (focus.size === 0) return edges
  for (const [name, datastore] of datastores) {
    const target = nodeId('datastore', name)
    for (const [host, state] of Object.entries(datastore.hosts)) {
      const source = nodeId('host', host)
      if (focus.has(target) || focus.has(source))
        edges.push({ group: 'edges', id: `path:${host}|${name}`, source, target, state: isOn(host) ? state : 'off' })
    }
  }
  return edges
}
