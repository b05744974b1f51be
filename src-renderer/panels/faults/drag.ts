/**
 * A fault that is dragged from the palette. Whatever can take one (a card, a chip, a row of the tree, the timeline) asks here:
 * `over` on dragenter and dragover, `drop` on drop. A data type of its own keeps files and text apart from faults.
 */
import { computed, shallowRef, type ComputedRef } from 'vue'
import { useRunStore } from '../../stores/run.ts'
import { objectKey, type ObjectRef } from '../../stores/selection.ts'
import { accepts, type Fault } from './faults.ts'
import { chosenTime, faultTime } from './fault-time.ts'
import { useFaults } from './use-faults.ts'

export const faultDataType = 'application/x-hostdown-fault'

/** What is being dragged: while a drag goes on a browser does not let anybody read its data. */
export const draggedFault = shallowRef<Fault | null>(null)
/** Key of the object that would take it. */
export const dropKey = shallowRef<string | null>(null)

export function startFaultDrag(event: DragEvent, fault: Fault): void {
  if (event.dataTransfer === null) return
  event.dataTransfer.setData(faultDataType, fault.id)
  event.dataTransfer.effectAllowed = 'copy'
  draggedFault.value = fault
}

/** Also after Esc, and after a drop outside. */
export function endFaultDrag(): void {
  draggedFault.value = null
  dropKey.value = null
}

export interface FaultDrop {
  readonly dragging: ComputedRef<boolean>
  /** False while nothing is dragged. */
  readonly takes: (object: ObjectRef) => boolean
  /** True while a fault is dragged that this object cannot take: it is dimmed. */
  readonly refuses: (object: ObjectRef) => boolean
  readonly isOver: (object: ObjectRef) => boolean
  /** On dragenter and dragover. False: a fault is dragged that finds nothing here, or none is. */
  readonly over: (event: DragEvent, object: ObjectRef | null) => boolean
  readonly leave: () => void
  readonly drop: (event: DragEvent, object: ObjectRef | null) => void
}

export function useFaultDrop(): FaultDrop {
  const run = useRunStore()
  const faults = useFaults()
  const dragging = computed(() => draggedFault.value !== null)

  /** The instant that was chosen, null: now. */
  function timeOf(): number | null {
    const time = chosenTime(faultTime, run.until)
    return time.problem === null ? time.at : null
  }

  function takes(object: ObjectRef): boolean {
    const fault = draggedFault.value
    if (fault === null || run.lab === null || !accepts(fault, object, run.lab)) return false
    return faults.reason(fault, object, timeOf()) === null
  }

  function over(event: DragEvent, object: ObjectRef | null): boolean {
    if (draggedFault.value === null) return false
    event.stopPropagation()
    if (object === null || !takes(object)) {
      dropKey.value = null
      return false
    }
    event.preventDefault()
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
    dropKey.value = objectKey(object)
    return true
  }

  function drop(event: DragEvent, object: ObjectRef | null): void {
    const fault = draggedFault.value
    if (fault === null) return
    event.preventDefault()
    event.stopPropagation()
    const taken = object !== null && takes(object)
    endFaultDrag()
    if (!taken) return
    faults.put(fault, object, timeOf())
  }

  return {
    dragging,
    takes,
    refuses: (object) => dragging.value && !takes(object),
    isOver: (object) => dropKey.value === objectKey(object),
    over,
    leave: () => (dropKey.value = null),
    drop,
  }
}
