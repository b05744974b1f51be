/** The blind drill in hand: what is seen of it, the time it takes, and the way to its run. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { DrillOverview } from '../../src-main/contract/api-drill.ts'
import type { DrillLevel, DrillLook, DrillView } from '../../src-main/contract/practice/drill.ts'
import { pick, type Phrase } from '../../src-main/contract/texts/language.ts'
import { useApi } from '../api/client.ts'
import { usePageStore } from './page.ts'
import { usePrefsStore } from './prefs.ts'
import { useRunStore } from './run.ts'
import { showPracticeRun } from './show-practice-run.ts'
import { counted, stopwatch } from './stopwatch.ts'

const TICK_MS = 10_000
const fileName: Phrase = ['blind drill.lab.json', '블라인드 훈련.lab.json']

export const useDrillStore = defineStore('drill', () => {
  const api = useApi()
  const run = useRunStore()
  const page = usePageStore()
  const prefs = usePrefsStore()

  const overview = shallowRef<DrillOverview | null>(null)
  const view = shallowRef<DrillView | null>(null)
  /** There is none: none was begun, or another engine drew it. */
  const missing = ref(false)
  const busy = ref(false)
  const spentMs = ref(0)
  /** The run that it opened. */
  const showing = shallowRef<{ readonly runId: string; readonly momentMs: number } | null>(null)
  const isOver = computed(() => view.value?.debrief != null)
  const watch = stopwatch()
  let toldMs = 0

  function take(next: DrillView): void {
    view.value = next
    toldMs = next.course.spentMs
    spentMs.value = toldMs
    missing.value = false
  }

  async function loadOverview(): Promise<void> {
    overview.value = await run.attempt(() => api.invoke('drill.overview', {}))
  }

  async function open(): Promise<void> {
    const current = await run.attempt(() => api.invoke('drill.current', {}))
    watch.restart()
    if (current === null) missing.value = true
    else take(current)
  }

  /** One request at a time. */
  async function ask(request: () => Promise<DrillView>): Promise<void> {
    if (busy.value) return
    busy.value = true
    const next = await run.attempt(request)
    busy.value = false
    if (next !== null) take(next)
  }

  async function begin(level: DrillLevel): Promise<void> {
    await ask(() => api.invoke('drill.begin', { level }))
    watch.restart()
    if (view.value !== null) page.show('practice', '/drill')
  }

  const look = (look: DrillLook, object: string): Promise<void> => ask(() => api.invoke('drill.look', { look, object, spentMs: watch.take() }))
  const wait = (ms: 30_000 | 120_000): Promise<void> => ask(() => api.invoke('drill.wait', { ms, spentMs: watch.take() }))
  const answer = (choice: string): Promise<void> => ask(() => api.invoke('drill.answer', { choice, spentMs: watch.take() }))

  async function tick(): Promise<void> {
    if (busy.value) return
    const told = await run.attempt(() => api.invoke('drill.tick', { spentMs: watch.take() }))
    if (told !== null) toldMs = told.spentMs
  }

  /** Counts while the page shows a drill that goes on. Gives the function that ends it. */
  const count = (): (() => void) =>
    counted(watch, {
      goesOn: () => view.value !== null && !isOver.value,
      show: (untoldMs) => (spentMs.value = toldMs + untoldMs),
      tick,
      tickEveryMs: TICK_MS,
    })

  /** Opens the lab of the drill at the instant of the fault, with everything in sight. */
  async function showMe(): Promise<void> {
    const lab = view.value?.debrief?.lab
    if (lab === undefined) return
    const { momentMs } = lab
    const file = { fileName: pick(fileName, prefs.language), text: JSON.stringify(lab.file), momentMs }
    await showPracticeRun(file, (runId) => (showing.value = { runId, momentMs }))
  }

  const back = (): void => page.show('practice', '/drill')

  return { overview, view, missing, busy, spentMs, showing, isOver, loadOverview, open, begin, look, wait, answer, count, showMe, back }
})
