/** The log as a table: a row for each event, with its sentence, its reason and its facts. */
import type { LabEvent } from '../contract/events.ts'
import { describeEvent, eventArea, eventSeverity } from '../contract/texts/events.ts'
import { formatTime } from '../contract/texts/format.ts'
import type { Language } from '../contract/texts/language.ts'
import { whyText } from '../contract/texts/why.ts'
import { csv, type Cell } from './csv.ts'

const head = ['seq', 't_ms', 'time', 'type', 'area', 'severity', 'text', 'why', 'facts', 'caused_by', 'vm', 'host', 'datastore', 'network']

const nameIn = (event: LabEvent, field: string): Cell => {
  const value = event[field]
  return typeof value === 'string' ? value : null
}

export function eventTable(events: readonly LabEvent[], language: Language): string {
  return csv(
    head,
    events.map((event) => [
      event.seq,
      event.t,
      formatTime(event.t),
      event.type,
      eventArea(event.type),
      eventSeverity(event),
      describeEvent(event, language),
      event.why === undefined ? null : whyText(event.why, language),
      event.why?.facts.join(' ') ?? null,
      event.causedBy,
      ...['vm', 'host', 'datastore', 'network'].map((field) => nameIn(event, field)),
    ]),
  )
}
