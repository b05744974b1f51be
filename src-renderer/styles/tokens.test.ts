import { describe, expect, it } from 'vitest'
import { cssName, tokens, type ThemeName, type Tokens } from './tokens.ts'

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (channels[0] ?? 0) + 0.7152 * (channels[1] ?? 0) + 0.0722 * (channels[2] ?? 0)
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

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
})

it('names CSS variables in kebab case', () => {
  expect(cssName('onBlueFill')).toBe('--on-blue-fill')
})
