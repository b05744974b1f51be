/** How large the hosts of a design are drawn: as large as all of it is seen at once, where there are few of them. */
import { useResizeObserver } from '@vueuse/core'
import { nextTick, watch, type Ref } from 'vue'

/** The largest first; the last is for whatever has to be scrolled anyway. */
export const zooms = [1.5, 1.4, 1.3, 1.2, 1.1, 1] as const

/** `drawn` is what becomes larger within `pane`, which scrolls; `changes` names all that makes it higher. */
export function useRoomZoom(
  pane: Readonly<Ref<HTMLElement | null>>,
  drawn: Readonly<Ref<HTMLElement | null>>,
  isFew: () => boolean,
  changes: () => unknown,
): void {
  function fit(): void {
    const [outer, inner] = [pane.value, drawn.value]
    if (outer === null || inner === null) return
    for (const zoom of isFew() ? zooms : zooms.slice(-1)) {
      inner.style.zoom = String(zoom)
      if (outer.scrollHeight <= outer.clientHeight) return
    }
  }

  useResizeObserver(pane, fit)
  watch(
    [isFew, changes],
    async () => {
      await nextTick()
      fit()
    },
    { immediate: true },
  )
}
