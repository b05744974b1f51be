import type { ApiInput, ApiOutput, OpenedOrProblems, ProjectCard, ProjectRef, RunOpened } from '../contract/api.ts'
import { wholeFileStep, type DesignStep, type DesignView } from '../contract/api-design.ts'
import { applyEdits, stepOf } from '../designs/apply.ts'
import type { LabDocument } from '../designs/lab-document.ts'
import type { Note } from '../designs/notes.ts'
import { readDocument } from '../designs/read.ts'
import { EditError } from '../designs/session.ts'
import { judge, labOf, type Judged } from '../designs/view.ts'
import { yamlOf } from '../designs/yaml-of.ts'
import { RunError } from '../runs/run-error.ts'
import type { DraftStore } from '../runs/store-port.ts'
import { DesignPlaces, type DesignPlace } from './design-places.ts'
import type { DataFolder, ProjectPorts, Traces } from './ports.ts'
import type { ProjectService } from './project-service.ts'

/** A draft as it stands. */
interface Open {
  readonly project: number
  readonly cursor: number
  readonly text: string
  /** Null: the text is no YAML. */
  readonly document: LabDocument | null
  readonly judged: Judged
  readonly place: DesignPlace
}

/** Documents of the last steps stay in memory: undo reads nothing then. */
const DOCUMENTS_MAX = 40

/** Designing: drafts of labs, one for each project. */
export class DesignService {
  readonly #ports: ProjectPorts
  readonly #places: DesignPlaces
  readonly #drafts: DraftStore
  #open: Open | null = null
  /** Of the open draft, by text. */
  readonly #documents = new Map<string, LabDocument>()

  /** `folder` null: nothing can be kept, and drafts are in memory. */
  constructor(ports: ProjectPorts, projects: ProjectService, folder: DataFolder | null) {
    this.#ports = ports
    this.#places = new DesignPlaces(ports, projects, folder)
    this.#drafts = this.#places.drafts
  }

  open({ project }: ApiInput<'design.open'>): DesignView {
    return this.#view(this.#opened(project), [])
  }

  edit({ project, edits }: ApiInput<'design.edit'>): DesignView {
    const open = this.#opened(project)
    const { fileName } = this.#places.demandDraft(project)
    try {
      const { text, document, notes } = applyEdits(open.text, open.document, fileName, edits)
      // What changes nothing is no step.
      return text === open.text ? this.#view(open, notes) : this.#stepped(open, { label: stepOf(edits), text, document, notes })
    } catch (error) {
      if (error instanceof EditError) throw new RunError('badInput', error.message, error.messageKo)
      throw error
    }
  }

  undo({ project }: ApiInput<'design.undo'>): DesignView {
    return this.#moved(this.#opened(project), -1)
  }

  redo({ project }: ApiInput<'design.redo'>): DesignView {
    return this.#moved(this.#opened(project), 1)
  }

  revert({ project }: ApiInput<'design.revert'>): DesignView {
    const open = this.#opened(project)
    const { text } = open.place.newest
    if (text === open.text) return this.#view(open, [])
    return this.#stepped(open, { label: wholeFileStep('revert'), text, document: null, notes: [] })
  }

  yaml({ project, kind, names }: ApiInput<'design.yaml'>): ApiOutput<'design.yaml'> {
    const open = this.#opened(project)
    if (kind === undefined || names === undefined) return { text: open.text }
    if (open.document === null)
      throw new RunError('badInput', 'The file is no YAML: its text has to be mended first.', 'YAML 파일이 아닙니다. 먼저 텍스트를 고치십시오.')
    try {
      return { text: yamlOf(open.document, kind, names) }
    } catch (error) {
      if (error instanceof EditError) throw new RunError('badInput', error.message, error.messageKo)
      throw error
    }
  }

  /** The draft becomes the newest revision where it differs from it. */
  run({ project }: ApiInput<'design.run'>): OpenedOrProblems {
    const open = this.#opened(project)
    const { lab } = open.judged
    if (lab === null) return { ok: false, problems: open.judged.problems.map(({ object: _, key: __, ...problem }) => problem) }
    const run: RunOpened = this.#places.run(project, { text: open.text, lab, traces: open.place.newest.traces })
    const next = this.#opened(project)
    this.#ports.push('design.changed', this.#view(next, []))
    return { ok: true, run }
  }

  /** A project of a lab whose draft is open. */
  create({ fileName, text, name }: { readonly fileName: string; readonly text: string; readonly name: string | null }): {
    readonly card: ProjectCard
    readonly view: DesignView
  } {
    const named = name === null ? text : renamed(text, fileName, name)
    const read = readDocument(named, fileName)
    if (!('document' in read)) throw new RunError('badInput', read.problem.message, read.problem.messageKo ?? null)
    const card = this.#places.create({ fileName, text: named, data: read.document.data })
    return { card, view: this.open({ project: card.id }) }
  }

  #opened(project: number): Open {
    const place = this.#places.find(project)
    const draft = this.#places.currentDraft(project, place)
    const known = this.#open
    if (known?.project === project && known.cursor === draft.cursor && known.place.newest.id === place.newest.id && known.place.name === place.name)
      return known
    const kept = known?.project === project && known.cursor === draft.cursor ? known : null
    if (known?.project !== project) this.#documents.clear()
    return this.#show(place, draft.cursor, kept?.text ?? this.#drafts.text(project, draft.cursor))
  }

  #show(place: DesignPlace, cursor: number, text: string, given: LabDocument | null = null): Open {
    const { fileName } = this.#places.demandDraft(place.id)
    const read = given ?? this.#documents.get(text) ?? readDocument(text, fileName)
    const document = 'problem' in read ? null : 'document' in read ? read.document : read
    const judged: Judged =
      'problem' in read
        ? { lab: null, problems: [{ ...read.problem, object: null, key: [] }], warnings: [] }
        : judge(document as LabDocument, readerOf(place.newest.traces))
    if (document !== null) {
      this.#documents.delete(text)
      this.#documents.set(text, document)
      for (const oldest of this.#documents.keys()) if (this.#documents.size > DOCUMENTS_MAX) this.#documents.delete(oldest)
    }
    this.#open = { project: place.id, cursor, text, document, judged, place }
    return this.#open
  }

  #stepped(
    { project, place }: Open,
    {
      label,
      text,
      document,
      notes,
    }: { readonly label: DesignStep; readonly text: string; readonly document: LabDocument | null; readonly notes: readonly Note[] },
  ): DesignView {
    this.#drafts.append(project, { label, text })
    return this.#changed(this.#show(place, this.#places.demandDraft(project).cursor, text, document), notes)
  }

  #moved({ project, place, cursor }: Open, by: 1 | -1): DesignView {
    const { last } = this.#places.demandDraft(project)
    const to = cursor + by
    if (to < 0 || to > last)
      throw by < 0
        ? new RunError('badInput', 'There is nothing to undo', '실행 취소할 단계가 없습니다')
        : new RunError('badInput', 'There is nothing to redo', '다시 실행할 단계가 없습니다')
    const text = this.#drafts.text(project, to)
    this.#drafts.setCursor(project, to)
    return this.#changed(this.#show(place, to, text), [])
  }

  #changed(open: Open, notes: readonly Note[]): DesignView {
    const view = this.#view(open, notes)
    this.#ports.push('design.changed', view)
    return view
  }

  #view({ project, cursor, text, document, judged, place }: Open, notes: readonly Note[]): DesignView {
    const { last } = this.#places.demandDraft(project)
    const ref: ProjectRef = { id: place.id, name: place.name, revision: place.newest.number, newestRevision: place.newest.number }
    return {
      project: ref,
      lab: document === null ? null : labOf(document.data),
      problems: judged.problems,
      warnings: judged.warnings,
      undo: cursor > 0 ? this.#drafts.label(project, cursor) : null,
      redo: cursor < last ? this.#drafts.label(project, cursor + 1) : null,
      changed: text !== place.newest.text,
      notes,
    }
  }
}

const readerOf =
  (traces: Traces) =>
  (path: string): string | null =>
    Object.hasOwn(traces, path) ? (traces[path] ?? null) : null

function renamed(text: string, fileName: string, name: string): string {
  const read = readDocument(text, fileName)
  return 'document' in read ? read.document.with([{ do: 'set', path: ['name'], value: name }]).text : text
}
