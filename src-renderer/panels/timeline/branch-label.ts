/** What a branch is called: the command that made it, and when. */
import type { BranchInfo } from '../../../src-main/contract/api.ts'
import { tickText } from '../../i18n/clock.ts'
import { commandText } from '../../../src-main/contract/texts/command-text.ts'
import { useT } from '../../i18n/index.ts'
import { usePrefsStore } from '../../stores/prefs.ts'

export function useBranchLabel(): (branch: BranchInfo) => string {
  const t = useT()
  const prefs = usePrefsStore()
  return ({ label, forkAt }) => (label === '' ? t('branch.first') : `${commandText(label, prefs.language)} · ${tickText(forkAt, 1000)}`)
}
