/** Fault domains around their hosts. Their names stand below what a partition may draw around the same hosts. */
import { fitted, font, roundBox, type Ink } from './draw-kit.ts'
import { regionFoot, type Box, type Region } from './layout.ts'
import { cardBox, inSight, legibleSize, type Scene, type Sight, type View } from './scene.ts'

export function drawRegions(ink: Ink, scene: Scene, sight: Sight): void {
  for (const region of scene.layout.regions) {
    const box = regionBox(scene, region.hosts)
    if (box === null || !inSight(sight, box)) continue
    roundBox(ink, box.x, box.y, box.w, box.h, 12)
    ink.setLineDash([6, 5])
    ink.lineWidth = 1.2
    ink.strokeStyle = scene.colours.lineStrong
    ink.stroke()
    ink.setLineDash([])
  }
}

/** On a ground of their own: ways to datastores pass behind them. */
export function drawRegionNames(ink: Ink, view: View, scene: Scene): void {
  ink.textAlign = 'left'
  ink.textBaseline = 'middle'
  for (const { text, fontText, box } of regionNames(ink, view, scene)) {
    ink.fillStyle = scene.colours.bg
    ink.fillRect(box.x - 3, box.y + box.h * 0.1, box.w + 6, box.h * 0.8)
    ink.font = fontText
    ink.fillStyle = scene.colours.faint
    ink.fillText(text, box.x, box.y + box.h / 2)
  }
}

export interface RegionName {
  readonly text: string
  readonly fontText: string
  readonly box: Box
}

/** Where they can be read. */
export function regionNames(ink: Ink, view: View, scene: Scene): readonly RegionName[] {
  if (!scene.layers.domains) return []
  const height = regionFoot.name * scene.layout.scale
  const size = legibleSize(view, 12, height * 0.8)
  if (size === null) return []
  return scene.layout.regions.flatMap((region: Region): RegionName[] => {
    const box = regionBox(scene, region.hosts)
    if (box === null) return []
    const fontText = font(size, 500)
    const { text, width } = fitted(ink, region.name, box.w - 24, fontText)
    return [{ text, fontText, box: { x: box.x + 14, y: box.y + box.h - height, w: width, h: height } }]
  })
}

function regionBox(scene: Scene, hosts: readonly string[]): Box | null {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (const host of hosts) {
    const card = cardBox(scene, host)
    left = Math.min(left, card.x)
    top = Math.min(top, card.y)
    right = Math.max(right, card.x + card.w)
    bottom = Math.max(bottom, card.y + card.h)
  }
  if (left === Infinity) return null
  const foot = regionFoot.outline + regionFoot.name * scene.layout.scale
  return { x: left - 16, y: top - 22, w: right - left + 32, h: bottom - top + 22 + foot }
}
