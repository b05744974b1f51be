/** VMs without service at the instant shown: counted beside the topology and in the HA tab, listed in the summary of the cluster. */
import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Outages } from '../../src-main/contract/outage.ts'
import { useApi } from '../api/client.ts'
import { useStatePoll } from '../composables/use-state-poll.ts'
import { useFoldStore } from './folds.ts'
import { useRunStore } from './run.ts'
import { useSelectionStore } from './selection.ts'
import { useWorldStore } from './world.ts'

export const OUTAGES_FOLD = 'outages'

export const useOutageStore = defineStore('outages', () => {
  const api = useApi()
  const run = useRunStore()
  const world = useWorldStore()
  const selection = useSelectionStore()
  const folds = useFoldStore()

  /** Null: nobody knows, as of a recording. */
  const asked = computed(() => {
    const { revision } = world
    const { status } = run
    return status === null || status.recordedBy !== null ? null : `${status.runId} ${String(revision)}`
  })
  const answer = useStatePoll<Outages | null>(
    () => asked.value,
    () => api.invoke('run.outages', {}),
  )
  /** Null: not known, as in a recording. */
  const known = computed(() => answer.value)
  const total = computed(() => answer.value?.total ?? 0)

  /** Brings the list into view, with the focus on its heading. */
  async function show(): Promise<void> {
    if (run.lab === null) return
    selection.select({ kind: 'cluster', name: run.lab.cluster })
    selection.tab = 'summary'
    await folds.reveal(OUTAGES_FOLD)
  }

  return { known, total, show }
})
