/** The whole topology in a corner: where the hosts are, how they are, and what part of it is seen. */
import { hostLook, type HostLook } from '../stores/world-mirror.ts'
import type { Tokens } from '../styles/tokens.ts'
import { hostShape } from './shapes.ts'
import type { Ink } from './draw-kit.ts'
import type { Box } from './layout.ts'
import { boxOf, cardBox, sceneBounds, sightOf, type Point, type Scene, type View } from './scene.ts'

export const minimapSize = { w: 184, h: 116 } as const
const padding = 7
/** From so many hosts on it is of use wherever it has room; below, once something is out of sight. */
const hostsFrom = 13
/** From the lower left corner of the picture, CSS pixels. */
const cornerGap = 12

export interface MinimapFit {
  readonly scale: number
  readonly dx: number
  readonly dy: number
}

/** How world units become pixels of the map: all of the bounds, in their shape, in the middle. */
export function minimapFit(bounds: Box, size: { readonly w: number; readonly h: number } = minimapSize): MinimapFit {
  const scale = Math.min((size.w - padding * 2) / Math.max(1, bounds.w), (size.h - padding * 2) / Math.max(1, bounds.h))
  return { scale, dx: (size.w - bounds.w * scale) / 2 - bounds.x * scale, dy: (size.h - bounds.h * scale) / 2 - bounds.y * scale }
}

export function worldOf(fit: MinimapFit, x: number, y: number): Point {
  return { x: (x - fit.dx) / fit.scale, y: (y - fit.dy) / fit.scale }
}

/** Whether the map tells more than the picture itself, over which it lies. */
export function minimapHelps(bounds: Box, hosts: number, view: View): boolean {
  const sight = sightOf(view)
  const slack = 30 / view.zoom
  const isCut =
    bounds.x < sight.left - slack ||
    bounds.y < sight.top - slack ||
    bounds.x + bounds.w > sight.right + slack ||
    bounds.y + bounds.h > sight.bottom + slack
  if (isCut || hosts < hostsFrom) return isCut
  const [right, top] = [minimapSize.w + cornerGap, minimapSize.h + cornerGap].map((px) => px / view.zoom) as [number, number]
  return bounds.x > sight.left + right || bounds.y + bounds.h < sight.bottom - top
}

function fillOf(colours: Tokens, look: HostLook): string {
  if (look === 'failed') return colours.red
  const { hue } = hostShape[look]
  if (look === 'primary') return colours.green
  return hue === 'faint' ? colours.lineStrong : colours[hue]
}

export function drawMinimap(ink: Ink, dpr: number, scene: Scene, view: View): void {
  const fit = minimapFit(sceneBounds(scene))
  const { colours, layout, mirror } = scene
  ink.setTransform(dpr, 0, 0, dpr, 0, 0)
  ink.clearRect(0, 0, minimapSize.w, minimapSize.h)
  const rect = (box: Box): void =>
    ink.fillRect(box.x * fit.scale + fit.dx, box.y * fit.scale + fit.dy, Math.max(2, box.w * fit.scale), Math.max(2, box.h * fit.scale))
  ink.globalAlpha = 0.75
  for (const name of layout.hosts.keys()) {
    const state = mirror.hosts.get(name)
    ink.fillStyle = scene.marked.has(`host:${name}`) ? colours.blue : fillOf(colours, state === undefined ? 'off' : hostLook(state))
    rect(cardBox(scene, name))
  }
  ink.fillStyle = colours.lineStrong
  for (const [name, size] of layout.datastores) rect(boxOf(scene, `datastore:${name}`, size))
  ink.globalAlpha = 1
  drawSight(ink, fit, scene, view)
}

function drawSight(ink: Ink, fit: MinimapFit, scene: Scene, view: View): void {
  const sight = sightOf(view)
  const left = Math.max(1, sight.left * fit.scale + fit.dx)
  const top = Math.max(1, sight.top * fit.scale + fit.dy)
  const right = Math.min(minimapSize.w - 1, sight.right * fit.scale + fit.dx)
  const bottom = Math.min(minimapSize.h - 1, sight.bottom * fit.scale + fit.dy)
  if (right <= left || bottom <= top) return
  ink.strokeStyle = scene.colours.blue
  ink.lineWidth = 1.5
  ink.setLineDash([])
  ink.strokeRect(left, top, right - left, bottom - top)
  ink.globalAlpha = 0.1
  ink.fillStyle = scene.colours.blue
  ink.fillRect(left, top, right - left, bottom - top)
  ink.globalAlpha = 1
}
