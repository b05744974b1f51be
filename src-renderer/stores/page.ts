/** Which page is shown. The address says so after `#/`; without that, the page that the start has chosen. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

export const pageNames = ['library', 'workbench', 'resilience', 'compare', 'import', 'design', 'practice'] as const
export type PageName = (typeof pageNames)[number]

function pageOf(hash: string): PageName | null {
  return pageNames.find((name) => hash === `#/${name}` || hash.startsWith(`#/${name}/`)) ?? null
}

/** `/b0/b1` of `#/compare/b0/b1`. */
function restOf(hash: string): string {
  const slash = hash.indexOf('/', 2)
  return slash < 0 ? '' : hash.slice(slash)
}

export const usePageStore = defineStore('page', () => {
  /** Asked for by the address; null: it names no page. */
  const asked = ref(pageOf(location.hash))
  /** What of the page: the address after its name, `/` in front; empty without. */
  const rest = ref(restOf(location.hash))
  /** What the start rule chose; the address stays as it was typed. */
  const chosen = ref<PageName>('workbench')
  const name = computed(() => asked.value ?? chosen.value)

  function onHash(): void {
    asked.value = pageOf(location.hash)
    rest.value = restOf(location.hash)
  }

  function show(page: PageName, of = ''): void {
    if (name.value === page && rest.value === of) return
    location.hash = `#/${page}${of}`
    asked.value = page
    rest.value = of
  }

  function choose(page: PageName): void {
    chosen.value = page
  }

  /** Follows the address and the back button. Gives the function that ends it. */
  function follow(): () => void {
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }

  return { name, asked, rest, show, choose, follow }
})
