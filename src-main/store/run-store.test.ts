import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StoreError } from '../runs/store-port.ts'
import { databaseFile } from './open-database.ts'
import { openStore, type OpenedStore } from './open-store.ts'
import { killRepeatedly } from './testing/kill-loop.ts'
import { addSampleProject, batch, eventLine, keyframe, revisionOf, temporaryFolder, viewLine } from './testing/sample-project.ts'

let folder: string
let forget: () => void
let store: OpenedStore

beforeEach(() => {
  ;({ folder, forget } = temporaryFolder())
  store = openStore(folder, { now: () => 1_000 })
})
afterEach(() => {
  store.close()
  forget()
})

function reopen(): void {
  store.close()
  store = openStore(folder, { now: () => 2_000 })
}

const textOf = (branch: number): string => [...store.runs.turns(branch)].map(({ eventText }) => eventText).join('')
const eventsUpTo = (count: number): string => Array.from({ length: count }, (_, seq) => eventLine(seq)).join('')

describe('a run', () => {
  it('is there again after closing, as it was stored', () => {
    const { id, revision, root } = addSampleProject(store)
    reopen()
    expect(store.runs.branch(root)).toEqual({
      id: root,
      project: id,
      revision,
      root,
      parent: null,
      forkTurn: 0,
      forkSeq: 0,
      forkAt: 0,
      label: '',
      seed: Number.MAX_SAFE_INTEGER,
      engineVersion: 4,
      reachedTurn: 100,
      reachedSeq: 100,
      reachedAt: 1234,
      shownAt: 0,
      createdAt: 1000,
      openedAt: 1000,
    })
    expect([...store.runs.turns(root)]).toEqual([batch(1, 20), batch(21, 60), batch(61, 100)])
    expect(store.runs.keyframe(root, 60)).toEqual(keyframe(60))
    expect(store.runs.keyframes(root).map(({ turn, at, logLength }) => [turn, at, logLength])).toEqual([
      [20, 200, 20],
      [60, 600, 60],
    ])
    expect(store.runs.keyframe(root, 61)).toBeNull()
    expect(store.runs.commands(root)).toEqual([
      { turn: 0, t: 0, command: 'host.powerOff', args: { host: 'Host A' } },
      { turn: 100, t: 1234, command: 'host.powerOn', args: { host: 'Host A', list: [1, { deep: null }] } },
    ])
  })

  it('remembers the instant that was shown, and which branch was open last', () => {
    const { id, root, fork, forkOfFork } = addSampleProject(store)
    expect(store.projects.get(id)?.newest?.id).toBe(forkOfFork)
    reopen()
    store.runs.setShown(fork, 365)
    expect(store.runs.branch(fork)).toMatchObject({ shownAt: 365, openedAt: 2000 })
    expect(store.projects.get(id)?.newest?.id).toBe(fork)
    expect(store.runs.branch(root)?.shownAt).toBe(0)
  })

  it('knows no branch that is not there', () => {
    expect(store.runs.branch(7)).toBeNull()
    expect(store.runs.branches(7)).toEqual([])
    expect([...store.runs.turns(7)]).toEqual([])
    expect(store.runs.keyframe(7, 1)).toBeNull()
    expect(() => store.runs.append(7, { turns: [], keyframes: [], reachedAt: 0 })).toThrow('there is no branch 7')
    expect(() => store.runs.begin({ revision: 7, seed: 1, engineVersion: 1 })).toThrow('there is no revision 7')
  })
})

describe('branches', () => {
  it('read from those they came from up to the fork, which may lie inside a batch', () => {
    const { fork } = addSampleProject(store)
    const turns = [...store.runs.turns(fork)]
    expect(turns.map(({ firstTurn, lastTurn, firstSeq, events, from, to }) => [firstTurn, lastTurn, firstSeq, events, from, to])).toEqual([
      [1, 20, 0, 20, 10, 200],
      [21, 35, 20, 15, 210, 350],
      [36, 70, 35, 35, 360, 700],
    ])
    expect(textOf(fork)).toBe(eventsUpTo(70))
    expect(turns[1]?.viewText).toBe(batch(21, 35).viewText)
    expect(store.runs.keyframes(fork).map(({ turn }) => turn)).toEqual([20, 70])
    expect(store.runs.keyframe(fork, 20)).toEqual(keyframe(20))
    // After the fork the parent went its own way.
    expect(store.runs.keyframe(fork, 60)).toBeNull()
    expect(store.runs.commands(fork).map(({ turn, args }) => [turn, args['host']])).toEqual([
      [0, 'Host A'],
      [35, 'Host B'],
    ])
  })

  it('may come from a branch', () => {
    const { root, fork, forkOfFork } = addSampleProject(store)
    expect(store.runs.branches(root).map(({ id, parent, root: first }) => [id, parent, first])).toEqual([
      [root, null, root],
      [fork, root, root],
      [forkOfFork, fork, root],
    ])
    expect(textOf(forkOfFork)).toBe(eventsUpTo(50))
    expect(store.runs.branch(forkOfFork)).toMatchObject({ reachedTurn: 50, reachedSeq: 50, reachedAt: 500, label: '', seed: Number.MAX_SAFE_INTEGER })
    expect(store.runs.keyframes(forkOfFork).map(({ turn }) => turn)).toEqual([20])
  })

  it('that leave a branch before its own fork take nothing from it', () => {
    const { fork } = addSampleProject(store)
    const early = store.runs.fork({ parent: fork, turn: 10, seq: 10, at: 100, label: 'early' })
    expect(textOf(early)).toBe(eventsUpTo(10))
    expect(store.runs.commands(early)).toHaveLength(1)
    expect(store.runs.keyframes(early)).toEqual([])
  })

  it('do not take what their parent does at the instant of the fork', () => {
    const { root } = addSampleProject(store)
    store.runs.appendCommand(root, { turn: 35, t: 350, command: 'host.powerOff', args: {} })
    const fork = store.runs.fork({ parent: root, turn: 35, seq: 35, at: 350, label: '' })
    expect(store.runs.commands(fork)).toHaveLength(1)
  })
})

describe('turns', () => {
  it('that are recorded already are left as they are, and a batch goes on where they end', () => {
    const { root } = addSampleProject(store)
    const other = { ...batch(61, 100), eventText: 'other\n'.repeat(40), viewText: '' }
    store.runs.append(root, { turns: [other, batch(81, 120)], keyframes: [{ ...keyframe(60), text: 'other' }], reachedAt: 1100 })
    const turns = [...store.runs.turns(root)]
    expect(turns.slice(2)).toEqual([
      batch(61, 100),
      // The view of the last instant that is recorded may have been changed by a later turn of the same instant.
      { ...batch(101, 120), from: 1000, viewText: viewLine(100) + batch(101, 120).viewText },
    ])
    expect(textOf(root)).toBe(eventsUpTo(120))
    expect(store.runs.keyframe(root, 60)).toEqual(keyframe(60))
    expect(store.runs.branch(root)).toMatchObject({ reachedTurn: 120, reachedSeq: 120, reachedAt: 1234 })
  })

  it('without events and views take no text', () => {
    const { root } = addSampleProject(store)
    const silent = { firstTurn: 101, lastTurn: 105, firstSeq: 100, events: 0, from: 2000, to: 2400, eventText: '', viewText: '' }
    store.runs.append(root, { turns: [silent], keyframes: [], reachedAt: 2500 })
    expect([...store.runs.turns(root)].at(-1)).toEqual(silent)
    expect(store.runs.branch(root)).toMatchObject({ reachedTurn: 105, reachedSeq: 100, reachedAt: 2500 })
  })

  it('do not leave gaps, and a batch that would is not kept in part', () => {
    const { root } = addSampleProject(store)
    expect(() => store.runs.append(root, { turns: [batch(101, 110), batch(112, 120)], keyframes: [keyframe(110)], reachedAt: 1200 })).toThrow('gap')
    expect(textOf(root)).toBe(eventsUpTo(100))
    expect(store.runs.keyframe(root, 110)).toBeNull()
    expect(store.runs.branch(root)?.reachedTurn).toBe(100)
  })

  it('are read while others are written', () => {
    const { root } = addSampleProject(store)
    const seen: number[] = []
    for (const { firstTurn, lastTurn } of store.runs.turns(root)) {
      seen.push(firstTurn)
      if (lastTurn < 120) store.runs.append(root, { turns: [batch(101, 120)], keyframes: [], reachedAt: 1200 })
    }
    expect(seen).toEqual([1, 21, 61, 101])
  })
})

it('keeps bookmarks of all branches of a run', () => {
  const { root, fork } = addSampleProject(store)
  const other = addSampleProject(store, 'another')
  const first = store.runs.bookmarks(root)[0]
  const early = store.runs.addBookmark(root, 5, '')
  store.runs.setNote(first?.id ?? 0, 'changed')
  expect(store.runs.bookmarks(root).map(({ branch, t, note }) => [branch, t, note])).toEqual([
    [root, 5, ''],
    [root, 120, 'changed'],
    [fork, 360, '다시 보기'],
  ])
  store.runs.removeBookmark(early)
  reopen()
  expect(store.runs.bookmarks(root)).toHaveLength(2)
  expect(store.runs.bookmarks(other.root)).toHaveLength(2)
})

describe('damage inside the database', () => {
  function change(sql: string): void {
    store.close()
    const database = new Database(databaseFile(folder))
    database.exec(sql)
    database.close()
    store = openStore(folder)
  }

  it('is told for turns', () => {
    const { root } = addSampleProject(store)
    change("UPDATE turns SET event_text = x'789c4b4c00' WHERE first_turn = 21")
    const error = thrownBy(() => [...store.runs.turns(root)])
    expect(error).toBeInstanceOf(StoreError)
    expect((error as StoreError).problem).toMatchObject({ code: 'damaged', path: databaseFile(folder) })
    expect((error as StoreError).message).toContain('turns 21 to 60')
  })

  it('only costs time for a keyframe', () => {
    const { root, fork } = addSampleProject(store)
    change("UPDATE keyframes SET text = x'00' WHERE turn = 20")
    expect(store.runs.keyframe(root, 20)).toBeNull()
    expect(store.runs.keyframe(fork, 20)).toBeNull()
    expect(store.runs.keyframe(root, 60)).toEqual(keyframe(60))
  })
})

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('it was expected to throw')
}

it('revises nothing that a run was made from', () => {
  const { id, revision } = addSampleProject(store)
  const before = store.projects.revision(revision)
  store.projects.revise(id, revisionOf('name: other\n'))
  expect(store.projects.revision(revision)).toEqual(before)
})

// Each round starts a process, which takes most of the time.
it('loses nothing that was acknowledged when the process is killed 10 times', { timeout: 600_000 }, async () => {
  const place = temporaryFolder()
  try {
    const result = await killRepeatedly(place.folder, 10, 7)
    expect(result.acknowledged).toBeGreaterThanOrEqual(10)
  } finally {
    place.forget()
  }
})
