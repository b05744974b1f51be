/** When a course is judged: once for what comes together, once a second while it plays, and never for a run that is none. */
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
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
let heard: (GuidedCourse | null)[] = []
let host: GuidedHost

const runs = {
  call: async (method: string, input: unknown) => {
    if (method === 'guidedProgress') return kept
    if (method === 'guidedKeep') {
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
const status = (playing: boolean) => ({ runId: 'run-1', playing }) as RunStatus
const frame = (playing: boolean) => host.hear('run.frame', { frame: {}, status: status(playing), events: [], reset: false } as never)
const settled = (times: number) => vi.waitFor(() => expect(heard).toHaveLength(times), { timeout: 20_000, interval: 10 })

beforeEach(() => {
  now = 1_800_000_000_000
  until = 0
  open = 'L1'
  kept = []
  judged = 0
  heard = []
  host = new GuidedHost({
    workerUrl: new URL('./guided.worker.ts', import.meta.url),
    resourcesDir,
    runs,
    push: ({ course }) => heard.push(course),
    now: () => now,
  })
})
afterEach(() => host.close())

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
  frame(true)
  frame(false)
  await settled(3)
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
