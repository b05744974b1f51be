/** The design of a project in its file. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from './open-store.ts'
import { exportedSample, linesOf, packed, refused, type Exported } from './testing/project-lines.ts'
import { addSampleProject, temporaryFolder } from './testing/sample-project.ts'

let store: Exported['store']
let file: Exported['file']
let forget: Exported['forget']
beforeAll(() => {
  ;({ store, file, forget } = exportedSample())
})
afterAll(() => forget())

type Line = Record<string, unknown>

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
    const records = linesOf(store.projects.exportFile(withDraft()))
    const changed = records.flatMap((line) => {
      const record = change(JSON.parse(line) as Line)
      return record === null ? [] : [JSON.stringify(record)]
    })
    expect(refused(store, packed(changed)).join('\n')).toMatch(problem)
  })
})
