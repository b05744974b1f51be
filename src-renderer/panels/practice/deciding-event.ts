/** The event that a question turns on: with a reason, at the instant that decides or the last before it, by the facts that the answer rests on. */
import type { LabEvent } from '../../../src-main/contract/events.ts'

export function decidingEvent(events: readonly LabEvent[], momentMs: number, facts: readonly string[]): LabEvent | null {
  const reasoned = events.filter((event) => event.t <= momentMs && event.why !== undefined && event.why !== null)
  const shares = (event: LabEvent): boolean => event.why?.facts.some((fact) => facts.includes(fact)) === true
  const then = reasoned.filter((event) => event.t === momentMs)
  return then.findLast(shares) ?? reasoned.findLast(shares) ?? then.at(-1) ?? null
}
