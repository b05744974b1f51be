import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStore, type OpenedStore } from './open-store.ts'
import { addSampleProject, imported, outline, revisionOf, temporaryFolder } from './testing/sample-project.ts'

const DAY = 86_400_000
let folder: string
let forget: () => void
let store: OpenedStore
let now: number

const open = (): OpenedStore => openStore(folder, { now: () => now })
beforeEach(() => {
  ;({ folder, forget } = temporaryFolder())
  now = 1000
  store = open()
})
afterEach(() => {
  store.close()
  forget()
})

it('lists projects with what a card shows', () => {
  const { id, forkOfFork } = addSampleProject(store)
  now = 2000
  const plain = store.projects.create({ name: 'from a file', sample: null, file: '/labs/x.lab.yaml' }, revisionOf('name: x\n'))
  expect(plain).toMatchObject({
    file: '/labs/x.lab.yaml',
    createdAt: 2000,
    openedAt: 2000,
    deletedAt: null,
    revisions: 1,
    runs: 0,
    newest: null,
    outline,
  })
  store.close()
  store = open()
  expect(store.projects.list().map((one) => one.id)).toEqual([id, plain.id])
  const project = store.projects.get(id)
  expect(project).toMatchObject({ name: 'Three hosts', sample: 'three', file: null, revisions: 2, runs: 1, bookmarks: 2, outline })
  expect(project?.newest?.id).toBe(forkOfFork)
  expect(store.projects.branches(id)).toHaveLength(3)
  expect(store.projects.branches(plain.id)).toEqual([])
  expect(store.projects.get(99)).toBeNull()
})

it('finds the project that came from a sample or a file; of several the one opened last', () => {
  const { id } = addSampleProject(store)
  const other = store.projects.create({ name: 'x', sample: 'three', file: null }, revisionOf('x'))
  now = 5000
  store.projects.touch(id)
  expect(store.projects.get(id)?.openedAt).toBe(5000)
  expect(store.projects.find({ sample: 'three' })?.id).toBe(id)
  store.projects.setDeleted(id, true)
  expect(store.projects.find({ sample: 'three' })?.id).toBe(other.id)
  expect(store.projects.find({ sample: 'four' })).toBeNull()
  expect(store.projects.find({ file: 'three' })).toBeNull()
})

it('stores another revision only where text or traces differ', () => {
  const { id } = store.projects.create({ name: 'x', sample: null, file: null }, revisionOf('one', { 'a.csv': '1', 'b.csv': '2' }))
  const first = store.projects.newestRevision(id)
  expect(first).toMatchObject({ project: id, number: 1, fileName: 'three.lab.yaml', text: 'one', traces: { 'a.csv': '1', 'b.csv': '2' } })
  expect(store.projects.revise(id, revisionOf('one', { 'b.csv': '2', 'a.csv': '1' }))).toEqual(first)
  expect(store.projects.revise(id, revisionOf('one', { 'a.csv': '1', 'b.csv': '3' })).number).toBe(2)
  expect(store.projects.revise(id, revisionOf('two', { 'a.csv': '1', 'b.csv': '3' })).number).toBe(3)
  // Back to the first text is a revision of its own: the newest is what is there now.
  expect(store.projects.revise(id, revisionOf('one', { 'a.csv': '1', 'b.csv': '2' })).number).toBe(4)
  expect(store.projects.revision(first.id)).toEqual(first)
  expect(() => store.projects.revise(99, revisionOf('x'))).toThrow('there is no project 99')
  expect(() => store.projects.revision(99)).toThrow('there is no revision 99')
})

it('copies a project with all that belongs to it; the copy lives for itself', () => {
  const sample = addSampleProject(store)
  const copy = store.projects.duplicate(sample.id, 'Three hosts (2)')
  expect(copy).toMatchObject({ name: 'Three hosts (2)', sample: null, revisions: 2, runs: 1, bookmarks: 2 })
  const pairs = store.projects.branches(copy.id).map((branch, index) => [branch, store.projects.branches(sample.id)[index]] as const)
  expect(pairs).toHaveLength(3)
  for (const [branch, original] of pairs) {
    if (original === undefined) throw new Error('branches are missing')
    expect([...store.runs.turns(branch.id)]).toEqual([...store.runs.turns(original.id)])
    expect(store.runs.commands(branch.id)).toEqual(store.runs.commands(original.id))
    expect(store.runs.keyframes(branch.id)).toEqual(store.runs.keyframes(original.id))
    expect(branch.root).toBe(pairs[0]?.[0].id)
  }
  store.runs.addBookmark(pairs[0]?.[0].id ?? 0, 1, 'only here')
  store.projects.rename(copy.id, 'renamed')
  expect(store.projects.get(sample.id)).toMatchObject({ name: 'Three hosts', bookmarks: 2 })
  expect(store.projects.get(copy.id)).toMatchObject({ name: 'renamed', bookmarks: 3 })
  expect(store.runs.bookmarks(sample.root)).toHaveLength(2)
})

it('keeps what an import said of a project, the last one, for its copies too, until it is gone', () => {
  const { id } = addSampleProject(store)
  expect(store.projects.get(id)?.isImported).toBe(false)
  expect(store.projects.importRecord(id)).toBeNull()
  store.projects.setImportRecord(id, { ...imported, source: 'older.xlsx' })
  now = 7000
  store.projects.setImportRecord(id, imported)
  store.close()
  store = open()
  expect(store.projects.get(id)?.isImported).toBe(true)
  expect(store.projects.importRecord(id)).toEqual({ ...imported, importedAt: 7000 })
  const copy = store.projects.duplicate(id, 'a copy')
  store.projects.setDeleted(id, true)
  now += 31 * DAY
  store.close()
  store = open()
  expect(store.projects.get(id)).toBeNull()
  expect(store.projects.importRecord(id)).toBeNull()
  expect(store.projects.importRecord(copy.id)).toEqual({ ...imported, importedAt: 7000 })
})

it('keeps deleted projects for 30 days, then removes all of them', () => {
  const { id, root } = addSampleProject(store)
  const kept = addSampleProject(store, 'kept')
  store.projects.setDeleted(id, true)
  expect(store.projects.get(id)?.deletedAt).toBe(1000)
  store.projects.setDeleted(id, false)
  expect(store.projects.get(id)?.deletedAt).toBeNull()
  store.projects.setDeleted(id, true)

  now += 30 * DAY - 1
  store.close()
  store = open()
  expect(store.projects.list().map((one) => one.id)).toEqual([id, kept.id])

  now += 1
  expect(store.projects.list().map((one) => one.id)).toEqual([kept.id])
  expect(store.runs.branch(root)).not.toBeNull()
  store.close()
  store = open()
  expect(store.runs.branch(root)).toBeNull()
  expect([...store.runs.turns(root)]).toEqual([])
  expect(store.runs.bookmarks(root)).toEqual([])
  expect([...store.runs.turns(kept.root)]).toHaveLength(3)
  // Ids are not given out again: a window may still ask for the old one.
  expect(addSampleProject(store).id).toBeGreaterThan(kept.id)
})

it('keeps settings', () => {
  expect(store.settings.get('theme')).toBeNull()
  store.settings.set('theme', 'dark')
  store.settings.set('panes', { left: 240, __proto__: null })
  store.settings.set('theme', 'light')
  store.close()
  store = open()
  expect(store.settings.get('theme')).toBe('light')
  expect(store.settings.get('panes')).toEqual({ left: 240 })
  store.settings.set('theme', null)
  expect(store.settings.get('theme')).toBeNull()
})
