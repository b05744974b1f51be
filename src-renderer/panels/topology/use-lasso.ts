/** Drawing around hosts: the line that a pointer draws, or a tap on one card, for the partition that is being made. */
import { shallowRef, type ShallowRef } from 'vue'
import { hostsWithin } from '../../graph/draw-partitions.ts'
import { objectAt, type Point, type Scene } from '../../graph/scene.ts'
import { usePartitionStore } from '../faults/partition.ts'

/** Nearer points than this, in pixels, make no line: it was a tap. */
const tapPx = 6
const stepPx = 3

export interface Lasso {
  /** The line so far, in the world. */
  readonly line: ShallowRef<readonly Point[]>
  readonly onDown: (event: PointerEvent) => void
  readonly onMove: (event: PointerEvent) => void
  readonly onUp: (event: PointerEvent) => void
  readonly onCancel: () => void
}

/** `toWorld` is null while nothing is shown. */
export function useLasso(scene: () => Scene | null, toWorld: (event: PointerEvent) => Point | null): Lasso {
  const partition = usePartitionStore()
  const line = shallowRef<readonly Point[]>([])
  let from: { readonly x: number; readonly y: number } | null = null
  let last = { x: 0, y: 0 }
  let isLine = false

  function onDown(event: PointerEvent): void {
    const at = toWorld(event)
    if (event.button !== 0 || at === null) return
    ;(event.currentTarget as Element).setPointerCapture(event.pointerId)
    from = last = { x: event.clientX, y: event.clientY }
    isLine = false
    line.value = [at]
  }

  function onMove(event: PointerEvent): void {
    const at = from === null ? null : toWorld(event)
    if (from === null || at === null || Math.hypot(event.clientX - last.x, event.clientY - last.y) < stepPx) return
    last = { x: event.clientX, y: event.clientY }
    isLine ||= Math.hypot(event.clientX - from.x, event.clientY - from.y) >= tapPx
    line.value = [...line.value, at]
  }

  function onUp(event: PointerEvent): void {
    const shown = scene()
    const at = toWorld(event)
    const drawn = line.value
    const wasLine = isLine
    onCancel()
    if (shown === null || at === null || drawn.length === 0) return
    if (wasLine) {
      const hosts = hostsWithin(shown, [...drawn, at])
      if (hosts.length > 0) partition.take(hosts, !event.shiftKey)
      return
    }
    const object = objectAt(shown, at, false)
    if (object?.kind === 'host') partition.toggle(object.name)
  }

  function onCancel(): void {
    from = null
    isLine = false
    line.value = []
  }

  return { line, onDown, onMove, onUp, onCancel }
}
