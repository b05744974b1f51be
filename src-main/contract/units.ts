/** Durations of the lab format, and how quantities are written for people. */

/** Longest time that a lab may name: 400 days, in ms. */
export const DURATION_MS_MAX = 400 * 86_400_000

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const
const durationPattern = /^(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?$/
const unitOrder = ['d', 'h', 'm', 's', 'ms'] as const

/** `500ms`, `90s`, `2m30s`, `1h`, `7d` (largest unit first), or a bare number of seconds, as integer ms; null when it is none of these. */
export function parseDuration(value: string | number): number | null {
  if (typeof value === 'number') return wholeMs(value * 1_000)
  const parts = value === '' ? null : durationPattern.exec(value)
  if (parts === null) return null
  return wholeMs(unitOrder.reduce((sum, unit, i) => sum + Number(parts[i + 1] ?? 0) * unitMs[unit], 0))
}

const runTimePattern = /^(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?$/

/** A run time as the clock shows it, `mm:ss` or `h:mm:ss` with up to three decimals, in ms; null where it is no such time. */
export function parseRunTime(text: string): number | null {
  const found = runTimePattern.exec(text.trim())
  if (found === null) return null
  const [, hours, minutes, seconds, fraction] = found
  const m = Number(minutes)
  const s = Number(seconds)
  if (s > 59 || (hours !== undefined && m > 59)) return null
  return ((Number(hours ?? 0) * 60 + m) * 60 + s) * 1000 + Number((fraction ?? '').padEnd(3, '0'))
}

function wholeMs(value: number): number | null {
  // 0.3 s is 300 ms although 0.3 * 1000 need not be exact in doubles.
  const rounded = Math.round(value)
  return Math.abs(value - rounded) < 1e-6 && rounded >= 0 && rounded <= DURATION_MS_MAX ? rounded : null
}

/** Integer ms in the lab's own notation: 150000 → `2m30s`, 0 → `0s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return '0s'
  let rest = durationMs
  let text = ''
  for (const unit of unitOrder) {
    const n = Math.floor(rest / unitMs[unit])
    rest -= n * unitMs[unit]
    if (n > 0) text += `${n}${unit}`
  }
  return text
}

export const BYTES_PER_MIB = 1024 * 1024
export const BYTES_PER_GIB = 1024 * BYTES_PER_MIB

/** Rounds half up, as the contract does for what it logs. */
export function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5)
}
