/** The run that is open: keeps the window in step with the engine's frames, and sends what the person asks for. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type {
  ApiInput,
  ApiOutput,
  ApiPushes,
  LabProblem,
  LabSummary,
  OpenedOrProblems,
  ProjectRef,
  RunOpened,
  RunStatus,
  Speed,
} from '../../src-main/contract/api.ts'
import type { LabEvent } from '../../src-main/contract/events.ts'
import { pick } from '../../src-main/contract/texts/language.ts'
import { koreanTitle } from '../../src-main/contract/texts/titles.ts'
import { onRegained, toApiError, useApi, type LinkState } from '../api/client.ts'
import { firstHosts } from './event-log.ts'
import { useNoticeStore } from './notices.ts'
import { usePrefsStore } from './prefs.ts'
import { useSelectionStore } from './selection.ts'
import { useTimelineStore } from './timeline.ts'
import { useWorldStore } from './world.ts'

type FramePush = ApiPushes['run.frame']

/** How long after a command its refusal in the log still counts as the answer to it. */
const refusalWindowMs = 3000
/** A lab that was just opened plays at this speed unless another is chosen: its story takes minutes. */
const openedSpeed: Speed = 10
/** Codes of refusals that have words in the window's language. */
const errorTexts = { disconnected: 'error.disconnected', recorded: 'error.recorded', notStored: 'error.notStored' } as const

export interface SentCommand {
  readonly command: string
  readonly at: number
  /** Its instant, and the last event before it as known when it was sent. */
  readonly t: number
  readonly afterSeq: number
}

export const useRunStore = defineStore('run', () => {
  const api = useApi()
  const world = useWorldStore()
  const timeline = useTimelineStore()
  const selection = useSelectionStore()
  const notices = useNoticeStore()
  const prefs = usePrefsStore()

  const link = ref<LinkState>(api.link)
  const info = shallowRef<ApiOutput<'app.info'> | null>(null)
  const samples = shallowRef<ApiOutput<'lab.samples'>>([])
  const lab = shallowRef<LabSummary | null>(null)
  const project = shallowRef<ProjectRef | null>(null)
  /** The guided lab whose course it is. */
  const guided = ref<string | null>(null)
  const status = shallowRef<RunStatus | null>(null)
  const problems = shallowRef<{ readonly fileName: string; readonly list: readonly LabProblem[] } | null>(null)
  const opening = ref(false)
  /** Commands just sent, whose refusal is told at once. */
  const sent = shallowRef<readonly SentCommand[]>([])

  /** What the run is called: as its project, which has the name of its lab until somebody gives it another. */
  const title = computed(() => {
    if (lab.value === null) return project.value?.name ?? null
    const called = project.value?.name ?? lab.value.name
    return pick([called, koreanTitle(called, lab.value) ?? called], prefs.language)
  })
  const t = computed(() => status.value?.t ?? 0)
  const playing = computed(() => status.value?.playing ?? false)
  const until = computed(() => status.value?.until ?? 0)

  /** Speed of a lab that is opened. */
  const speedOfOpened = (): Speed => prefs.speed ?? openedSpeed

  let resyncing = false
  let held: FramePush[] = []

  function open(run: RunOpened): void {
    const same = run.runId === status.value?.runId && run.lab.name === lab.value?.name
    // The answer to a command and the push to all windows carry the same run.
    project.value = run.project
    if (same && run.frame.n === world.mirror.n && run.status.branch === status.value?.branch && timeline.log.size === run.events.length) {
      status.value = run.status
      return
    }
    if (!same) performance.mark('hostdown:run-opened')
    lab.value = run.lab
    guided.value = run.guided ?? null
    status.value = run.status
    if (same) world.resync(run.frame)
    else world.open(run.lab, run.frame, firstHosts(run.events))
    timeline.replace(run.events)
    if (!same) selection.clear()
  }

  function receive(push: FramePush): void {
    if (resyncing) {
      held.push(push)
      return
    }
    if (status.value === null || push.status.runId !== status.value.runId || push.frame.n > world.mirror.n + 1) {
      held.push(push)
      void resync()
      return
    }
    if (push.frame.n <= world.mirror.n) return
    world.apply(push.frame)
    timeline.cut(push.from)
    timeline.append(push.events)
    status.value = push.status
  }

  /** Asks for the whole run: after a gap, another run, or a new connection. */
  async function resync(): Promise<boolean> {
    if (resyncing) return true
    resyncing = true
    try {
      const run = await api.invoke('run.current', {})
      if (run !== null) open(run)
      return run !== null
    } catch (cause) {
      if (toApiError(cause).code !== 'disconnected') fail(cause)
      return false
    } finally {
      resyncing = false
      const late = held
      held = []
      // What does not follow on is dropped: the next frame will show the gap, and be asked about once.
      for (const push of late) if (push.frame.n === world.mirror.n + 1 && push.status.runId === status.value?.runId) receive(push)
    }
  }

  /** Tells of a request that failed. */
  function fail(cause: unknown): void {
    const error = toApiError(cause)
    const key = Object.entries(errorTexts).find(([code]) => code === error.code)?.[1]
    notices.post('error', key === undefined ? [error.message, error.messageKo ?? error.message] : { key })
  }

  /** Nothing is open any more. */
  function close(): void {
    lab.value = null
    guided.value = null
    project.value = null
    status.value = null
    selection.clear()
  }

  /** The name that a project has now, where it is the one that is open. */
  function rename(id: number, name: string): void {
    if (project.value?.id === id && project.value.name !== name) project.value = { ...project.value, name }
  }

  /** What a request gave, or null after its refusal has been told. */
  async function attempt<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask()
    } catch (cause) {
      fail(cause)
      return null
    }
  }

  async function control(ask: () => Promise<RunStatus>): Promise<void> {
    const next = await attempt(ask)
    // A frame that was pushed meanwhile may be newer; flags such as `playing` are those of the answer.
    if (next === null || (status.value !== null && next.runId !== status.value.runId)) return
    const answer = { ...next, t: pickT(next) }
    // Most answers say what the frame before them said: nothing is to be drawn for them.
    if (JSON.stringify(answer) !== JSON.stringify(status.value)) status.value = answer
  }

  /** Shows the run that a request opens. */
  async function reopen(ask: () => Promise<RunOpened>): Promise<void> {
    const opened = await attempt(ask)
    if (opened !== null) open(opened)
  }

  /** The mirror's own instant while frames are still on their way: views and clock never disagree. */
  function pickT(next: RunStatus): number {
    return world.mirror.n >= 0 ? world.mirror.t : next.t
  }

  const firstLab = async (): Promise<string | null> => info.value?.startLab ?? samples.value[0]?.id ?? null

  /** Joins the run that is open, or opens the lab that `chooseLab` names, if any. */
  async function start(chooseLab = firstLab): Promise<void> {
    api.subscribe('run.opened', open)
    api.subscribe('run.closed', close)
    api.subscribe('run.frame', receive)
    api.onLink((state) => (link.value = state))
    onRegained(api, () => void resync())
    try {
      info.value = await api.invoke('app.info', {})
      samples.value = await api.invoke('lab.samples', {})
    } catch (cause) {
      fail(cause)
    }
    if (await resync()) return
    const first = await chooseLab()
    if (first !== null) await openSample(first)
  }

  /** Opens what a request gives, or keeps what is wrong with it; true when a run is open. */
  async function openWith(ask: () => Promise<OpenedOrProblems>, fileName: string): Promise<boolean> {
    opening.value = true
    const output = await attempt(ask)
    opening.value = false
    if (output === null) return false
    if (!output.ok) {
      problems.value = { fileName, list: output.problems }
      return false
    }
    open(output.run)
    problems.value = null
    await setSpeed(speedOfOpened())
    return true
  }

  const openSample = (id: string): Promise<boolean> => openWith(() => api.invoke('lab.open', { sample: id }), id)
  const openText = (fileName: string, text: string): Promise<boolean> => openWith(() => api.invoke('lab.open', { fileName, text }), fileName)
  /** The lab of a practice question: all of them are one project, which is called `project` when it is made. */
  const openPractice = (fileName: string, text: string, project: string): Promise<boolean> =>
    openWith(() => api.invoke('lab.open', { fileName, text, practice: project }), fileName)
  /** A project's run that was open last, or the one with `branch`, an id in the data folder. */
  const openProject = (id: number, name: string, branch?: number): Promise<boolean> =>
    openWith(() => api.invoke('project.open', branch === undefined ? { id } : { id, branch }), name)

  const openBranch = (id: number): Promise<void> => reopen(() => api.invoke('run.branch', { id }))

  const play = (speed?: Speed): Promise<void> => control(() => api.invoke('run.play', speed === undefined ? {} : { speed }))
  const pause = (): Promise<void> => control(() => api.invoke('run.pause', {}))
  const toggle = (): Promise<void> => (playing.value ? pause() : play())
  const setSpeed = (speed: Speed): Promise<void> => control(() => api.invoke('run.speed', { speed }))
  const step = (by: 1 | -1, of?: ApiInput<'run.step'>['of']): Promise<void> =>
    control(() => api.invoke('run.step', of === undefined ? { by } : { by, of }))

  let seeking: Promise<void> | null = null
  let wanted: number | null = null

  /** One seek under way at a time; of those asked for meanwhile only the last is sent. Ends when the instant asked for last is shown. */
  function seek(at: number): Promise<void> {
    wanted = Math.round(Math.min(Math.max(at, 0), until.value))
    seeking ??= seekOn().finally(() => (seeking = null))
    return seeking
  }

  async function seekOn(): Promise<void> {
    let under: number | null = null
    while (wanted !== null && wanted !== under) {
      const target: number = wanted
      under = target
      await control(() => api.invoke('run.seek', { t: target }))
    }
    wanted = null
  }

  /** A command at the instant shown, or at `when`: ahead of it the branch is run that far, before it there will be a branch. */
  async function command(name: string, args: Record<string, unknown>, at?: number): Promise<void> {
    const now = Date.now()
    // What lies ahead of its instant belongs to the branch that is left.
    const before = at === undefined || at >= t.value ? (status.value?.shown ?? 0) : timeline.log.endAt(at)
    const afterSeq = timeline.log.events[before - 1]?.seq ?? -1
    sent.value = [...sent.value.filter((entry) => now - entry.at < refusalWindowMs), { command: name, at: now, t: at ?? t.value, afterSeq }]
    await control(() => api.invoke('run.command', { command: name, arguments: args, ...(at === undefined ? {} : { at }) }))
  }

  /** True once for the refusal of a command that was just sent from here. */
  function takeAnswered(event: LabEvent): boolean {
    const found = sent.value.find(
      (entry) => entry.command === event['command'] && event.seq > entry.afterSeq && event.t === entry.t && Date.now() - entry.at < refusalWindowMs,
    )
    if (found === undefined) return false
    sent.value = sent.value.filter((entry) => entry !== found)
    return true
  }

  return {
    link,
    info,
    samples,
    lab,
    project,
    guided,
    status,
    problems,
    opening,
    sent,
    title,
    t,
    playing,
    until,
    start,
    open,
    receive,
    resync,
    attempt,
    fail,
    control,
    reopen,
    close,
    rename,
    openWith,
    openSample,
    openText,
    openPractice,
    openProject,
    openBranch,
    play,
    pause,
    toggle,
    setSpeed,
    step,
    seek,
    command,
    takeAnswered,
  }
})
