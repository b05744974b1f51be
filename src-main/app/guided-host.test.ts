/** When a course is judged: once for what comes together, once a second while it plays, and never for a run that is none. */
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { RunOpened, RunStatus } from '../contract/api.ts'
import type { GuidedCourse, GuidedProgress } from '../contract/practice/guided-course.ts'
import type { GuidedStanding } from '../runs/protocol.ts'
import type { RunHost } from '../runs/run-host.ts'
import { readGuidedLab, guidedFolder } from './guided-files.ts'
import { GuidedHost } from './guided-host.ts'

const resourcesDir = join(import.meta.dirname, '..', '..', 'resources')
const first = readGuidedLab(guidedFolder(resourcesDir), 'L1')
if (first === null) throw new Error('L1 is not there')

let now = 1_800_000_000_000
let until = 0
let open: string | null = 'L1'
let kept: GuidedProgress[] = []
let judged = 0
let writes = 0
let opens: { readonly ok: boolean } = { ok: true }
let asked: { readonly method: string; readonly input: unknown }[] = []
let heard: (GuidedCourse | null)[] = []
let host: GuidedHost

const runs = {
  call: async (method: string, input: unknown) => {
    asked.push({ method, input })
    if (method === 'guidedOpen') return opens
    if (method === 'guidedTell') return null
    if (method === 'guidedProgress') return kept
    if (method === 'guidedKeep') {
      writes++
      const progress = input as GuidedProgress
      kept = [...kept.filter(({ id }) => id !== progress.id), progress]
      return null
    }
    if (open === null) return null
    judged++
    const standing: GuidedStanding = {
      ...{ lab: 'L1', runId: 'run-1', branch: 0, until, design: first.lab, commands: [], told: {}, furthest: until, isRecorded: false },
    }
    return standing
  },
} as unknown as RunHost

const opened = (guided?: string) =>
  host.hear('run.opened', { runId: 'run-1', status: status(false), ...(guided && { guided }) } as unknown as RunOpened)
const status = (playing: boolean) => ({ runId: 'run-1', playing, reached: until }) as RunStatus
const frame = (playing: boolean) => host.hear('run.frame', { frame: {}, status: status(playing), events: [], from: 0 } as never)
const settled = (times: number) => vi.waitFor(() => expect(heard).toHaveLength(times), { timeout: 20_000, interval: 10 })

// One for all: what is looked at begins with the run that is opened, and a thread takes longer to start than to judge.
beforeAll(() => {
  host = new GuidedHost({
    workerUrl: new URL('./guided.worker.ts', import.meta.url),
    resourcesDir,
    dataFolder: join(resourcesDir, 'no-such-folder'),
    runs,
    push: ({ course }) => heard.push(course),
    now: () => now,
    clock: () => now,
  })
})
afterAll(() => host.close())

beforeEach(() => {
  host.hear('run.closed', {})
  now += 86_400_000
  until = 0
  open = 'L1'
  kept = []
  judged = 0
  writes = 0
  opens = { ok: true }
  asked = []
  heard = []
})

it('judges what comes together once, and at a pause at once', async () => {
  opened('L1')
  for (let i = 0; i < 30; i++) frame(false)
  await settled(1)
  expect(judged).toBe(1)
  until = 5_000
  frame(false)
  await settled(2)
  expect(heard.at(-1)).toMatchObject({ until: 5_000, judgement: { isSolved: false } })
})

it('judges a run that plays once a second, whatever comes meanwhile', async () => {
  opened('L1')
  await settled(1)
  // The clock of the test stands still: not a second has gone by.
  for (let i = 0; i < 40; i++) {
    frame(true)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  expect(judged).toBe(1)
  now += 1000
  frame(true)
  await settled(2)
  // A pause does not wait for the second to end.
  until = 2_000
  frame(true)
  until = 2_100
  frame(false)
  await settled(3)
})

it('judges, keeps and tells nothing where nothing changed', async () => {
  const sent = vi.spyOn(Worker.prototype, 'postMessage')
  opened('L1')
  await settled(1)
  expect(writes).toBe(1)
  for (let i = 1; i <= 3; i++) {
    frame(false)
    await vi.waitFor(() => expect(judged).toBe(1 + i), { timeout: 20_000, interval: 10 })
  }
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect([heard.length, writes]).toEqual([1, 1])
  expect(sent.mock.calls.filter(([message]) => (message as { readonly method: string }).method === 'judge')).toHaveLength(1)
  sent.mockRestore()
  // The design of a run is asked for once.
  expect(asked.filter(({ method }) => method === 'guidedStanding').map(({ input }) => input)).toEqual([
    { known: null },
    ...Array.from({ length: 3 }, () => ({ known: 'run-1' })),
  ])
})

it('follows each run anew, also where its number comes again', async () => {
  opened('L1')
  await settled(1)
  opened('L1')
  await settled(3)
  expect(heard[1]).toBeNull()
  expect(asked.filter(({ method }) => method === 'guidedStanding').map(({ input }) => input)).toEqual([{ known: null }, { known: null }])
})

it('judges a run that goes far ahead once a second, though it does not play', async () => {
  opened('L1')
  await settled(1)
  for (let i = 1; i <= 40; i++) {
    until = i * 10_000
    frame(false)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  expect(judged).toBe(1)
  await settled(2)
  expect(heard.at(-1)?.until).toBe(400_000)
})

it('leaves the time and the hints of a course as they are where another cannot be opened', async () => {
  const before = { id: 'L1', begunAt: 1, spentMs: 60_000, hints: 2, report: null }
  kept = [before]
  opens = { ok: false }
  expect(await host.begin({ id: 'L1', anew: true })).toEqual({ ok: false })
  expect(kept).toEqual([before])
  opens = { ok: true }
  await host.begin({ id: 'L1', anew: true })
  expect(kept).toMatchObject([{ spentMs: 0, hints: 0 }])
})

it('tells the run that is followed, and until when', async () => {
  open = 'L3'
  opened('L3')
  await host.tell({ told: { 'a-1': { host: 'esx-a1' } } }).catch(() => undefined)
  expect(asked.find(({ method }) => method === 'guidedTell')?.input).toEqual({ runId: 'run-1', before: 120_000, told: { 'a-1': { host: 'esx-a1' } } })
  await expect(host.tell({ told: { 'z-9': { host: 'esx-a1' } } })).rejects.toMatchObject({
    code: 'badInput',
    message: expect.stringContaining('z-9') as string,
  })
  await expect(host.tell({ told: { 'a-1': { mood: 'good' } } })).rejects.toMatchObject({ messageKo: expect.stringContaining('a-1.mood') as string })
})

it('counts the time that the lab is open, and a long pause for two minutes', async () => {
  opened('L1')
  await settled(1)
  now += 30_000
  frame(false)
  await settled(2)
  now += 3_600_000
  frame(false)
  await settled(3)
  expect(heard.at(-1)?.spentMs).toBe(150_000)
  expect(kept[0]?.spentMs).toBe(150_000)
})

it('leaves runs alone that are no course, and tells when one is over', async () => {
  opened()
  frame(true)
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect([judged, heard]).toEqual([0, []])
  opened('L1')
  await settled(1)
  host.hear('run.closed', {})
  expect(heard.at(-1)).toBeNull()
  expect(await host.course()).toBeNull()
})
