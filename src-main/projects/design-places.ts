/** Where drafts belong: to projects of the data folder, or, where nothing can be kept, to ones in memory. */
import { wholeFileStep } from '../contract/api-design.ts'
import type { ProjectCard, RunOpened } from '../contract/api.ts'
import { outlineOfData } from '../designs/outline.ts'
import type { Lab } from '../contract/lab/index.ts'
import { noProject, RunError } from '../runs/run-error.ts'
import type { DraftStore, NewRevision, StoredDraft, StoredProject } from '../runs/store-port.ts'
import { MemoryDrafts, type MemoryProject } from './memory-drafts.ts'
import { cardOf, outlineOf } from './outline.ts'
import type { DataFolder, ProjectPorts, Traces } from './ports.ts'
import { freeProjectName, type ProjectService } from './project-service.ts'

/** A project, and the newest revision of its lab. */
export interface DesignPlace {
  readonly id: number
  readonly name: string
  readonly newest: { readonly id: number; readonly number: number; readonly fileName: string; readonly text: string; readonly traces: Traces }
}

export class DesignPlaces {
  readonly drafts: DraftStore
  readonly #ports: ProjectPorts
  readonly #projects: ProjectService
  readonly #folder: DataFolder | null
  readonly #memory = new Map<number, MemoryProject>()

  constructor(ports: ProjectPorts, projects: ProjectService, folder: DataFolder | null) {
    this.#ports = ports
    this.#projects = projects
    this.#folder = folder
    this.drafts = folder?.drafts ?? new MemoryDrafts()
  }

  find(id: number): DesignPlace {
    if (this.#folder === null) {
      const project = this.#memory.get(id)
      const revision = project?.revisions.at(-1)
      if (project === undefined || revision === undefined) throw noProject(id)
      return { id, name: project.name, newest: { id: project.revisions.length, number: project.revisions.length, ...revision } }
    }
    const { projects } = this.#folder
    const project = projects.get(id)
    if (project === null || project.deletedAt !== null) throw noProject(id)
    return { id, name: project.name, newest: projects.newestRevision(id) }
  }

  /** The draft of a project: begun from its newest revision where there is none; a revision that came from elsewhere is a step of it. */
  currentDraft(id: number, { newest }: DesignPlace): StoredDraft {
    const draft = this.drafts.draft(id)
    if (draft === null) {
      this.drafts.begin(id, { revision: newest.id, fileName: newest.fileName, text: newest.text })
      return this.demandDraft(id)
    }
    if (draft.revision === newest.id) return draft
    if (this.drafts.text(id, draft.cursor) !== newest.text) this.drafts.append(id, { label: wholeFileStep('text'), text: newest.text })
    this.drafts.setRevision(id, newest.id)
    return this.demandDraft(id)
  }

  demandDraft(id: number): StoredDraft {
    const draft = this.drafts.draft(id)
    if (draft === null) throw new RunError('notFound', `Project ${id} has no design`, `프로젝트 ${id}에 설계가 없습니다`)
    return draft
  }

  create({
    fileName,
    text,
    data,
  }: {
    readonly fileName: string
    readonly text: string
    readonly data: { readonly [key: string]: unknown }
  }): ProjectCard {
    const revision: NewRevision = { fileName, text, traces: {}, outline: outlineOfData(data) }
    const name = typeof data['name'] === 'string' && data['name'] !== '' ? data['name'].slice(0, 290) : 'Lab'
    if (this.#folder !== null) {
      const { projects } = this.#folder
      const project = projects.create({ name: freeProjectName(name, projects.list()), sample: null, file: null }, revision)
      this.#ports.push('project.changed', {})
      return cardOf(project)
    }
    const id = this.#memory.size + 1
    const now = Date.now()
    const project: MemoryProject = { id, name, createdAt: now, revisions: [revision] }
    this.#memory.set(id, project)
    return cardOf(storedOf(project))
  }

  /** A draft as the newest revision, and a run of it. */
  run(id: number, { text, lab, traces }: { readonly text: string; readonly lab: Lab; readonly traces: Traces }): RunOpened {
    const { fileName } = this.demandDraft(id)
    const used = Object.fromEntries(Object.entries(traces).filter(([path]) => text.includes(path)))
    const revision: NewRevision = { fileName, text, traces: used, outline: outlineOf(lab) }
    if (this.#folder === null) {
      const project = this.#memory.get(id) as MemoryProject
      if (project.revisions.at(-1)?.text !== text) this.#memory.set(id, { ...project, revisions: [...project.revisions, revision] })
      this.drafts.setRevision(id, this.find(id).newest.id)
      return this.#projects.runLab(lab)
    }
    const stored = this.#folder.projects.revise(id, revision)
    this.drafts.setRevision(id, stored.id)
    return this.#projects.runRevision(lab, stored)
  }
}

function storedOf({ id, name, createdAt, revisions }: MemoryProject): StoredProject {
  const outline = (revisions.at(-1) as NewRevision).outline
  return {
    id,
    name,
    sample: null,
    file: null,
    createdAt,
    openedAt: createdAt,
    deletedAt: null,
    outline,
    revisions: revisions.length,
    runs: 0,
    bookmarks: 0,
    isImported: false,
    newest: null,
  }
}
