/** The one place that touches Cytoscape: nodes to hit and drag, pan and zoom, paths as edges. What is seen is painted on our canvases. */
import cytoscape, { type Core, type EventObject, type NodeSingular } from 'cytoscape'
import type { Tokens } from '../styles/tokens.ts'
import { diffElements } from './diff.ts'
import type { ElementSpec } from './elements.ts'
import type { Box } from './layout.ts'
import { letLoopsRest } from './resting-loop.ts'
import type { Point, View } from './scene.ts'
import { graphStyle } from './style.ts'

export interface GraphPointer {
  /** Id of the node under the pointer, null over the ground. */
  readonly id: string | null
  /** In world units. */
  readonly at: Point
  /** In CSS pixels of the pane. */
  readonly screen: Point
}

export interface GraphHandlers {
  readonly onView: () => void
  readonly onMoved: () => void
  /** The person let go of a node at another place. */
  readonly onDropped: (id: string, at: Point) => void
  /** The person panned or zoomed. */
  readonly onTouched: () => void
  readonly onTap: (pointer: GraphPointer) => void
  readonly onDoubleTap: (pointer: GraphPointer) => void
  readonly onContext: (pointer: GraphPointer) => void
  readonly onHover: (pointer: GraphPointer | null) => void
}

export interface Graph {
  /** Centres of all nodes by id, kept current while they are dragged. */
  readonly centres: Map<string, Point>
  setElements(specs: readonly ElementSpec[]): void
  setColours(colours: Tokens): void
  setMarked(ids: ReadonlySet<string>): void
  setHover(id: string | null): void
  /** With which zoom bounds fit into the pane above what covers its foot. */
  fittingZoom(bounds: Box, foot: number): number
  fit(bounds: Box, options: { readonly foot: number; readonly animated: boolean }): void
  zoomBy(factor: number): void
  panBy(dx: number, dy: number): void
  /** Brings a box into sight, moving only when it is outside. */
  reveal(box: Box): void
  /** Brings the middle of a box to the middle, not smaller than at a zoom. */
  centreOn(box: Box, leastZoom?: number): void
  /** At once: for somebody who drags on the map. */
  centreAt(point: Point): void
  view(dpr: number): View
  /** Shows the same part of the world as another graph. */
  look(at: Pick<View, 'panX' | 'panY' | 'zoom'>): void
  resize(): void
  destroy(): void
}

/** Of the pane, around what is fitted into it: the tools have their places there. CSS pixels. */
const margin = { side: 26, top: 48, bottom: 44 }
const minZoom = 0.06
const maxZoom = 9

function pointerOf(event: EventObject, core: Core): GraphPointer {
  const target: unknown = event.target
  const isNode = target !== core && typeof (target as NodeSingular).isNode === 'function' && (target as NodeSingular).isNode()
  return { id: isNode ? (target as NodeSingular).id() : null, at: event.position, screen: event.renderedPosition }
}

function toDefinition(spec: ElementSpec): cytoscape.ElementDefinition {
  if (spec.group === 'edges') return { group: 'edges', data: { id: spec.id, source: spec.source, target: spec.target, state: spec.state } }
  return { group: 'nodes', data: { id: spec.id, w: spec.w, h: spec.h }, position: { x: spec.x, y: spec.y }, grabbable: spec.grabbable }
}

/**
 * Cytoscape's canvases, each as large as the pane. One that is shown is copied with every picture of the page, though nothing be on it: shown are those
 * on which something is.
 */
function ownCanvases(container: HTMLElement): { show(layer: 'node' | 'drag', isShown: boolean): void } {
  const canvasOf = (id: string): HTMLElement | null => container.querySelector<HTMLElement>(`canvas[data-id="${id}"]`)
  const layers = { node: canvasOf('layer2-node'), drag: canvasOf('layer1-drag') }
  const show = (canvas: HTMLElement | null, isShown: boolean): void => {
    if (canvas !== null) canvas.style.display = isShown ? '' : 'none'
  }
  // Nobody selects with a box.
  show(canvasOf('layer0-selectbox'), false)
  show(layers.drag, false)
  return { show: (layer, isShown) => show(layers[layer], isShown) }
}

/** `isStill`: the person wants no motion. */
export function createGraph(container: HTMLElement, colours: Tokens, handlers: GraphHandlers, isStill: () => boolean): Graph {
  letLoopsRest()
  const core = cytoscape({
    container,
    style: graphStyle(colours) as unknown as cytoscape.StylesheetJson,
    layout: { name: 'preset' },
    minZoom,
    maxZoom,
    boxSelectionEnabled: false,
    autounselectify: true,
    pixelRatio: 'auto',
  })
  const centres = new Map<string, Point>()
  const shown = new Map<string, ElementSpec>()
  let marked: ReadonlySet<string> = new Set()
  let hover: string | null = null
  const own = ownCanvases(container)

  /** Paths, and outlines of what is marked or pointed at, are all that Cytoscape draws itself. */
  function showOwn(): void {
    const isSeen = hover !== null || [...marked].some((id) => shown.has(id)) || [...shown.values()].some(({ group }) => group === 'edges')
    own.show('node', isSeen)
  }
  showOwn()
  core.on('grab', () => own.show('drag', true))
  core.on('free', () => own.show('drag', false))

  core.on('pan zoom resize', () => handlers.onView())
  core.on('scrollzoom pinchzoom dragpan', () => handlers.onTouched())
  core.on('position', 'node', (event) => {
    const node = event.target as NodeSingular
    centres.set(node.id(), { ...node.position() })
    handlers.onMoved()
  })
  core.on('dragfree', 'node', (event) => {
    const node = event.target as NodeSingular
    handlers.onDropped(node.id(), { ...node.position() })
  })
  core.on('tap', (event) => handlers.onTap(pointerOf(event, core)))
  core.on('dbltap', (event) => handlers.onDoubleTap(pointerOf(event, core)))
  core.on('cxttap', (event) => handlers.onContext(pointerOf(event, core)))
  core.on('mousemove', (event) => handlers.onHover(pointerOf(event, core)))
  core.on('mouseout', (event) => {
    if (event.target === core) handlers.onHover(null)
  })

  const glide = (to: { readonly zoom: number; readonly pan: Point }): void => {
    core.stop().animate(to, { duration: 180 })
    core.forceRender()
  }

  function remember(spec: ElementSpec): void {
    shown.set(spec.id, spec)
    if (spec.group === 'nodes') centres.set(spec.id, { x: spec.x, y: spec.y })
  }

  /** The pane, and the zoom with which `bounds` fit into what of it is free. */
  function fitting(bounds: Box, foot: number): { readonly width: number; readonly height: number; readonly zoom: number } {
    const [width, height] = [core.width(), core.height()]
    const free = { w: width - margin.side * 2, h: height - margin.top - margin.bottom - foot }
    return { width, height, zoom: Math.min(Math.max(Math.min(free.w / bounds.w, free.h / bounds.h), minZoom), 1.5) }
  }

  return {
    centres,
    setElements(specs) {
      const patch = diffElements(shown, specs)
      // Adding nothing draws everything anew.
      if (patch.add.length + patch.remove.length + patch.update.length === 0) return
      core.batch(() => {
        for (const id of patch.remove) {
          shown.delete(id)
          centres.delete(id)
          core.getElementById(id).remove()
        }
        for (const spec of patch.update) {
          remember(spec)
          const element = core.getElementById(spec.id)
          if (spec.group === 'nodes') element.data({ w: spec.w, h: spec.h }).position({ x: spec.x, y: spec.y })
          else element.data({ state: spec.state })
        }
        for (const spec of patch.add) remember(spec)
        core.add(patch.add.map(toDefinition))
      })
      showOwn()
    },
    setColours: (next) => void core.style(graphStyle(next) as unknown as cytoscape.StylesheetJson),
    setMarked(ids) {
      core.batch(() => {
        for (const id of marked) if (!ids.has(id)) core.getElementById(id).removeClass('marked')
        for (const id of ids) core.getElementById(id).addClass('marked')
      })
      marked = ids
      showOwn()
    },
    setHover(id) {
      if (id === hover) return
      if (hover !== null) core.getElementById(hover).removeClass('hover')
      if (id !== null) core.getElementById(id).addClass('hover')
      hover = id
      showOwn()
      container.style.cursor = id === null ? 'default' : 'pointer'
    },
    fittingZoom: (bounds, foot) => fitting(bounds, foot).zoom,
    fit(bounds, { foot, animated }) {
      const { width, height, zoom } = fitting(bounds, foot)
      if (width < 10 || height < 10) return
      const pan = {
        x: width / 2 - (bounds.x + bounds.w / 2) * zoom,
        y: margin.top + (height - margin.top - margin.bottom - foot) / 2 - (bounds.y + bounds.h / 2) * zoom,
      }
      if (animated) glide({ zoom, pan })
      else core.viewport({ zoom, pan })
    },
    zoomBy: (factor) => void core.zoom({ level: core.zoom() * factor, renderedPosition: { x: core.width() / 2, y: core.height() / 2 } }),
    panBy: (dx, dy) => void core.panBy({ x: dx, y: dy }),
    reveal(box) {
      const [zoom, pan] = [core.zoom(), core.pan()]
      const inside =
        box.x * zoom + pan.x > 0 &&
        (box.x + box.w) * zoom + pan.x < core.width() &&
        box.y * zoom + pan.y > 0 &&
        (box.y + box.h) * zoom + pan.y < core.height()
      if (!inside) this.centreOn(box)
    },
    centreOn(box, leastZoom = minZoom) {
      const zoom = Math.min(maxZoom, Math.max(core.zoom(), leastZoom))
      const pan = { x: core.width() / 2 - (box.x + box.w / 2) * zoom, y: core.height() / 2 - (box.y + box.h / 2) * zoom }
      if (isStill()) core.stop().viewport({ zoom, pan })
      else glide({ zoom, pan })
    },
    centreAt(point) {
      const zoom = core.zoom()
      core.stop().pan({ x: core.width() / 2 - point.x * zoom, y: core.height() / 2 - point.y * zoom })
    },
    view: (dpr) => ({ width: core.width(), height: core.height(), dpr, panX: core.pan().x, panY: core.pan().y, zoom: core.zoom() }),
    resize: () => void core.resize(),
    look: ({ panX, panY, zoom }) => void core.stop().viewport({ zoom, pan: { x: panX, y: panY } }),
    destroy: () => core.destroy(),
  }
}
