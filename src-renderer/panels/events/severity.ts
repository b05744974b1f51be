import type { LabEvent } from '../../../src-main/contract/events.ts'
import { eventSeverity, type EventSeverity } from '../../../src-main/contract/texts/events.ts'
import type { Glyph } from '../../graph/draw-kit.ts'

export interface SeverityShape {
  readonly glyph: Glyph
  readonly hue: 'red' | 'amber' | 'green' | 'faint'
  readonly strong: boolean
}

const shapes: { readonly [severity in EventSeverity]: SeverityShape } = {
  critical: { glyph: 'diamond', hue: 'red', strong: true },
  warning: { glyph: 'bang', hue: 'amber', strong: false },
  normal: { glyph: 'filled', hue: 'green', strong: false },
  info: { glyph: 'hollow', hue: 'faint', strong: false },
}

export function severityShape(event: LabEvent | undefined): SeverityShape {
  return shapes[event === undefined ? 'info' : eventSeverity(event)]
}
