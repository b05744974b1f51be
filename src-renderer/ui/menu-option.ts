import type { DropdownOption } from 'naive-ui'
import { h } from 'vue'

/** An entry of a menu that tests can find. */
export function menuOption(key: string | number, label: string, testid: string, title = ''): DropdownOption {
  return { key, label, props: { role: 'menuitem', tabindex: -1, 'data-testid': testid, title } as NonNullable<DropdownOption['props']> }
}

/** The entry with the keys that do the same behind it. */
export function menuKeyed(option: DropdownOption, keys: string | undefined): DropdownOption {
  return { ...option, label: () => h('span', { class: 'menu-row' }, [String(option.label), keys === undefined ? null : h('kbd', keys)]) }
}

/** For `menu-props` of a menu that a button opens. */
export const menuNamed = (label: string) => () => ({ role: 'menu', tabindex: 0, 'aria-label': label })

/** A heading within a menu. Not a group: naive-ui does not pass attributes on to entries inside one. */
export function menuHeading(key: string, label: string): DropdownOption {
  return { key, label, disabled: true }
}

export function menuLine(key: string): DropdownOption {
  return { type: 'divider', key }
}

/** An entry that can be read and not chosen: it says why. The keys walk over it all the same. */
export function menuRefused(option: DropdownOption, reason: string): DropdownOption {
  const label = () => h('span', [String(option.label), h('small', { class: 'menu-reason' }, reason)])
  return {
    ...option,
    label,
    disabled: true,
    props: { ...option.props, 'aria-disabled': 'true', 'aria-description': reason } as NonNullable<DropdownOption['props']>,
  }
}

const heights = { entry: 24, heading: 22, line: 9, around: 10 } as const

/** How high a menu with these options is, px: it has to be known before it is placed. */
export function menuHeight(options: readonly DropdownOption[]): number {
  const heightOf = (option: DropdownOption): number =>
    option.type === 'divider' ? heights.line : option.disabled === true && option.props === undefined ? heights.heading : heights.entry
  return options.reduce<number>((sum, option) => sum + heightOf(option), heights.around)
}
