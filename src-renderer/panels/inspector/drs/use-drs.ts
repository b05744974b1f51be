/** The state of DRS at the instant shown, for the parts of its tab: asked for once, shared by all of them. */
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import type { LabEvent } from '../../../../src-main/contract/events.ts'
import type { LabState } from '../../../../src-main/contract/state.ts'
import type { DrsState } from '../../../../src-main/contract/drs-state.ts'
import { useApi } from '../../../api/client.ts'
import { useShown } from '../../../composables/use-shown.ts'
import { useStatePoll } from '../../../composables/use-state-poll.ts'
import { lastWhere } from '../../../stores/event-log.ts'
import { useRunStore } from '../../../stores/run.ts'
import { useTimelineStore } from '../../../stores/timeline.ts'
import { useWorldStore } from '../../../stores/world.ts'

export interface DrsPanel {
  /** Without its VMs; null while it is not known. */
  readonly state: ComputedRef<LabState | null>
  /** Null while DRS is off, or was not recorded. */
  readonly drs: ComputedRef<DrsState | null>
  /** False for a run of an older engine: it takes no commands. */
  readonly possible: ComputedRef<boolean>
  /** The event with which a recommendation appeared; null where the window does not have it. */
  readonly eventOf: (id: string) => LabEvent | null
}

const key: InjectionKey<DrsPanel> = Symbol('drs')

export function provideDrs(): DrsPanel {
  const api = useApi()
  const world = useWorldStore()
  const run = useRunStore()
  const timeline = useTimelineStore()
  const shown = useShown()
  const answer = useStatePoll<LabState | null>(
    () => (run.lab === null ? null : world.revision),
    async () => (await api.invoke('run.state', { kind: 'cluster' })) as unknown as LabState | null,
  )
  const panel: DrsPanel = {
    state: computed(() => answer.value),
    drs: computed(() => answer.value?.drs ?? null),
    possible: computed(() => run.status !== null && run.status.recordedBy === null),
    eventOf(id) {
      void timeline.revision
      return lastWhere(timeline.log.ofType('drs.recommendation'), shown.value.end, (event) => event['id'] === id)
    },
  }
  provide(key, panel)
  return panel
}

export function useDrs(): DrsPanel {
  const panel = inject(key)
  if (panel === undefined) throw new Error('useDrs outside the DRS tab')
  return panel
}
