/** Colour and shape of each state: the same wherever one is shown. */
import type { HostLook, VmLook } from '../stores/world-mirror.ts'
import type { Tokens } from '../styles/tokens.ts'
import type { Glyph } from './draw-kit.ts'

type Hue = 'green' | 'amber' | 'red' | 'blue' | 'violet' | 'faint'

export const vmShape: { readonly [look in VmLook]: { readonly hue: Hue; readonly glyph: Glyph } } = {
  off: { hue: 'faint', glyph: 'hollow' },
  running: { hue: 'green', glyph: 'filled' },
  booting: { hue: 'amber', glyph: 'half' },
  poweringOn: { hue: 'violet', glyph: 'play' },
  hung: { hue: 'amber', glyph: 'bang' },
  crashed: { hue: 'red', glyph: 'diamond' },
  down: { hue: 'red', glyph: 'cross' },
  blocked: { hue: 'amber', glyph: 'dash' },
}

export const hostShape: { readonly [look in HostLook]: { readonly hue: Hue; readonly glyph: Glyph } } = {
  ok: { hue: 'green', glyph: 'filled' },
  primary: { hue: 'blue', glyph: 'filled' },
  warning: { hue: 'amber', glyph: 'bang' },
  failed: { hue: 'red', glyph: 'cross' },
  isolated: { hue: 'amber', glyph: 'island' },
  partitioned: { hue: 'amber', glyph: 'split' },
  error: { hue: 'red', glyph: 'square' },
  uninitialized: { hue: 'faint', glyph: 'dots' },
  disconnected: { hue: 'faint', glyph: 'slash' },
  maintenance: { hue: 'amber', glyph: 'dash' },
  standby: { hue: 'faint', glyph: 'moon' },
  booting: { hue: 'violet', glyph: 'play' },
  off: { hue: 'faint', glyph: 'hollow' },
}

export function softOf(colours: Tokens, hue: Hue): string {
  return hue === 'faint' ? colours.inset : colours[`${hue}Soft`]
}
