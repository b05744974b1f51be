/** Keys of what is asked: what is pressed, and what it does there. The sheet of shortcuts lists the same. */
import { belongsToTarget, pressed, type KeyPress } from '../../actions/keys.ts'
import type { MessageKey } from '../../i18n/en.ts'
import type { usePredictStore } from '../../stores/predict.ts'

/** As the sheet prints them. */
export const predictKeys: readonly (readonly [keys: string, label: MessageKey])[] = [
  ['1 … 4', 'predict.key.answer'],
  ['Enter', 'predict.key.goOn'],
]

type Press = KeyPress & { readonly target: EventTarget | null; readonly isComposing: boolean; readonly defaultPrevented: boolean }

/** What a key press asks; null: it is for whatever has the focus, or for the workbench. */
export function predictAction(event: Press, predict: ReturnType<typeof usePredictStore>): (() => void) | null {
  if (event.defaultPrevented || belongsToTarget(event)) return null
  if (predict.told !== null && pressed('Enter', event)) return () => void predict.goOn()
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return null
  const choice = predict.asked?.choices[Number(event.key) - 1]
  return choice === undefined ? null : () => void predict.answer(choice.id)
}
