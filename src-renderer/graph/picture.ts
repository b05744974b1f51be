/** The whole topology as a picture to keep: SVG, or pixels. */
import { drawScene } from './draw-scene.ts'
import { drawOverlay, type VmArc } from './overlay.ts'
import { sceneBounds, type Scene, type View } from './scene.ts'
import { svgInk } from './svg-ink.ts'

export interface Picture {
  readonly scene: Scene
  readonly arcs: readonly VmArc[]
}

export const pictureFormats = ['svg', 'png'] as const
export type PictureFormat = (typeof pictureFormats)[number]

const MARGIN = 24
/** What browsers take as the side of a canvas. */
const PIXELS_MAX = 12_000

/** Everything, from the margin on; names are as large as they are when one looks at a host. */
function viewOf(scene: Scene, dpr: number): View {
  const { x, y, w, h } = sceneBounds(scene)
  return { width: w + 2 * MARGIN, height: h + 2 * MARGIN, dpr, panX: MARGIN - x, panY: MARGIN - y, zoom: 1 }
}

const still = { nowMs: 0, moving: false, heartbeats: false, speed: 1 }
const nothing = { drop: null, draft: null }

function context(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width)
  canvas.height = Math.ceil(height)
  const ink = canvas.getContext('2d')
  if (ink === null) throw new Error('This window cannot draw')
  return ink
}

export function svgPicture({ scene, arcs }: Picture): string {
  const view = viewOf(scene, 1)
  const { ink, text } = svgInk(view.width, view.height, context(1, 1))
  drawScene(ink, view, scene)
  drawOverlay(ink, view, scene, arcs, still, nothing)
  return text()
}

/** Twice as fine as it is on a plain screen, less where that would be too large. */
export async function pngPicture({ scene, arcs }: Picture): Promise<Blob> {
  const { width, height } = viewOf(scene, 1)
  const view = viewOf(scene, Math.min(2, PIXELS_MAX / Math.max(width, height)))
  const [ground, above] = [context(width * view.dpr, height * view.dpr), context(width * view.dpr, height * view.dpr)]
  drawScene(ground, view, scene)
  drawOverlay(above, view, scene, arcs, still, nothing)
  ground.setTransform(1, 0, 0, 1, 0, 0)
  ground.drawImage(above.canvas, 0, 0)
  return new Promise((resolve, reject) =>
    ground.canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture is too large')) : resolve(blob)), 'image/png'),
  )
}
