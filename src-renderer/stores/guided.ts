/** Guided labs: the list, the one that is read, and the course that is open. The application judges; this store shows what it says. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { GuidedCard, GuidedCourse, GuidedView, OwnGuided } from '../../src-main/contract/practice/guided-course.ts'
import { toApiError, useApi } from '../api/client.ts'
import { useFoldStore } from './folds.ts'
import { useNoticeStore } from './notices.ts'
import { usePageStore } from './page.ts'
import { useRunStore } from './run.ts'

/** `#/practice/guided/L1` */
export const guidedPath = (id: string): string => `/guided/${id}`
const PANE = 'guided.pane'

export const useGuidedStore = defineStore('guided', () => {
  const api = useApi()
  const run = useRunStore()
  const page = usePageStore()
  const folds = useFoldStore()
  const notices = useNoticeStore()

  const cards = shallowRef<readonly GuidedCard[] | null>(null)
  /** Those of one's own: where they lie, and what is wrong in files that are none. */
  const own = shallowRef<OwnGuided | null>(null)
  /** The lab of the course that is open. */
  const lab = shallowRef<GuidedView | null>(null)
  const judged = shallowRef<GuidedCourse | null>(null)
  const checking = ref(false)
  const beginning = ref(false)

  const course = computed(() => (judged.value !== null && judged.value.runId === run.status?.runId ? judged.value : null))
  /** On its way to be kept; null: what is kept is all. */
  const telling = shallowRef<GuidedCourse['told'] | null>(null)
  const told = computed(() => telling.value ?? course.value?.told ?? {})
  const isOpen = computed(() => run.guided !== null && lab.value?.id === run.guided)
  const folded = computed({
    get: () => folds.chosen.get(PANE) === false,
    set: (value: boolean) => folds.choose(PANE, !value),
  })

  api.subscribe('guided.changed', ({ course: next }) => receive(next))

  function receive(next: GuidedCourse | null): void {
    const before = judged.value
    judged.value = next
    if (next === null || next.report === null || lab.value?.id !== next.lab) return
    // Now what came of it may be told.
    if (lab.value.debrief === null || lab.value.progress?.report?.solvedAt !== next.report.solvedAt) void loadLab(next.lab)
    if (before?.runId === next.runId && before.report === null) {
      folded.value = false
      notices.post('info', { key: 'guided.solvedNow' })
    }
  }

  async function read(id: string): Promise<GuidedView | 'missing' | 'failed'> {
    try {
      return await api.invoke('guided.lab', { id })
    } catch (cause) {
      if (toApiError(cause).code === 'notFound') return 'missing'
      run.fail(cause)
      return 'failed'
    }
  }

  async function loadLab(id: string): Promise<void> {
    const view = await read(id)
    if (run.guided === id) lab.value = typeof view === 'string' ? null : view
  }

  // Whatever opens it: a course follows the run, also when the window is loaded again.
  watch(
    () => [run.guided, run.status?.runId] as const,
    async ([id]) => {
      if (id === null) {
        lab.value = null
        judged.value = null
        return
      }
      if (lab.value?.id !== id) lab.value = null
      await loadLab(id)
      const now = await run.attempt(() => api.invoke('guided.course', {}))
      if (now !== null && run.guided === id) receive(now)
    },
    { immediate: true },
  )

  async function load(): Promise<void> {
    try {
      cards.value = await api.invoke('guided.list', {})
      own.value = await api.invoke('guided.own', {})
    } catch (cause) {
      run.fail(cause)
    }
  }

  /** Opens the course that was begun, or a new one, in the workbench. */
  async function begin(id: string, anew: boolean): Promise<void> {
    if (beginning.value) return
    beginning.value = true
    folded.value = false
    const opened = await run.openWith(() => api.invoke('guided.begin', { id, anew }), id)
    beginning.value = false
    if (opened) page.show('workbench')
  }

  async function check(): Promise<void> {
    if (checking.value) return
    checking.value = true
    const next = await run.attempt(() => api.invoke('guided.check', {}))
    checking.value = false
    if (next !== null) receive(next)
  }

  /** Answers are quicker than what keeps them: each goes with all before it. */
  async function tell(vm: string, field: string, value: string): Promise<void> {
    const known = told.value
    const all = { ...known, [vm]: { ...known[vm], [field]: value } } as Record<string, Record<string, string>>
    telling.value = all
    const next = await run.attempt(() => api.invoke('guided.tell', { told: all }))
    if (next !== null) receive(next)
    if (telling.value === all) telling.value = null
  }

  const showHints = async (shown: number): Promise<void> => void (await run.attempt(() => api.invoke('guided.hint', { shown })))

  async function replay(): Promise<void> {
    if (page.name !== 'workbench') page.show('workbench')
    await run.seek(0)
    await run.play()
  }

  return { cards, own, lab, course, told, isOpen, folded, checking, beginning, read, load, begin, check, tell, showHints, replay }
})
