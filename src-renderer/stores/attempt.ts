/** The attempt in hand: what is shown of it, what was answered, and the time that goes by. The application keeps, counts and judges. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Attempt, AttemptItem } from '../../src-main/contract/practice/attempt.ts'
import type { Response } from '../../src-main/contract/practice/question.ts'
import { toApiError, useApi } from '../api/client.ts'
import { decidingEvent } from '../panels/practice/deciding-event.ts'
import { useNoticeStore } from './notices.ts'
import { usePageStore } from './page.ts'
import { useRunStore } from './run.ts'
import { useSelectionStore } from './selection.ts'
import { showPracticeRun } from './show-practice-run.ts'
import { counted, stopwatch } from './stopwatch.ts'
import { useTimelineStore } from './timeline.ts'

export type AttemptView = 'question' | 'review' | 'result'

const TICK_MS = 5_000

export const useAttemptStore = defineStore('attempt', () => {
  const api = useApi()
  const run = useRunStore()
  const page = usePageStore()
  const notices = useNoticeStore()
  const timeline = useTimelineStore()
  const selection = useSelectionStore()

  const current = shallowRef<Attempt | null>(null)
  const view = ref<AttemptView>('question')
  /** Place of the question that is shown, from 0. */
  const at = ref(0)
  const missing = ref(false)
  /** The run that *Show me* opened, and the question that it belongs to. */
  const showing = shallowRef<{ readonly id: number; readonly at: number; readonly runId: string; readonly momentMs: number } | null>(null)

  const watch = stopwatch()
  const toldMs = ref(0)
  /** Spent so far, as the window counts it. */
  const spentMs = ref(0)

  const isOver = computed(() => current.value !== null && current.value.finishedAt !== null)
  const items = computed(() => current.value?.items ?? [])
  const item = computed<AttemptItem | null>(() => items.value[at.value] ?? null)
  /** Null: not timed, or over. */
  const leftMs = computed(() => {
    const minutes = current.value?.minutes ?? null
    return minutes === null || isOver.value ? null : Math.max(0, minutes * 60_000 - spentMs.value)
  })
  /** Each answer is told as soon as one asks. */
  const tellsAtOnce = computed(() => current.value !== null && current.value.mode !== 'exam')
  const unanswered = computed(() => places((each) => each.response === null))
  const flagged = computed(() => places((each) => each.flagged))
  const wrong = computed(() => places(({ solution }) => solution !== null && !solution.isRight))

  function places(which: (item: AttemptItem) => boolean): readonly number[] {
    return items.value.flatMap((each, place) => (which(each) ? [place] : []))
  }

  function take(attempt: Attempt): void {
    current.value = attempt
    toldMs.value = attempt.spentMs
    spentMs.value = attempt.spentMs
    missing.value = false
  }

  /** Shows an attempt that was just begun, or is gone on with. */
  function show(attempt: Attempt): void {
    take(attempt)
    watch.restart()
    at.value = Math.min(attempt.at, attempt.items.length - 1)
    view.value = attempt.finishedAt === null ? 'question' : 'result'
    page.show('practice', `/${String(attempt.id)}`)
  }

  async function open(id: number): Promise<void> {
    missing.value = false
    const known = current.value?.id === id
    try {
      const attempt = await api.invoke('practice.attempt', { id })
      if (!known) return show(attempt)
      take(attempt)
      watch.restart()
      if (attempt.finishedAt !== null && view.value === 'review') view.value = 'result'
    } catch (cause) {
      if (toApiError(cause).code !== 'notFound') return run.fail(cause)
      current.value = null
      missing.value = true
    }
  }

  function leave(): void {
    current.value = null
    page.show('practice')
  }

  /** One call after the other: what was done first is kept first. */
  let last: Promise<unknown> = Promise.resolve()
  function inTurn<T>(call: (id: number, spent: number) => Promise<T>, counts = true): Promise<T | null> {
    const id = current.value?.id
    if (id === undefined) return Promise.resolve(null)
    const turn = last.then(async () => {
      const spent = counts && !isOver.value ? watch.take() : 0
      try {
        const output = await call(id, spent)
        toldMs.value += spent
        return output
      } catch (cause) {
        watch.giveBack(spent)
        // Told or over meanwhile: what the application has is what counts.
        if (toApiError(cause).code === 'badInput') await open(id)
        else run.fail(cause)
        return null
      }
    })
    last = turn
    return turn
  }

  function put(place: number, next: AttemptItem): void {
    const attempt = current.value
    if (attempt === null) return
    current.value = { ...attempt, items: attempt.items.map((each, index) => (index === place ? next : each)) }
  }

  async function answer(response: Response, place = at.value): Promise<void> {
    const now = items.value[place]
    if (now === undefined || now.solution !== null || isOver.value) return
    put(place, { ...now, response })
    const sent = response === null || 'number' in response ? response : { choices: [...response.choices] }
    await inTurn((id, spent) => api.invoke('practice.answer', { id, at: place, response: sent, spentMs: spent }))
  }

  async function flag(): Promise<void> {
    const [place, now] = [at.value, item.value]
    if (now === null) return
    put(place, { ...now, flagged: !now.flagged })
    await inTurn((id) => api.invoke('practice.flag', { id, at: place, flagged: !now.flagged }), false)
  }

  async function go(place: number): Promise<void> {
    if (items.value[place] === undefined) return
    view.value = 'question'
    if (place === at.value) return
    at.value = place
    if (!isOver.value) await inTurn((id, spent) => api.invoke('practice.go', { id, at: place, spentMs: spent }))
  }

  async function check(): Promise<void> {
    const place = at.value
    if (!tellsAtOnce.value || item.value === null || item.value.solution !== null) return
    const told = await inTurn((id, spent) => api.invoke('practice.check', { id, at: place, spentMs: spent }))
    if (told !== null) put(place, told)
  }

  async function finish(): Promise<void> {
    const done = await inTurn((id, spent) => api.invoke('practice.finish', { id, spentMs: spent }))
    if (done !== null) over(done)
  }

  function over(attempt: Attempt): void {
    take(attempt)
    view.value = 'result'
  }

  async function tick(): Promise<void> {
    const place = at.value
    const told = await inTurn((id, spent) => api.invoke('practice.tick', { id, at: place, spentMs: spent }))
    if (told === null) return
    toldMs.value = told.spentMs
    if (!told.finished || isOver.value || current.value === null) return
    const attempt = await run.attempt(() => api.invoke('practice.attempt', { id: current.value?.id ?? 0 }))
    if (attempt === null) return
    over(attempt)
    notices.post('warning', { key: 'practice.timeOver' })
  }

  /** Counts while the page shows an attempt that goes on. Gives the function that ends it. */
  const count = (): (() => void) =>
    counted(watch, {
      goesOn: () => current.value !== null && !isOver.value,
      show: (untoldMs) => (spentMs.value = toldMs.value + untoldMs),
      tick,
      tickEveryMs: TICK_MS,
      isDue: () => leftMs.value === 0,
    })

  /** Opens the lab of the question at the instant that decides, with the event that does. */
  async function showMe(): Promise<void> {
    const [place, attempt] = [at.value, current.value]
    const solution = item.value?.solution ?? null
    const lab = solution?.lab ?? null
    if (attempt === null || solution === null || lab === null) return
    const runId = await showPracticeRun(lab, (runId) => (showing.value = { id: attempt.id, at: place, runId, momentMs: lab.momentMs }))
    if (runId === null) return
    const event = decidingEvent(timeline.log.events, lab.momentMs, solution.facts)
    if (event !== null && run.status?.runId === runId) selection.selectEvent(event)
  }

  async function backToQuestion(): Promise<void> {
    const from = showing.value
    if (from === null) return
    if (current.value?.id !== from.id) await open(from.id)
    view.value = 'question'
    at.value = from.at
    page.show('practice', `/${String(from.id)}`)
  }

  /** From the workbench: to the question that opened the run, else to the practice. */
  async function backOrHome(): Promise<void> {
    if (showing.value !== null && showing.value.runId === run.status?.runId) await backToQuestion()
    else page.show('practice')
  }

  return {
    backOrHome,
    current,
    view,
    at,
    item,
    items,
    missing,
    showing,
    isOver,
    spentMs,
    leftMs,
    tellsAtOnce,
    unanswered,
    flagged,
    wrong,
    show,
    open,
    leave,
    answer,
    flag,
    go,
    check,
    finish,
    tick,
    count,
    showMe,
    backToQuestion,
  }
})
