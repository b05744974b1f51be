/** How far the log has happened in what is shown: the instant, and the sequence number after the last event of it. */
import { computed, type ComputedRef } from 'vue'
import { useRunStore } from '../stores/run.ts'
import { useTimelineStore } from '../stores/timeline.ts'

export interface Shown {
  readonly t: number
  /** Sequence number after the last event that is shown. */
  readonly end: number
}

export function useShown(): ComputedRef<Shown> {
  const run = useRunStore()
  const timeline = useTimelineStore()
  return computed(() => {
    void timeline.revision
    return { t: run.t, end: (timeline.log.events[(run.status?.shown ?? 0) - 1]?.seq ?? -1) + 1 }
  })
}
