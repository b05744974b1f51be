/** Names of controls beside the text that is seen in them (WCAG 2.5.3), as axe compares them, for pages that are not laid out. */

/** Roles of controls whose text would be their name if they had no other. */
const roles = [
  'button',
  'checkbox',
  'gridcell',
  'link',
  'menuitem',
  'menuitemcheckbox',
  'menuitemradio',
  'option',
  'radio',
  'switch',
  'tab',
  'treeitem',
]
const controls = ['button', 'a[href]', 'summary', ...roles.map((role) => `[role=${role}]`)].map((each) => `${each}[aria-label]`).join()

/** Whole words: no signs, and nothing that stands in brackets. */
function wordsOf(text: string): readonly string[] {
  return text.normalize('NFKD').toLowerCase().replace(/\([^()]*\)/g, '').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [] // prettier-ignore
}

/** Tips of drawings are not seen. */
function seenIn(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? ''
  return node.nodeName.toLowerCase() === 'title' ? '' : [...node.childNodes].map(seenIn).join('')
}

/** Whether a name contains the words that are seen, one after the other. */
export const holds = (name: string, seen: string): boolean =>
  ` ${wordsOf(name).join(' ')} `.includes(` ${wordsOf(seen).join(' ')} `.replace(/^ +$/, ''))

export interface LabelCheck {
  /** How many controls have a name of their own beside words that are seen. */
  readonly checked: number
  /** Names that do not contain those words, each with the words. */
  readonly missing: readonly string[]
}

export function checkLabels(root: ParentNode = document): LabelCheck {
  const found = [...root.querySelectorAll(controls)]
    .map((control) => ({ name: control.getAttribute('aria-label') ?? '', seen: seenIn(control) }))
    .filter(({ seen }) => wordsOf(seen).length > 0)
  return { checked: found.length, missing: found.filter(({ name, seen }) => !holds(name, seen)).map(({ name, seen }) => `${seen.trim()} | ${name}`) }
}
