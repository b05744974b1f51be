/** What is chosen by a key may lie outside of the window. */
import { watch, type Ref } from 'vue'

/** Scrolls a choice to where it is seen when it is taken. `root`: holds the choices, each with its id as `data-choice`. */
export function useTakenInView(root: Readonly<Ref<HTMLElement | null>>, chosen: Readonly<Ref<readonly string[]>>): void {
  watch(chosen, (now, before) => {
    const taken = now.find((id) => !before.includes(id))
    if (taken === undefined) return
    const choices = root.value?.querySelectorAll<HTMLElement>('[data-choice]') ?? []
    ;[...choices].find((choice) => choice.dataset['choice'] === taken)?.scrollIntoView({ block: 'nearest' })
  })
}
