/** Projects and the data folder as a window has them. */
import type { LabProblem } from './lab/problems.ts'
import type { RunOpened } from './api-runs.ts'

/** Why nothing can be kept: `text` is a sentence, `path` the file or folder it is about. */
export interface StoreProblem {
  readonly code: 'newer' | 'damaged' | 'locked' | 'readOnly' | 'full' | 'noAccess'
  readonly path: string
  readonly text: string
  /** Left out: there is only English. */
  readonly textKo?: string
}

export interface ProjectRef {
  readonly id: number
  readonly name: string
  /** Number of the revision of the lab that the run was started from, and of the newest. */
  readonly revision: number
  readonly newestRevision: number
}

/** A project as a card of the Library. Times are milliseconds since 1970. */
export interface ProjectCard {
  readonly id: number
  readonly name: string
  readonly description: string
  /** Null: the lab has none, or the project was given another name. */
  readonly nameKo: string | null
  readonly descriptionKo: string | null
  /** Id of the sample it came from. */
  readonly sample: string | null
  readonly createdAt: number
  readonly openedAt: number
  readonly lastRunAt: number | null
  readonly deletedAt: number | null
  readonly revisions: number
  readonly runs: number
  readonly bookmarks: number
  /** An import made it: `project.importRecord` has what was assumed. */
  readonly isImported: boolean
  readonly hosts: number
  readonly vms: number
  /** For the small drawing: hosts in order of the lab with their fault domain and the VMs that start there. */
  readonly thumbnail: {
    readonly hosts: readonly { readonly domain: string | null; readonly vms: number }[]
    readonly datastores: number
  }
  /** Where its newest run stands: instant shown and how far, ms; null without a run. */
  readonly newest: { readonly t: number; readonly reached: number; readonly engineVersion: number } | null
}

/** A run of a project. Instants of the run in ms, times in milliseconds since 1970. */
export interface ProjectRun {
  /** The branch of it that was opened last, as `project.open` takes it. */
  readonly branch: number
  readonly branches: number
  readonly bookmarks: number
  /** Number of the revision of the lab. */
  readonly revision: number
  readonly reached: number
  readonly engineVersion: number
  readonly createdAt: number
  readonly openedAt: number
}

export type OpenedOrProblems = { readonly ok: true; readonly run: RunOpened } | { readonly ok: false; readonly problems: readonly LabProblem[] }

export interface StoreBackup {
  readonly fileName: string
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly madeAt: number
  /** `upgrade` and `restore`: made by Hostdown before it changed the database. */
  readonly reason: 'asked' | 'upgrade' | 'restore'
}
