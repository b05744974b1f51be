/** Paths over which a host does not reach a datastore as it should: APD, PDL and unmounted, each with a line and words of its own. */
import type { DatastoreAccess } from '../../src-main/contract/state.ts'
import { bend, pointOn, traceBend, type Bend } from './bends.ts'
import { glyph, font, roundBox, textWidth, type Glyph, type Ink, pathFor } from './draw-kit.ts'
import { placeLabels, type Obstacle } from './labels.ts'
import type { Box } from './layout.ts'
import { labelScale, type Scene, type View } from './scene.ts'

export interface TroubledPath {
  readonly host: string
  readonly datastore: string
  readonly access: DatastoreAccess
  readonly way: Bend
}

/** More would be a thicket. */
const pathsMax = 120
const labelsMax = 16

interface Look {
  readonly hue: 'amber' | 'red' | 'faint'
  readonly dash: readonly number[]
  readonly glyph: Glyph
}

const looks: { readonly [access in DatastoreAccess]: Look } = {
  ok: { hue: 'faint', dash: [], glyph: 'filled' },
  apd: { hue: 'amber', dash: [7, 5], glyph: 'bang' },
  apdTimeout: { hue: 'red', dash: [7, 5], glyph: 'bang' },
  pdl: { hue: 'red', dash: [2, 5], glyph: 'cross' },
  unmounted: { hue: 'faint', dash: [1, 6], glyph: 'dash' },
}

export function troubledPaths(scene: Scene): readonly TroubledPath[] {
  const found: TroubledPath[] = []
  for (const [datastore, state] of scene.mirror.datastores) {
    for (const [host, access] of Object.entries(state.hosts)) {
      if (access === 'ok' || scene.mirror.hosts.get(host)?.power !== 'on') continue
      const way = bend(scene, host, datastore, 0)
      if (way !== null) found.push({ host, datastore, access, way })
      if (found.length >= pathsMax) return found
    }
  }
  return found
}

export function drawTroubledPath(ink: Ink, scene: Scene, { access, way }: TroubledPath): void {
  const { hue, dash } = looks[access]
  const path = pathFor(ink)
  traceBend(path, way)
  // Whoever holds locks over this way does not reach them.
  ink.lineWidth = 4
  ink.setLineDash([])
  ink.strokeStyle = scene.colours.bg
  ink.stroke(path)
  ink.lineWidth = access === 'unmounted' ? 1.4 : 2
  ink.lineCap = 'round'
  ink.setLineDash([...dash])
  ink.strokeStyle = scene.colours[hue]
  ink.stroke(path)
  ink.setLineDash([])
}

const spots = [0.3, 0.38, 0.22, 0.46, 0.54, 0.62] as const

export function drawAccessLabels(ink: Ink, view: View, scene: Scene, paths: readonly TroubledPath[], taken: readonly Obstacle[]): void {
  const size = 11 * labelScale(view)
  const drafts = paths
    .filter((path) => path.access !== 'unmounted')
    .slice(0, labelsMax)
    .map((path) => {
      const text = scene.texts.access(path.host, path.datastore, path.access)
      return {
        path,
        text,
        hosts: [path.host],
        spots: spots.map((spot) => pointOn(path.way, spot)),
        w: textWidth(ink, text, size, 500) + size * 2 + 8,
        h: size + 11,
      }
    })
  placeLabels(drafts, taken).forEach((box, at) => {
    const draft = drafts[at]
    if (draft !== undefined && box !== null) drawLabel(ink, scene, box, draft.text, draft.path.access)
  })
}

function drawLabel(ink: Ink, scene: Scene, box: Box, text: string, access: DatastoreAccess): void {
  const look = looks[access]
  const colour = scene.colours[look.hue]
  roundBox(ink, box.x, box.y, box.w, box.h, box.h / 2)
  ink.fillStyle = scene.colours[look.hue === 'red' ? 'redSoft' : look.hue === 'amber' ? 'amberSoft' : 'inset']
  ink.fill()
  ink.lineWidth = 1
  ink.setLineDash([])
  ink.strokeStyle = colour
  ink.stroke()
  const size = box.h - 11
  glyph(ink, look.glyph, box.x + size, box.y + box.h / 2, size * 0.36, colour)
  ink.font = font(size, 500)
  ink.fillStyle = colour
  ink.textAlign = 'left'
  ink.textBaseline = 'middle'
  ink.fillText(text, box.x + size * 2 - 3, box.y + box.h / 2 + 0.5)
}
