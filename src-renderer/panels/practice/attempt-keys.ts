/** Keys of the question page: what is pressed, and what it does there. The sheet of shortcuts lists the same. */
import { pressed, type KeyPress } from '../../actions/keys.ts'
import type { MessageKey } from '../../i18n/en.ts'
import type { useAttemptStore } from '../../stores/attempt.ts'
import { toggled } from './answers.ts'
import { letterOf } from './words.ts'

/** As the sheet prints them. */
export const attemptKeys: readonly (readonly [keys: string, label: MessageKey])[] = [
  ['1 … 9', 'practice.key.choose'],
  ['A … I', 'practice.key.choose'],
  ['↑ ↓', 'practice.key.choices'],
  ['Alt+↑ ↓', 'practice.key.order'],
  ['← →', 'practice.key.go'],
  ['M', 'practice.key.flag'],
  ['Enter', 'practice.key.next'],
  ['R', 'practice.key.review'],
  ['S', 'practice.key.showMe'],
  ['Esc', 'practice.key.back'],
]

type AttemptStore = ReturnType<typeof useAttemptStore>
type Press = KeyPress & { readonly target: EventTarget | null; readonly isComposing: boolean; readonly defaultPrevented: boolean }

/** Text is typed, or something else is chosen from: only Enter is meant for the page. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  const isText = target instanceof HTMLInputElement && !['radio', 'checkbox'].includes(target.type)
  return isText || target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName)
}

const activates = (target: EventTarget | null): boolean => target instanceof HTMLElement && ['BUTTON', 'A', 'SUMMARY'].includes(target.tagName)

/** The letters beside the choices of a question: none of them does anything else there. */
export const choiceLetters: readonly string[] = Array.from({ length: 9 }, (_, place) => letterOf(place))

/** The choice that a digit or a letter stands for. Null: none. */
function placePressed(event: Press, choices: number): number | null {
  const place = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : choiceLetters.findIndex((letter) => pressed(letter, event))
  return place >= 0 && place < choices && !event.ctrlKey && !event.metaKey && !event.altKey ? place : null
}

/** To the next question, to the review after the last one; in study first the answer is told. */
export async function goForward(attempt: AttemptStore): Promise<void> {
  const { item } = attempt
  if (item === null) return
  if (attempt.tellsAtOnce && item.solution === null && !attempt.isOver) return attempt.check()
  if (attempt.at < attempt.items.length - 1) return attempt.go(attempt.at + 1)
  attempt.view = attempt.isOver ? 'result' : 'review'
}

/** What Esc does: from a question of what is over to its result, from the review to the question, else away. */
function goBack(attempt: AttemptStore): void {
  if (attempt.view === 'question' && attempt.isOver) attempt.view = 'result'
  else if (attempt.view === 'review') attempt.view = 'question'
  else attempt.leave()
}

/** What a key press asks of a question; null: it is for whatever has the focus. */
export function attemptAction(event: Press, attempt: AttemptStore): (() => void) | null {
  const { item } = attempt
  if (event.isComposing || event.defaultPrevented) return null
  if (event.key === 'Escape') return () => goBack(attempt)
  if (item === null || attempt.view !== 'question') return null
  if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !activates(event.target)) return () => void goForward(attempt)
  if (takesText(event.target)) return null
  if (pressed('ArrowLeft', event)) return () => void attempt.go(attempt.at - 1)
  if (pressed('ArrowRight', event)) return () => void attempt.go(attempt.at + 1)
  if (pressed('M', event)) return () => void attempt.flag()
  if (pressed('R', event)) return () => void (attempt.view = attempt.isOver ? 'result' : 'review')
  if (pressed('S', event) && item.solution?.lab != null) return () => void attempt.showMe()
  const { form, choices } = item.question
  const place = form === 'order' || form === 'number' ? null : placePressed(event, choices.length)
  const choice = place === null ? undefined : choices[place]
  if (choice === undefined) return null
  return () => {
    const next = toggled(item, choice.id)
    void attempt.answer(next.length === 0 ? null : { choices: next })
  }
}
