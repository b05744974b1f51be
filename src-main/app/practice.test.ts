/** A practice as a window leads it: questions drawn in their thread, answers kept by the worker of the runs. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ApiInput } from '../contract/api.ts'
import { parseLab } from '../contract/lab/index.ts'
import { ENGINE_VERSION } from '../engine/index.ts'
import { begunDrill } from '../practice/drills/desk.ts'
import type { RunHost } from '../runs/run-host.ts'
import type { App } from './create-app.ts'
import { PracticeHost } from './practice-host.ts'
import { appFromSource, resourcesDir } from './testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'hostdown-practice-'))
let app: App

beforeAll(async () => {
  app = appFromSource(folder)
  await app.started
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const plan: ApiInput<'practice.begin'> = {
  mode: 'study',
  profile: null,
  count: 6,
  minutes: null,
  topics: [],
  generation: null,
  kind: 'both',
  seed: 5,
}

it('draws questions of both kinds, the same for the same seed, and plays the lab of one', async () => {
  const first = await app.invoke('practice.begin', plan)
  const again = await app.invoke('practice.begin', plan)
  expect(first?.items.map(({ question }) => question.id)).toEqual(again?.items.map(({ question }) => question.id))
  const kinds = first?.items.map(({ question }) => question.family === 'bank') ?? []
  expect([kinds.length, kinds.filter(Boolean).length]).toEqual([6, 2])
  const at = kinds.indexOf(false)
  const { solution } = await app.invoke('practice.check', { id: first?.id ?? 0, at, spentMs: 10 })
  expect(parseLab(solution?.lab?.text ?? '').ok).toBe(true)
  await app.invoke('practice.remove', { id: again?.id ?? 0 })
})

it('goes on after Hostdown ended', async () => {
  const begun = await app.invoke('practice.begin', { ...plan, mode: 'exam', kind: 'facts', topics: ['FT'], minutes: 20 })
  const id = begun?.id ?? 0
  const wanted = begun?.items[1]?.question
  expect(begun?.items.every(({ question }) => question.topics.includes('FT'))).toBe(true)
  const response = wanted?.form === 'number' ? { number: 1 } : { choices: [wanted?.choices[0]?.id ?? ''] }
  await app.invoke('practice.answer', { id, at: 1, response, spentMs: 3_000 })
  await app.close()
  app = appFromSource(folder)
  await app.started
  const overview = await app.invoke('practice.overview', {})
  expect(overview.unfinished[0]).toMatchObject({ id, mode: 'exam', answered: 1, spentMs: 3_000 })
  expect((await app.invoke('practice.attempt', { id })).items[1]).toMatchObject({ response, solution: null })
  expect((await app.invoke('practice.finish', { id, spentMs: 0 })).result?.of).toBe(begun?.items.length)
})

it('says what cannot be asked, and can be cancelled', async () => {
  await expect(app.invoke('practice.begin', { ...plan, mode: 'review', topics: ['vCLS'] })).rejects.toMatchObject({ code: 'badInput' })
  await expect(app.invoke('practice.attempt', { id: 4_711 })).rejects.toMatchObject({ code: 'notFound' })
  const begun = app.invoke('practice.begin', { ...plan, count: 200, kind: 'generated' })
  await new Promise((resolve) => setTimeout(resolve, 30))
  await app.invoke('practice.cancel', {})
  expect(await begun).toBeNull()
})

describe('the thread that draws', () => {
  /** Keeps nothing, and hands back what it is given. */
  const runs = {
    call: (method: string, input: unknown) => Promise.resolve(method === 'practiceKnown' ? [] : input),
  } as unknown as RunHost
  const hosts: PracticeHost[] = []
  const hostOf = (resources: string): PracticeHost => {
    const host = new PracticeHost({
      workerUrl: new URL('./practice.worker.ts', import.meta.url),
      resourcesDir: resources,
      runs,
      push: () => undefined,
    })
    hosts.push(host)
    return host
  }
  afterEach(() => hosts.splice(0).forEach((host) => host.close()))

  it('can be ended while it starts: nothing waits for it, and the next one draws', async () => {
    const host = hostOf(resourcesDir)
    const [overview, begun] = [host.overview(), host.begin(plan)]
    host.cancel()
    expect(await begun).toBeNull()
    const second = host.begin(plan)
    await new Promise((resolve) => setTimeout(resolve, 5))
    host.cancel()
    expect(await second).toBeNull()
    expect((await overview) as unknown).toMatchObject({ families: expect.arrayContaining(['F01']) as unknown })
    expect(((await host.begin({ ...plan, count: 2, kind: 'facts' })) as unknown as { questions: unknown[] }).questions).toHaveLength(2)
  })

  it('answers a drill that waits behind a drawing which is cancelled', async () => {
    const host = hostOf(resourcesDir)
    const begun = host.begin({ ...plan, count: 200, kind: 'generated' })
    const course = begunDrill(1, 7, ENGINE_VERSION, 1_800_000_000_000)
    const view = host.ask('drill', { course, act: { kind: 'show' }, spentMs: 0 })
    await new Promise((resolve) => setTimeout(resolve, 30))
    host.cancel()
    expect(await begun).toBeNull()
    expect(await view).toMatchObject({ course: { level: 1, seed: 7 } })
  })

  it('ends the drawing before where another is begun', async () => {
    const host = hostOf(resourcesDir)
    const first = host.begin({ ...plan, count: 200, kind: 'generated' })
    const next = host.begin({ ...plan, count: 1, kind: 'facts' })
    expect(await first).toBeNull()
    expect(((await next) as unknown as { questions: unknown[] }).questions).toHaveLength(1)
  })

  it('says that it cannot start, and starts once it can', async () => {
    const resources = mkdtempSync(join(tmpdir(), 'hostdown-no-bank-'))
    try {
      const host = hostOf(resources)
      await expect(host.begin(plan)).rejects.toThrow('practice')
      await expect(host.overview()).rejects.toThrow('practice')
      cpSync(join(resourcesDir, 'exam', 'bank'), join(resources, 'exam', 'bank'), { recursive: true })
      expect(((await host.begin({ ...plan, count: 1, kind: 'facts' })) as unknown as { questions: unknown[] }).questions).toHaveLength(1)
    } finally {
      rmSync(resources, { recursive: true, force: true })
    }
  })

  it('rejects what waits when Hostdown closes', async () => {
    const host = hostOf(resourcesDir)
    const begun = host.begin(plan)
    host.close()
    await expect(begun).rejects.toMatchObject({ code: 'disconnected' })
  })
})
