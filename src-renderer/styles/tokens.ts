/**
 * Colours of the two themes. They become CSS variables on the root element and are read directly by what is drawn on a canvas.
 * Text colours keep 4.5:1 against the surfaces that they stand on (tokens.test.ts).
 */
export type ThemeName = 'light' | 'dark'

export interface Tokens {
  readonly bg: string
  readonly surface: string
  readonly raised: string
  readonly inset: string
  readonly hover: string
  readonly line: string
  readonly lineStrong: string
  readonly text: string
  readonly muted: string
  readonly faint: string
  readonly track: string
  readonly blue: string
  readonly blueSoft: string
  readonly blueFill: string
  readonly onBlueFill: string
  readonly green: string
  readonly greenSoft: string
  readonly amber: string
  readonly amberSoft: string
  readonly red: string
  readonly redSoft: string
  readonly redFill: string
  readonly onRedFill: string
  readonly violet: string
  readonly violetSoft: string
  readonly shadow: string
  readonly bar: string
  readonly barRaised: string
  readonly barLine: string
  readonly barText: string
  readonly barMuted: string
}

const bar = { bar: '#14212a', barRaised: '#22333e', barLine: '#3b505c', barText: '#ffffff', barMuted: '#b9c8d0' }

export const tokens: { readonly [theme in ThemeName]: Tokens } = {
  light: {
    bg: '#eef2f5',
    surface: '#ffffff',
    raised: '#ffffff',
    inset: '#f5f8fa',
    hover: '#f0f5f8',
    line: '#d5dde3',
    lineStrong: '#aebcc5',
    text: '#1b2a32',
    muted: '#4b5d68',
    faint: '#586a75',
    track: '#e1e8ed',
    blue: '#00668f',
    blueSoft: '#dff0f7',
    blueFill: '#0072a3',
    onBlueFill: '#ffffff',
    green: '#2f6a00',
    greenSoft: '#e6f2da',
    amber: '#855600',
    amberSoft: '#fff4d6',
    red: '#b51b00',
    redSoft: '#fde8e4',
    redFill: '#c21d00',
    onRedFill: '#ffffff',
    violet: '#6c3fae',
    violetSoft: '#efe7fa',
    shadow: 'rgba(27, 42, 50, 0.13)',
    ...bar,
  },
  dark: {
    bg: '#111b21',
    surface: '#19262e',
    raised: '#20303a',
    inset: '#152128',
    hover: '#22323c',
    line: '#2e424d',
    lineStrong: '#4d636f',
    text: '#e6edf1',
    muted: '#a6b8c2',
    faint: '#8fa3af',
    track: '#2a3c46',
    blue: '#58b8e2',
    blueSoft: '#153a4b',
    blueFill: '#0d7bab',
    onBlueFill: '#ffffff',
    green: '#78c83a',
    greenSoft: '#1e3419',
    amber: '#f5b83d',
    amberSoft: '#3d3116',
    red: '#ff8a78',
    redSoft: '#45211c',
    redFill: '#ff7a66',
    onRedFill: '#2a0e09',
    violet: '#bfa0f4',
    violetSoft: '#30274a',
    shadow: 'rgba(0, 0, 0, 0.45)',
    ...bar,
  },
}

/** `blueSoft` → `--blue-soft`. */
export function cssName(token: string): string {
  return `--${token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

export function applyTokens(root: HTMLElement, theme: ThemeName): void {
  for (const [token, value] of Object.entries(tokens[theme])) root.style.setProperty(cssName(token), value)
  root.dataset['theme'] = theme
  root.style.colorScheme = theme
}
