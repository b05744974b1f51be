/** Times of a migration as they are read: stuns in whole ms, as the log has them, longer ones in seconds with a tenth. */
import type { Texts } from '../../../i18n/texts.ts'

export function spanText(texts: Texts, ms: number): string {
  if (ms < 1000) return texts.duration(Math.round(ms))
  return ms < 600_000 ? texts.seconds(Math.round(ms / 100) * 100) : texts.duration(Math.round(ms / 1000) * 1000)
}

/** Only what a bar has room for. */
export function briefSpan(texts: Texts, ms: number): string {
  if (ms < 1000) return texts.duration(Math.round(ms))
  return texts.seconds(ms < 10_000 ? Math.round(ms / 100) * 100 : Math.round(ms / 1000) * 1000)
}
