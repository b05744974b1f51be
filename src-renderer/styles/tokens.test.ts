import { describe, expect, it } from 'vitest'
import { contrast, over } from '../testing/contrast.ts'
import { naiveOverrides } from './naive-theme.ts'
import { cssName, tokens, type ThemeName, type Tokens } from './tokens.ts'

const grounds: readonly (keyof Tokens)[] = ['bg', 'surface', 'raised', 'inset', 'hover']
const pairs: readonly (readonly [keyof Tokens, keyof Tokens])[] = [
  ...(['text', 'muted', 'faint', 'blue', 'green', 'amber', 'red', 'violet'] as const).flatMap((ink) =>
    grounds.map((ground) => [ink, ground] as const),
  ),
  ...(['blue', 'green', 'amber', 'red', 'violet'] as const).map((ink) => [ink, `${ink}Soft`] as const),
  ...(['text', 'muted'] as const).flatMap((ink) =>
    (['blueSoft', 'greenSoft', 'amberSoft', 'redSoft', 'violetSoft'] as const).map((soft) => [ink, soft] as const),
  ),
  ['onBlueFill', 'blueFill'],
  ['onRedFill', 'redFill'],
  ['barText', 'bar'],
  ['barMuted', 'bar'],
  ['barText', 'barRaised'],
]

describe.each(['light', 'dark'] satisfies ThemeName[])('theme %s', (theme) => {
  it.each(pairs)('%s on %s is readable', (ink, ground) => {
    expect(contrast(tokens[theme][ink], tokens[theme][ground])).toBeGreaterThanOrEqual(4.5)
  })

  it('has reasons of what a menu does not offer that are readable', () => {
    const { faint, raised } = tokens[theme]
    // Half of it is naive-ui's own.
    const opacity = Number(naiveOverrides(theme).Dropdown?.optionOpacityDisabled ?? 0.5)
    expect(contrast(over(raised, faint, opacity), raised)).toBeGreaterThanOrEqual(4.5)
  })
})

it('names CSS variables in kebab case', () => {
  expect(cssName('onBlueFill')).toBe('--on-blue-fill')
})
