/**
 * The arrows go from tab to tab of a strip, round and round, and the focus goes along: the tab to be shown, or null for another key, which goes on.
 * For `keydown` of the strip.
 */
export function tabOfKey<T>(event: KeyboardEvent, tabs: readonly T[], shown: T): T | null {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (by === 0) return null
  event.preventDefault()
  event.stopPropagation()
  const at = (tabs.indexOf(shown) + by + tabs.length) % tabs.length
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[at]?.focus()
  return tabs[at] ?? null
}
