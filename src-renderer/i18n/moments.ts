/** Moments of the real world, in the user's zone: when a project was opened, when a copy was made. */
import type { Language } from '../../src-main/contract/texts/language.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** With seconds, for those who hover over it. */
export function momentText(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(ms)
}

/** `5 minutes ago`, `yesterday`; a date from a week on. */
export function agoText(ms: number, now: number, language: Language): string {
  const age = Math.max(0, now - ms)
  if (age >= 7 * dayMs) return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(ms)
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  if (age < minuteMs) return relative.format(0, 'second')
  if (age < hourMs) return relative.format(-Math.floor(age / minuteMs), 'minute')
  if (age < dayMs) return relative.format(-Math.floor(age / hourMs), 'hour')
  return relative.format(-Math.floor(age / dayMs), 'day')
}
