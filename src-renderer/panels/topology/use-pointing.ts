/** What the pointer does on the topology: it selects, opens menus, brings hosts to the middle, and is told what it is on. */
import { ref, type Ref } from 'vue'
import { useBadges } from '../../composables/use-badges.ts'
import { cardBox, type Scene } from '../../graph/scene.ts'
import type { Graph, GraphPointer } from '../../graph/use-graph.ts'
import { useSelectionStore, type ObjectRef } from '../../stores/selection.ts'
import { useWorldStore } from '../../stores/world.ts'
import { openMenu, openObjectMenu } from '../faults/object-menu.ts'
import { pointedObject, tipAt, type Tip } from './pointed.ts'

export interface PointingParts {
  readonly graph: () => Graph | null
  readonly scene: () => Scene | null
  readonly root: Ref<HTMLElement | null>
  /** Of the pane, CSS pixels. */
  readonly width: Ref<number>
  readonly height: Ref<number>
  /** What is said of an object beside its state. */
  readonly note: (object: ObjectRef) => string
  /** Index of the VM under the pointer, -1: none. */
  readonly hover: (vm: number) => void
  /** Shows all that there is. */
  readonly fit: () => void
}

export interface Pointing {
  /** Null: the pointer is on nothing. */
  readonly tip: Ref<Tip | null>
  readonly onTap: (pointer: GraphPointer) => void
  readonly onDoubleTap: (pointer: GraphPointer) => void
  readonly onContext: (pointer: GraphPointer) => void
  readonly onHover: (pointer: GraphPointer | null) => void
}

export function usePointing({ graph, scene, root, width, height, note, hover, fit }: PointingParts): Pointing {
  const badges = useBadges()
  const selection = useSelectionStore()
  const world = useWorldStore()
  const tip = ref<Tip | null>(null)

  function onTap(pointer: GraphPointer): void {
    selection.select(pointedObject(pointer, scene()))
  }

  function onDoubleTap(pointer: GraphPointer): void {
    const object = pointedObject(pointer, scene())
    if (object === null) fit()
    else if (object.kind === 'host') {
      const now = scene()
      if (now !== null) graph()?.centreOn(cardBox(now, object.name))
    }
  }

  function onContext(pointer: GraphPointer): void {
    const object = pointedObject(pointer, scene())
    const box = root.value?.getBoundingClientRect()
    if (object === null || box === undefined) return
    selection.select(object)
    tip.value = null
    openObjectMenu(object, box.left + pointer.screen.x, box.top + pointer.screen.y)
  }

  function onHover(pointer: GraphPointer | null): void {
    const object = pointer === null ? null : pointedObject(pointer, scene())
    const vm = object?.kind === 'vm' ? (world.mirror.vmIndex.get(object.name) ?? -1) : -1
    graph()?.setHover(pointer?.id ?? null)
    if (object === null || pointer === null || openMenu.value !== null) tip.value = null
    else {
      const badge = badges.of(object)
      const text = [badge.title, note(object)].filter((part) => part !== '').join(' · ')
      tip.value = tipAt(pointer, object, text, { width: width.value, height: height.value })
    }
    hover(vm)
  }

  return { tip, onTap, onDoubleTap, onContext, onHover }
}
