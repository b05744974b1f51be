/** Predictions in the run that is shown: what is asked and told at the instant at which it stands. The application finds, keeps and judges. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { PredictState } from '../../src-main/contract/api-predict.ts'
import { useApi } from '../api/client.ts'
import { useRunStore } from './run.ts'
import { useSelectionStore } from './selection.ts'

const off: PredictState = { runId: null, asked: null, told: null, right: 0, answered: 0 }

export const usePredictStore = defineStore('predict', () => {
  const api = useApi()
  const run = useRunStore()
  const selection = useSelectionStore()

  const state = shallowRef<PredictState>(off)
  /** `seq` of what was told and has been read. */
  const read = ref<number | null>(null)
  const asking = ref(false)

  const isOn = computed(() => state.value.runId !== null && state.value.runId === run.status?.runId)
  const stands = computed(() => isOn.value && !run.playing)
  /** What was told last, while the run stands where it did, or just past it. */
  const told = computed(() => {
    const { told: last } = state.value
    if (!stands.value || last === null || last.asked.seq === read.value) return null
    return run.t === last.asked.at || run.t === last.event.t ? last : null
  })
  const asked = computed(() => {
    const { asked: next } = state.value
    return stands.value && told.value === null && next !== null && next.at === run.t ? next : null
  })
  /** More is asked of the instant that was told of last. */
  const hasMore = computed(() => told.value !== null && state.value.asked?.at === told.value.asked.at)
  const mayPredict = computed(() => run.status !== null && run.link === 'open' && run.status.recordedBy === null)

  api.subscribe('predict.changed', (next) => (state.value = next))
  // Another window may have begun it, and a page that is loaded anew goes on with it.
  watch(
    [() => run.status?.runId, () => run.link] as const,
    async ([runId, link]) => {
      if (runId === undefined || link !== 'open') return
      const now = await run.attempt(() => api.invoke('predict.current', {}))
      // Where that fails, what was pushed last holds: nobody has ended it.
      if (now !== null) state.value = now
    },
    { immediate: true },
  )

  async function ask(call: () => Promise<PredictState>): Promise<PredictState | null> {
    if (asking.value) return null
    asking.value = true
    const next = await run.attempt(call)
    asking.value = false
    if (next !== null) state.value = next
    return next
  }

  async function begin(): Promise<void> {
    read.value = null
    await ask(() => api.invoke('predict.begin', {}))
  }

  const end = async (): Promise<void> => void (await ask(() => api.invoke('predict.end', {})))
  const toggle = (): Promise<void> => (isOn.value ? end() : begin())

  /** Null: not answered, which does not count. */
  async function answer(choice: string | null): Promise<void> {
    const now = asked.value
    if (now === null) return
    // Whoever went back to it is told again.
    read.value = null
    const next = await ask(() => api.invoke('predict.answer', { seq: now.seq, choice }))
    // Past it, the event is in the log: its reason stands in the tab beside.
    if (next?.told != null && next.asked?.at !== next.told.asked.at) selection.selectEvent(next.told.event)
  }

  /** To what is asked next of this instant, else the run plays on. */
  async function goOn(): Promise<void> {
    const more = hasMore.value
    read.value = told.value?.asked.seq ?? null
    if (!more) await run.play()
  }

  return { state, isOn, told, asked, hasMore, asking, mayPredict, begin, end, toggle, answer, goOn }
})
