/** Which events a list shows; what was added since is looked at, never the whole log again. Pure. */
import type { LabEvent } from '../../../src-main/contract/events.ts'
import { lanes, type EventLog, type Lane } from '../../stores/event-log.ts'

export interface EventFilter {
  /** Empty: all. */
  readonly lanes: ReadonlySet<Lane>
  /** Least severity shown, as an index into `severities` of the event log. */
  readonly least: number
  readonly search: string
  /** Only events about one of these objects; null: about anything. */
  readonly objects: ReadonlySet<string> | null
  /** Passes of DRS that came to nothing, one a minute, are left out. */
  readonly withoutQuietPasses: boolean
}

export const everything: EventFilter = { lanes: new Set(), least: 0, search: '', objects: null, withoutQuietPasses: false }

export interface FilterTexts {
  readonly describe: (event: LabEvent) => string
  readonly objectsOf: (event: LabEvent) => readonly string[]
}

export function passes(filter: EventFilter, log: EventLog, index: number, texts: FilterTexts): boolean {
  const event = log.events[index]
  if (event === undefined) return false
  if (filter.lanes.size > 0 && !filter.lanes.has(lanes[log.lane[index] ?? 0] ?? 'commands')) return false
  if ((log.severity[index] ?? 0) < filter.least) return false
  if (filter.withoutQuietPasses && log.isQuietPass(index)) return false
  if (filter.objects !== null && !texts.objectsOf(event).some((key) => filter.objects?.has(key))) return false
  if (filter.search === '') return true
  const needle = filter.search.toLowerCase()
  return event.type.toLowerCase().includes(needle) || texts.describe(event).toLowerCase().includes(needle)
}

/** Indices of the events that pass, grown as the log grows. */
export class FilteredEvents {
  indices: number[] = []
  private read = 0
  private filter: EventFilter = everything
  private generation = -1

  update(log: EventLog, generation: number, filter: EventFilter, texts: FilterTexts): readonly number[] {
    if (filter !== this.filter || generation !== this.generation || log.size < this.read) {
      this.filter = filter
      this.generation = generation
      this.indices = []
      this.read = 0
    }
    for (; this.read < log.size; this.read++) if (passes(filter, log, this.read, texts)) this.indices.push(this.read)
    return this.indices
  }
}

/** Position of the last shown event in a list of indices; −1 when none of them has happened. */
export function cursorOf(indices: readonly number[], shown: number): number {
  let low = 0
  let high = indices.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((indices[middle] ?? 0) < shown) low = middle + 1
    else high = middle
  }
  return low - 1
}
