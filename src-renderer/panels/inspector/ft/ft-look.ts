/** States of Fault Tolerance as shape and colour, after the alarm of FT-016: red without a secondary, amber while it is suspended. */
import type { Glyph } from '../../../graph/draw-kit.ts'
import type { FtState } from '../../../../src-main/contract/state.ts'

export interface FtLook {
  readonly glyph: Glyph
  readonly hue: 'green' | 'amber' | 'red' | 'blue' | 'faint'
}

export const ftLook: { readonly [state in FtState]: FtLook } = {
  notConfigured: { glyph: 'dash', hue: 'faint' },
  disabled: { glyph: 'dash', hue: 'amber' },
  enabled: { glyph: 'hollow', hue: 'faint' },
  starting: { glyph: 'half', hue: 'blue' },
  running: { glyph: 'check', hue: 'green' },
  needSecondary: { glyph: 'bang', hue: 'red' },
}
