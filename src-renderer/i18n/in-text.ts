import type { Translate } from './index.ts'
import type { Texts } from './texts.ts'

/** `in 5 s`, counted down to 0: rounded up to steps, ms, so that what is said has not passed yet. */
export function inText(leftMs: number, { duration }: Pick<Texts, 'duration'>, t: Translate, stepMs = 1000): string {
  return t('clock.in', { time: duration(Math.max(0, Math.ceil(leftMs / stepMs) * stepMs)) })
}
