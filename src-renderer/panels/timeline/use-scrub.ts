/** The instant shown follows a pointer that holds the playhead, or the keys of the scrubber. */
import { ref, type Ref } from 'vue'
import { useRunStore } from '../../stores/run.ts'

/** How far a key goes, ms; with Shift ten times as far. */
const keySteps: { readonly [key: string]: number } = {
  ArrowLeft: -1000,
  ArrowRight: 1000,
  ArrowDown: -1000,
  ArrowUp: 1000,
  PageDown: -60_000,
  PageUp: 60_000,
}

export interface Scrub {
  /** Where the pointer holds the playhead, ahead of the engine's answer; null: it does not. */
  readonly held: Ref<number | null>
  readonly isDragging: () => boolean
  /** Follows the pointer until it is let go. */
  readonly drag: (event: PointerEvent, toT: (event: PointerEvent) => number) => void
  /** Left and right a second, with Shift ten, with Ctrl an event. */
  readonly onKey: (event: KeyboardEvent) => void
}

/** `letGo`: the pointer has, and the run is there. */
export function useScrub(letGo: () => void): Scrub {
  const run = useRunStore()
  const held = ref<number | null>(null)
  let dragging = false

  function scrub(at: number): void {
    // As it will be shown, so that nothing is drawn anew when it is.
    held.value = Math.round(Math.max(0, Math.min(run.until, at)))
    void run.seek(held.value).then(() => {
      if (!dragging) held.value = null
    })
  }

  function drag(event: PointerEvent, toT: (event: PointerEvent) => number): void {
    const element = event.currentTarget as HTMLElement
    element.setPointerCapture(event.pointerId)
    dragging = true
    scrub(toT(event))
    const move = (at: PointerEvent): void => scrub(toT(at))
    const stop = (): void => {
      dragging = false
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerup', stop)
      element.removeEventListener('pointercancel', stop)
      void run.seek(held.value ?? run.t).then(() => {
        held.value = null
        letGo()
      })
    }
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerup', stop)
    element.addEventListener('pointercancel', stop)
  }

  function onKey(event: KeyboardEvent): void {
    const step = keySteps[event.key]
    if (step === undefined && event.key !== 'Home' && event.key !== 'End') return
    event.preventDefault()
    event.stopPropagation()
    if (step === undefined) void run.seek(event.key === 'Home' ? 0 : run.until)
    else if (event.ctrlKey || event.metaKey) void run.step(step < 0 ? -1 : 1)
    else void run.seek(run.t + step * (event.shiftKey ? 10 : 1))
  }

  return { held, isDragging: () => dragging, drag, onKey }
}
