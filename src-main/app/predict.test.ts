/** Predictions as a window makes them: the run stops just before what decides, nothing from beyond is told, and the run is the judge. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ApiPushes } from '../contract/api.ts'
import type { PredictState } from '../contract/api-predict.ts'
import type { App } from './create-app.ts'
import { appFromSource } from './testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'hostdown-predict-'))
let app: App
let told: PredictState[] = []
let frames: ApiPushes['run.frame'][] = []

beforeAll(async () => {
  app = appFromSource(folder)
  await app.started
  app.onPush((push, payload) => {
    if (push === 'predict.changed') told.push(payload as PredictState)
    if (push === 'run.frame') frames.push(payload as ApiPushes['run.frame'])
  })
}, 60_000)
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await app.invoke('predict.end', {})
  await app.invoke('lab.open', { sample: 'article' })
  await app.invoke('run.restart', {})
  told = []
  frames = []
})

const status = async () => (await app.invoke('run.current', {}))?.status
/** Plays as fast as it goes, until it stops by itself. */
async function played(): Promise<number> {
  await app.invoke('run.play', { speed: 'max' })
  await vi.waitFor(async () => expect((await status())?.playing).toBe(false), { timeout: 20_000 })
  return (await status())?.t ?? -1
}
const rightOf = (state: PredictState): string => state.told?.right ?? ''

it('stops before each decision, asks, goes past it when it was answered, and counts', async () => {
  const begun = await app.invoke('predict.begin', {})
  expect([begun.asked?.at, begun.answered]).toEqual([62_999, 0])
  expect(await played()).toBe(62_999)
  const [choice] = begun.asked?.choices ?? []
  const first = await app.invoke('predict.answer', { seq: begun.asked?.seq ?? -1, choice: choice?.id ?? null })
  expect(first).toMatchObject({ answered: 1, right: rightOf(first) === choice?.id ? 1 : 0, told: { chosen: choice?.id } })
  expect(first.told?.event).toMatchObject({ type: 'ha.heartbeatLost', t: 63_000, host: 'Host A' })
  const run = await app.invoke('run.current', {})
  expect([run?.status.t, run?.events[first.told?.event.seq ?? -1]]).toEqual([63_000, first.told?.event])

  // Two things of one instant are asked one after the other; the run goes past it after the last.
  expect(await played()).toBe(77_999)
  const failed = await app.invoke('predict.answer', { seq: first.asked?.seq ?? -1, choice: null })
  expect([failed.answered, failed.told?.chosen, failed.told?.event.type, failed.asked?.at]).toEqual([1, null, 'ha.hostStateChanged', 77_999])
  expect((await status())?.t).toBe(77_999)
  const placement = failed.asked?.choices.find(({ text }) => text[0].includes('Host B'))
  const placed = await app.invoke('predict.answer', { seq: failed.asked?.seq ?? -1, choice: placement?.id ?? null })
  expect(placed).toMatchObject({ answered: 2, told: { chosen: placement?.id, right: placement?.id, event: { type: 'ha.restartAttempted' } } })
  expect((await status())?.t).toBe(78_000)
  expect(await app.invoke('predict.current', {})).toEqual(placed)
  expect(told.at(-1)).toEqual(placed)
})

it('is the same question at the same instant, however one comes there', async () => {
  const [fromStart] = [await app.invoke('predict.begin', {})]
  await app.invoke('predict.end', {})
  await app.invoke('run.seek', { t: 900_000 })
  await app.invoke('run.seek', { t: 60_500 })
  expect((await app.invoke('predict.begin', {})).asked).toEqual(fromStart?.asked)
})

it('tells nothing from beyond what is shown, and all of it afterwards', async () => {
  await app.invoke('run.seek', { t: 1_000_000 })
  const all = (await app.invoke('run.current', {}))?.events.length ?? 0
  await app.invoke('run.seek', { t: 30_000 })
  frames = []
  await app.invoke('predict.begin', {})
  const veiled = await app.invoke('run.current', {})
  expect([veiled?.events.every(({ t }) => t <= 30_000), veiled?.status.reached]).toEqual([true, 30_000])
  expect(frames.at(-1)).toMatchObject({ from: veiled?.events.length, events: [] })
  expect(await played()).toBe(62_999)
  expect(frames.flatMap(({ events }) => events).filter(({ t }) => t > 62_999)).toEqual([])
  await app.invoke('predict.end', {})
  expect((await app.invoke('run.current', {}))?.events).toHaveLength(all)
})

/** All that a window, a report and a judge are told of a run. */
async function read() {
  const report = { language: 'en', replaceNames: false } as const
  const current = await app.invoke('run.current', {})
  const { branches, saved: _saved, runId: _runId, ...status } = current?.status ?? (undefined as never)
  return {
    status: { ...status, branch: branches.find(({ id }) => id === status.branch)?.reached },
    frame: { ...current?.frame, n: 0 },
    events: current?.events,
    course: await app.invoke('report.run', report),
    table: await app.invoke('report.events', report),
    series: [
      await app.invoke('run.series', { kind: 'host', name: 'Host B', from: 0, points: 50 }),
      await app.invoke('report.series', { kind: 'cluster' }),
    ],
    why: await app.invoke('run.explain', { kind: 'host', name: 'Host A' }),
    state: await app.invoke('run.state', { kind: 'lab' }),
  }
}

it('tells every reader what a run tells that was never further', async () => {
  await app.invoke('run.seek', { t: 65_000 })
  await app.invoke('predict.begin', {})
  const never = await read()
  await app.invoke('predict.end', {})
  await app.invoke('run.seek', { t: 1_000_000 })
  await app.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'Host C' } })
  const all = await app.invoke('run.current', {})
  await app.invoke('run.seek', { t: 65_000 })
  const open = await read()
  await app.invoke('predict.begin', {})
  const { undo: _, until: _until, ...status } = never.status
  const veiled = await read()
  expect(veiled).toMatchObject({ ...never, status })
  for (const key of ['status', 'events', 'course', 'table'] as const) expect(open[key], key).not.toEqual(veiled[key])

  const [shown, ahead] = [veiled.events?.length ?? 0, all?.events.length ?? 0]
  expect(ahead).toBeGreaterThan(shown)
  await expect(app.invoke('run.explain', { seq: shown })).rejects.toMatchObject({ code: 'notFound' })
  expect(await app.invoke('run.explain', { seq: shown - 1 })).not.toEqual([])
  const project = all?.project?.id ?? -1
  const refused = { code: 'forbidden', messageKo: expect.stringContaining('예측') as unknown }
  const branch = { branch: all?.status.branch ?? -1 }
  await expect(app.invoke('compare.open', { a: branch, b: branch })).rejects.toMatchObject(refused)
  await expect(app.invoke('compare.open', { a: { project }, b: { project } })).rejects.toMatchObject(refused)
  await expect(app.invoke('project.export', { id: project })).rejects.toMatchObject(refused)

  const migration = { vm: 'VM1', to: 'Host B' }
  for (const tried of [
    app.invoke('run.predictMigration', migration),
    app.invoke('run.cost', { command: 'snapshot.create', arguments: { vm: 'VM1', name: 'S' } }),
    app.invoke('run.sideBySide', { vm: 'VM1' }),
  ])
    await expect(tried).rejects.toMatchObject(refused)

  await app.invoke('predict.end', {})
  expect(await read()).toEqual(open)
  expect(await app.invoke('run.predictMigration', migration)).toMatchObject({ to: 'Host B' })
  expect((await app.invoke('compare.open', { a: branch, b: branch })).id).toBeGreaterThan(0)
  await app.invoke('compare.close', {})
})

it('judges a guided lab by no more, and keeps from it what was seen already', { timeout: 60_000 }, async () => {
  const begun = await app.invoke('guided.begin', { id: 'L3', anew: true })
  expect(begun.ok).toBe(true)
  const start = (await app.invoke('guided.check', {})).judgement
  await app.invoke('run.seek', { t: 1_200_000 })
  const through = (await app.invoke('guided.check', {})).judgement
  expect(through).not.toEqual(start)
  await app.invoke('run.seek', { t: 0 })
  await app.invoke('predict.begin', {})
  expect((await app.invoke('guided.check', {})).judgement).toEqual(start)
  await expect(app.invoke('guided.tell', { told: {} })).rejects.toMatchObject({
    code: 'badInput',
    message: expect.stringContaining('the run has gone past it') as string,
  })
  await app.invoke('predict.end', {})
  expect((await app.invoke('guided.check', {})).judgement).toEqual(through)
})

describe('what a person does meanwhile', () => {
  it('asks of the course that there is then', async () => {
    await app.invoke('predict.begin', {})
    await app.invoke('run.seek', { t: 20_000 })
    await app.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'Host B' } })
    expect((await app.invoke('predict.current', {})).asked?.at).toBe(22_999)
    await app.invoke('run.undo', {})
    expect((await app.invoke('predict.current', {})).asked?.at).toBe(62_999)
  })

  it('goes on from where one jumps to, and what was asked before that is not asked any more', async () => {
    const begun = await app.invoke('predict.begin', {})
    await app.invoke('run.seek', { t: 70_000 })
    const { asked } = await app.invoke('predict.current', {})
    expect(asked?.at).toBe(77_999)
    await expect(app.invoke('predict.answer', { seq: begun.asked?.seq ?? -1, choice: 'a' })).rejects.toMatchObject({ code: 'badInput' })
    await expect(app.invoke('predict.answer', { seq: asked?.seq ?? -1, choice: 'a' })).rejects.toMatchObject({ code: 'badInput' })
  })

  it('ends with the run', async () => {
    await app.invoke('predict.begin', {})
    await app.invoke('lab.open', { sample: 'article-vmotion' })
    expect(await app.invoke('predict.current', {})).toMatchObject({ runId: null, asked: null })
    expect(told.at(-1)?.runId).toBeNull()
  })
})
