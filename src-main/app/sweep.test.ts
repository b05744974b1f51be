/** Sweeps as a window asks for them: the real engine in its threads, and failures opened as branches of the run. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SWEEP_RUN_MS, type SweepPushes, type SweepReport } from '../contract/api-sweep.ts'
import { parseLab } from '../contract/lab/index.ts'
import { createSimulation } from '../engine/index.ts'
import { fork, warmAt } from '../sweeps/warm.ts'
import type { App } from './create-app.ts'
import { appFromSource, resourcesDir } from './testing.ts'

const article = readFileSync(join(resourcesDir, 'samples', 'article.lab.yaml'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'hostdown-sweep-'))
const AT = 30_000

let app: App
const told: SweepPushes['sweep.progress'][] = []

beforeAll(async () => {
  app = appFromSource(folder)
  app.onPush((push, payload) => {
    if (push === 'sweep.progress') told.push(payload as SweepPushes['sweep.progress'])
  })
  await app.started
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await app.invoke('lab.open', { sample: 'article' })
  await app.invoke('run.restart', {})
  told.length = 0
})

async function swept(failures: 1 | 2 = 1): Promise<SweepReport> {
  const report = await app.invoke('sweep.start', { ticket: 'mine', domain: 'host', failures, at: AT })
  if (report === null) throw new Error('it was cancelled')
  return report
}

/** The same failure from the same instant of the lab, without any application around it. */
function alone(commands: SweepReport['outcomes'][number]['commands']) {
  const parsed = parseLab(article)
  if (!parsed.ok) throw new Error('the article does not parse')
  const simulation = createSimulation(parsed.lab)
  simulation.runUntil(AT)
  const forked = fork(warmAt(parsed.lab, simulation.keyframe(), SWEEP_RUN_MS), { commands })
  forked.runUntil(AT + SWEEP_RUN_MS)
  return [...simulation.log, ...forked.log]
}

describe('a sweep of the run that is open', () => {
  it('runs on to the instant, leaves out what the timeline has still to come, and tells how far it is', async () => {
    const report = await swept(2)
    expect(report.outcomes.map(({ failed }) => failed.length)).toEqual([1, 1, 1, 2, 2, 2])
    expect(report).toMatchObject({ at: AT, runMs: SWEEP_RUN_MS, from: { branch: 0, at: AT, first: [{ command: 'timeline.clear', arguments: {} }] } })
    expect(report.outcomes[0]?.notRestarted).toBe(0)
    expect(told[0]).toEqual({ ticket: 'mine', done: 0, total: 6 })
    expect(told.at(-1)).toEqual({ ticket: 'mine', done: 6, total: 6 })
    expect((await app.invoke('run.current', {}))?.status.t).toBe(0)
  })

  it('opens a failure as a branch in which the same happens, again and again from the same instant', async () => {
    const { outcomes, from } = await swept(2)
    for (const outcome of [outcomes[0], outcomes[4]]) {
      if (outcome === undefined) throw new Error('missing')
      const commands = [...from.first, ...outcome.commands]
      const opened = await app.invoke('run.fork', {
        branch: from.branch,
        turn: from.turn,
        at: from.at,
        commands: commands.map((one) => ({ ...one })),
      })
      expect(opened.status).toMatchObject({ t: AT, until: Math.max(AT + SWEEP_RUN_MS, opened.lab.until) })
      await app.invoke('run.seek', { t: AT + SWEEP_RUN_MS })
      const run = await app.invoke('run.current', {})
      expect(run?.events).toEqual(structuredClone(alone(outcome.commands)))
      expect(run?.status.saved).not.toBe('unsaved')
    }
    const branches = (await app.invoke('run.current', {}))?.status.branches ?? []
    expect(branches.slice(-2).map(({ parent, forkAt, label }) => ({ parent, forkAt, label }))).toEqual([
      { parent: 0, forkAt: AT, label: 'host.powerOff Host A' },
      { parent: 0, forkAt: AT, label: 'host.powerOff Host A + host.powerOff Host C' },
    ])
  })

  it('is cancelled by its ticket, and by the next one', async () => {
    const first = app.invoke('sweep.start', { ticket: 'first', domain: 'host', failures: 2, at: AT })
    await app.invoke('sweep.cancel', { ticket: 'another' })
    await app.invoke('sweep.cancel', { ticket: 'first' })
    expect(await first).toBeNull()
    const second = app.invoke('sweep.start', { ticket: 'second', domain: 'host', failures: 2, at: AT })
    const third = app.invoke('sweep.start', { ticket: 'third', domain: 'network', failures: 1, at: AT })
    expect(await second).toBeNull()
    expect((await third)?.domain).toBe('network')
  })

  it('refuses to open a failure of a branch that went another way', async () => {
    const { from, outcomes } = await swept()
    const commands = (outcomes[0]?.commands ?? []).map((one) => ({ ...one }))
    await expect(app.invoke('run.fork', { branch: 0, turn: from.turn + 1, at: AT, commands })).rejects.toMatchObject({ code: 'notFound' })
    await expect(app.invoke('run.fork', { branch: 7, turn: from.turn, at: AT, commands })).rejects.toMatchObject({ code: 'notFound' })
    const wrong = [{ command: 'host.powerOff', arguments: { host: 'nobody' } }]
    await expect(app.invoke('run.fork', { branch: 0, turn: from.turn, at: AT, commands: wrong })).rejects.toMatchObject({ code: 'badInput' })
  })
})
