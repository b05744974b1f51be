import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { tokens } from '../styles/tokens.ts'
import { createGraph, type Graph } from './use-graph.ts'

let graph: Graph
let container: HTMLElement

/** Takes whatever is drawn. */
const paper = new Proxy({}, { get: (_, key) => (key === 'measureText' ? () => ({ width: 0 }) : () => undefined), set: () => true })

beforeEach(() => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(paper as never)
  container = document.body.appendChild(document.createElement('div'))
  const nothing = (): void => undefined
  const handlers = new Proxy({} as Parameters<typeof createGraph>[2], { get: () => nothing })
  graph = createGraph(container, tokens.light, handlers, () => true)
  const place = { group: 'nodes', w: 240, h: 200, grabbable: true } as const
  graph.setElements([
    { ...place, id: 'host:a', kind: 'host', name: 'a', x: 0, y: 0 },
    { ...place, id: 'datastore:d', kind: 'datastore', name: 'd', x: 0, y: 400 },
  ])
})
afterEach(() => {
  graph.destroy()
  container.remove()
  vi.restoreAllMocks()
})

/** Which of Cytoscape's canvases are copied with each picture of the page. */
const shown = (): readonly string[] =>
  [...container.querySelectorAll<HTMLElement>('canvas')].filter(({ style }) => style.display !== 'none').map((canvas) => canvas.dataset['id'] ?? '')

it('no canvas of the graph is shown on which nothing is', () => {
  expect(container.querySelectorAll('canvas')).toHaveLength(3)
  expect(shown()).toEqual([])
  graph.setMarked(new Set(['vm:a-1']))
  expect(shown()).toEqual([])
})

it('the outline of what is marked or pointed at is seen, and so are paths', () => {
  graph.setMarked(new Set(['host:a']))
  expect(shown()).toEqual(['layer2-node'])
  graph.setMarked(new Set())
  expect(shown()).toEqual([])
  graph.setHover('host:a')
  expect(shown()).toEqual(['layer2-node'])
  graph.setHover(null)
  graph.setElements([
    { group: 'nodes', id: 'host:a', kind: 'host', name: 'a', x: 0, y: 0, w: 240, h: 200, grabbable: true },
    { group: 'nodes', id: 'datastore:d', kind: 'datastore', name: 'd', x: 0, y: 400, w: 240, h: 200, grabbable: true },
    { group: 'edges', id: 'path:a|d', source: 'host:a', target: 'datastore:d', state: 'ok' },
  ])
  expect(shown()).toEqual(['layer2-node'])
})
