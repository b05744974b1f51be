/** Times, sizes and speeds as people read them. Korean writes the unit directly after the number. */
import type { Language } from './language.ts'

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}

/** Thousands of every number in a text are set apart, in both languages: `28000 MHz` → `28,000 MHz`. Digits of names (`vm-2000`), of decimals and of dates are left. */
export function groupThousands(text: string): string {
  return text.replace(/(?<![\w.,]|\w-)\d{4,}(?!\d|-\d)/g, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ','))
}

/** Rounds half up, drops trailing zeros and sets thousands apart: (1.50, 2) → `1.5`. */
export function formatNumber(value: number, digitsMax = 0): string {
  const fixed = value.toFixed(digitsMax)
  return groupThousands(fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed)
}

/** An amount and its unit, which in Korean stands directly after it, as a percent sign does everywhere. Thousands are set apart. */
export function withUnit(amount: string, unit: string, language: Language): string {
  const grouped = groupThousands(amount)
  return language === 'ko' || unit === '%' ? `${grouped}${unit}` : `${grouped} ${unit}`
}

/** Run time in ms as `01:22.400`, with hours in front when there are any: `2:05:00.000`. */
export function formatTime(ms: number): string {
  const sign = ms < 0 ? '-' : ''
  const whole = Math.abs(Math.round(ms))
  const hours = Math.floor(whole / 3_600_000)
  const minutes = Math.floor(whole / 60_000) % 60
  const rest = `${pad(Math.floor(whole / 1000) % 60, 2)}.${pad(whole % 1000, 3)}`
  return hours > 0 ? `${sign}${hours}:${pad(minutes, 2)}:${rest}` : `${sign}${pad(minutes, 2)}:${rest}`
}

/** A duration in seconds whatever its size, as the facts count it: 18000 → `18 s`, `18초`. */
export function formatSeconds(ms: number, language: Language): string {
  return withUnit(formatNumber(ms / 1000, 3), language === 'ko' ? '초' : 's', language)
}

/** A duration in the unit that fits: `570 ms`, `18 s`, `2 min 30 s`, `1 h 5 min`, `3 d 2 h`; at most two units. */
export function formatDuration(ms: number, language: Language): string {
  if (ms < 0) return `-${formatDuration(-ms, language)}`
  if (ms < 1000) return withUnit(formatNumber(ms, 1), 'ms', language)
  if (ms < 60_000) return formatSeconds(ms, language)
  const [days, hours, minutes, seconds] = language === 'ko' ? ['일', '시간', '분', '초'] : ['d', 'h', 'min', 's']
  const steps: readonly (readonly [number, string, number, string])[] = [
    [86_400_000, days ?? '', 3_600_000, hours ?? ''],
    [3_600_000, hours ?? '', 60_000, minutes ?? ''],
    [60_000, minutes ?? '', 1000, seconds ?? ''],
  ]
  const [bigMs, bigUnit, smallMs, smallUnit] = steps.find(([size]) => ms >= size) ?? [60_000, minutes ?? '', 1000, seconds ?? '']
  const big = Math.floor(ms / bigMs)
  const small = Math.floor((ms % bigMs) / smallMs)
  const bigText = withUnit(String(big), bigUnit, language)
  return small === 0 ? bigText : `${bigText} ${withUnit(String(small), smallUnit, language)}`
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** Bytes in binary steps: `3 GiB`, `1.5 MiB`. */
export function formatBytes(bytes: number, language: Language): string {
  let amount = bytes
  let step = 0
  while (Math.abs(amount) >= 1024 && step < byteUnits.length - 1) {
    amount /= 1024
    step += 1
  }
  return withUnit(formatNumber(amount, step === 0 ? 0 : amount >= 100 ? 0 : 1), byteUnits[step] ?? 'B', language)
}

/** MiB as `512 MiB` or `64 GiB`. */
export function formatMiB(mib: number, language: Language): string {
  if (Math.abs(mib) < 1024) return withUnit(formatNumber(mib, 1), 'MiB', language)
  return formatBytes(mib * 1_048_576, language)
}

/** MHz as `800 MHz` or `20.8 GHz`. */
export function formatMHz(mhz: number, language: Language): string {
  return Math.abs(mhz) < 1000 ? withUnit(formatNumber(mhz), 'MHz', language) : withUnit(formatNumber(mhz / 1000, 2), 'GHz', language)
}

/** A percentage without decimals (cards) or with one (tables). */
export function formatPercent(percent: number, digits: 0 | 1 = 0): string {
  return `${percent.toFixed(digits)}%`
}

/** Bytes per second in steps of 10^6: `1,125 MB/s`, `0.5 MB/s`. */
export function formatRate(bytesPerSecond: number, language: Language): string {
  const amount = bytesPerSecond / 1e6
  return withUnit(formatNumber(amount, amount < 10 ? 2 : amount < 100 ? 1 : 0), 'MB/s', language)
}

/** Bits per second in steps of 10^6: `940 Mb/s`. */
export function formatMbps(megabits: number, language: Language): string {
  return withUnit(formatNumber(megabits, 1), 'Mb/s', language)
}

/** What a link can do: `10 Gb/s`. */
export function formatGbps(gigabits: number, language: Language): string {
  return withUnit(formatNumber(gigabits, 3), 'Gb/s', language)
}

/** What a CPU does in a time: `20,480 MHz·s`. */
export function formatMHzSeconds(amount: number, language: Language): string {
  return withUnit(formatNumber(amount), language === 'ko' ? 'MHz·초' : 'MHz·s', language)
}
