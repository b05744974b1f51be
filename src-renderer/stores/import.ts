/** An import that is under way: files handed over, what would become of them, what a person states, and which labs are wanted. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { formatNumber } from '../../src-main/contract/texts/format.ts'
import type { LabProblem, ProjectCard } from '../../src-main/contract/api.ts'
import { IMPORT_BYTES_MAX, IMPORT_FILES_MAX, IMPORT_PIECE_BYTES } from '../../src-main/contract/api-import.ts'
import type { ImportAnswer, ImportAssumption, ImportPreview, ImportPushes } from '../../src-main/contract/api-import.ts'
import { useApi } from '../api/client.ts'
import { base64OfFile } from '../ui/files.ts'
import { useNoticeStore } from './notices.ts'
import { usePageStore } from './page.ts'
import { useProjectsStore } from './projects.ts'
import { useRunStore } from './run.ts'

export type ImportPhase = 'idle' | 'handing' | 'working' | 'preview' | 'creating'

/** What a window may offer: a workbook, or CSV files. */
export const isExportFile = (fileName: string): boolean => /\.(xlsx|csv)$/i.test(fileName)

const keyOf = ({ where, field }: Pick<ImportAnswer, 'where' | 'field'>): string => `${where}\n${field}`
/** Values follow one another while somebody types. */
const RESTATE_MS = 250

export const useImportStore = defineStore('import', () => {
  const api = useApi()
  const run = useRunStore()
  const page = usePageStore()
  const projects = useProjectsStore()
  const notices = useNoticeStore()

  const phase = ref<ImportPhase>('idle')
  const progress = shallowRef<Pick<ImportPushes['import.progress'], 'step' | 'tab' | 'rows' | 'share'> | null>(null)
  const preview = shallowRef<ImportPreview | null>(null)
  const problems = shallowRef<readonly LabProblem[]>([])
  const fileName = ref('')
  const replaceNames = ref(false)
  const chosen = shallowRef<ReadonlySet<string>>(new Set())
  const answers = shallowRef<ReadonlyMap<string, ImportAnswer>>(new Map())
  /** What was stated last and cannot be: the line says why. */
  const refused = shallowRef<LabProblem | null>(null)
  const restating = ref(false)
  let ticket = ''
  let count = 0
  let restated = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const labs = computed(() => preview.value?.labs ?? [])
  const skipped = computed(() => (preview.value?.skipped ?? []).filter(({ lab }) => lab === null || chosen.value.has(lab)))
  const chosenLabs = computed(() => labs.value.filter(({ name }) => chosen.value.has(name)))

  function follow(): () => void {
    return api.subscribe('import.progress', (told) => {
      if (told.ticket === ticket && (phase.value === 'working' || phase.value === 'creating')) progress.value = told
    })
  }

  /** Workbook or CSV files, chosen or dropped. */
  async function take(files: readonly File[]): Promise<void> {
    const exported = files.filter(({ name }) => isExportFile(name))
    // A folder may hold the same export in both forms: as the command line, the window reads its CSV files then.
    const tables = exported.filter(({ name }) => /\.csv$/i.test(name))
    const wanted = (tables.length > 0 ? tables : exported).slice(0, IMPORT_FILES_MAX)
    if (wanted.length === 0) return
    page.show('import')
    reset()
    if (wanted.reduce((sum, { size }) => sum + size, 0) > IMPORT_BYTES_MAX)
      return notices.post('error', { key: 'lab.tooLarge', values: { file: wanted[0]?.name ?? '' } })
    fileName.value = wanted.length === 1 ? (wanted[0]?.name ?? '') : `${wanted[0]?.name ?? ''} +${formatNumber(wanted.length - 1)}`
    ticket = `${Date.now()}-${++count}`
    const mine = ticket
    phase.value = 'handing'
    const handed = await run.attempt(() => handOver(mine, wanted))
    if (ticket !== mine) return
    if (handed === null) return reset()
    phase.value = 'working'
    if (!(await ask(mine)) && ticket === mine && problems.value.length === 0) reset()
  }

  async function handOver(mine: string, files: readonly File[]): Promise<true> {
    const total = Math.max(
      1,
      files.reduce((sum, { size }) => sum + size, 0),
    )
    let sent = 0
    await api.invoke('import.begin', { ticket: mine, files: files.map(({ name, size }) => ({ name, bytes: size })) })
    for (const [file, content] of files.entries()) {
      for (let at = 0; at < content.size && ticket === mine; at += IMPORT_PIECE_BYTES) {
        const piece = content.slice(at, at + IMPORT_PIECE_BYTES)
        await api.invoke('import.piece', { ticket: mine, file, base64: await base64OfFile(piece) })
        sent += piece.size
        progress.value = { step: 'reading', tab: '', rows: 0, share: (sent / total) * 0.02 }
      }
    }
    return true
  }

  /** The preview of what is stated now. False: there is none. */
  async function ask(mine: string): Promise<boolean> {
    const output = await run.attempt(() =>
      api.invoke('import.preview', { ticket: mine, replaceNames: replaceNames.value, answers: [...answers.value.values()] }),
    )
    if (ticket !== mine || output === null) return false
    if (!output.ok) {
      if (preview.value === null) {
        problems.value = output.problems
        phase.value = 'idle'
      } else refused.value = output.problems[0] ?? null
      return false
    }
    refused.value = null
    const first = preview.value === null
    const places = labs.value.map(({ name }) => chosen.value.has(name))
    preview.value = output.preview
    // Names may be other ones now; the labs are the same.
    chosen.value = new Set(
      output.preview.labs.filter((lab, at) => (first ? !lab.isStandalone || output.preview.labs.length === 1 : places[at])).map(({ name }) => name),
    )
    if (phase.value === 'working') phase.value = 'preview'
    return true
  }

  function state(assumption: ImportAssumption, value: ImportAnswer['value']): void {
    const answer = { where: assumption.where, field: assumption.field, value }
    answers.value = new Map(answers.value).set(keyOf(answer), answer)
    restate()
  }

  function forget(assumption: ImportAssumption): void {
    const rest = new Map(answers.value)
    rest.delete(keyOf(assumption))
    answers.value = rest
    restate()
  }

  function restate(): void {
    clearTimeout(timer)
    restating.value = true
    const mine = ticket
    const latest = ++restated
    // What was stated while an answer was on its way has none yet.
    const answered = (): void => {
      if (latest === restated) restating.value = false
    }
    timer = setTimeout(() => void ask(mine).finally(answered), RESTATE_MS)
  }

  /** What was stated names things by names that are no more. */
  function setReplaceNames(on: boolean): void {
    replaceNames.value = on
    answers.value = new Map()
    restate()
  }

  function choose(name: string, on: boolean): void {
    const next = new Set(chosen.value)
    if (on) next.add(name)
    else next.delete(name)
    chosen.value = next
  }
  const chooseAll = (on: boolean): void => void (chosen.value = new Set(on ? labs.value.map(({ name }) => name) : []))

  /** Makes a project of each chosen lab, and opens the first. */
  async function create(): Promise<void> {
    const mine = ticket
    const wanted = chosenLabs.value.map(({ name }) => name)
    if (wanted.length === 0 || phase.value !== 'preview') return
    phase.value = 'creating'
    progress.value = { step: 'building', tab: '', rows: 0, share: 0 }
    const output = await run.attempt(() =>
      api.invoke('import.create', { ticket: mine, replaceNames: replaceNames.value, answers: [...answers.value.values()], labs: wanted }),
    )
    if (ticket !== mine) return
    if (output === null || !output.ok) {
      phase.value = 'preview'
      if (output !== null) refused.value = output.problems[0] ?? null
      return
    }
    await opened(output.projects)
  }

  async function opened(made: readonly ProjectCard[]): Promise<void> {
    const [first] = made
    reset()
    if (made.length > 1) notices.post('info', { key: 'import.created', values: { n: made.length } })
    if (first === undefined || !(await projects.open(first))) page.show('library')
  }

  /** Ends what is under way, here and in the application. */
  function cancel(): void {
    if (ticket !== '') void run.attempt(() => api.invoke('import.cancel', { ticket }))
    reset()
  }

  function reset(): void {
    clearTimeout(timer)
    ticket = ''
    phase.value = 'idle'
    progress.value = null
    preview.value = null
    problems.value = []
    refused.value = null
    restating.value = false
    replaceNames.value = false
    chosen.value = new Set()
    answers.value = new Map()
  }

  return {
    ...{ phase, progress, preview, problems, fileName, replaceNames, chosen, labs, chosenLabs, skipped, answers, refused, restating },
    ...{ follow, take, state, forget, setReplaceNames, choose, chooseAll, create, cancel },
  }
})
