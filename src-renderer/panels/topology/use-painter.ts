/** When what is painted: the scene where it or the view has changed, what moves above it as often as it moves. */
import { onBeforeUnmount, type Ref } from 'vue'
import { drawScene } from '../../graph/draw-scene.ts'
import { drawOverlay, type Held, type VmArc } from '../../graph/overlay.ts'
import { KeptTiles } from '../../graph/kept-tiles.ts'
import { PanCache } from '../../graph/pan-cache.ts'
import { isSameView, type Motion, type Scene, type View } from '../../graph/scene.ts'
import type { Graph } from '../../graph/use-graph.ts'

/** What moves is painted at most as often, ms. */
const overlayIntervalMs = 33

/** What is above the scene in one picture. */
export interface Overlay {
  readonly arcs: readonly VmArc[]
  readonly motion: Omit<Motion, 'nowMs'>
  readonly held: Held
  /** Something goes on moving: the next picture is wanted at once. */
  readonly animated: boolean
}

export interface PainterParts {
  readonly graph: () => Graph | null
  readonly scene: () => Scene | null
  readonly sceneCanvas: Ref<HTMLCanvasElement | null>
  readonly overlayCanvas: Ref<HTMLCanvasElement | null>
  /** Of the pane, CSS pixels. */
  readonly width: Ref<number>
  readonly height: Ref<number>
  readonly overlay: (scene: Scene, view: View) => Overlay
  /** The scene was painted; `anew`: it is another one, not only seen from elsewhere. */
  readonly onPainted: (scene: Scene, view: View, anew: boolean) => void
}

export interface Painter {
  /** The scene has changed. */
  readonly repaint: () => void
  /** The same scene is seen from elsewhere. */
  readonly moved: () => void
  /** Only what is above the scene has changed. */
  readonly overlaid: () => void
  /** As it is painted; null without a graph. */
  readonly view: () => View | null
}

export function usePainter(parts: PainterParts): Painter {
  const { graph, scene, sceneCanvas, overlayCanvas, width, height } = parts
  const panned = new PanCache(() => document.createElement('canvas'))
  const tiles = new KeptTiles(() => document.createElement('canvas'))
  let sceneDirty = false
  let viewMoved = false
  let paintedView: View | null = null
  let overlayDirty = false
  let overlayAt = 0
  let frame = 0
  let dpr = 1

  function askForFrame(): void {
    overlayDirty = true
    if (frame === 0) frame = requestAnimationFrame(paint)
  }

  function fitted(canvas: HTMLCanvasElement): void {
    const [w, h] = [Math.round(width.value * dpr), Math.round(height.value * dpr)]
    if (canvas.width === w && canvas.height === h) return
    Object.assign(canvas, { width: w, height: h })
    sceneDirty = true
  }

  function paint(now: number): void {
    frame = 0
    const shown = scene()
    const [ground, above, drawn] = [sceneCanvas.value, overlayCanvas.value, graph()]
    if (shown === null || drawn === null || ground === null || above === null || width.value < 10) return
    dpr = Math.min(2, window.devicePixelRatio || 1)
    fitted(ground)
    fitted(above)
    const view = drawn.view(dpr)
    if (sceneDirty || viewMoved) {
      const anew = sceneDirty
      // Cytoscape tells of a resize with each attribute of its element that changes: the picture is there already.
      const ink = anew || !isSameView(view, paintedView) ? ground.getContext('2d', { alpha: false }) : null
      if (ink !== null) panned.draw(ink, view, anew, now, (onto, part) => drawScene(onto, part, shown, tiles))
      paintedView = view
      sceneDirty = false
      viewMoved = false
      parts.onPainted(shown, view, anew)
    }
    const { arcs, motion, held, animated } = parts.overlay(shown, view)
    if (overlayDirty || now - overlayAt >= overlayIntervalMs) {
      // A canvas that is shown is copied with every picture of the page, though nothing be on it.
      const isEmpty = arcs.length === 0 && shown.islands.size === 0 && !motion.heartbeats && held.drop === null && held.draft === null
      above.style.display = isEmpty ? 'none' : ''
      const ink = isEmpty ? null : above.getContext('2d')
      if (ink !== null) drawOverlay(ink, view, shown, arcs, { ...motion, nowMs: now }, held)
      overlayAt = now
      overlayDirty = false
    }
    if (animated) frame = requestAnimationFrame(paint)
  }

  onBeforeUnmount(() => {
    if (frame !== 0) cancelAnimationFrame(frame)
  })

  return {
    repaint(): void {
      sceneDirty = true
      askForFrame()
    },
    moved(): void {
      viewMoved = true
      askForFrame()
    },
    overlaid: askForFrame,
    view: () => graph()?.view(dpr) ?? null,
  }
}
