import type { DropdownOption } from 'naive-ui'

/** An entry of a menu that tests can find. */
export function menuOption(key: string | number, label: string, testid: string, title = ''): DropdownOption {
  return { key, label, props: { 'data-testid': testid, title } as NonNullable<DropdownOption['props']> }
}

export function menuGroup(key: string, label: string, children: DropdownOption[]): DropdownOption {
  return { type: 'group', key, label, children } as DropdownOption
}

export function menuLine(key: string): DropdownOption {
  return { type: 'divider', key }
}
