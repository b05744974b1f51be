/** What layers of the topology show that frames leave out: asked for while such a layer is on, as often as a person can see it change. */
import { computed, type ComputedRef } from 'vue'
import type { VmTints } from '../../../src-main/contract/state.ts'
import { useApi } from '../../api/client.ts'
import { useStatePoll } from '../../composables/use-state-poll.ts'
import type { Layers } from '../../graph/scene.ts'
import { noTints, type Tints } from '../../graph/tints.ts'
import { useRunStore } from '../../stores/run.ts'
import { useWorldStore } from '../../stores/world.ts'

export function useTints(layers: () => Layers): ComputedRef<Tints> {
  const api = useApi()
  const run = useRunStore()
  const world = useWorldStore()
  const answer = useStatePoll<VmTints | null>(
    () => (run.lab !== null && (layers().heatScore || layers().pools) ? `${run.status?.runId ?? ''} ${String(world.revision)}` : null),
    async () => (await api.invoke('run.state', { kind: 'tints' })) as unknown as VmTints | null,
  )
  return computed(() => (answer.value === null ? noTints : { scores: answer.value.scores, pools: answer.value.pools }))
}
