/** Which page is shown. The address says so after `#/`; without that, the page that the start has chosen. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

export const pageNames = ['library', 'workbench', 'resilience'] as const
export type PageName = (typeof pageNames)[number]

function pageOf(hash: string): PageName | null {
  return pageNames.find((name) => hash === `#/${name}`) ?? null
}

export const usePageStore = defineStore('page', () => {
  /** Asked for by the address; null: it names no page. */
  const asked = ref(pageOf(location.hash))
  /** What the start rule chose; the address stays as it was typed. */
  const chosen = ref<PageName>('workbench')
  const name = computed(() => asked.value ?? chosen.value)

  function onHash(): void {
    asked.value = pageOf(location.hash)
  }

  function show(page: PageName): void {
    if (name.value === page) return
    location.hash = `#/${page}`
    asked.value = page
  }

  function choose(page: PageName): void {
    chosen.value = page
  }

  /** Follows the address and the back button. Gives the function that ends it. */
  function follow(): () => void {
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }

  return { name, asked, show, choose, follow }
})
