/** A practice as a window leads it: questions drawn in their thread, answers kept by the worker of the runs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ApiInput } from '../contract/api.ts'
import { parseLab } from '../contract/lab/index.ts'
import { createApp, type App } from './create-app.ts'

const folder = mkdtempSync(join(tmpdir(), 'hostdown-practice-'))
let app: App

function start(): App {
  return createApp({
    shell: 'web',
    workerUrl: new URL('./run.worker.ts', import.meta.url),
    practiceWorkerUrl: new URL('./practice.worker.ts', import.meta.url),
    startLab: null,
    resourcesDir: join(import.meta.dirname, '..', '..', 'resources'),
    dataFolder: folder,
    log: () => undefined,
  })
}

beforeAll(async () => {
  app = start()
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
  app = start()
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
