/** Why an object is as it is: its own chain where the engine keeps one, else that of the last event that names it. */
import { eventObjects } from '../../src-main/contract/texts/events.ts'
import type { LabEvent } from '../../src-main/contract/events.ts'
import { useRunStore } from '../stores/run.ts'
import { objectKey, objectsOf, useSelectionStore, type ObjectRef } from '../stores/selection.ts'
import { useTimelineStore } from '../stores/timeline.ts'

function isAbout(event: LabEvent, object: ObjectRef): boolean {
  if (object.kind === 'vcenter') return event.type.startsWith('vcenter.') || String(event['command'] ?? '').startsWith('vcenter.')
  if (object.kind === 'cluster') return event.type === 'ha.primaryElected' || (event['kind'] === 'cluster' && eventObjects(event).hosts.length === 0)
  return objectsOf(event).some((other) => objectKey(other) === objectKey(object))
}

/** The last event about an object among the first `shown` of a log. */
export function lastEventAbout(events: readonly LabEvent[], shown: number, object: ObjectRef): LabEvent | null {
  for (let at = Math.min(shown, events.length) - 1; at >= 0; at--) {
    const event = events[at]
    if (event !== undefined && isAbout(event, object)) return event
  }
  return null
}

export function explainObject(object: ObjectRef): void {
  const selection = useSelectionStore()
  if (object.kind === 'host' || object.kind === 'vm') {
    selection.explain({ kind: object.kind, name: object.name })
    return
  }
  const event = lastEventAbout(useTimelineStore().log.events, useRunStore().status?.shown ?? 0, object)
  selection.select(object, { keepTab: true })
  selection.why = event === null ? null : { seq: event.seq }
  selection.tab = 'why'
}
