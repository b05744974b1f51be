/** What a restart waits for: another VM (`vm:NAME`), a level of priority (`priority:WORD`), or a reason with words of its own. */
import { labelWords } from '../../../../src-main/contract/texts/states.ts'
import type { Translate } from '../../../i18n/index.ts'
import type { Texts } from '../../../i18n/texts.ts'

/** The VM that has to be ready first; null where it is something else. */
export function waitedVm(waitsFor: string | null): string | null {
  return waitsFor?.startsWith('vm:') === true ? waitsFor.slice('vm:'.length) : null
}

export function waitText(waitsFor: string | null, texts: Texts, t: Translate): string {
  if (waitsFor === null) return '–'
  const vm = waitedVm(waitsFor)
  if (vm !== null) return vm
  if (waitsFor.startsWith('priority:')) return t('queue.waitsForPriority', { priority: texts.label('priority', waitsFor.slice('priority:'.length)) })
  if (labelWords('pendingReason').includes(waitsFor)) return texts.label('pendingReason', waitsFor)
  if (waitsFor === 'agentVms') return t('queue.waitsForAgents')
  if (waitsFor === 'earlierPriority') return t('queue.waitsForEarlier')
  return texts.rejected({ option: '', reason: waitsFor, facts: [] })
}
