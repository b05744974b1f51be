/** Where menus are put while they are open: into a landmark, since at the end of the page they would be part of none. */
import { computed, inject, provide, type ComputedRef, type InjectionKey, type Ref } from 'vue'

type Home = Readonly<Ref<HTMLElement | null>>
const key: InjectionKey<Home> = Symbol('menu home')

export const provideMenuHome = (home: Home): void => provide(key, home)

/** For `to` of NDropdown; true where nobody provides one: the end of the page. */
export function useMenuHome(): ComputedRef<HTMLElement | true> {
  const home = inject(key, null)
  return computed(() => home?.value ?? true)
}
