/** naive-ui in our colours. */
import { darkTheme, type GlobalTheme, type GlobalThemeOverrides } from 'naive-ui'
import { tokens, type ThemeName } from './tokens.ts'

export function naiveTheme(theme: ThemeName): GlobalTheme | null {
  return theme === 'dark' ? darkTheme : null
}

export function naiveOverrides(theme: ThemeName): GlobalThemeOverrides {
  const c = tokens[theme]
  return {
    common: {
      fontFamily: 'var(--font)',
      fontSize: '13px',
      primaryColor: c.blue,
      primaryColorHover: c.blue,
      primaryColorPressed: c.blue,
      primaryColorSuppl: c.blue,
      textColor1: c.text,
      textColor2: c.text,
      textColor3: c.faint,
      popoverColor: c.raised,
      modalColor: c.raised,
      borderColor: c.line,
      dividerColor: c.line,
      hoverColor: c.hover,
    },
    Dropdown: {
      optionHeightMedium: '30px',
      fontSizeMedium: '12.5px',
      groupHeaderTextColor: c.faint,
      color: c.raised,
      optionColorHover: c.hover,
      optionTextColor: c.text,
      // What is not offered is read all the same: base.css has its colour.
      optionOpacityDisabled: '1',
    },
    // The theme's own are hardly there on a dark ground.
    Radio: { boxShadow: `inset 0 0 0 1px ${c.lineStrong}`, color: c.inset },
    Message: { maxWidth: '560px' },
  }
}
