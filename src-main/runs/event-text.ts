/** The event log as text: what the store keeps of it. */
import type { LabEvent, Why } from '../contract/events.ts'
import { whyText } from '../contract/texts/why.ts'

/** JSON of each event and a line feed after it; without the sentences of the whys, which their keys and inputs give anew. */
export function eventLines(events: Iterable<LabEvent>): string {
  let text = ''
  for (const event of events) {
    const { why } = event
    // `why` is the last key of an event, and stays it.
    text += why === undefined ? `${JSON.stringify(event)}\n` : `${JSON.stringify({ ...event, why: withoutText(why) })}\n`
  }
  return text
}

function withoutText({ decision, facts, inputs, rejected }: Why): Omit<Why, 'text'> {
  return { decision, facts, inputs, rejected }
}

/** Throws a SyntaxError where the text is none. The sentence of a why is made when somebody reads it. */
export function eventsFromText(text: string): LabEvent[] {
  if (text === '') return []
  const lines = text.endsWith('\n') ? text.slice(0, -1) : text
  // One call for all lines is much faster than one for each; JSON has no raw line feeds.
  const events = JSON.parse(`[${lines.replaceAll('\n', ',')}]`) as LabEvent[]
  for (const { why } of events) if (why !== undefined) Object.defineProperty(why, 'text', lazyText)
  return events
}

const lazyText: PropertyDescriptor = {
  enumerable: true,
  configurable: true,
  get(this: Why) {
    return whyText(this, 'en')
  },
}
