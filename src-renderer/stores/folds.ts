/** Sections that a person opened or closed by hand stay so while the window is open. */
import { defineStore } from 'pinia'
import { ref } from 'vue'

export const useFoldStore = defineStore('folds', () => {
  const chosen = ref(new Map<string, boolean>())

  function choose(id: string, open: boolean): void {
    chosen.value = new Map([...chosen.value, [id, open]])
  }

  return { chosen, choose }
})
