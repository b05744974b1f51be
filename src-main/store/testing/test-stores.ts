/** The data folder of a test, and the stores that it opens there. */
import type { StoreProblem } from '../../contract/api.ts'
import { StoreError } from '../../runs/store-port.ts'
import { databaseFile } from '../open-database.ts'
import { openStore, type OpenedStore, type StoreOptions } from '../open-store.ts'
import type { SchemaStep } from '../schema/steps.ts'
import { addSampleProject, temporaryFolder } from './sample-project.ts'

export class TestStores {
  readonly #temporary = temporaryFolder()
  readonly #opened = new Set<OpenedStore>()
  readonly folder = this.#temporary.folder

  open(options?: StoreOptions, place = this.folder): OpenedStore {
    const store = openStore(place, options)
    this.#opened.add(store)
    return store
  }

  close(store: OpenedStore): void {
    store.close()
    this.#opened.delete(store)
  }

  /** Puts the sample project into the data folder and closes it; its database. */
  filled(): string {
    const store = this.open()
    addSampleProject(store)
    this.close(store)
    return databaseFile(this.folder)
  }

  /** Closes what is open and removes the folder. */
  forget(): void {
    for (const store of this.#opened) this.close(store)
    this.#temporary.forget()
  }
}

/** What it throws. */
export function problemOf(work: () => unknown): StoreProblem {
  try {
    work()
  } catch (error) {
    if (error instanceof StoreError) return error.problem
    throw error
  }
  throw new Error('it was expected to throw')
}

/** A step of a newer version. */
export const nextStep: SchemaStep = { name: '0002-colour', sql: "ALTER TABLE projects ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'" }
