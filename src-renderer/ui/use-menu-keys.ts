/** The keys of an open context menu. naive-ui hears keys at the document, where those of the tree behind the menu never come. */
import { useEventListener } from '@vueuse/core'
import { nextTick, watch } from 'vue'
import './menu-keys.css'

export interface MenuKeys {
  /** For `menu-props` of NDropdown. */
  readonly menuProps: () => { class: string; role: string; tabindex: number; 'aria-label': string }
}

const menuClass = 'keyed-menu'
let back: HTMLElement | null = null

function shownMenu(): HTMLElement | null {
  // One that is fading out may still be there before it.
  return [...document.querySelectorAll<HTMLElement>(`.${menuClass}`)].at(-1) ?? null
}

function entries(): HTMLElement[] {
  return [...(shownMenu()?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
}

/** Where a key leads from an entry; -1 is none. Null: the key does not move. Pure. */
export function menuStep(key: string, from: number, count: number): number | null {
  if (key === 'ArrowDown') return (from + 1) % count
  if (key === 'ArrowUp') return from <= 0 ? count - 1 : from - 1
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : null
}

/** `opened` changes with each opening and is null while the menu is closed; `label` names the menu to screen readers. */
export function useMenuKeys(opened: () => unknown, close: () => void, label: () => string): MenuKeys {
  const giveBack = (): void => {
    const { activeElement } = document
    if (activeElement === null || activeElement === document.body || activeElement.closest(`.${menuClass}`) !== null)
      back?.focus({ preventScroll: true })
    back = null
  }

  watch(opened, async (now) => {
    if (now === null) return giveBack()
    back ??= document.activeElement instanceof HTMLElement ? document.activeElement : null
    await nextTick()
    // The menu places itself first; focus before that would scroll the page.
    requestAnimationFrame(() => {
      if (opened() !== null) entries()[0]?.focus({ preventScroll: true })
    })
  })

  useEventListener(
    window,
    'keydown',
    (event) => {
      if (opened() === null || event.isComposing) return
      const list = entries()
      const at = list.findIndex((entry) => entry === document.activeElement)
      const to = list.length === 0 ? null : menuStep(event.key, at, list.length)
      if (to !== null) list[to]?.focus()
      else if (event.key === 'Enter' || event.key === ' ') list[at]?.click()
      else if (event.key === 'Escape' || event.key === 'Tab') close()
      // Keys of the window with Ctrl and the like go on; all others belong to the menu.
      else if (event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    { capture: true },
  )

  // What the pointer is on has the focus too: one entry is marked, not two.
  useEventListener(document, 'mouseover', (event) => {
    if (opened() === null || !(event.target instanceof Element)) return
    event.target.closest<HTMLElement>(`.${menuClass} [role="menuitem"]`)?.focus({ preventScroll: true })
  })

  return { menuProps: () => ({ class: `${menuClass} cut-list`, role: 'menu', tabindex: 0, 'aria-label': label() }) }
}
