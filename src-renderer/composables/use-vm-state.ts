/** The whole state of a VM, or of the cluster, at the instant shown: for panels that show what frames leave out. */
import { computed, type ComputedRef } from 'vue'
import type { LabState, VmState } from '../../src-main/contract/state.ts'
import { useApi } from '../api/client.ts'
import { useWorldStore } from '../stores/world.ts'
import { useStatePoll } from './use-state-poll.ts'

/** The state of a larger cluster is not asked for again and again. */
export const askedVmsMax = 600

/** Null while it is not known; never that of another VM. */
export function useVmState(name: () => string | null): ComputedRef<VmState | null> {
  const api = useApi()
  const world = useWorldStore()
  const answer = useStatePoll<{ readonly name: string; readonly state: VmState }>(
    () => (name() === null ? null : `${name() ?? ''} ${String(world.revision)}`),
    async () => {
      const asked = name() ?? ''
      return { name: asked, state: (await api.invoke('run.state', { kind: 'vm', name: asked })) as unknown as VmState }
    },
  )
  return computed(() => (answer.value?.name === name() ? answer.value.state : null))
}

/** Null while it is not known, not needed, or the cluster is too large. */
export function useLabState(needed: () => boolean): ComputedRef<LabState | null> {
  const api = useApi()
  const world = useWorldStore()
  const answer = useStatePoll<LabState | null>(
    () => (needed() && world.mirror.vms.size <= askedVmsMax ? world.revision : null),
    async () => (await api.invoke('run.state', { kind: 'lab' })) as unknown as LabState | null,
  )
  return computed(() => answer.value)
}
