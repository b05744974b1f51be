/** The projects that are kept: the cards of the Library and what can be done with them. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ProjectCard } from '../../src-main/contract/api.ts'
import type { ImportRecord } from '../../src-main/contract/import-record.ts'
import type { Phrase } from '../../src-main/contract/texts/language.ts'
import { onRegained, useApi } from '../api/client.ts'
import { base64OfFile, bytesOfBase64, saveFile } from '../ui/files.ts'
import { useNoticeStore } from './notices.ts'
import { usePageStore } from './page.ts'
import { useRunStore } from './run.ts'

/** Larger files are refused by the application anyway: text of a lab, and a project file, whose base64 is a third longer. */
const labBytesMax = 50_000_000
const projectBytesMax = 60_000_000

export const isProjectFile = (fileName: string): boolean => fileName.toLowerCase().endsWith('.hostdown')

const titleOf = ({ name, nameKo }: ProjectCard): Phrase => [name, nameKo ?? name]

/** What an import did when it made a project. */
export interface ShownImport {
  readonly name: Phrase
  readonly record: ImportRecord
}

export const useProjectsStore = defineStore('projects', () => {
  const api = useApi()
  const run = useRunStore()
  const page = usePageStore()
  const notices = useNoticeStore()

  const all = shallowRef<readonly ProjectCard[]>([])
  const loaded = ref(false)
  const importing = ref(false)
  const shownImport = shallowRef<ShownImport | null>(null)
  const list = computed(() => all.value.filter((project) => project.deletedAt === null))
  const deleted = computed(() => all.value.filter((project) => project.deletedAt !== null).sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0)))

  async function load(): Promise<void> {
    const cards = await run.attempt(() => api.invoke('project.list', {}))
    if (cards === null) return
    all.value = cards
    loaded.value = true
    for (const card of cards) run.rename(card.id, card.name)
  }

  /** Follows changes that come from anywhere. Gives the function that ends it. */
  function follow(): () => void {
    const leaves = [api.subscribe('project.changed', () => void load()), onRegained(api, () => void load())]
    return () => leaves.forEach((leave) => leave())
  }

  function put(card: ProjectCard): void {
    const known = all.value.some((each) => each.id === card.id)
    run.rename(card.id, card.name)
    all.value = known ? all.value.map((each) => (each.id === card.id ? card : each)) : [card, ...all.value]
  }

  async function change(ask: () => Promise<ProjectCard>): Promise<ProjectCard | null> {
    const card = await run.attempt(ask)
    if (card !== null) put(card)
    return card
  }

  async function showOpened(opening: Promise<boolean>): Promise<boolean> {
    const opened = await opening
    if (opened) page.show('workbench')
    return opened
  }

  const open = (project: ProjectCard): Promise<boolean> => showOpened(run.openProject(project.id, project.name))
  /** The run of a project, with what becomes of it when something fails. */
  async function openResilience(project: ProjectCard): Promise<void> {
    if (await run.openProject(project.id, project.name)) page.show('resilience')
  }
  const openSample = (id: string): Promise<boolean> => showOpened(run.openSample(id))
  const rename = (id: number, name: string): Promise<ProjectCard | null> => change(() => api.invoke('project.rename', { id, name }))
  const duplicate = (id: number): Promise<ProjectCard | null> => change(() => api.invoke('project.duplicate', { id }))
  const undelete = (id: number): Promise<ProjectCard | null> => change(() => api.invoke('project.undelete', { id }))

  async function remove(project: ProjectCard): Promise<void> {
    const card = await change(() => api.invoke('project.delete', { id: project.id }))
    if (card === null) return
    const back = (): void => void undelete(project.id)
    notices.post('info', { key: 'library.deleted', values: { name: titleOf(project) } }, { key: 'library.undo', run: back })
  }

  async function exportLab(id: number): Promise<void> {
    const file = await run.attempt(() => api.invoke('project.exportLab', { id }))
    if (file !== null) saveFile(file.fileName, file.text, 'application/yaml')
  }

  async function exportProject(id: number, replaceNames = false): Promise<void> {
    const file = await run.attempt(() => api.invoke('project.export', { id, ...(replaceNames && { replaceNames }) }))
    if (file === null) return
    if (replaceNames) notices.post('info', { key: 'library.namesReplaced' })
    saveFile(file.fileName, bytesOfBase64(file.base64), 'application/octet-stream')
  }

  async function showImport(project: ProjectCard): Promise<void> {
    const record = await run.attempt(() => api.invoke('project.importRecord', { id: project.id }))
    if (record !== null) shownImport.value = { name: titleOf(project), record }
  }

  async function importFile(file: File): Promise<void> {
    importing.value = true
    const output = await run.attempt(async () => api.invoke('project.import', { fileName: file.name, base64: await base64OfFile(file) }))
    importing.value = false
    if (output === null) return
    if (!output.ok) {
      run.problems = { fileName: file.name, list: output.problems }
      return
    }
    put(output.project)
    notices.post('info', { key: 'library.imported', values: { name: titleOf(output.project) } })
  }

  /** Files that were chosen or dropped: projects are added to the Library, a lab is opened. */
  async function take(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const project = isProjectFile(file.name)
      if (file.size > (project ? projectBytesMax : labBytesMax)) notices.post('error', { key: 'lab.tooLarge', values: { file: file.name } })
      else if (project) await importFile(file)
      else return void (await showOpened(run.openText(file.name, await file.text())))
    }
  }

  return {
    all,
    list,
    deleted,
    loaded,
    importing,
    shownImport,
    showImport,
    load,
    follow,
    open,
    openResilience,
    openSample,
    rename,
    duplicate,
    remove,
    undelete,
    exportLab,
    exportProject,
    take,
  }
})
