/** Pings of the client outside, at the instants that the lab gives, and which of them found the VM away. Pure. */
import type { LabEvent } from '../../../../src-main/contract/events.ts'

export interface PingTold {
  readonly at: number
  /** `open`: sent while it is away; whether it counts as lost the engine says once the outage is over. */
  readonly state: 'answered' | 'lost' | 'open' | 'ahead'
}

export interface Outage {
  readonly from: number
  /** Null: it lasts. */
  readonly to: number | null
}

/** Outages that the engine has told of, each at its end, and the one that lasts since `openSince`. */
export function outagesOf(events: readonly LabEvent[], openSince: number | null): Outage[] {
  const told = events.filter(({ type }) => type === 'client.outage').map((event) => ({ from: event.t - Number(event['durationMs']), to: event.t }))
  return openSince === null || told.some(({ to }) => to >= openSince) ? told : [...told, { from: openSince, to: null }]
}

export interface PingWindow {
  readonly intervalMs: number
  readonly phaseMs: number
  /** An instant that is to be in view, and how many pings. */
  readonly around: number
  readonly count: number
  readonly now: number
}

export function pingsAround({ intervalMs, phaseMs, around, count, now }: PingWindow, outages: readonly Outage[]): PingTold[] {
  const middle = Math.ceil((around - phaseMs) / intervalMs)
  const first = Math.max(0, middle - Math.floor(count * 0.6))
  return Array.from({ length: count }, (_, n): PingTold => {
    const at = phaseMs + (first + n) * intervalMs
    if (at > now) return { at, state: 'ahead' }
    const away = outages.find(({ from, to }) => at >= from && (to === null || at < to))
    return { at, state: away === undefined ? 'answered' : away.to === null ? 'open' : 'lost' }
  })
}
