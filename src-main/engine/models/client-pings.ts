/** Pings of a client outside that a VM does not answer (VM-082). Times in ms. */
import { ceil9 } from './maths.ts'

/** Pings sent in [fromMs, toMs), of those at phase, phase + interval, … since the start of the run. */
export const pingsBetween = (fromMs: number, toMs: number, intervalMs: number, phaseMs: number): number => {
  const before = (atMs: number): number => Math.max(0, ceil9((atMs - phaseMs) / intervalMs))
  return toMs > fromMs ? before(toMs) - before(fromMs) : 0
}

/** Pings lost in an outage whose start the phase counts from; a phase of an interval or more is the same as its remainder. */
export const pingsLost = (outageMs: number, intervalMs: number, phaseMs: number): number =>
  pingsBetween(0, outageMs, intervalMs, phaseMs - intervalMs * Math.floor(phaseMs / intervalMs))
