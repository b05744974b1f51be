/** The sweep over failures: what was asked, how far it is, what came of it, and which failure is looked at. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { SweepCommand, SweepDomain, SweepOutcome, SweepReport } from '../../src-main/contract/api-sweep.ts'
import { toApiError, useApi } from '../api/client.ts'
import { parseRunTime } from '../../src-main/contract/units.ts'
import { runTimeText } from '../panels/faults/fault-time.ts'
import { usePageStore } from './page.ts'
import { useRunStore } from './run.ts'

export const metrics = ['vms', 'downtime'] as const
export type Metric = (typeof metrics)[number]

/** Pairs of more than so many hosts take a while: somebody has to ask for them. */
const PAIRS_AT_ONCE_MAX = 40

export const useResilienceStore = defineStore('resilience', () => {
  const api = useApi()
  const run = useRunStore()
  const page = usePageStore()

  const domain = ref<SweepDomain>('host')
  const failures = ref<1 | 2>(1)
  /** As a person types it. */
  const time = ref('')
  const metric = ref<Metric>('vms')
  const going = shallowRef<{ readonly ticket: string; readonly done: number; readonly total: number | null } | null>(null)
  const report = shallowRef<SweepReport | null>(null)
  const place = ref<number | null>(null)
  const at = computed(() => parseRunTime(time.value))
  const chosen = computed<SweepOutcome | null>(() => (place.value === null ? null : (report.value?.outcomes[place.value] ?? null)))

  /** What the lab has of each kind. */
  const counts = computed<{ readonly [D in SweepDomain]: number }>(() => {
    const { lab } = run
    if (lab === null) return { host: 0, faultDomain: 0, datastore: 0, network: 0 }
    const domains = new Set(lab.hosts.flatMap(({ faultDomain }) => faultDomain ?? []))
    return { host: lab.hosts.length, faultDomain: domains.size, datastore: lab.datastores.length, network: lab.networks.length }
  })
  /** How many failures that makes. */
  const runs = computed(() => {
    const n = counts.value[domain.value]
    return failures.value === 1 ? n : (n * (n + 1)) / 2
  })
  const isRecorded = computed(() => run.status !== null && run.status.recordedBy !== null)
  const possible = computed(
    () => at.value !== null && counts.value[domain.value] > 0 && !isRecorded.value && run.link === 'open' && going.value === null,
  )

  let tickets = 0

  /** What was found out belongs to its run. */
  watch(
    () => run.status?.runId ?? null,
    (id) => {
      if (report.value !== null && report.value.from.runId !== id) report.value = null
      place.value = null
      time.value = ''
    },
  )
  api.subscribe('sweep.progress', ({ ticket, done, total }) => {
    if (going.value?.ticket === ticket) going.value = { ticket, done, total }
  })

  /** For whoever comes to the page: the instant shown, and pairs where they are soon done. */
  function prepare(): void {
    if (time.value !== '') return
    time.value = runTimeText(Math.floor(run.t / 1000) * 1000)
    failures.value = (run.lab?.hosts.length ?? 0) <= PAIRS_AT_ONCE_MAX ? 2 : 1
  }

  async function start(): Promise<void> {
    const instant = at.value
    if (instant === null) return
    const ticket = `${String(Date.now())}-${String(++tickets)}`
    going.value = { ticket, done: 0, total: null }
    try {
      const found = await api.invoke('sweep.start', { ticket, domain: domain.value, failures: failures.value, at: instant })
      if (found !== null && going.value?.ticket === ticket) {
        report.value = found
        place.value = found.worst[0] ?? null
      }
    } catch (cause) {
      // Whoever lost the connection hears of that elsewhere.
      if (toApiError(cause).code !== 'disconnected') run.fail(cause)
    } finally {
      if (going.value?.ticket === ticket) going.value = null
    }
  }

  async function cancel(): Promise<void> {
    const current = going.value
    going.value = null
    if (current !== null) await run.attempt(() => api.invoke('sweep.cancel', { ticket: current.ticket }))
  }

  /** Plays commands from where the sweep began, as a branch of the run. */
  async function play(commands: readonly SweepCommand[]): Promise<void> {
    const from = report.value?.from
    if (from === undefined) return
    const all = [...from.first, ...commands].map(({ command, arguments: args }) => ({ command, arguments: { ...args } }))
    const opened = await run.attempt(() => api.invoke('run.fork', { branch: from.branch, turn: from.turn, at: from.at, commands: all }))
    if (opened === null) return
    run.open(opened)
    page.show('workbench')
    await run.play()
  }

  return { domain, failures, time, at, metric, going, report, place, chosen, counts, runs, isRecorded, possible, prepare, start, cancel, play }
})
