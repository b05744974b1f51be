/**
 * A picture of the scene that reaches beyond the pane: while somebody pans, it is moved instead of painted anew. Thousands of tiles
 * take a software canvas tens of milliseconds, one copy of a bitmap a few.
 */
import type { Ink as Drawing } from './draw-kit.ts'
import type { View } from './scene.ts'

/** How far the picture reaches beyond each edge of the pane, CSS pixels. */
const MARGIN = 200
/** A view that has not moved for so long is no pan any more, ms. */
const STILL_MS = 400

/** What the copy is put onto. */
export type Ink = Drawing & Pick<CanvasRenderingContext2D, 'drawImage'>

export type Paint = (ink: Drawing, view: View) => void

export class PanCache {
  readonly #makeCanvas: () => HTMLCanvasElement
  #canvas: HTMLCanvasElement | null = null
  /** What the picture shows, with the margin; null: nothing that is still true. */
  #shown: View | null = null
  #last: View | null = null
  #movedAt = Number.NEGATIVE_INFINITY

  constructor(makeCanvas: () => HTMLCanvasElement) {
    this.#makeCanvas = makeCanvas
  }

  /** Paints the view onto `ink`; `changed`: what is shown is not what it was. */
  draw(ink: Ink, view: View, changed: boolean, nowMs: number, paint: Paint): void {
    const last = this.#last
    this.#last = view
    const sameScale = last !== null && last.zoom === view.zoom && last.dpr === view.dpr && last.width === view.width && last.height === view.height
    if (sameScale && (last.panX !== view.panX || last.panY !== view.panY)) this.#movedAt = nowMs
    if (changed || !sameScale) this.#shown = null
    if (!sameScale || nowMs - this.#movedAt > STILL_MS) {
      paint(ink, view)
      return
    }
    const shown = this.#shown !== null && reaches(this.#shown, view) ? this.#shown : this.#renew(view, paint)
    if (this.#canvas === null || shown === null) {
      paint(ink, view)
      return
    }
    ink.setTransform(1, 0, 0, 1, 0, 0)
    ink.drawImage(this.#canvas, Math.round((view.panX - shown.panX) * view.dpr), Math.round((view.panY - shown.panY) * view.dpr))
  }

  #renew(view: View, paint: Paint): View | null {
    const wide: View = {
      ...view,
      width: view.width + 2 * MARGIN,
      height: view.height + 2 * MARGIN,
      panX: view.panX + MARGIN,
      panY: view.panY + MARGIN,
    }
    this.#canvas ??= this.#makeCanvas()
    this.#canvas.width = Math.round(wide.width * view.dpr)
    this.#canvas.height = Math.round(wide.height * view.dpr)
    const ink = this.#canvas.getContext('2d', { alpha: false })
    if (ink === null) return null
    paint(ink, wide)
    this.#shown = wide
    return wide
  }
}

function reaches(shown: View, view: View): boolean {
  const dx = view.panX - shown.panX
  const dy = view.panY - shown.panY
  return dx <= 0 && dy <= 0 && dx >= view.width - shown.width && dy >= view.height - shown.height
}
