import { describe, expect, it } from 'vitest'
import type { ApiPushes } from '../contract/api.ts'
import type { CrashReport } from './crash-report.ts'
import { BranchTree } from './branch-tree.ts'
import { Run } from './run.ts'
import { FakeClock, fakeEngine, fakeLab } from './testing/fake-engine.ts'

function open(lab = fakeLab([{ at: 60_000, host: 'Host A' }])) {
  const clock = new FakeClock()
  const frames: ApiPushes['run.frame'][] = []
  const crashes: CrashReport[] = []
  const run = new Run({
    id: 'run-1',
    lab,
    tree: BranchTree.fresh(lab, fakeEngine, null),
    project: null,
    ports: { engine: fakeEngine, clock, pushFrame: (payload) => frames.push(payload), onCrash: (report) => crashes.push(report) },
  })
  return { run, clock, frames, crashes, lab }
}

/** State and log after running straight to `t`. */
function straight(lab: ReturnType<typeof fakeLab>, t: number, command?: { at: number; host: string }) {
  const simulation = fakeEngine.create(lab)
  if (command !== undefined) {
    simulation.runUntil(command.at)
    simulation.command('host.powerOff', { host: command.host })
  }
  simulation.runUntil(t)
  return { state: simulation.state(), log: simulation.log, digest: simulation.digest() }
}

describe('playing', () => {
  it('follows real time at the speed asked for, and ends where the lab ends', () => {
    const { run, clock } = open()
    run.play(10)
    clock.pass(3000)
    expect(run.status().t).toBeGreaterThan(29_000)
    expect(run.status().t).toBeLessThanOrEqual(30_000)
    run.setSpeed(100)
    clock.pass(1000)
    expect(run.status().t).toBeGreaterThan(125_000)
    expect(run.status().t).toBeLessThanOrEqual(130_000)
    clock.pass(6000)
    expect(run.status()).toMatchObject({ playing: false, t: 600_000, reached: 600_000, ended: true })
    expect(clock.isIdle).toBe(true)
  })

  it('stops at the bookmarks of the lab that pause, and goes on from there', () => {
    const mark = (at: number, pause: boolean) => ({ at, note: `at ${at}`, noteKo: null, pause, host: null, vm: null, tab: null })
    const { run, clock } = open({ ...fakeLab([]), bookmarks: [mark(20_000, false), mark(30_000, true), mark(90_000, true)] })
    run.play(100)
    clock.pass(5000)
    expect(run.status()).toMatchObject({ playing: false, t: 30_000 })
    run.play()
    clock.pass(5000)
    expect(run.status()).toMatchObject({ playing: false, t: 90_000 })
    run.play('max')
    clock.pass(5000)
    expect(run.status()).toMatchObject({ playing: false, t: 600_000 })
  })

  it('does not stop at a bookmark that was jumped over', async () => {
    const { run, clock } = open({
      ...fakeLab([]),
      bookmarks: [{ at: 30_000, note: 'x', noteKo: null, pause: true, host: null, vm: null, tab: null }],
    })
    run.play(10)
    await run.seek(60_000)
    clock.pass(1000)
    expect(run.status().playing).toBe(true)
    expect(run.status().t).toBeGreaterThan(60_000)
  })

  it('stops where it is held, goes on when that is moved, and tells nothing from beyond what is shown', async () => {
    const { run, clock, frames } = open()
    run.play('max')
    clock.pass(5000)
    const all = run.opened().events
    await run.seek(10_000)
    let next = 90_000
    const hold = (at: number): void =>
      run.holdAt({
        at,
        goesOn: () => {
          if (at === next) return false
          hold(next)
          return true
        },
      })
    hold(50_000)
    expect(run.status()).toMatchObject({ t: 10_000, reached: 10_000, ended: false, digest: null })
    expect(frames.at(-1)).toMatchObject({ from: run.opened().events.length, events: [] })
    expect(run.opened().events).toEqual(all.filter(({ t }) => t <= 10_000))
    run.play(100)
    clock.pass(5000)
    expect(run.status()).toMatchObject({ playing: false, t: 90_000, reached: 90_000 })
    expect(run.opened().events).toEqual(all.filter(({ t }) => t <= 90_000))
    run.play(100)
    clock.pass(5000)
    expect(run.status().t).toBe(90_000)
    next = 0
    run.holdAt(null)
    expect(run.status()).toMatchObject({ t: 90_000, reached: 600_000, ended: true })
    expect(run.opened().events).toEqual(all)
  })

  it('stands still while paused', () => {
    const { run, clock } = open()
    run.play(10)
    clock.pass(1000)
    const { t } = run.pause()
    clock.pass(10_000)
    expect(run.status().t).toBe(t)
    run.play()
    clock.pass(1000)
    expect(run.status().t).toBeLessThanOrEqual(t + 10_000)
  })

  it('sends at most 15 frames a second, and the last one when it stops', () => {
    const { run, clock, frames } = open()
    run.play(10)
    clock.pass(10_000)
    expect(frames.length).toBeGreaterThan(100)
    expect(frames.length).toBeLessThanOrEqual(152)
    run.play('max')
    clock.pass(1000)
    expect(frames.at(-1)?.status).toMatchObject({ playing: false, t: 600_000 })
  })

  it('works in slices at full speed: a pause gets in between', () => {
    const { run, clock } = open()
    // Each turn takes 1 ms, so a slice ends after about 12 of them.
    clock.perLookMs = 1
    run.play('max')
    clock.pass(20)
    const { t } = run.pause()
    expect(t).toBeGreaterThan(0)
    expect(t).toBeLessThan(600_000)
  })

  it('does not catch up in a rush after it was too slow', () => {
    const { run, clock } = open()
    clock.perLookMs = 4
    run.play(100_000)
    clock.pass(1)
    const before = run.status().t
    expect(before).toBeLessThan(600_000)
    clock.perLookMs = 0
    run.setSpeed(1)
    clock.pass(1000)
    expect(run.status().t).toBeLessThanOrEqual(before + 2000)
  })

  it('sends CPU figures at most 4 times a second', () => {
    const { run, clock, frames } = open(fakeLab([], 3_600_000))
    run.play(600)
    clock.pass(2000)
    expect(frames.filter(({ frame }) => frame.vmCpuPercent !== null).length).toBeLessThanOrEqual(9)
    expect(frames.filter(({ frame }) => frame.vmCpuPercent !== null).length).toBeGreaterThan(4)
  })
})

describe('seeking', () => {
  it('gives the state and the events of a straight run, at any instant, in any order', async () => {
    const { run, lab } = open()
    for (const t of [600_000, 60_000, 59_999, 0, 78_500, 300_000, 78_000, 79_000, 599_999, 60_000]) {
      const status = await run.seek(t)
      const wanted = straight(lab, t)
      expect(status).toMatchObject({ t, shown: wanted.log.length })
      expect(run.reads.state({ kind: 'lab' })).toEqual(wanted.state)
    }
    expect(run.status()).toMatchObject({ reached: 600_000, digest: straight(lab, 600_000).digest })
    expect(run.opened().events).toEqual(straight(lab, 600_000).log)
  })

  it('keeps to the end of the lab', async () => {
    const { run } = open()
    expect(await run.seek(10_000_000)).toMatchObject({ t: 600_000, ended: true })
  })

  it('runs far ahead in slices, and a pause ends it on the way', async () => {
    const { run, clock } = open(fakeLab([], 36_000_000))
    clock.perLookMs = 1
    const arrived = run.seek(36_000_000)
    expect(run.status().t).toBeLessThan(36_000_000)
    clock.perLookMs = 0
    clock.pass(100)
    expect(await arrived).toMatchObject({ t: 36_000_000 })

    const other = open(fakeLab([], 36_000_000))
    other.clock.perLookMs = 1
    const interrupted = other.run.seek(36_000_000)
    other.run.pause()
    expect((await interrupted).t).toBeLessThan(36_000_000)
  })

  it.each(['pause', 'close'] as const)('runs far ahead for a command in slices, and a %s calls it off', async (end) => {
    const { run, clock } = open(fakeLab([], 36_000_000))
    clock.perLookMs = 1
    const done = run.command('host.powerOff', { host: 'Host A' }, 30_000_000)
    run[end]()
    clock.pass(100)
    await expect(done).rejects.toMatchObject({ code: 'badInput', message: expect.stringContaining('called off') as string })
    expect(run.status()).toMatchObject({ undo: null })
    expect(run.status().reached).toBeLessThan(30_000_000)
  })

  it('shows frames on the way only of a jump that takes longer than a frame', async () => {
    const until = 3_600_000
    const shownOf = async (perLookMs: number): Promise<readonly number[]> => {
      const { run, clock, frames } = open(fakeLab([], until))
      clock.perLookMs = 1
      const arrived = run.seek(until)
      expect(run.status().t).toBeLessThan(until)
      clock.perLookMs = perLookMs
      while (run.status().t < until) clock.pass(20)
      await arrived
      return frames.map(({ frame }) => frame.t)
    }
    expect(await shownOf(0)).toEqual([until])
    const long = await shownOf(1)
    expect(long.length).toBeGreaterThan(1)
    expect(long.at(-1)).toBe(until)
  })

  it('goes on playing from the past through what was run, then beyond it', async () => {
    const { run, clock, lab } = open()
    await run.seek(100_000)
    await run.seek(50_000)
    run.play('max')
    clock.pass(10)
    expect(run.status()).toMatchObject({ t: 600_000, digest: straight(lab, 600_000).digest })
  })
})

describe('stepping', () => {
  it('takes one event at a time, forth and back, with the state of its turn', async () => {
    const { run, lab } = open()
    const all = straight(lab, 600_000).log
    for (let shown = 1; shown <= all.length; shown++) {
      expect(run.step({ by: 1 })).toMatchObject({ shown, t: all[shown - 1]?.t })
    }
    expect(run.step({ by: 1 }).shown).toBe(all.length)
    for (let shown = all.length - 1; shown > 0; shown--) {
      const t = all[shown - 1]?.t ?? 0
      expect(run.step({ by: -1 })).toMatchObject({ shown, t })
      expect((run.reads.state({ kind: 'lab' }) as { t: number }).t).toBe(t)
    }
    expect(run.step({ by: -1 })).toMatchObject({ shown: 0, t: 0 })
    expect(run.step({ by: -1 })).toMatchObject({ shown: 0, t: 0 })
    await run.seek(600_000)
    expect(run.status().digest).toBe(straight(lab, 600_000).digest)
  })

  it('may stop between two turns of one instant', async () => {
    const { run, lab } = open(
      fakeLab([
        { at: 60_000, host: 'Host A' },
        { at: 60_000, host: 'Host B' },
      ]),
    )
    run.step({ by: 1 })
    expect(run.reads.state({ kind: 'host', name: 'Host B' })).toMatchObject({ power: 'on' })
    run.step({ by: 1 })
    run.step({ by: 1 })
    run.step({ by: 1 })
    expect(run.reads.state({ kind: 'host', name: 'Host B' })).toMatchObject({ power: 'off' })
    await run.seek(600_000)
    expect(run.status().digest).toBe(straight(lab, 600_000).digest)
  })
})

describe('commands and branches', () => {
  it('has no digest where nothing happened, though it has ended', async () => {
    const { run } = open(fakeLab([]))
    await run.seek(10_000_000)
    expect(run.status()).toMatchObject({ ended: true, digest: null })
    expect(run.opened().events).toEqual([])
  })

  it('carries a command out at the furthest instant, without a branch', async () => {
    const { run } = open(fakeLab([]))
    await run.seek(60_000)
    const status = await run.command('host.powerOff', { host: 'Host A' })
    expect(status).toMatchObject({ branch: 0, t: 60_000, branches: [{ id: 0 }] })
    await run.seek(600_000)
    expect(run.status().digest).toBeNull()
    expect((await run.seek(10_000_000)).digest).toBe(straight(fakeLab([]), 960_000, { at: 60_000, host: 'Host A' }).digest)
  })

  it('makes a branch in the past; the parent stays as it was', async () => {
    const { run, lab, frames } = open()
    await run.seek(600_000)
    await run.seek(70_000)
    const status = await run.command('host.powerOff', { host: 'Host B' })
    expect(status).toMatchObject({ branch: 1, t: 70_000, reached: 70_000 })
    expect(status.branches).toEqual([
      { id: 0, parent: null, forkAt: 0, label: '', reached: 600_000, stored: null },
      { id: 1, parent: 0, forkAt: 70_000, label: 'host.powerOff Host B', reached: 70_000, stored: null },
    ])
    expect(frames.at(-1)).toMatchObject({ from: 0, events: straight(lab, 70_000, { at: 70_000, host: 'Host B' }).log })

    await run.seek(10_000_000)
    const until = run.status().until
    expect(run.status().digest).toBe(straight(lab, until, { at: 70_000, host: 'Host B' }).digest)
    const parent = run.selectBranch(0)
    expect(parent.status).toMatchObject({ branch: 0, t: 600_000, digest: straight(lab, 600_000).digest })
    expect(parent.events).toEqual(straight(lab, 600_000).log)
  })

  it('replays a live command when it is passed again, also inside an instant', async () => {
    const lab = fakeLab([
      { at: 60_000, host: 'Host A' },
      { at: 60_000, host: 'Host B' },
    ])
    const { run } = open(lab)
    run.step({ by: 1 })
    await run.command('host.powerOff', { host: 'Host C' })
    await run.seek(960_000)
    const after = { digest: run.status().digest, state: run.reads.state({ kind: 'lab' }), events: run.opened().events }
    await run.seek(0)
    await run.seek(61_000)
    await run.seek(60_000)
    expect(run.status().shown).toBe(after.events.filter(({ t }) => t <= 60_000).length)
    await run.seek(100_000)
    await run.seek(960_000)
    expect({ digest: run.status().digest, state: run.reads.state({ kind: 'lab' }), events: run.opened().events }).toEqual(after)
  })

  it('branches of branches keep the commands before them', async () => {
    const { run } = open(fakeLab([]))
    await run.seek(10_000)
    await run.command('host.powerOff', { host: 'Host A' })
    await run.seek(100_000)
    await run.seek(50_000)
    await run.command('host.powerOff', { host: 'Host B' })
    await run.seek(90_000)
    await run.seek(60_000)
    const { branch } = await run.command('host.powerOff', { host: 'Host C' })
    expect(branch).toBe(2)
    await run.seek(5_000)
    expect(run.reads.state({ kind: 'host', name: 'Host A' })).toMatchObject({ power: 'on' })
    await run.seek(100_000)
    const commands = run.opened().events.filter(({ type }) => type === 'command.received')
    expect(commands.map(({ t }) => t)).toEqual([10_000, 50_000, 60_000])
  })

  it('lets a command at the end prolong the run by 15 minutes', async () => {
    const { run } = open(fakeLab([]))
    await run.seek(600_000)
    expect(run.status().ended).toBe(true)
    expect(await run.command('host.powerOff', { host: 'Host A' })).toMatchObject({ until: 1_500_000, ended: false, branch: 0 })
  })

  it('knows no branch that was not made', () => {
    expect(() => open().run.selectBranch(7)).toThrow('There is no branch 7')
  })
})

describe('failures', () => {
  it('stops for good, with a report that names nobody', async () => {
    const { run, crashes } = open(fakeLab([]))
    await run.seek(1000)
    await expect(run.command('host.powerOff', { host: 'crash the engine' })).rejects.toThrow(/seed 1, engine 1/)
    expect(() => run.play()).toThrow(/fault of its own/)
    expect(crashes).toMatchObject([{ seed: 1, engineVersion: 1, commands: [{ turn: 0, t: 1000, command: 'host.powerOff', args: { host: '#' } }] }])
    expect(crashes[0]?.error).toContain('vm#1 on host#1')
    expect(JSON.stringify(crashes)).not.toMatch(/VM1|Host A/)
  })
})
