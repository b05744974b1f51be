/** Designs where nothing can be kept: they are there as long as Hostdown runs. */
import { wholeFileStep, type DesignStep } from '../contract/api-design.ts'
import type { DraftStore, NewRevision, StoredDraft } from '../runs/store-port.ts'

interface MemoryStep {
  readonly label: DesignStep
  readonly text: string
}

export class MemoryDrafts implements DraftStore {
  readonly #drafts = new Map<number, { revision: number; fileName: string; cursor: number; steps: MemoryStep[] }>()

  draft(project: number): StoredDraft | null {
    const draft = this.#drafts.get(project)
    if (draft === undefined) return null
    const { revision, fileName, cursor, steps } = draft
    return { revision, fileName, cursor, last: steps.length - 1 }
  }

  begin(project: number, { revision, fileName, text }: { readonly revision: number; readonly fileName: string; readonly text: string }): void {
    this.#drafts.set(project, { revision, fileName, cursor: 0, steps: [{ label: wholeFileStep('text'), text }] })
  }

  append(project: number, step: MemoryStep): void {
    const draft = this.#demand(project)
    draft.steps.splice(draft.cursor + 1, Number.POSITIVE_INFINITY, step)
    draft.cursor++
  }

  text(project: number, step: number): string {
    return this.#step(project, step).text
  }

  label(project: number, step: number): DesignStep {
    return this.#step(project, step).label
  }

  setCursor(project: number, step: number): void {
    this.#demand(project).cursor = step
  }

  setRevision(project: number, revision: number): void {
    this.#demand(project).revision = revision
  }

  #demand(project: number): { revision: number; cursor: number; readonly steps: MemoryStep[] } {
    const draft = this.#drafts.get(project)
    if (draft === undefined) throw new Error(`project ${project} has no draft`)
    return draft
  }

  #step(project: number, step: number): MemoryStep {
    const found = this.#demand(project).steps[step]
    if (found === undefined) throw new Error(`project ${project} has no step ${step}`)
    return found
  }
}

/** A project that is nowhere but here. */
export interface MemoryProject {
  readonly id: number
  readonly name: string
  readonly createdAt: number
  /** Counted from 1. */
  readonly revisions: readonly NewRevision[]
}
