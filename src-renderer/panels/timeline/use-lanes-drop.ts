/** A fault of the palette that is dragged over the lanes: what it would strike, and when. */
import { ref, type Ref } from 'vue'
import { tickText } from '../../i18n/clock.ts'
import { useT } from '../../i18n/index.ts'
import { useRunStore } from '../../stores/run.ts'
import { useSelectionStore } from '../../stores/selection.ts'
import { draggedFault, endFaultDrag, useFaultDrop } from '../faults/drag.ts'
import { impliedObject } from '../faults/faults.ts'
import { useFaults } from '../faults/use-faults.ts'
import type { Ghost } from './draw-timeline.ts'

/** Up to this span of the lanes, ms, a fault is put to a tenth of a second. */
const fineSpan = 60_000

export interface LanesDropParts {
  readonly span: () => number
  readonly toT: (event: MouseEvent) => number
  /** Shows lines beside the pointer; none: nothing. */
  readonly say: (event: MouseEvent, lines: readonly string[]) => void
}

export interface LanesDrop {
  /** Where it would be put. */
  readonly ghost: Ref<Ghost | null>
  readonly onOver: (event: DragEvent) => void
  readonly onLeave: (event: DragEvent) => void
  readonly onDrop: (event: DragEvent) => void
}

export function useLanesDrop({ span, toT, say }: LanesDropParts): LanesDrop {
  const t = useT()
  const run = useRunStore()
  const selection = useSelectionStore()
  const faults = useFaults()
  const faultDrop = useFaultDrop()
  const ghost = ref<Ghost | null>(null)

  /** A place to drop on is as exact as the scale allows. */
  function dropT(event: DragEvent): number {
    const step = span() > fineSpan ? 1000 : 100
    return Math.max(0, Math.min(run.until, Math.round(toT(event) / step) * step))
  }

  function onOver(event: DragEvent): void {
    const fault = draggedFault.value
    if (fault === null || run.lab === null) return
    const object = impliedObject(fault, selection.object, run.lab)
    if (!faultDrop.over(event, object) || object === null) {
      ghost.value = null
      say(event, [t('faults.selectFirst')])
      return
    }
    const at = dropT(event)
    const name = object.kind === 'vcenter' ? faults.label(fault) : `${object.name}: ${faults.label(fault)}`
    say(event, [])
    ghost.value = { t: at, text: t('timeline.dropAt', { name, time: tickText(at, at % 1000 === 0 ? 1000 : 100) }) }
  }

  function onLeave(event: DragEvent): void {
    ghost.value = null
    say(event, [])
  }

  function onDrop(event: DragEvent): void {
    const fault = draggedFault.value
    if (fault === null || run.lab === null) return
    const object = impliedObject(fault, selection.object, run.lab)
    event.preventDefault()
    event.stopPropagation()
    endFaultDrag()
    onLeave(event)
    if (object !== null) faults.put(fault, object, dropT(event))
  }

  return { ghost, onOver, onLeave, onDrop }
}
