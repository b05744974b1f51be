import type { DropdownOption } from 'naive-ui'

/** An entry of a menu that tests can find. */
export function menuOption(key: string | number, label: string, testid: string, title = ''): DropdownOption {
  return { key, label, props: { role: 'menuitem', tabindex: -1, 'data-testid': testid, title } as NonNullable<DropdownOption['props']> }
}

/** A heading within a menu. Not a group: naive-ui does not pass attributes on to entries inside one. */
export function menuHeading(key: string, label: string): DropdownOption {
  return { key, label, disabled: true }
}

export function menuLine(key: string): DropdownOption {
  return { type: 'divider', key }
}
