import { beforeEach, expect, it } from 'vitest'
import type { DrillCourse } from '../contract/practice/drill.ts'
import { ENGINE_VERSION } from '../engine/index.ts'
import { withDrill } from '../practice/attempts/drill-list.ts'
import { MemoryPracticeStore } from '../practice/attempts/memory-store.ts'
import { DrillDesk } from '../practice/drills/desk.ts'
import { makeDrill } from '../practice/drills/make-drill.ts'
import { DrillMistake } from '../practice/drills/view.ts'
import { DrillHost, type DrillHostOptions } from './drill-host.ts'
import type { PracticeCalls } from './practice-protocol.ts'

let store: MemoryPracticeStore
let now: number

/** A host that has just been started: only the store is what it was. */
function host(): DrillHost {
  const desk = new DrillDesk()
  const ask = (_method: string, { course, act, spentMs }: PracticeCalls['drill']['input']): Promise<unknown> => {
    try {
      return Promise.resolve(desk.after(course, act, spentMs))
    } catch (error) {
      if (error instanceof DrillMistake) return Promise.resolve({ mistake: error.text })
      throw error
    }
  }
  const call = (method: string, input: unknown): Promise<unknown> => {
    if (method === 'practiceDrills') return Promise.resolve(store.drills())
    store.setDrills(withDrill(store.drills(), input as DrillCourse))
    return Promise.resolve(null)
  }
  return new DrillHost({ practice: { ask }, runs: { call }, now: () => ++now } as unknown as DrillHostOptions)
}

const right = 'abcde'[makeDrill(1, 5).right] ?? ''

beforeEach(() => {
  store = new MemoryPracticeStore()
  now = 1_790_000_000_000
})

it('goes on where it was, in a host that was started anew', async () => {
  await host().begin({ level: 1, seed: 5 })
  await host().look({ look: 'console', object: 'esx-01', spentMs: 2000 })
  const waited = await host().wait({ ms: 30_000, spentMs: 3000 })
  await host().tick({ spentMs: 500 })
  const current = await host().current()
  expect(current).toEqual({ ...waited, course: { ...waited.course, spentMs: 5500 } })
  expect((await host().overview()).open).toEqual({ level: 1, begunAt: waited.course.begunAt })
})

it('is answered once, and counted', async () => {
  await host().begin({ level: 1, seed: 5 })
  const told = await host().answer({ choice: right, spentMs: 1000 })
  expect(told.course.score).toBe(100)
  for (const again of [host().answer({ choice: right, spentMs: 0 }), host().tick({ spentMs: 1 })])
    await expect(again).rejects.toMatchObject({ code: 'badInput', message: 'No drill is open' })
  expect((await host().current())?.debrief?.right).toBe(right)
  const { records, open } = await host().overview()
  expect(open).toBeNull()
  expect(records[0]).toEqual({ level: 1, done: 1, right: 1, best: 100 })
  expect(records[1]).toEqual({ level: 2, done: 0, right: 0, best: null })
})

it('gives up the one that was open when another is begun', async () => {
  await host().begin({ level: 1, seed: 5 })
  await host().begin({ level: 2, seed: 2 })
  expect((await host().current())?.course.level).toBe(2)
  expect((await host().overview()).records[0]?.done).toBe(0)
})

it('keeps nothing of what cannot be done', async () => {
  await expect(host().wait({ ms: 30_000, spentMs: 0 })).rejects.toMatchObject({ code: 'badInput' })
  await host().begin({ level: 1, seed: 5 })
  await expect(host().look({ look: 'console', object: 'nowhere', spentMs: 9 })).rejects.toThrow('nowhere is none of esx-01, esx-02, esx-03')
  expect(store.drills()[0]).toMatchObject({ looks: [], spentMs: 0 })
})

it('does not go on with what another engine has drawn', async () => {
  await host().begin({ level: 1, seed: 5 })
  const [course] = store.drills()
  store.setDrills([{ ...(course as DrillCourse), engineVersion: ENGINE_VERSION - 1 }])
  expect(await host().current()).toBeNull()
  expect((await host().overview()).open).toBeNull()
})
