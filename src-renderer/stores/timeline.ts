/** The event log of the branch that is shown. */
import { defineStore } from 'pinia'
import { markRaw, ref } from 'vue'
import type { LabEvent } from '../../src-main/contract/events.ts'
import { EventLog } from './event-log.ts'

export const useTimelineStore = defineStore('timeline', () => {
  const log = markRaw(new EventLog())
  /** Rises when events were added. */
  const revision = ref(0)
  /** Rises when the events were replaced: what was derived from them starts over. */
  const generation = ref(0)

  function replace(events: readonly LabEvent[]): void {
    log.replace(events)
    generation.value++
    revision.value++
  }

  /** Leaves out what comes from a `seq` on. */
  function cut(from: number): void {
    const last = log.events.at(-1)
    if (last !== undefined && last.seq >= from) replace(log.events.filter(({ seq }) => seq < from))
  }

  function append(events: readonly LabEvent[]): void {
    if (events.length === 0) return
    log.append(events)
    revision.value++
  }

  return { log, revision, generation, replace, cut, append }
})
