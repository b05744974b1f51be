/**
 * Cytoscape's loop that rests. Its own asks for a frame sixty times a second for as long as the page is open, whether anything changes or not. Each
 * change that the renderer is told of asks for the loop (`notify`), and each that it makes by itself, as while somebody drags, for a redraw:
 * both wake this one. An animation tells with each of its steps, but not of its beginning: `core.forceRender()`.
 */
import cytoscape from 'cytoscape'

/** Of Cytoscape's `BaseRenderer`, what its loop goes by; times in ms. */
interface Renderer {
  readonly cy: { readonly batching: () => boolean }
  readonly destroyed?: boolean
  readonly beforeRenderCallbacks: readonly { readonly fn: (willDraw: boolean, now: number) => void }[]
  readonly renderOptions: unknown
  readonly render: (options: unknown) => void
  redraw: (options?: unknown) => void
  startRenderLoop: () => void
  requestedFrame?: boolean
  skipFrame?: boolean
  averageRedrawTime?: number
  lastRedrawTime?: number
  lastDrawTime?: number
}

/** Frames that follow the last change: what is drawn coarsely first becomes sharp in them. */
const restAfter = 20

/** Frames still to come until it rests; of a renderer whose loop rests 0. */
const ahead = new WeakMap<Renderer, number>()

function wake(renderer: Renderer): void {
  const isResting = (ahead.get(renderer) ?? 0) === 0
  ahead.set(renderer, restAfter)
  if (isResting) requestAnimationFrame((now) => frame(renderer, now))
}

function frame(renderer: Renderer, now: number): void {
  if (renderer.destroyed === true) return
  ahead.set(renderer, (ahead.get(renderer) ?? 1) - 1)
  if (renderer.cy.batching()) ahead.set(renderer, restAfter)
  else step(renderer, now)
  renderer.skipFrame = false
  if ((ahead.get(renderer) ?? 0) > 0) requestAnimationFrame((next) => frame(renderer, next))
}

/** As Cytoscape does it. */
function step(renderer: Renderer, now: number): void {
  const draws = renderer.requestedFrame === true && renderer.skipFrame !== true
  // Before: what asks for a redraw meanwhile is not forgotten.
  if (draws) renderer.requestedFrame = false
  for (const { fn } of renderer.beforeRenderCallbacks) fn(draws, now)
  if (!draws) return
  const begun = performance.now()
  renderer.render(renderer.renderOptions)
  const ended = performance.now()
  renderer.lastDrawTime = ended
  renderer.lastRedrawTime = ended - begun
  renderer.averageRedrawTime = ((renderer.averageRedrawTime ?? ended - begun) + ended - begun) / 2
}

const canvasRenderer = (): Renderer =>
  (cytoscape as unknown as (kind: 'renderer', name: 'canvas') => { prototype: Renderer })('renderer', 'canvas').prototype

let isResting = false

/** Once, before the first graph: for all of the page. */
export function letLoopsRest(): void {
  if (isResting) return
  isResting = true
  const prototype = canvasRenderer()
  const { redraw } = prototype
  prototype.redraw = function (this: Renderer, options) {
    redraw.call(this, options)
    wake(this)
  }
  prototype.startRenderLoop = function (this: Renderer) {
    wake(this)
  }
}
