/** The sample project as a project file, and files that somebody made of it. */
import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { ProjectFileError } from '../../runs/store-port.ts'
import { openStore, type OpenedStore } from '../open-store.ts'
import { addSampleProject, temporaryFolder, type SampleProject } from './sample-project.ts'

export interface Exported {
  readonly folder: string
  readonly store: OpenedStore
  readonly sample: SampleProject
  /** A valid file, and its lines without the end. */
  readonly file: Uint8Array
  readonly lines: readonly string[]
  /** Closes the store and removes its folder. */
  forget(): void
}

/** The sample project in a store of its own, whose clock stands at 5,000 s. */
export function exportedSample(): Exported {
  const { folder, forget } = temporaryFolder()
  const store = openStore(folder, { now: () => 5_000_000, application: '1.2.3' })
  const sample = addSampleProject(store)
  const file = store.projects.exportFile(sample.id)
  return {
    ...{ folder, store, sample, file, lines: linesOf(file) },
    forget() {
      store.close()
      forget()
    },
  }
}

/** Without the end. */
export const linesOf = (file: Uint8Array): readonly string[] => gunzipSync(file).toString('utf8').trimEnd().split('\n').slice(0, -1)

/** With an end that fits, as somebody would who makes a hostile file. */
export function packed(changed: readonly string[]): Uint8Array {
  const text = changed.map((line) => `${line}\n`).join('')
  const sha256 = createHash('sha256').update(text).digest('hex')
  return gzipSync(`${text}${JSON.stringify({ end: true, lines: changed.length, sha256 })}\n`)
}

/** What is said of a file that is refused; and nothing of it is kept. */
export function refused(store: OpenedStore, bytes: Uint8Array): readonly string[] {
  const before = store.projects.list().length
  try {
    store.projects.importFile(bytes)
  } catch (error) {
    if (!(error instanceof ProjectFileError)) throw error
    expect(store.projects.list()).toHaveLength(before)
    for (const problem of error.problems) expect(problem).toMatch(/^[A-Z].*[.]$/)
    expect(error.problemsKo).toHaveLength(error.problems.length)
    for (const problem of error.problemsKo) expect(problem).toMatch(/[가-힣].*[.]$/)
    return error.problems
  }
  throw new Error('it was imported')
}
