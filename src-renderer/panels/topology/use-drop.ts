/** A fault of the palette that is dragged over the picture: what would take it, and what takes it. */
import { shallowRef, type ShallowRef } from 'vue'
import type { DropSight } from '../../graph/overlay.ts'
import { objectAt, type Point, type Scene, type SceneObject } from '../../graph/scene.ts'
import { useSelectionStore } from '../../stores/selection.ts'
import { draggedFault, useFaultDrop } from '../faults/drag.ts'

export interface TopologyDrop {
  /** What the fault hangs over, and could be dropped on. */
  readonly over: ShallowRef<SceneObject | null>
  /** Null while no fault is dragged. */
  readonly sight: () => DropSight | null
  readonly onOver: (event: DragEvent) => void
  readonly onLeave: () => void
  readonly onDrop: (event: DragEvent) => void
}

/** `toWorld` is null while nothing is shown. */
export function useDrop(scene: () => Scene | null, toWorld: (event: MouseEvent) => Point | null): TopologyDrop {
  const faultDrop = useFaultDrop()
  const selection = useSelectionStore()
  const over = shallowRef<SceneObject | null>(null)

  function under(event: DragEvent): SceneObject | null {
    const now = scene()
    const at = toWorld(event)
    return now === null || at === null ? null : objectAt(now, at, draggedFault.value?.target === 'vm')
  }

  return {
    over,
    sight: () => (draggedFault.value === null ? null : { takes: faultDrop.takes, vms: draggedFault.value.target === 'vm', over: over.value }),
    onOver(event): void {
      const object = under(event)
      over.value = faultDrop.over(event, object) ? object : null
    },
    onLeave(): void {
      over.value = null
    },
    onDrop(event): void {
      const object = under(event)
      faultDrop.drop(event, object)
      if (object !== null && over.value !== null) selection.select(object)
      over.value = null
    },
  }
}
