/** The order in which the topology canvas is painted. */
import { drawCards } from './draw-hosts.ts'
import type { Ink } from './draw-kit.ts'
import type { KeptTiles } from './kept-tiles.ts'
import { drawRegionNames } from './draw-regions.ts'
import { drawRules } from './draw-rules.ts'
import { drawStorage, drawStorageWays } from './draw-storage.ts'
import { drawWires } from './draw-wires.ts'
import { enterWorld, sightOf, type Scene, type View } from './scene.ts'

/** `kept`: the tiles of this very canvas, which are not painted anew where they stayed as they were. Null: it is painted once. */
export function drawScene(ink: Ink, view: View, scene: Scene, kept: KeptTiles | null = null): void {
  ink.setTransform(1, 0, 0, 1, 0, 0)
  ink.fillStyle = scene.colours.bg
  ink.fillRect(0, 0, view.width * view.dpr, view.height * view.dpr)
  enterWorld(ink, view)
  const sight = sightOf(view)
  drawWires(ink, view, scene, sight)
  drawStorageWays(ink, scene)
  drawRegionNames(ink, view, scene)
  drawCards(ink, view, scene, sight, kept)
  drawStorage(ink, view, scene, sight)
  drawRules(ink, view, scene, sight)
}
