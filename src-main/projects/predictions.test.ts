/** Predictions as the worker has them: a fault of the run or of a question ends them, and what a person does meanwhile never leaves the run held. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Simulation } from '../engine/index.ts'
import type { Engine } from '../runs/ports.ts'
import { readLab } from '../runs/read-lab.ts'
import { FakeClock } from '../runs/testing/fake-engine.ts'
import { thisEngine } from '../runs/this-engine.ts'
import { StoreError } from '../runs/store-port.ts'
import { openScratchStore } from '../store/open-store.ts'
import { Workroom } from './workroom.ts'

const text = readFileSync(join(import.meta.dirname, '..', '..', 'resources', 'samples', 'article.lab.yaml'), 'utf8')

const open: Workroom[] = []
afterEach(() => open.splice(0).forEach((room) => room.close()))

/** With the article open, in a room that keeps nothing. */
async function begun(engine: Engine = thisEngine) {
  const clock = new FakeClock()
  const pushed: string[] = []
  const log: string[] = []
  const room = new Workroom({
    engine,
    clock,
    readLab,
    readCommands: () => ({ ok: true, commands: [] }),
    keepAgainst: () => null,
    readCommand: (_command, args) => ({ ok: true, args }),
    warm: () => ({ packed: new SharedArrayBuffer(0), first: [] }),
    openScratch: () => openScratchStore(),
    openFolder: () => {
      throw new StoreError({ code: 'noAccess', path: '', text: 'No folder' })
    },
    folder: '',
    closedBackups: { list: () => [], restore: () => Promise.resolve() },
    push: (push) => pushed.push(push),
    factsOf: () => [],
    log: (line) => log.push(line),
  })
  open.push(room)
  await room.invoke('open', { fileName: 'article.lab.yaml', text, folder: null, origin: { sample: 'article' } })
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
    await room.invoke('predict.begin', {})
    expect(await end()).toMatchObject({ asked: { at: 77_999 }, told: null })
    await room.invoke('run.play', { speed: 'max' })
    clock.pass(5_000)
    expect((await room.invoke('run.current', {}))?.status.t).toBe(77_999)
  })
})
