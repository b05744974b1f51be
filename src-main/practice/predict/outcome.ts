/** What may come of a moment, as sentences of the log. */
import { fieldOf, type EventType, type Json, type LabEvent } from '../../contract/events.ts'
import { describeEvent } from '../../contract/texts/events.ts'
import { inBoth, type Phrase } from '../../contract/texts/language.ts'

export interface Outcome {
  readonly text: Phrase
  /** Whether an event shows that it came true after all. */
  readonly cameTrue: (event: LabEvent) => boolean
}

type Fields = { readonly [field: string]: Json }

/** A field of an event as a name. */
export const nameIn = (event: LabEvent, field: string): string => {
  const value = fieldOf(event, field)
  return typeof value === 'string' ? value : ''
}

/** A value that was looked at when it was decided. */
export const inputOf = (event: LabEvent, input: string): Json | undefined => event.why?.inputs[input]

export const said = (event: LabEvent): Phrase => inBoth((language) => describeEvent(event, language))

const has = (event: LabEvent, fields: Fields): boolean => Object.entries(fields).every(([field, value]) => fieldOf(event, field) === value)

/** An event that could have come. */
export function event(type: EventType, fields: Fields): Outcome {
  return {
    text: said({ t: 0, seq: 0, type, causedBy: null, ...fields } as LabEvent),
    cameTrue: (other) => other.type === type && has(other, fields),
  }
}

/** The same event about the same object with other values. */
export function instead(of: LabEvent, change: Fields): Outcome {
  const about: Fields = Object.fromEntries(['vm', 'host'].flatMap((field) => (typeof of[field] === 'string' ? [[field, of[field]]] : [])))
  const { why: _why, ...payload } = of
  return {
    text: said({ ...payload, ...change } as LabEvent),
    cameTrue: (other) => other.type === of.type && has(other, { ...about, ...change }),
  }
}

/** What is told in words of its own. */
export const words = (en: string, ko: string, cameTrue: Outcome['cameTrue'] = () => false): Outcome => ({ text: [en, ko], cameTrue })
