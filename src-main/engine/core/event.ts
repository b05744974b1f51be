/** Events of the log as objects: all fields of a type, in the order of the contract. */
import { eventFields } from '../../contract/events.ts'
import type { EventType, Json, LabEvent, Rejected, Why } from '../../contract/events.ts'
import type { FactId } from '../../contract/fact-id.ts'
import { whyText } from '../../contract/texts/why.ts'

/** A why without its sentence: the engine writes no prose. */
export interface WhyDraft {
  readonly decision: string
  readonly facts: readonly [FactId, ...FactId[]]
  readonly inputs: { readonly [key: string]: Json }
  readonly rejected?: readonly Rejected[]
}

interface Head {
  /** ms */
  readonly t: number
  readonly seq: number
  readonly type: EventType
  readonly causedBy: number | null
}

export function eventOf(head: Head, payload: { readonly [field: string]: Json | undefined }, why: WhyDraft | undefined): LabEvent {
  const event: Record<string, unknown> = Object.assign({}, blankEvents.get(head.type))
  event['t'] = head.t
  event['seq'] = head.seq
  event['causedBy'] = head.causedBy
  const fields: readonly string[] = eventFields[head.type]
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as string
    const value = payload[field]
    if (value !== undefined) event[field] = value
  }
  if (why !== undefined) event['why'] = explained(why)
  return event as LabEvent
}

/** Of each type an event with nothing filled in: a copy has all fields in their order at once. Made by fromEntries, since key by key is slow to copy. */
const blankEvents: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map(
  Object.entries(eventFields).map(([type, fields]) => {
    const head = Object.entries({ t: 0, seq: 0, type, causedBy: null })
    return [type, Object.fromEntries(head.concat(fields.map((field) => [field, null])))]
  }),
)

/** One getter for all: an object with a getter of its own would be slow to make and to read. */
const sentence: PropertyDescriptor & ThisType<Why> = {
  enumerable: true,
  configurable: true,
  get() {
    return whyText(this, 'en')
  },
}

/** The sentence is rendered when somebody reads it; it is no part of the digest. */
export function explained({ decision, facts, inputs, rejected = [] }: WhyDraft): Why {
  return Object.defineProperty<Omit<Why, 'text'>>({ decision, facts, inputs, rejected }, 'text', sentence) as Why
}
