/** The design of a project in its file. */
import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProjectFileError } from '../runs/store-port.ts'
import { openStore, type OpenedStore } from './open-store.ts'
import { addSampleProject, temporaryFolder } from './testing/sample-project.ts'

let folder: string
let forget: () => void
let store: OpenedStore
let file: Uint8Array

beforeAll(() => {
  ;({ folder, forget } = temporaryFolder())
  store = openStore(folder, { now: () => 5_000_000 })
  file = store.projects.exportFile(addSampleProject(store).id)
})
afterAll(() => {
  store.close()
  forget()
})

type Line = Record<string, unknown>

/** With an end that fits, as somebody would who makes a hostile file. */
function packed(lines: readonly string[]): Uint8Array {
  const text = lines.map((line) => `${line}\n`).join('')
  const sha256 = createHash('sha256').update(text).digest('hex')
  return gzipSync(`${text}${JSON.stringify({ end: true, lines: lines.length, sha256 })}\n`)
}

/** What is said of a file that is refused; and nothing of it is kept. */
function refused(bytes: Uint8Array): string {
  const before = store.projects.list().length
  try {
    store.projects.importFile(bytes)
  } catch (error) {
    if (!(error instanceof ProjectFileError)) throw error
    expect(store.projects.list()).toHaveLength(before)
    return error.problems.join('\n')
  }
  throw new Error('it was imported')
}

describe('a design that was not run', () => {
  const text = (n: number): string => `hostdown: 1\nname: design ${n}\n${'# a line that stays\n'.repeat(200)}`
  const label = { do: 'setLab', kind: null, name: null, count: 1, key: ['name'] } as const
  /** A project with a draft of four steps, of which the third is shown. */
  function withDraft(): number {
    const { id } = store.projects.importFile(file)
    store.drafts.begin(id, { revision: store.projects.newestRevision(id).id, fileName: 'three.lab.yaml', text: text(0) })
    for (const n of [1, 2, 3]) store.drafts.append(id, { label, text: text(n) })
    store.drafts.setCursor(id, 2)
    return id
  }

  it('comes along with all its steps', () => {
    const exported = store.projects.exportFile(withDraft())
    const place = temporaryFolder()
    const other = openStore(place.folder, { now: () => 7_000_000 })
    try {
      addSampleProject(other)
      const { id } = other.projects.importFile(exported)
      const draft = other.drafts.draft(id)
      expect(draft).toEqual({ revision: other.projects.newestRevision(id).id, fileName: 'three.lab.yaml', cursor: 2, last: 3 })
      expect([0, 1, 2, 3].map((step) => other.drafts.text(id, step))).toEqual([0, 1, 2, 3].map(text))
      expect(other.drafts.label(id, 3)).toEqual(label)
    } finally {
      other.close()
      place.forget()
    }
  })

  it.each<[string, RegExp, (record: Line) => Line | null]>([
    [
      'a step twice',
      /step 0 of the design does not follow/,
      (record) => (record['kind'] === 'draftStep' && record['number'] === 1 ? { ...record, number: 0 } : record),
    ],
    ['a base that is none', /goes by a text that is not there/, (record) => (record['base'] === 0 ? { ...record, base: 7 } : record)],
    [
      'more of its base than there is',
      /goes by a text that is not there/,
      (record) => (record['base'] === 0 ? { ...record, head: 9_999_999 } : record),
    ],
    ['a cursor beyond its steps', /shows step 9, which is not there/, (record) => (record['kind'] === 'draft' ? { ...record, cursor: 9 } : record)],
    ['a revision that is none', /a revision that is not there/, (record) => (record['kind'] === 'draft' ? { ...record, revision: 77 } : record)],
    ['a label of its own making', /label/, (record) => (record['kind'] === 'draftStep' ? { ...record, label: { do: 'anything' } } : record)],
    ['no draft', /not the 1 that it announces/, (record) => (record['kind'] === 'draft' ? null : record)],
  ])('with %s is refused', (_what, problem, change) => {
    const records = gunzipSync(store.projects.exportFile(withDraft())).toString('utf8').trimEnd().split('\n').slice(0, -1)
    const changed = records.flatMap((line) => {
      const record = change(JSON.parse(line) as Line)
      return record === null ? [] : [JSON.stringify(record)]
    })
    expect(refused(packed(changed))).toMatch(problem)
  })
})
