/** What keys do, once: the handler and the sheet that lists them read the same table. */
import type { MessageKey } from '../i18n/en.ts'

export type ActionId = 'togglePlay' | 'stepBack' | 'stepForward' | 'toStart' | 'toEnd' | 'search' | 'help' | 'clear' | 'fit' | 'zoomIn' | 'zoomOut'

export interface Shortcut {
  readonly action: ActionId
  readonly label: MessageKey
  /** As printed. */
  readonly keys: string
  readonly matches: (event: KeyboardEvent) => boolean
}

function plain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey
}

function key(...names: string[]): Shortcut['matches'] {
  return (event) => plain(event) && names.includes(event.key)
}

export const shortcuts: readonly Shortcut[] = [
  { action: 'togglePlay', label: 'keys.togglePlay', keys: 'Space', matches: key(' ') },
  { action: 'stepBack', label: 'run.stepBack', keys: ',', matches: key(',') },
  { action: 'stepForward', label: 'run.stepForward', keys: '.', matches: key('.') },
  { action: 'toStart', label: 'run.toStart', keys: 'Home', matches: key('Home') },
  { action: 'toEnd', label: 'run.toEnd', keys: 'End', matches: key('End') },
  { action: 'search', label: 'keys.search', keys: 'Ctrl+F', matches: (event) => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f' },
  { action: 'fit', label: 'topology.fit', keys: '0', matches: key('0') },
  { action: 'zoomIn', label: 'topology.zoomIn', keys: '+', matches: key('+', '=') },
  { action: 'zoomOut', label: 'topology.zoomOut', keys: '−', matches: key('-') },
  { action: 'clear', label: 'keys.clear', keys: 'Esc', matches: key('Escape') },
  { action: 'help', label: 'keys.help', keys: '? · F1', matches: key('?', 'F1') },
]

/** Keys that the focused thing needs itself: typing, and activating with Space or Enter. */
function belongsToTarget(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
    return !event.ctrlKey && !event.metaKey && event.key !== 'F1'
  const activates = event.key === ' ' || event.key === 'Enter'
  return activates && (target.tagName === 'BUTTON' || target.tagName === 'A' || target.getAttribute('role') === 'tab')
}

/** The action that a key press asks for, or null when it belongs to what has the focus. */
export function actionOf(event: KeyboardEvent): ActionId | null {
  if (event.defaultPrevented || belongsToTarget(event)) return null
  return shortcuts.find((shortcut) => shortcut.matches(event))?.action ?? null
}
