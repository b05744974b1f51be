/** What was practised, and what is to be practised next: the page of the practice, without an attempt in hand (`attempt.ts`). */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ApiInput } from '../../src-main/contract/api.ts'
import type { AttemptCard, PracticeMode, PracticeOverview, QuestionKind, TopicStanding } from '../../src-main/contract/practice/attempt.ts'
import { profileById, SECONDS_AN_ITEM } from '../../src-main/contract/practice/profiles.ts'
import type { Generation, Topic } from '../../src-main/contract/practice/topics.ts'
import { toApiError, useApi } from '../api/client.ts'
import { saveFile } from '../ui/files.ts'
import { useAttemptStore } from './attempt.ts'
import { useNoticeStore } from './notices.ts'
import { useRunStore } from './run.ts'

/** `item`: so many seconds a question · `exam`: the minutes of the profile · `none`: as long as it takes. */
export const timings = ['item', 'exam', 'none'] as const
export type Timing = (typeof timings)[number]

/** A topic that is known less well than this is called weak, 0 to 100. */
export const WEAK_BELOW = 70
/** Larger files are refused by the application anyway. */
const progressBytesMax = 60_000_000

type BeginInput = ApiInput<'practice.begin'>

export const isWeak = ({ strength }: TopicStanding): boolean => strength !== null && strength < WEAK_BELOW

export const usePracticeStore = defineStore('practice', () => {
  const api = useApi()
  const run = useRunStore()
  const notices = useNoticeStore()
  const attempt = useAttemptStore()

  const overview = shallowRef<PracticeOverview | null>(null)
  const failed = ref(false)
  /** Questions that are being drawn; null: none are. `of` null: not known yet. */
  const drawing = shallowRef<{ readonly done: number; readonly of: number | null } | null>(null)

  const mode = ref<PracticeMode>('exam')
  const profile = ref<string | null>(null)
  const count = ref(20)
  const timing = ref<Timing>('item')
  const topics = ref<readonly Topic[]>([])
  const generation = ref<Generation | null>(null)
  const kind = ref<QuestionKind>('both')

  const exam = computed(() => (profile.value === null ? null : profileById(profile.value)))
  const isExam = computed(() => mode.value === 'exam')
  /** Minutes that it will have; null: as long as it takes. */
  const minutes = computed(() => {
    if (!isExam.value || timing.value === 'none') return null
    const own = exam.value?.minutes ?? null
    return timing.value === 'exam' && own !== null ? own : Math.ceil((count.value * SECONDS_AN_ITEM) / 60)
  })
  const weak = computed(() => (overview.value?.topics ?? []).filter(isWeak))

  api.subscribe('practice.progress', (progress) => {
    if (drawing.value !== null) drawing.value = progress
  })

  /** `quiet`: for a place that says nothing when it cannot be had. */
  async function load(quiet = false): Promise<void> {
    try {
      overview.value = await api.invoke('practice.overview', {})
      failed.value = false
    } catch (cause) {
      failed.value = true
      if (!quiet) run.fail(cause)
    }
  }

  /** An exam asks what its generation has, in its own length and time. */
  function chooseProfile(id: string | null): void {
    profile.value = id
    const chosen = exam.value
    if (chosen === null) {
      if (timing.value === 'exam') timing.value = 'item'
      return
    }
    generation.value = chosen.generation
    if (chosen.minutes === null && timing.value === 'exam') timing.value = 'item'
  }

  function toggleTopic(topic: Topic): void {
    topics.value = topics.value.includes(topic) ? topics.value.filter((each) => each !== topic) : [...topics.value, topic]
  }

  async function draw(input: BeginInput): Promise<boolean> {
    if (drawing.value !== null) return false
    drawing.value = { done: 0, of: null }
    try {
      const begun = await api.invoke('practice.begin', input)
      if (begun === null) return false
      attempt.show(begun)
      return true
    } catch (cause) {
      if (toApiError(cause).code === 'badInput') notices.post('warning', { key: 'practice.nothingToAsk' })
      else run.fail(cause)
      return false
    } finally {
      drawing.value = null
    }
  }

  const begin = (): Promise<boolean> =>
    draw({
      mode: mode.value,
      profile: isExam.value ? profile.value : null,
      count: count.value,
      minutes: minutes.value,
      topics: [...topics.value],
      generation: generation.value,
      kind: kind.value,
    })

  const study = (plan: Partial<BeginInput>): Promise<boolean> =>
    draw({ mode: 'study', profile: null, count: 10, minutes: null, topics: [], generation: null, kind: 'both', ...plan })

  const beginTopics = (list: readonly Topic[]): Promise<boolean> => study({ topics: [...list] })

  /** The same families with other figures, and the same facts, told at once. */
  const beginOnly = (keys: readonly string[]): Promise<boolean> => {
    const only = [...new Set(keys)].slice(0, 200)
    return study({ only, count: only.length })
  }

  const cancel = async (): Promise<void> => void (await run.attempt(() => api.invoke('practice.cancel', {})))

  async function change(ask: () => Promise<PracticeOverview>): Promise<boolean> {
    const next = await run.attempt(ask)
    if (next !== null) overview.value = next
    return next !== null
  }

  const remove = ({ id }: AttemptCard): Promise<boolean> => change(() => api.invoke('practice.remove', { id }))
  const setGoal = (goal: ApiInput<'practice.goal'>['goal']): Promise<boolean> => change(() => api.invoke('practice.goal', { goal }))

  async function exportProgress(): Promise<void> {
    const file = await run.attempt(() => api.invoke('practice.export', {}))
    if (file !== null) saveFile(file.fileName, file.text, 'application/json')
  }

  async function importProgress(file: File): Promise<void> {
    if (file.size > progressBytesMax) return notices.post('error', { key: 'lab.tooLarge', values: { file: file.name } })
    const output = await run.attempt(async () => api.invoke('practice.import', { fileName: file.name, text: await file.text() }))
    if (output === null) return
    if (!output.ok) {
      run.problems = { fileName: file.name, list: output.problems }
      return
    }
    notices.post('info', { key: 'practice.imported', values: { attempts: output.attempts, remembered: output.remembered } })
    await load()
  }

  return {
    overview,
    failed,
    drawing,
    mode,
    profile,
    exam,
    count,
    timing,
    minutes,
    topics,
    generation,
    kind,
    weak,
    load,
    chooseProfile,
    toggleTopic,
    begin,
    beginTopics,
    beginOnly,
    cancel,
    remove,
    setGoal,
    exportProgress,
    importProgress,
  }
})
