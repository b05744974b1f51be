/** Run time as the clock and the lists show it. */

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** `00:01:22.400`; days in front when there are any. */
export function clockText(ms: number): string {
  const whole = Math.max(0, Math.round(ms))
  const days = Math.floor(whole / 86_400_000)
  const text = `${two(Math.floor(whole / 3_600_000) % 24)}:${two(Math.floor(whole / 60_000) % 60)}:${two(Math.floor(whole / 1000) % 60)}.${String(whole % 1000).padStart(3, '0')}`
  return days > 0 ? `${String(days)}d ${text}` : text
}

/** Axis labels: only as fine as the step between them. */
export function tickText(ms: number, stepMs: number): string {
  const whole = Math.max(0, Math.round(ms))
  const hours = Math.floor(whole / 3_600_000)
  const minutes = Math.floor(whole / 60_000) % 60
  const seconds = Math.floor(whole / 1000) % 60
  const head = hours > 0 ? `${String(hours)}:${two(minutes)}` : String(minutes)
  if (stepMs >= 60_000) return hours > 0 ? `${head}:00` : `${head}:00`
  if (stepMs >= 1000) return `${head}:${two(seconds)}`
  return `${head}:${two(seconds)}.${String(whole % 1000)
    .padStart(3, '0')
    .slice(0, stepMs >= 100 ? 1 : 3)}`
}

/** An age as it is told everywhere at one instant: what has passed in full, of the first 10 s tenths, whole seconds then. ms. */
export function passed(ms: number): number {
  const step = ms < 10_000 ? 100 : 1000
  return Math.max(0, Math.floor(ms / step) * step)
}

/** An age that fits a narrow column: `0.4 s`, `22 s`, `4 min`, `3 h`, `2 d`; never two units. */
export function compactAge(ms: number, language: 'en' | 'ko'): string {
  const withUnit = (amount: string, en: string, ko: string): string => (language === 'ko' ? `${amount}${ko}` : `${amount} ${en}`)
  if (ms < 10_000) return withUnit((Math.floor(ms / 100) / 10).toFixed(1), 's', '초')
  if (ms < 120_000) return withUnit(String(Math.floor(ms / 1000)), 's', '초')
  if (ms < 120 * 60_000) return withUnit(String(Math.floor(ms / 60_000)), 'min', '분')
  if (ms < 48 * 3_600_000) return withUnit(String(Math.floor(ms / 3_600_000)), 'h', '시간')
  return withUnit(String(Math.floor(ms / 86_400_000)), 'd', '일')
}
