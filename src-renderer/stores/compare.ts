/** The comparison that is open: both sides mirrored at one instant, and one selection. */
import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowRef } from 'vue'
import { compareSides, type Compared, type ComparedInstant, type CompareSide, type Comparison } from '../../src-main/contract/api-compare.ts'
import type { BranchInfo } from '../../src-main/contract/api.ts'
import { toApiError, useApi, type ApiError } from '../api/client.ts'
import { usePageStore } from './page.ts'
import type { ObjectRef } from './selection.ts'
import { WorldMirror } from './world-mirror.ts'

export type Pair = { readonly [side in CompareSide]: Compared | null }

/** `b0`: a branch of the run that is open; `p3`: a project; `p3.17`: a run of it, by one of its branches; `-`: not chosen. */
export function wordOf(compared: Compared | null): string {
  if (compared === null) return '-'
  if ('branch' in compared) return `b${String(compared.branch)}`
  return `p${String(compared.project)}${compared.run === undefined ? '' : `.${String(compared.run)}`}`
}

function comparedOf(word: string | undefined): Compared | null {
  const found = /^(?:b(\d{1,9})|p([1-9]\d{0,9})(?:\.([1-9]\d{0,9}))?)$/.exec(word ?? '')
  if (found === null) return null
  const [, branch, project, run] = found
  if (branch !== undefined) return { branch: Number(branch) }
  return run === undefined ? { project: Number(project) } : { project: Number(project), run: Number(run) }
}

/** What an address asks for: `/b0/p3.17`. */
export function pairOf(rest: string): Pair {
  const [, a, b] = rest.split('/')
  return { a: comparedOf(a), b: comparedOf(b) }
}

export const useCompareStore = defineStore('compare', () => {
  const api = useApi()
  const page = usePageStore()

  const pair = shallowRef<Pair>({ a: null, b: null })
  const comparison = shallowRef<Comparison | null>(null)
  const mirrors = { a: markRaw(new WorldMirror()), b: markRaw(new WorldMirror()) } as const
  /** Instant shown. */
  const t = ref(0)
  /** Rises when the mirrors changed, or hold another comparison. */
  const revision = ref(0)
  const making = ref(false)
  /** 0 to 1, while the runs are taken on. */
  const progress = ref<number | null>(null)
  const failed = shallowRef<ApiError | null>(null)
  const selected = shallowRef<ObjectRef | null>(null)
  const ready = computed(() => comparison.value !== null && !making.value)

  let asked = 0
  let seeking = false
  let wanted: number | null = null

  /** Shows the comparison page for two; null: chosen there. */
  function show(next: Pair): void {
    page.show('compare', `/${wordOf(next.a)}/${wordOf(next.b)}`)
  }

  /** The branch shown beside the one that it left; the first beside whichever was made last; one alone: the other side is chosen there. */
  function showWith(branch: number, branches: readonly BranchInfo[]): void {
    const parent = branches.find(({ id }) => id === branch)?.parent ?? null
    const last = branches.findLast(({ id }) => id !== branch)?.id ?? null
    const other = parent ?? last
    show(
      other === null
        ? { a: { branch }, b: null }
        : parent === null
          ? { a: { branch }, b: { branch: other } }
          : { a: { branch: other }, b: { branch } },
    )
  }

  /** Makes the comparison of a pair; `to`: how far both are run. Without both there is none. */
  async function open(next: Pair, to: 'reached' | 'end' = 'reached'): Promise<void> {
    const mine = ++asked
    pair.value = next
    failed.value = null
    progress.value = null
    const { a, b } = next
    if (a === null || b === null) {
      comparison.value = null
      making.value = false
      return
    }
    making.value = true
    try {
      const made = await api.invoke('compare.open', { a, b, to })
      if (mine === asked) take(made)
    } catch (cause) {
      if (mine !== asked) return
      comparison.value = null
      failed.value = toApiError(cause)
    }
    if (mine === asked) making.value = false
  }

  function take(made: Comparison): void {
    for (const side of compareSides)
      mirrors[side].reset(made.sides[side].lab, made.shown.frames[side], new Map(Object.entries(made.sides[side].homes)))
    if (comparison.value === null) selected.value = null
    comparison.value = made
    t.value = made.shown.t
    revision.value++
  }

  /** While one instant is on its way, only the last of those asked for meanwhile is fetched. */
  async function seek(to: number): Promise<void> {
    const { value: open } = comparison
    if (open === null) return
    t.value = Math.max(0, Math.min(Math.round(to), open.until))
    wanted = t.value
    if (seeking) return
    seeking = true
    while (wanted !== null) {
      const next: number = wanted
      wanted = null
      try {
        await arrive(await api.invoke('compare.seek', { t: next }))
      } catch (cause) {
        failed.value = toApiError(cause)
      }
    }
    seeking = false
  }

  async function arrive(instant: ComparedInstant): Promise<void> {
    const { value: open } = comparison
    if (open === null || instant.id !== open.id) return
    if (compareSides.some((side) => instant.frames[side].n !== mirrors[side].n + 1)) {
      const whole = await api.invoke('compare.current', {})
      if (whole?.id === open.id) for (const side of compareSides) mirrors[side].resync(whole.shown.frames[side])
    } else for (const side of compareSides) mirrors[side].apply(instant.frames[side])
    revision.value++
  }

  /** Gives up what is being made, and lets go of what is open. */
  function close(): void {
    asked++
    making.value = false
    comparison.value = null
    pair.value = { a: null, b: null }
    void api.invoke('compare.close', {}).catch(() => undefined)
  }

  /** Gives the function that ends it. */
  function follow(): () => void {
    return api.subscribe('compare.progress', ({ t: at, of }) => {
      if (making.value) progress.value = of === 0 ? null : at / of
    })
  }

  return { pair, comparison, mirrors, t, revision, making, progress, failed, selected, ready, show, showWith, open, seek, close, follow }
})
