/** Predictions as the worker has them: a fault of the run or of a question ends them, and what a person does meanwhile never leaves the run held. */
import { describe, expect, it } from 'vitest'
import type { Simulation } from '../engine/index.ts'
import type { Engine } from '../runs/ports.ts'
import { thisEngine } from '../runs/this-engine.ts'
import { article, sample, workroom } from './testing/rooms.ts'

/** The article with so much going on before its failure that nobody looks beyond it at once. */
const busyText = article.replace(
  'timeline:',
  ['timeline:', ...Array.from({ length: 1_200 }, (_, at) => `  - { at: ${at * 40 + 1}ms, do: vm.setDemand, vm: VM1, cpuMHz: ${at + 1} }`)].join('\n'),
)

/** With the article open, in a room that keeps nothing. */
async function begun(engine: Engine = thisEngine, text = article) {
  const { room, clock, pushed, log } = workroom(null, { engine })
  await room.invoke('open', { ...sample, text })
  const first = await room.invoke('predict.begin', {})
  pushed.length = 0
  log.length = 0
  return { room, clock, pushed, log, first }
}

const off = { runId: null, asked: null }

describe('a fault', () => {
  it('of the run ends them, and what is asked afterwards is answered', async () => {
    const broken = (simulation: Simulation): Simulation =>
      new Proxy(simulation, {
        get: (of, key) => {
          if (key === 'command')
            return () => {
              throw new Error('A broken assumption')
            }
          const value: unknown = Reflect.get(of, key, of)
          return typeof value === 'function' ? (value.bind(of) as unknown) : value
        },
      })
    const { room, pushed } = await begun({ ...thisEngine, create: (lab) => broken(thisEngine.create(lab)) })
    await expect(room.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'Host B' } })).rejects.toMatchObject({ code: 'internal' })
    expect(pushed).toContain('predict.changed')
    expect(await room.invoke('predict.current', {})).toMatchObject(off)
    expect((await room.invoke('run.pause', {})).playing).toBe(false)
  })

  it('of looking ahead ends them, is logged, and leaves the run as it is', async () => {
    let isBroken = false
    const { room, pushed, log } = await begun({
      ...thisEngine,
      restore: (lab, keyframe, events) => {
        if (isBroken) throw new Error('A broken question')
        return thisEngine.restore(lab, keyframe, events)
      },
    })
    isBroken = true
    expect(await room.invoke('run.seek', { t: 70_000 })).toMatchObject({ t: 70_000 })
    expect([pushed.includes('predict.changed'), log.some((line) => line.includes('A broken question'))]).toEqual([true, true])
    expect(await room.invoke('predict.current', {})).toMatchObject(off)
    isBroken = false
    expect(await room.invoke('run.seek', { t: 30_000 })).toMatchObject({ t: 30_000, reached: 70_000 })
  })

  it('of looking further ahead while it plays ends them, and the run stands there, sound', async () => {
    let isBroken = false
    const engine: Engine = {
      ...thisEngine,
      restore: (lab, keyframe, events) => {
        if (isBroken) throw new Error('A broken question')
        return thisEngine.restore(lab, keyframe, events)
      },
    }
    const { room, clock, log, first } = await begun(engine, busyText)
    expect(first.asked).toBeNull()
    await room.invoke('run.play', { speed: 'max' })
    isBroken = true
    clock.pass(5_000)
    isBroken = false
    expect(log.some((line) => line.includes('A broken question'))).toBe(true)
    expect(await room.invoke('predict.current', {})).toMatchObject(off)
    const { status } = (await room.invoke('run.current', {})) ?? {}
    expect([status?.playing, (status?.t ?? 0) > 30_000, (status?.t ?? 0) < 60_000]).toEqual([false, true, true])
    await room.invoke('run.play', { speed: 'max' })
    clock.pass(5_000)
    expect((await room.invoke('run.current', {}))?.status.ended).toBe(true)
  })
})

it('looks further ahead where nothing was found, and plays on to what is asked', async () => {
  const { room, clock, first } = await begun(thisEngine, busyText)
  expect(first.asked).toBeNull()
  await room.invoke('run.play', { speed: 'max' })
  clock.pass(5_000)
  expect(await room.invoke('predict.current', {})).toMatchObject({ asked: { at: 62_999 } })
  expect((await room.invoke('run.current', {}))?.status).toMatchObject({ t: 62_999, playing: false })
})

it('looks ahead in pieces: meanwhile everything else is answered, and the run stays where it is', async () => {
  const { room, clock } = await begun()
  await room.invoke('predict.end', {})
  // Each turn takes longer than may be worked at once.
  clock.perLookMs = 100
  let isFound = false
  const found = room.invoke('predict.begin', {}).finally(() => (isFound = true))
  await room.invoke('run.play', { speed: 'max' })
  const { status } = (await room.invoke('run.current', {})) ?? {}
  expect([status?.t, status?.playing, isFound]).toEqual([0, true, false])
  clock.perLookMs = 0
  clock.pass(1_000)
  expect(await found).toMatchObject({ asked: { at: 62_999 } })
  expect((await room.invoke('run.current', {}))?.status).toMatchObject({ t: 62_999, playing: false })
})

it('counts what was told once, however often one goes back to it', async () => {
  const { room, first } = await begun()
  const { asked } = first
  async function answered(choice: string | null) {
    await room.invoke('run.seek', { t: asked?.at ?? -1 })
    return room.invoke('predict.answer', { seq: asked?.seq ?? -1, choice })
  }
  const wrong = await answered(asked?.choices.map(({ id }) => id).find((id) => id === 'a') ?? null)
  expect(wrong).toMatchObject({ answered: 1, told: { counts: true } })
  expect(await answered(wrong.told?.right ?? null)).toMatchObject({ answered: 1, right: wrong.right, told: { counts: false } })
  await room.invoke('predict.begin', {})
  expect(await answered(null)).toMatchObject({ answered: 0, told: { counts: false } })
  expect(await answered(wrong.told?.right ?? null)).toMatchObject({ answered: 0, right: 0, told: { counts: false } })
})

describe('while an answer waits for the run to get past what was asked', () => {
  async function waiting() {
    const { room, clock, first } = await begun()
    const { asked } = first
    await room.invoke('run.seek', { t: asked?.at ?? -1 })
    // Each turn takes longer than may be worked at once.
    clock.perLookMs = 100
    const answer = room.invoke('predict.answer', { seq: asked?.seq ?? -1, choice: null })
    const end = async () => {
      clock.perLookMs = 0
      clock.pass(1_000)
      return answer
    }
    return { room, clock, end, asked }
  }

  it('may end them: the run is held no more', async () => {
    const { room, clock, end, asked } = await waiting()
    await room.invoke('predict.end', {})
    expect(await end()).toMatchObject(off)
    await room.invoke('run.play', { speed: 'max' })
    clock.pass(5_000)
    const { status } = (await room.invoke('run.current', {})) ?? {}
    expect([status?.ended, status?.t === status?.reached, asked?.at]).toEqual([true, true, 62_999])
  })

  it('may begin them anew: they count from there, and hold the run at what comes next', async () => {
    const { room, clock, end } = await waiting()
    const anew = room.invoke('predict.begin', {})
    expect(await end()).toMatchObject({ asked: { at: 77_999 }, told: null })
    expect(await anew).toMatchObject({ answered: 0, told: null })
    await room.invoke('run.play', { speed: 'max' })
    clock.pass(5_000)
    expect((await room.invoke('run.current', {}))?.status.t).toBe(77_999)
  })
})
