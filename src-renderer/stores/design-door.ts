/** The way to the design from other pages, without what designing itself needs: that is loaded with its page. */
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { usePageStore } from './page.ts'

const rememberedKey = 'hostdown.design'

export const useDesignDoor = defineStore('designDoor', () => {
  const page = usePageStore()
  /** The chooser of templates is shown. */
  const choosing = ref(false)

  /** The project whose draft was designed last in this window. */
  function remembered(): number | null {
    const id = Number(sessionStorage.getItem(rememberedKey) ?? '')
    return Number.isInteger(id) && id > 0 ? id : null
  }

  function remember(project: number | null): void {
    if (project === null) sessionStorage.removeItem(rememberedKey)
    else sessionStorage.setItem(rememberedKey, String(project))
  }

  /** What the page adds to the draft as soon as it has it. */
  const wanted = ref<'rule' | null>(null)

  function show(project: number, adding: 'rule' | null = null): void {
    remember(project)
    wanted.value = adding
    page.show('design')
  }

  return { choosing, wanted, remembered, remember, show }
})
