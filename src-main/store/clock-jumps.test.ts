/** The system's clock is put forward and back: it names copies and sorts lists, and nothing is lost or taken for another by it. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AttemptService } from '../practice/attempts/attempt-service.ts'
import { MemoryPracticeStore } from '../practice/attempts/memory-store.ts'
import { remembered } from '../practice/attempts/memory.ts'
import { openStore, type OpenedStore } from './open-store.ts'
import { addSampleProject, revisionOf, temporaryFolder } from './testing/sample-project.ts'

const DAY_MS = 86_400_000
const TODAY = Date.UTC(2026, 10, 27, 12)

let now = TODAY
let store: OpenedStore
let forget: () => void
beforeEach(() => {
  now = TODAY
  const folder = temporaryFolder()
  forget = folder.forget
  store = openStore(folder.folder, { now: () => now })
})
afterEach(() => {
  store.close()
  forget()
})

it.each([-3650 * DAY_MS, -1, 0, 3650 * DAY_MS])('the run and the project opened last are found again after a jump of %d ms', (jump) => {
  const { id, root, fork } = addSampleProject(store)
  const other = store.projects.create({ name: 'other', sample: 'three', file: null }, revisionOf('name: other\n'))
  store.projects.touch(other.id)
  store.runs.setShown(root, 1)
  now += jump
  store.runs.setShown(fork, 2)
  store.projects.touch(id)
  expect(store.projects.get(id)?.newest?.id).toBe(fork)
  expect(store.projects.find({ sample: 'three' })?.id).toBe(id)
  now += jump
  const another = store.runs.begin({ revision: store.projects.newestRevision(id).id, seed: 1, engineVersion: 1 })
  expect(store.projects.get(id)?.newest?.id).toBe(another)
})

it('copies of one instant, and of one that was before, are all kept', () => {
  addSampleProject(store)
  const names = [0, 0, -DAY_MS, -DAY_MS].map((jump) => {
    now = TODAY + jump
    return store.backups.make('asked').fileName
  })
  expect(new Set(names).size).toBe(4)
  expect(store.backups.list()).toHaveLength(4)
  now = TODAY - 3650 * DAY_MS
  store.backups.restore(names[0] ?? '')
  expect(store.projects.list()).toHaveLength(1)
})

it('a project that was deleted can be brought back while the clock is behind', () => {
  const { id } = addSampleProject(store)
  store.projects.setDeleted(id, true)
  now -= 400 * DAY_MS
  expect(store.projects.list()).toHaveLength(1)
  store.projects.setDeleted(id, false)
  expect(store.projects.get(id)?.deletedAt).toBeNull()
})

it('what is remembered of an answer that lies ahead stays a number, and is asked again', () => {
  let card = remembered(null, { key: 'F01', isRight: true, at: TODAY }, null)
  for (const at of [TODAY - 400 * DAY_MS, TODAY + 4000 * DAY_MS, TODAY - 1]) {
    card = remembered(card, { key: 'F01', isRight: true, at }, null)
    for (const value of Object.values(card)) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
    expect(card.dueAt).toBeGreaterThanOrEqual(at)
  }
})

it('an exam counts the time that a window tells, not the clock', () => {
  const attempts = new AttemptService({ store: new MemoryPracticeStore(), now: () => now, beginOf: () => 0 })
  const plan = { mode: 'exam', profile: null, count: 1, minutes: 10, topics: [], generation: null, kind: 'facts' } as const
  const question = { id: 'q', form: 'single', topics: [], choices: [], answer: [], number: null, parameters: {} }
  const { id } = attempts.begin(plan, 1, [question as never])
  now += 3650 * DAY_MS
  expect(attempts.tick({ id, at: 0, spentMs: 60_000 })).toEqual({ finished: false, spentMs: 60_000 })
  now -= 7300 * DAY_MS
  expect(attempts.tick({ id, at: 0, spentMs: 60_000 })).toEqual({ finished: false, spentMs: 120_000 })
  expect(attempts.tick({ id, at: 0, spentMs: 600_000 }).finished).toBe(true)
})
