/** What a prediction comes to, in a sentence. Pure. */
import type { MigrationPrediction } from '../../../../src-main/contract/prediction.ts'
import type { MessageKey, Translate } from '../../../i18n/index.ts'
import type { Texts } from '../../../i18n/texts.ts'

export interface Verdict {
  readonly tone: 'green' | 'amber' | 'red'
  readonly text: string
  readonly fact: string
}

export function verdictOf({ course, link, dirtyMBps, kind }: MigrationPrediction, t: Translate, texts: Texts): Verdict {
  const say = (tone: Verdict['tone'], key: MessageKey, fact: string, values: Record<string, string | number> = {}): Verdict => ({
    tone,
    text: t(key, values),
    fact,
  })
  if (course === null)
    return link === null && kind !== 'storage' ? say('red', 'forecast.noLink', 'VM-003') : say('red', 'forecast.noDatastore', 'VM-002')
  if (course.failed !== null) return say('red', 'forecast.fails', 'VM-044', { n: course.rounds.length })
  if (course.sdpsFromRound !== null) {
    const values = { n: course.sdpsFromRound, percent: String(Math.round(course.slowdownPercent * 10) / 10) }
    return say('amber', isBelow(dirtyMBps, link) ? 'forecast.slowedLate' : 'forecast.slowed', 'VM-033', values)
  }
  if (kind === 'storage' || link === null) return say('green', 'forecast.diskOnly', 'VM-062')
  const rates = { dirty: texts.rate(dirtyMBps * 1e6), link: texts.rate(link.bytesPerSecond) }
  return isBelow(dirtyMBps, link) ? say('green', 'forecast.converges', 'VM-032', rates) : say('green', 'forecast.smallSet', 'VM-032', rates)
}

const isBelow = (dirtyMBps: number, link: MigrationPrediction['link']): boolean => link !== null && dirtyMBps * 1e6 < link.bytesPerSecond

/** `0 or 1`, or one number where the phase of the pings does not matter. */
export function pingsText({ least, most }: { readonly least: number; readonly most: number }, t: Translate): string {
  return least === most ? String(least) : t('forecast.orMore', { least, most })
}
