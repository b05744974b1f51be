/** What VM monitoring sees of the VMs that are likely to be reset: it follows from time, so it is asked for. */
import { computed, type ComputedRef } from 'vue'
import type { VmState } from '../../../../src-main/contract/state.ts'
import type { MonitoringState } from '../../../../src-main/contract/ha-state.ts'
import { useApi } from '../../../api/client.ts'
import { useShown } from '../../../composables/use-shown.ts'
import { useStatePoll } from '../../../composables/use-state-poll.ts'
import { useTimelineStore } from '../../../stores/timeline.ts'
import { useWorldStore } from '../../../stores/world.ts'

const askedMax = 12
/** Of the failures of guests, how far back they are looked at. */
const failuresMax = 60

export function useMonitoring(): ComputedRef<ReadonlyMap<string, MonitoringState>> {
  const api = useApi()
  const world = useWorldStore()
  const timeline = useTimelineStore()
  const shown = useShown()

  /** VMs whose guest, Tools or application failed last, and that are on. */
  const failing = computed((): string[] => {
    void world.revision
    void timeline.revision
    const failures = timeline.log.ofType('vm.guestFailed')
    const names = new Set<string>()
    let seen = 0
    for (let at = failures.length - 1; at >= 0 && seen < failuresMax && names.size < askedMax; at--) {
      const event = failures[at]
      if (event === undefined || event.seq >= shown.value.end) continue
      seen++
      const vm = String(event['vm'])
      if (world.mirror.vms.get(vm)?.power === 'on') names.add(vm)
    }
    return [...names]
  })
  const answer = useStatePoll(
    () => (failing.value.length === 0 ? null : `${String(world.revision)} ${failing.value.join(' ')}`),
    async () => {
      const names = failing.value
      const states = await Promise.all(names.map((name) => api.invoke('run.state', { kind: 'vm', name })))
      return new Map(
        names.flatMap((name, at) => {
          // A recording has not all of a state.
          const monitoring = (states[at] as unknown as Partial<VmState> | null)?.monitoring
          return monitoring === null || monitoring === undefined ? [] : [[name, monitoring] as const]
        }),
      )
    },
  )
  return computed(() => answer.value ?? new Map())
}
