/** What labels on lines keep off. */
import { isolatedPills } from './draw-hosts.ts'
import { partAnchor, partLabel, tearOf } from './draw-partitions.ts'
import { regionNames } from './draw-regions.ts'
import type { Ink } from './draw-kit.ts'
import type { Obstacle } from './labels.ts'
import { cardHead, type Box } from './layout.ts'
import { boxOf, cardBox, sceneBounds, slotBoxOn, type Scene, type View } from './scene.ts'

/**
 * What has to stay readable: of each card the head, the rows with VMs, or with places of those that were there, and the lower edge;
 * datastores. All of a card where the label tells of another host: on its VMs, or beside them, it would seem to tell of them.
 */
export function readBoxes(scene: Scene): readonly Obstacle[] {
  return [
    ...[...scene.layout.hosts.keys()].flatMap((name): Obstacle[] => {
      const card = cardBox(scene, name)
      if (scene.layout.mode === 'tiles') return [card]
      return [readOnCard(scene, name).used, { ...card, y: card.y + card.h - 3, h: 6 }, { ...card, of: name }]
    }),
    ...[...scene.layout.datastores].map(([name, size]) => boxOf(scene, `datastore:${name}`, size)),
  ]
}

/** What is read on a card: its head, its VMs or their places, and all of that as one. Of tiles, which have no words, the head alone. */
export function readOnCard(scene: Scene, name: string): { readonly head: Box; readonly vms: readonly Box[]; readonly used: Box } {
  const card = cardBox(scene, name)
  const head = { ...card, h: cardHead }
  if (scene.layout.mode === 'tiles') return { head, vms: [], used: head }
  const host = scene.mirror.hostIndex.get(name) ?? -1
  const vms = Array.from({ length: scene.slots.slotsOf(host) }, (_, slot) => slotBoxOn(scene, host, slot)).filter((box) => box !== null)
  const last = vms.at(-1)
  return { head, vms, used: last === undefined ? head : { ...card, h: Math.min(card.h, last.y + last.h - card.y) } }
}

const far = 1e5

/** The same with names that stand between the hosts and above them. */
export function obstaclesOf(ink: Ink, view: View, scene: Scene): readonly Obstacle[] {
  const { layout, layers } = scene
  const tear = layers.network ? tearOf(scene) : null
  const parts = (tear?.parts ?? []).flatMap(({ hosts }): Obstacle[] => {
    const at = partAnchor(scene, hosts)
    return at === null ? [] : [{ x: at.x, y: at.y - partLabel.h / view.zoom, w: partLabel.w / view.zoom, h: (partLabel.h * 1.4) / view.zoom }]
  })
  const { x, w } = sceneBounds(scene)
  return [
    // Beyond the picture a label would be cut where all of it is shown.
    { x: x - far, y: -far, w: far, h: 2 * far },
    { x: x + w, y: -far, w: far, h: 2 * far },
    ...readBoxes(scene),
    ...parts,
    ...regionNames(ink, view, scene).map(({ box }) => box),
    ...isolatedPills(ink, view, scene).map(({ box }) => box),
    ...[...layout.networks].map(([name, size]) => boxOf(scene, `network:${name}`, size)),
    boxOf(scene, 'vcenter:vcenter', layout.vcenter),
  ]
}
