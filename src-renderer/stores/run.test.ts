import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ApiPushes } from '../../src-main/contract/api.ts'
import type { LabEvent } from '../../src-main/contract/events.ts'
import { installApi } from '../api/client.ts'
import { articleFrame, articleStory } from '../testing/article-run.ts'
import { FakeRun } from '../testing/fake-run.ts'
import { useRunStore } from './run.ts'
import { useTimelineStore } from './timeline.ts'
import { useWorldStore } from './world.ts'

let fake: FakeRun

function asked(method: string): unknown[] {
  return fake.asked.filter((entry) => entry.method === method).map((entry) => entry.input)
}

function frame(n: number, t: number, events: readonly LabEvent[] = [], from = events[0]?.seq ?? articleStory.events.length): ApiPushes['run.frame'] {
  return {
    frame: articleFrame(t, n),
    status: { ...fake.status(), t, shown: articleStory.events.filter((event) => event.t <= t).length },
    events,
    from,
  }
}

beforeEach(async () => {
  setActivePinia(createPinia())
  fake = new FakeRun(articleStory)
  installApi(fake.transport())
  await useRunStore().start()
})
afterEach(() => fake.stop())

describe('starting', () => {
  it('opens the first sample when no run is open, and plays it at ten times the speed when asked', () => {
    expect(asked('lab.open')).toEqual([{ sample: 'article' }])
    expect(useRunStore().status?.speed).toBe(10)
    expect(useWorldStore().mirror.vms.get('VM1')?.host).toBe('Host A')
    expect(useTimelineStore().log.size).toBe(articleStory.events.length)
  })

  it('joins a run that is open already', async () => {
    setActivePinia(createPinia())
    fake.asked.length = 0
    await useRunStore().start()
    expect(asked('lab.open')).toEqual([])
    expect(useRunStore().lab?.name).toBe(articleStory.lab.name)
  })
})

describe('frames', () => {
  it('applies what follows, and shows its instant', () => {
    const n = useWorldStore().mirror.n
    useRunStore().receive(frame(n + 1, 90_000))
    expect(useRunStore().t).toBe(90_000)
    expect(useWorldStore().mirror.vms.get('VM1')?.host).toBe('Host B')
    expect(useWorldStore().mirror.lookOf('VM1')).toBe('booting')
  })

  it('takes an answer that says no more than the frame before it for nothing new', async () => {
    const run = useRunStore()
    await run.pause()
    const told = run.status
    // Its frame would tell the same once more.
    fake.push = () => undefined
    await run.pause()
    expect(run.status).toBe(told)
    await run.setSpeed(60)
    expect(run.status).not.toBe(told)
    expect(run.status?.speed).toBe(60)
  })

  it('ignores a frame that it has already', () => {
    const { mirror } = useWorldStore()
    useRunStore().receive(frame(mirror.n, 90_000))
    expect(mirror.vms.get('VM1')?.host).toBe('Host A')
  })

  it('asks for the whole run after a gap, and applies what came meanwhile', async () => {
    const { mirror } = useWorldStore()
    const run = useRunStore()
    const before = asked('run.current').length
    const n = mirror.n
    const tell = fake.push.bind(fake)
    fake.push = () => undefined
    fake.goTo(30_000)
    fake.goTo(40_000)
    fake.push = tell
    run.receive(frame(n + 2, 40_000))
    run.receive(frame(n + 3, 61_000))
    expect(mirror.n).toBe(n)
    await vi.waitFor(() => expect(mirror.n).toBe(n + 3))
    expect(asked('run.current')).toHaveLength(before + 1)
    expect(run.t).toBe(61_000)
  })

  it('does not go round in circles when the answer is older than what was pushed', async () => {
    const { mirror } = useWorldStore()
    const n = mirror.n
    useRunStore().receive(frame(n + 5, 61_000))
    await useRunStore().seek(10_000)
    expect(useRunStore().t).toBe(10_000)
  })

  it('appends to the log, replaces it when a branch is told, and leaves out what is told no more', () => {
    const { log } = useTimelineStore()
    const n = useWorldStore().mirror.n
    const next = { t: 1_400_000, seq: 23, type: 'vm.demandChanged', causedBy: null, vm: 'VM1' } as LabEvent
    useRunStore().receive(frame(n + 1, 1_400_000, [next]))
    expect(log.size).toBe(24)
    useRunStore().receive(frame(n + 2, 60_000, articleStory.events.slice(0, 4)))
    expect(log.size).toBe(4)
    expect(log.ofType('vm.demandChanged')).toEqual([])
    useRunStore().receive(frame(n + 3, 60_000, [], 2))
    expect(log.events).toEqual(articleStory.events.slice(0, 2))
  })
})

describe('what is sent', () => {
  it('has one seek under way and then only the last that was asked for', async () => {
    const run = useRunStore()
    void run.seek(10_000)
    void run.seek(20_000)
    void run.seek(30_000)
    await run.seek(40_000)
    await vi.waitFor(() => expect(run.t).toBe(40_000))
    expect(asked('run.seek')).toEqual([{ t: 10_000 }, { t: 40_000 }])
  })

  it('asks once for the instant that a press and its release mean, and both end when it is shown', async () => {
    const run = useRunStore()
    const pressed = run.seek(10_000)
    await run.seek(10_000)
    await pressed
    expect(asked('run.seek')).toEqual([{ t: 10_000 }])
    await run.seek(10_000)
    expect(asked('run.seek')).toHaveLength(2)
  })

  it('never seeks outside the run', async () => {
    await useRunStore().seek(-5)
    await useRunStore().seek(9e9)
    expect(asked('run.seek')).toEqual([{ t: 0 }, { t: articleStory.lab.until }])
  })

  it('steps and toggles', async () => {
    const run = useRunStore()
    await run.step(1)
    expect(run.t).toBe(60_000)
    await run.toggle()
    expect(run.playing).toBe(true)
    await run.toggle()
    expect(run.playing).toBe(false)
  })

  it('keeps the problems of a lab file that does not open', async () => {
    const run = useRunStore()
    expect(await run.openText('mine.lab.yaml', 'hosts: []')).toBe(false)
    expect(run.problems?.list.map((problem) => problem.line)).toEqual([4, 12])
    expect(run.lab?.name).toBe(articleStory.lab.name)
  })

  it('takes the refusal of a command just sent once', async () => {
    const run = useRunStore()
    await run.command('host.powerOn', { host: 'Host B' })
    const refusal = { t: 0, seq: 99, type: 'command.refused', causedBy: null, command: 'host.powerOn', reason: 'invalidState' } as LabEvent
    expect(run.takeAnswered({ ...refusal, t: 60_000 })).toBe(false)
    expect(run.takeAnswered({ ...refusal, seq: -1 })).toBe(false)
    expect(run.takeAnswered(refusal)).toBe(true)
    expect(run.takeAnswered(refusal)).toBe(false)
  })
})
