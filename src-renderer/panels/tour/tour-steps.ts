/** The stops of the tour of the first minute: what is pointed at, and what happens on the way there. */
import type { MessageKey } from '../../i18n/en.ts'

export interface TourStep {
  readonly id: 'topology' | 'play' | 'timeline' | 'events' | 'why' | 'faults' | 'more'
  /** CSS selector of what is pointed at. */
  readonly target: string
  readonly side: 'top' | 'right' | 'bottom' | 'left'
}

export const tourSteps: readonly TourStep[] = [
  { id: 'topology', target: '[data-pane=topology]', side: 'left' },
  { id: 'play', target: '[data-testid=play-pause]', side: 'bottom' },
  { id: 'timeline', target: '[data-pane=timeline]', side: 'top' },
  { id: 'events', target: '[data-pane=events]', side: 'top' },
  { id: 'why', target: '[data-pane=inspector]', side: 'left' },
  { id: 'faults', target: '[data-testid=fault-menu]', side: 'bottom' },
  { id: 'more', target: '[data-testid=palette-open]', side: 'bottom' },
]

export const titleKey = ({ id }: TourStep): MessageKey => `tour.${id}Title`
export const textKey = ({ id }: TourStep): MessageKey => `tour.${id}Text`
