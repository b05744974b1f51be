/** What a person did to the run, and what is kept of it: undo, new runs of the lab, bookmarks, running an old run again. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ApiInput, Bookmark, ProjectRun, RunDifference } from '../../src-main/contract/api.ts'
import { useApi } from '../api/client.ts'
import { useRunStore } from './run.ts'

/** Outcome of running a recorded run again with this engine. */
export interface Rerun {
  readonly recordedBy: number | null
  readonly difference: RunDifference | null
}

export const useHistoryStore = defineStore('history', () => {
  const api = useApi()
  const run = useRunStore()

  const rerun = shallowRef<Rerun | null>(null)
  const rerunning = ref(false)
  const bookmarks = computed<readonly Bookmark[]>(() =>
    [...(run.status?.bookmarks ?? [])].sort((a, b) => a.t - b.t || a.branch - b.branch || a.id - b.id),
  )

  const runs = shallowRef<readonly ProjectRun[]>([])
  /** Runs of the project that is open, without the one shown; as of `loadRuns`. */
  const otherRuns = computed(() => {
    const shown = new Set((run.status?.branches ?? []).map((branch) => branch.stored))
    return runs.value.filter(({ branch }) => !shown.has(branch))
  })

  async function loadRuns(): Promise<void> {
    const { project } = run
    const list = project === null ? [] : await run.attempt(() => api.invoke('project.runs', { id: project.id }))
    if (list !== null && run.project?.id === project?.id) runs.value = list
  }

  async function openRun({ branch }: ProjectRun): Promise<void> {
    if (run.project !== null) await run.openProject(run.project.id, run.project.name, branch)
  }

  const undo = (): Promise<void> => run.reopen(() => api.invoke('run.undo', {}))
  const redo = (): Promise<void> => run.reopen(() => api.invoke('run.redo', {}))
  const restart = (): Promise<void> => begin({})

  /** A new run plays at the speed of the one that is left. */
  async function begin(input: ApiInput<'run.restart'>): Promise<void> {
    const speed = run.status?.speed
    await run.reopen(() => api.invoke('run.restart', input))
    if (speed !== undefined && run.status?.speed !== speed) await run.setSpeed(speed)
  }

  async function runAgain(): Promise<void> {
    if (rerunning.value) return
    rerunning.value = true
    const recordedBy = run.status?.recordedBy ?? null
    const outcome = await run.attempt(() => api.invoke('run.rerun', {}))
    rerunning.value = false
    if (outcome === null) return
    run.open(outcome.run)
    rerun.value = { recordedBy, difference: outcome.difference }
  }

  /** A run of the newest revision of the project that is open. */
  const startNewest = (): Promise<void> => begin({ newest: true })

  const addBookmark = (note: string, t?: number): Promise<void> =>
    run.control(() => api.invoke('run.bookmark', t === undefined ? { note } : { t, note }))
  const editBookmark = (id: number, note: string): Promise<void> => run.control(() => api.invoke('run.bookmarkNote', { id, note }))
  const removeBookmark = (id: number): Promise<void> => run.control(() => api.invoke('run.bookmarkRemove', { id }))

  const nameBranch = (id: number, name: string): Promise<void> => run.control(() => api.invoke('run.branchName', { id, name }))
  const removeBranch = (id: number): Promise<void> => run.control(() => api.invoke('run.branchRemove', { id }))

  async function goTo(bookmark: Bookmark): Promise<void> {
    if (bookmark.branch !== run.status?.branch) await run.openBranch(bookmark.branch)
    await run.seek(bookmark.t)
  }

  return {
    rerun,
    rerunning,
    bookmarks,
    otherRuns,
    loadRuns,
    openRun,
    undo,
    redo,
    restart,
    runAgain,
    startNewest,
    addBookmark,
    editBookmark,
    removeBookmark,
    nameBranch,
    removeBranch,
    goTo,
  }
})
