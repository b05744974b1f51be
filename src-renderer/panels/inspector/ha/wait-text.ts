/** What a restart waits for: another VM by its name, a level of priority, or a reason with words of its own. */
import { labelWords } from '../../../../src-main/contract/texts/states.ts'
import type { Translate } from '../../../i18n/index.ts'
import type { Texts } from '../../../i18n/texts.ts'

export function waitText(waitsFor: string | null, texts: Texts, t: Translate): string {
  if (waitsFor === null) return '–'
  if (labelWords('pendingReason').includes(waitsFor)) return texts.label('pendingReason', waitsFor)
  if (labelWords('priority').includes(waitsFor)) return t('queue.waitsForPriority', { priority: texts.label('priority', waitsFor) })
  // The reasons of candidates name limits too; whatever has no words is a name.
  const reason = texts.rejected({ option: '', reason: waitsFor, facts: [] })
  return waitsFor === 'powerOnLimit' ? reason : waitsFor
}
