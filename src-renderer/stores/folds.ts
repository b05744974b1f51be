/** Sections that a person opened or closed by hand stay so while the window is open. */
import { defineStore } from 'pinia'
import { nextTick, ref } from 'vue'

export const useFoldStore = defineStore('folds', () => {
  const chosen = ref(new Map<string, boolean>())

  function choose(id: string, open: boolean): void {
    chosen.value = new Map([...chosen.value, [id, open]])
  }

  /** Opens a section that is shown, brings it into view and puts the focus on its heading. */
  async function reveal(id: string): Promise<void> {
    choose(id, true)
    await nextTick()
    const heading = document.getElementById(`fold-${id}`)
    heading?.scrollIntoView({ block: 'nearest' })
    heading?.focus()
  }

  return { chosen, choose, reveal }
})
