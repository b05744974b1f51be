/** Keys of actions: `Ctrl+Shift+Z` in a table, matched against key presses and printed as the system writes them. Pure but for the platform. */

export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

interface Chord {
  readonly control: boolean
  readonly alt: boolean
  readonly shift: boolean
  readonly key: string
}

const named: { readonly [name: string]: string } = { Space: ' ', Esc: 'Escape', Plus: '+' }

function chordOf(keys: string): Chord {
  const parts = keys.split('+')
  const last = parts.pop() ?? ''
  return { control: parts.includes('Ctrl'), alt: parts.includes('Alt'), shift: parts.includes('Shift'), key: named[last] ?? last }
}

/** `Ctrl` is the command key on a Mac. A letter also counts by its place on the keyboard where another script is switched on. */
export function pressed(keys: string, event: KeyPress): boolean {
  const chord = chordOf(keys)
  if ((event.ctrlKey || event.metaKey) !== chord.control || event.altKey !== chord.alt) return false
  if (/^[A-Z]$/.test(chord.key)) {
    if (event.shiftKey !== chord.shift) return false
    return event.key.toUpperCase() === chord.key || (!/^[a-z]$/i.test(event.key) && event.code === `Key${chord.key}`)
  }
  if (event.key !== chord.key) return false
  // Of signs such as `?` the keyboard's layout says whether Shift is needed.
  return chord.key.length === 1 && chord.key !== ' ' ? true : event.shiftKey === chord.shift
}

const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform)
const macSigns: { readonly [part: string]: string } = { Ctrl: '⌘', Alt: '⌥', Shift: '⇧' }
const arrows: { readonly [part: string]: string } = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Plus: '+', '-': '−' }

/** As printed in menus and on the sheet. */
export function printed(keys: string, mac = isMac): string {
  const parts = keys.split('+').map((part) => arrows[part] ?? (mac ? (macSigns[part] ?? part) : part))
  return parts.join(mac ? '' : '+')
}

/** Ctrl with these edits the text of a field. */
const editing = new Set(['a', 'c', 'v', 'x', 'y', 'z'])

/** Keys that the focused thing needs itself: typing, choosing, and activating with Space or Enter. */
export function belongsToTarget(event: KeyPress & { readonly target: EventTarget | null; readonly isComposing: boolean }): boolean {
  const { target } = event
  if (event.isComposing) return true
  if (!(target instanceof HTMLElement)) return false
  const control = event.ctrlKey || event.metaKey
  if (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) {
    if (/^F\d+$/.test(event.key)) return false
    return !control || editing.has(event.key.toLowerCase())
  }
  const activates = event.key === ' ' || event.key === 'Enter'
  return activates && !control && (target.tagName === 'BUTTON' || target.tagName === 'A' || target.getAttribute('role') === 'tab')
}

/** A dialog takes the keys, though no longer one that is on its way out. */
export const isModalOpen = (): boolean =>
  [...document.querySelectorAll('[aria-modal="true"]')].some((dialog) => dialog.closest('[class*="-leave-active"]') === null)

/** A menu or a popover does, while it is open. */
export const isMenuOpen = (): boolean => document.querySelector('.n-dropdown-menu, .n-popover') !== null
