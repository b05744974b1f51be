/** Facts that were opened once stay: their text does not change while the window is open. */
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { FactView } from '../../src-main/contract/api.ts'
import { useApi } from '../api/client.ts'

export const useFactStore = defineStore('facts', () => {
  const api = useApi()
  const known = ref(new Map<string, FactView>())

  async function load(ids: readonly string[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !known.value.has(id)).slice(0, 200)
    if (missing.length === 0) return
    try {
      const views = await api.invoke('facts.get', { ids: missing })
      known.value = new Map([...known.value, ...views.map((view) => [view.id, view] as const)])
    } catch {
      // The chip then shows its id alone; the banner tells about a lost connection.
    }
  }

  return { known, load }
})
