/** The draft that is designed: what the application says of it, what is selected, and the edits that a person asks for. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { DesignEdit, DesignKind, DesignProblem, DesignTemplate, DesignView } from '../../src-main/contract/api-design.ts'
import type { ProjectCard } from '../../src-main/contract/api.ts'
import type { FormId } from '../../src-main/contract/lab/form.ts'
import type { Json } from '../../src-main/contract/events.ts'
import { inBoth, pick, type Language } from '../../src-main/contract/texts/language.ts'
import { onRegained, toApiError, useApi } from '../api/client.ts'
import { baseOf, blockAt, blockOf, designThings, isBlock, type DesignEntry, type DesignThings } from '../panels/design/design-model.ts'
import { useDesignDoor } from './design-door.ts'
import { useNoticeStore } from './notices.ts'
import { usePageStore } from './page.ts'
import { usePrefsStore } from './prefs.ts'
import { useProjectsStore } from './projects.ts'
import { useRunStore } from './run.ts'

export type DesignKey = readonly (string | number)[]

/** Things of one kind, or a block of the file, which has no names. */
export interface DesignSelection {
  readonly form: FormId
  readonly names: readonly string[]
}

const none: DesignThings = { host: [], vm: [], datastore: [], network: [], pool: [], rule: [], vmGroup: [], hostGroup: [] }
const whole: DesignSelection = { form: 'cluster', names: [] }

export const useDesignStore = defineStore('design', () => {
  const api = useApi()
  const run = useRunStore()
  const page = usePageStore()
  const prefs = usePrefsStore()
  const projects = useProjectsStore()
  const notices = useNoticeStore()
  const door = useDesignDoor()

  const view = shallowRef<DesignView | null>(null)
  const selected = shallowRef<DesignSelection>(whole)
  /** Steps that are on their way: the draft is kept as soon as there are none. */
  const pending = ref(0)
  const opening = ref(false)
  const templates = shallowRef<readonly DesignTemplate[]>([])
  /** A field to go to; `n` makes each asking another. */
  const target = shallowRef<{ readonly key: DesignKey; readonly n: number } | null>(null)
  const editingYaml = ref(false)
  let copied = ''

  const lab = computed(() => view.value?.lab ?? null)
  const things = computed(() => (lab.value === null ? none : designThings(lab.value)))
  const problems = computed(() => view.value?.problems ?? [])
  const warnings = computed(() => view.value?.warnings ?? [])
  const sound = computed(() => view.value !== null && lab.value !== null && problems.value.length === 0)
  const byObject = computed(() => {
    const found = new Map<string, DesignProblem[]>()
    for (const problem of [...problems.value, ...warnings.value]) {
      if (problem.object === null) continue
      const key = `${problem.object.kind}:${problem.object.name}`
      found.set(key, [...(found.get(key) ?? []), problem])
    }
    return found
  })
  /** What the form shows: the entries that are selected, or the block; none: a service that is off. */
  const shown = computed<readonly DesignEntry[]>(() => {
    const { form, names } = selected.value
    if (lab.value === null) return []
    if (isBlock(form)) {
      const block = blockOf(lab.value, form)
      return block === undefined ? [] : [block]
    }
    const wanted = new Set(names)
    return things.value[form].filter(({ name }) => wanted.has(name)).map(({ entry }) => entry)
  })

  function take(next: DesignView): void {
    const before = view.value?.project.id
    view.value = next
    door.remember(next.project.id)
    if (before !== next.project.id) {
      selected.value = whole
      editingYaml.value = next.lab === null
    } else if (!isBlock(selected.value.form)) {
      const there = new Set(things.value[selected.value.form].map(({ name }) => name))
      const left = selected.value.names.filter((name) => there.has(name))
      if (left.length < selected.value.names.length) selected.value = left.length === 0 ? whole : { ...selected.value, names: left }
    }
  }

  /** Sends one request; null after its refusal has been told. */
  async function ask(request: () => Promise<DesignView>): Promise<DesignView | null> {
    pending.value++
    const next = await run.attempt(request)
    pending.value--
    if (next !== null) take(next)
    return next
  }

  function tellNotes({ notes }: DesignView): void {
    if (notes.length === 0) return
    const said = (language: Language): string =>
      notes
        .slice(0, 3)
        .map((note) => note[language])
        .join(' ')
    notices.post('info', inBoth(said), { key: 'design.undoThis', run: () => void undo() })
  }

  async function open(project: number): Promise<boolean> {
    opening.value = true
    const opened = await ask(() => api.invoke('design.open', { project }))
    opening.value = false
    return opened !== null
  }

  /** The page needs a draft: the one that was asked for or was here last, else that of the run that is open. */
  async function resume(): Promise<void> {
    const id = door.remembered()
    if (opening.value || (view.value !== null && view.value.project.id === id)) return
    if (id !== null) {
      opening.value = true
      try {
        take(await api.invoke('design.open', { project: id }))
      } catch (cause) {
        // A project that is gone is not what anybody asked for now.
        if (toApiError(cause).code !== 'notFound') run.fail(cause)
        door.remember(null)
      }
      opening.value = false
    }
    const ofRun = run.project?.id
    if (view.value === null && ofRun !== undefined) await open(ofRun)
  }

  const current = (): number => view.value?.project.id ?? 0

  async function edit(...edits: readonly DesignEdit[]): Promise<boolean> {
    if (edits.length === 0 || view.value === null) return false
    const next = await ask(() => api.invoke('design.edit', { project: current(), edits: [...edits] }))
    if (next !== null) tellNotes(next)
    return next !== null
  }

  /** Adds entries, and selects what has been added, whatever it is called then. */
  async function add(kind: DesignKind, entries: readonly DesignEntry[], ...before: readonly DesignEdit[]): Promise<boolean> {
    return selectNew(kind, () => edit(...before, ...entries.map((entry): DesignEdit => ({ do: 'add', kind, entry }))))
  }

  async function selectNew(kind: DesignKind, change: () => Promise<boolean>): Promise<boolean> {
    const before = new Set(things.value[kind].map(({ name }) => name))
    const done = await change()
    if (!done) return false
    const names = things.value[kind].map(({ name }) => name).filter((name) => !before.has(name))
    if (names.length > 0) selected.value = { form: kind, names }
    return true
  }

  async function undo(): Promise<void> {
    if (view.value?.undo !== null) await ask(() => api.invoke('design.undo', { project: current() }))
  }
  async function redo(): Promise<void> {
    if (view.value?.redo !== null) await ask(() => api.invoke('design.redo', { project: current() }))
  }
  async function revert(): Promise<void> {
    const next = await ask(() => api.invoke('design.revert', { project: current() }))
    if (next !== null) notices.post('info', { key: 'design.reverted' }, { key: 'design.undoThis', run: () => void undo() })
  }

  /** A value of what is selected; undefined leaves it out. */
  function set(key: DesignKey, value: Json | undefined): Promise<boolean> {
    const { form, names } = selected.value
    const given = value === undefined ? {} : { value }
    if (isBlock(form)) return edit({ do: 'setLab', key: [...baseOf(form), ...key], ...given })
    return edit({ do: 'set', kind: form, names: [...names], key: [...key], ...given })
  }

  async function rename(kind: DesignKind, name: string, to: string): Promise<void> {
    if (!(await edit({ do: 'rename', kind, name, to }))) return
    if (things.value[kind].some((thing) => thing.name === to)) selected.value = { form: kind, names: [to] }
  }

  async function remove(): Promise<void> {
    const { form, names } = selected.value
    if (isBlock(form) || names.length === 0) return
    const values = { n: names.length, name: names[0] ?? '' }
    if (!(await edit({ do: 'remove', kind: form, names: [...names] }))) return
    if ((view.value?.notes.length ?? 0) > 0) return
    const key = names.length === 1 ? 'design.removedOne' : 'design.removedMany'
    notices.post('info', { key, values }, { key: 'design.undoThis', run: () => void undo() })
  }

  async function duplicate(copies = 1): Promise<void> {
    const { form, names } = selected.value
    if (isBlock(form) || names.length === 0) return
    await selectNew(form, () => edit({ do: 'copy', kind: form, names: [...names], copies }))
  }

  async function yaml(selectionOnly: boolean): Promise<string | null> {
    const { form, names } = selected.value
    const part = selectionOnly && !isBlock(form) && names.length > 0 ? { kind: form, names: [...names] } : {}
    const output = await run.attempt(() => api.invoke('design.yaml', { project: current(), ...part }))
    return output?.text ?? null
  }

  async function copy(selectionOnly = true): Promise<void> {
    const text = await yaml(selectionOnly)
    if (text === null) return
    copied = text
    try {
      await navigator.clipboard.writeText(text)
      notices.post('info', { key: 'properties.copied' })
    } catch {
      // Within the window it can be pasted all the same.
      notices.post('info', { key: 'design.copiedHere' })
    }
  }

  /** From the clipboard's own event where there is one. */
  async function paste(text = ''): Promise<void> {
    let from = text
    if (from === '') from = await navigator.clipboard.readText().catch(() => copied)
    if (from === '') from = copied
    if (from.trim() === '') return notices.post('warning', { key: 'design.nothingToPaste' })
    const before = things.value
    if (!(await edit({ do: 'paste', text: from }))) return
    for (const kind of Object.keys(before) as DesignKind[]) {
      const known = new Set(before[kind].map(({ name }) => name))
      const names = things.value[kind].map(({ name }) => name).filter((name) => !known.has(name))
      if (names.length > 0) return void (selected.value = { form: kind, names })
    }
  }

  /** A sound draft runs, and the workbench shows it. */
  async function start(): Promise<void> {
    if (!sound.value || view.value === null) return
    const { project } = view.value
    if (!(await run.openWith(() => api.invoke('design.run', { project: project.id }), title.value))) return
    page.show('workbench')
    void open(project.id)
    void projects.load()
  }

  async function loadTemplates(): Promise<void> {
    if (templates.value.length > 0) return
    templates.value = (await run.attempt(() => api.invoke('design.templates', {}))) ?? []
  }

  async function begin(template: string): Promise<void> {
    opening.value = true
    const made = await run.attempt(() => api.invoke('design.new', { template }))
    opening.value = false
    if (made === null) return
    door.choosing = false
    take(made.view)
    page.show('design')
    void projects.load()
  }

  function select(form: FormId, names: readonly string[] = []): void {
    selected.value = { form, names }
  }

  function toggle(form: DesignKind, name: string): void {
    const now = selected.value.form === form ? selected.value.names : []
    const names = now.includes(name) ? now.filter((each) => each !== name) : [...now, name]
    selected.value = names.length === 0 ? whole : { form, names }
  }

  /** To the field that a problem is about. */
  function goTo(problem: DesignProblem): void {
    if (lab.value === null) return void (editingYaml.value = true)
    const { object, key } = problem
    const n = (target.value?.n ?? 0) + 1
    if (object !== null) {
      select(object.kind, [object.name])
      target.value = { key, n }
      return
    }
    const form = blockAt(key)
    select(form)
    target.value = { key: key.slice(baseOf(form).length), n }
  }

  const problemsOf = (kind: DesignKind, name: string): readonly DesignProblem[] => byObject.value.get(`${kind}:${name}`) ?? []

  /** The draft as it is now; what is in the way of that is told by whoever asks for something next. */
  async function refresh(): Promise<void> {
    const known = view.value?.project.id
    if (known === undefined) return
    try {
      const now = await api.invoke('design.open', { project: known })
      if (view.value?.project.id === known) take(now)
    } catch {
      // The project is gone, or the connection again.
    }
  }

  /** Follows what other windows do to the draft. Gives the function that ends it. */
  function follow(): () => void {
    const leaves = [
      // Also while steps of its own are on their way: one that is refused brings no view.
      api.subscribe('design.changed', (next) => {
        if (next.project.id === view.value?.project.id) take(next)
      }),
      onRegained(api, () => void refresh()),
    ]
    return () => leaves.forEach((leave) => leave())
  }

  const cardOf = (id: number): ProjectCard | null => projects.all.find((card) => card.id === id) ?? null
  /** Of the project; one that has the name of its lab has it in the window's language, as its card says. */
  const title = computed(() => {
    if (view.value === null) return ''
    const { id, name } = view.value.project
    const { name: en, nameKo } = cardOf(id) ?? { name, nameKo: null }
    return pick([en, nameKo ?? en], prefs.language)
  })

  return {
    view, lab, things, problems, warnings, sound, shown, selected, pending, opening, templates, target, editingYaml, title,
    open, resume, edit, add, undo, redo, revert, set, rename, remove, duplicate, yaml, copy, paste, start, loadTemplates, begin, select, toggle,
    goTo, problemsOf, follow,
  } // prettier-ignore
})
