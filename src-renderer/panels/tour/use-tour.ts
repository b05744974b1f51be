/** The tour of the first minute, over the workbench as it is: it plays the run that is open, and explains what it decided. */
import type { Config, Driver } from 'driver.js'
import { watch } from 'vue'
import type { LabEvent } from '../../../src-main/contract/events.ts'
import { useT } from '../../i18n/index.ts'
import { usePrefsStore } from '../../stores/prefs.ts'
import { useRunStore } from '../../stores/run.ts'
import { useSelectionStore } from '../../stores/selection.ts'
import { useTimelineStore } from '../../stores/timeline.ts'
import { textKey, titleKey, tourSteps, type TourStep } from './tour-steps.ts'

/** The decision to show: the last that has options it rejected, else the last at all. */
export function decisionToShow(events: readonly LabEvent[]): LabEvent | null {
  const decisions = events.filter(({ why }) => why !== undefined)
  return decisions.findLast(({ why }) => (why?.rejected.length ?? 0) > 0) ?? decisions.at(-1) ?? null
}

export interface Tour {
  readonly begin: () => Promise<void>
  readonly end: () => void
}

/** What the tour points at has to be on screen when it begins; `ended` is told of every end. */
export function useTour(ended: () => void): Tour {
  const t = useT()
  const prefs = usePrefsStore()
  const run = useRunStore()
  const selection = useSelectionStore()
  const timeline = useTimelineStore()
  let tour: Driver | null = null
  let moving = false

  /** What makes a stop worth looking at; done before it is pointed at. */
  async function prepare({ id }: TourStep): Promise<void> {
    if (id === 'timeline' && !run.playing && run.t < run.until) await run.play()
    if (id !== 'why') return
    await run.pause()
    // What is not decided yet is brought about: the end of the run, and back to the instant.
    if (decisionToShow(timeline.log.events) === null) await run.seek(run.until)
    const decision = decisionToShow(timeline.log.events)
    if (decision === null) return
    await run.seek(decision.t)
    selection.selectEvent(decision)
  }

  async function go(by: 1 | -1): Promise<void> {
    const step = tourSteps[(tour?.getActiveIndex() ?? 0) + by]
    if (moving) return
    if (step === undefined) return end()
    moving = true
    await prepare(step)
    moving = false
    // Prepared or not, it may have been ended meanwhile.
    if (by > 0) tour?.moveNext()
    else tour?.movePrevious()
  }

  function words(): Config {
    return {
      nextBtnText: t('tour.next'),
      prevBtnText: t('tour.back'),
      doneBtnText: t('tour.done'),
      steps: tourSteps.map((step) => ({
        element: step.target,
        popover: { title: t(titleKey(step)), description: t(textKey(step)), side: step.side, align: 'center' },
      })),
    }
  }

  watch(
    () => prefs.language,
    () => {
      if (tour === null) return
      tour.setConfig({ ...tour.getConfig(), ...words() })
      tour.moveTo(tour.getActiveIndex() ?? 0)
    },
  )

  async function begin(): Promise<void> {
    const { driver } = await import('./driver.ts')
    tour?.destroy()
    tour = driver({
      animate: !prefs.reducedMotion,
      popoverClass: 'hostdown-tour',
      showProgress: true,
      progressText: '{{current}} / {{total}}',
      overlayOpacity: 0.5,
      stagePadding: 4,
      skipMissingElement: true,
      ...words(),
      onNextClick: () => void go(1),
      onPrevClick: () => void go(-1),
      onDestroyed: () => {
        tour = null
        ended()
      },
      onHighlighted(element) {
        // What opens nothing by itself has no such states.
        if (element?.tagName !== 'BUTTON') for (const name of ['aria-haspopup', 'aria-expanded', 'aria-controls']) element?.removeAttribute(name)
        // The first in it is what ends it: Enter goes on instead.
        document.querySelector<HTMLElement>('.hostdown-tour .driver-popover-next-btn')?.focus()
      },
      onPopoverRender({ wrapper, closeButton, title, footer }) {
        // The page has a banner of its own: what is the head of a note is none.
        for (const part of [title, footer]) part.setAttribute('role', 'presentation')
        // Keys belong to the tour while it is open.
        wrapper.setAttribute('aria-modal', 'true')
        closeButton.setAttribute('aria-label', t('tour.close'))
      },
    })
    tour.drive()
  }

  function end(): void {
    tour?.destroy()
    tour = null
  }

  return { begin, end }
}
