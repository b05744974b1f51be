/** Runs that are kept, with the real engine and a real data folder, as the worker has them. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { RunOpened } from '../contract/api.ts'
import { createSimulation, ENGINE_VERSION } from '../engine/index.ts'
import type { Engine } from '../runs/ports.ts'
import { readLab } from '../runs/read-lab.ts'
import { thisEngine } from '../runs/this-engine.ts'
import type { Workroom } from './workroom.ts'
import { changeKeyframes, cut, MINUTE, newer, sample, sound, unlocked, workroom } from './testing/rooms.ts'

describe('a run that is kept', () => {
  it.each([
    ['and says to have got as far as none does', `UPDATE branches SET reached_at = ${Number.MAX_SAFE_INTEGER}`],
    ['and has a command later than it got', `UPDATE commands SET t = ${Number.MAX_SAFE_INTEGER}`],
    ['and says to have taken more turns than were recorded', `UPDATE branches SET reached_turn = 1000000, reached_at = ${Number.MAX_SAFE_INTEGER}`],
  ])('%s is shown as it was recorded, at once', async (_, change) => {
    const { room, folder } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 200_000 })
    await room.invoke('run.command', cut('Host B'))
    room.close()
    const database = new Database(join(folder, 'hostdown.sqlite'))
    database.exec(change)
    database.close()
    let turns = 0
    const counting: Engine = {
      ...thisEngine,
      restore: (...place) => {
        const simulation = thisEngine.restore(...place)
        const step = simulation.step.bind(simulation)
        simulation.step = () => (turns++, step())
        return simulation
      },
    }
    const again = workroom(folder, { engine: counting })
    const [card] = await again.room.invoke('project.list', {})
    const opened = sound(await again.room.invoke('project.open', { id: card?.id ?? 0 }))
    expect(opened.status.recordedBy).toBe(ENGINE_VERSION)
    expect(turns).toBeLessThan(100)
    expect(opened.events.some(({ type }) => type === 'command.received')).toBe(true)
  })

  it('with a command that none can be is shown as recorded, and says which and what of it', async () => {
    const { room, folder } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 200_000 })
    await room.invoke('run.command', cut('Host B'))
    const { events } = sound({ ok: true, run: (await room.invoke('run.current', {})) as RunOpened })
    const told = structuredClone(events)
    room.close()
    const database = new Database(join(folder, 'hostdown.sqlite'))
    database.exec(`UPDATE commands SET args = '{"host":["Host B"]}'`)
    database.close()
    const again = workroom(folder)
    const opened = sound(await again.room.invoke('project.open', { id: 1 }))
    expect(opened.status).toMatchObject({ recordedBy: ENGINE_VERSION, flaw: { path: 'host' } })
    expect(opened.status.flaw?.message).toMatch(/^host\.powerOff at 3m20s: host: expected the name of a host, got a list/)
    expect(opened.events).toEqual(told)
    expect(await again.room.invoke('run.seek', { t: 100_000 })).toMatchObject({ t: 100_000 })
    const saysWhich = { code: 'badInput', message: expect.stringContaining('host.powerOff') as string }
    await expect(again.room.invoke('run.rerun', {})).rejects.toMatchObject(saysWhich)
    await expect(again.room.invoke('run.command', cut('Host C'))).rejects.toMatchObject(saysWhich)
    expect(again.log).toEqual([])
  })

  it.each([
    ['its last keyframe', -1, undefined, unlocked],
    ['the keyframes before', 0, -1, unlocked],
    [
      'what only the whole state reads',
      -1,
      undefined,
      { clients: { entries: [['VM1', { vm: 'VM1', links: null, answersAt: null, outageMs: 0, outageSince: null }]] } },
    ],
  ])('goes on, through its past too, where another hand changed %s', async (_, from, to, broken) => {
    const { room, folder } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 8 * MINUTE })
    const atEnd = structuredClone(await room.invoke('run.state', { kind: 'lab' }))
    const instants = [7 * MINUTE, 4 * MINUTE, 100_000, 5 * MINUTE]
    const hostsAt = async (shown: Workroom, t: number) => {
      await shown.invoke('run.seek', { t })
      const run = await shown.invoke('run.current', {})
      return [Object.values(run?.frame.hosts ?? {}), Object.values(run?.frame.vms ?? {})]
    }
    const before = []
    for (const t of instants) before.push(structuredClone(await hostsAt(room, t)))
    room.close()
    changeKeyframes(folder, broken, from, to)
    const again = workroom(folder)
    const opened = sound(await again.room.invoke('project.open', { id: 1 }))
    expect(opened.status).toMatchObject({ recordedBy: null, reached: 8 * MINUTE })
    await again.room.invoke('run.seek', { t: 8 * MINUTE })
    expect(await again.room.invoke('run.state', { kind: 'lab' })).toEqual(atEnd)
    const straight = createSimulation(parsed())
    straight.runUntil(20 * MINUTE)
    expect(await again.room.invoke('run.seek', { t: 20 * MINUTE })).toMatchObject({ digest: straight.digest() })
    for (const [index, t] of instants.entries()) expect(await hostsAt(again.room, t), String(t)).toEqual(before[index])
    await again.room.invoke('run.step', { by: -1 })
    await again.room.invoke('run.command', { ...cut('Host B'), at: 2 * MINUTE })
    expect((await again.room.invoke('run.undo', {})).status.branches).toHaveLength(2)
    expect(again.log).toEqual([])
  })

  it('goes on where a turn ahead breaks on its last keyframe', async () => {
    const { room, folder } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 8 * MINUTE })
    room.close()
    changeKeyframes(folder, { locks: { entries: [['VM1'], ['VM2']] } }, -1)
    const again = workroom(folder)
    sound(await again.room.invoke('project.open', { id: 1 }))
    const straight = createSimulation(parsed())
    straight.runUntil(20 * MINUTE)
    expect(await again.room.invoke('run.seek', { t: 20 * MINUTE })).toMatchObject({ digest: straight.digest() })
    expect(again.log).toEqual([])
  })

  it('is there again with its branches, bookmarks and digests', async () => {
    const { room, folder } = workroom()
    sound(await room.invoke('open', sample))
    expect((await room.invoke('run.current', {}))?.status).toMatchObject({ saved: 'unsaved', problem: null, branches: [{ stored: null }] })
    await room.invoke('run.seek', { t: 20 * MINUTE })
    await room.invoke('run.seek', { t: 200_000 })
    await room.invoke('run.command', cut('Host B'))
    await room.invoke('run.seek', { t: 400_000 })
    await room.invoke('run.bookmark', { t: 210_000, note: 'Two hosts are down' })
    const before = await room.invoke('run.current', {})
    expect(before?.status).toMatchObject({ saved: 'saved', branch: 1, undo: 'host.powerOff Host B' })
    room.close()

    const again = workroom(folder)
    const [card] = await again.room.invoke('project.list', {})
    expect(card).toMatchObject({ name: 'A host goes down', sample: 'article', hosts: 3, vms: 6, runs: 1, bookmarks: 1, revisions: 1 })
    expect(card?.thumbnail.hosts).toEqual([
      { domain: null, vms: 2 },
      { domain: null, vms: 2 },
      { domain: null, vms: 2 },
    ])
    const opened = sound(await again.room.invoke('project.open', { id: card?.id ?? 0 }))
    expect(opened.project).toMatchObject({ name: 'A host goes down', revision: 1, newestRevision: 1 })
    expect(opened.status).toEqual({ ...before?.status, runId: 'run-1', speed: 10 })
    expect(opened.events).toEqual(structuredClone(before?.events))
    expect({ ...opened.frame, n: 0 }).toEqual({ ...before?.frame, n: 0 })

    const ended = await again.room.invoke('run.seek', { t: 30 * MINUTE })
    const straight = createSimulation(parsed())
    straight.runUntil(200_000)
    straight.command('host.powerOff', { host: 'Host B' })
    straight.runUntil(ended.t)
    expect(ended.digest).toBe(straight.digest())
    const parent = await again.room.invoke('run.branch', { id: 0 })
    expect(parent.status.reached).toBe(20 * MINUTE)
    const whole = createSimulation(parsed())
    whole.runUntil(20 * MINUTE)
    expect(parent.status.digest).toBe(whole.digest())
  })

  it('gives the same state at any instant, through the keyframes of the store', async () => {
    const { room, folder } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 20 * MINUTE })
    room.close()
    const again = workroom(folder)
    const [card] = await again.room.invoke('project.list', {})
    sound(await again.room.invoke('project.open', { id: card?.id ?? 0 }))
    for (let i = 0; i < 25; i++) {
      const t = (i * 7_919_317) % (20 * MINUTE)
      await again.room.invoke('run.seek', { t })
      const straight = createSimulation(parsed())
      straight.runUntil(t)
      expect(await again.room.invoke('run.state', { kind: 'lab' }), String(t)).toEqual(structuredClone(straight.state()))
    }
  })

  it('begins anew with restart, and finds the runs before it', async () => {
    const { room } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: MINUTE })
    const run = await room.invoke('run.restart', {})
    expect(run.status).toMatchObject({ t: 0, reached: 0, saved: 'unsaved' })
    await room.invoke('run.seek', { t: 2 * MINUTE })
    expect((await room.invoke('project.list', {}))[0]).toMatchObject({ runs: 2 })
    const runs = await room.invoke('project.runs', { id: run.project?.id ?? 0 })
    expect(runs.map(({ branch, reached }) => [branch, reached])).toEqual([
      [2, 2 * MINUTE],
      [1, MINUTE],
    ])
    expect(sound(await room.invoke('project.open', { id: run.project?.id ?? 0, branch: 1 })).status.reached).toBe(MINUTE)
  })

  it('is not begun in the store before anything happens', async () => {
    const { room } = workroom()
    for (let i = 0; i < 3; i++) sound(await room.invoke('open', sample))
    expect(await room.invoke('project.list', {})).toMatchObject([{ runs: 0 }])
  })

  it('keeps the revision it was started from when the file is another', async () => {
    const { room } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: MINUTE })
    const changed = sound(await room.invoke('open', { ...sample, text: sample.text.replace('memoryMiB: 65536', 'memoryMiB: 131072') }))
    expect(changed.project).toMatchObject({ revision: 2, newestRevision: 2 })
    const old = sound(await room.invoke('project.open', { id: changed.project?.id ?? 0, branch: 1 }))
    expect(old.project).toMatchObject({ revision: 1, newestRevision: 2 })
    expect(old.lab.hosts[0]?.memoryMiB).toBe(65_536)
    expect(await room.invoke('run.restart', {})).toMatchObject({ project: { revision: 1 }, status: { reached: 0 } })
    const newest = await room.invoke('run.restart', { newest: true })
    expect(newest).toMatchObject({ project: { id: old.project?.id, revision: 2, newestRevision: 2 }, status: { reached: 0 } })
    expect(newest.lab.hosts[0]?.memoryMiB).toBe(131_072)
  })
})

describe('a run of another engine', () => {
  it('is shown as recorded, takes no commands, and is run again', async () => {
    const { room, folder } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 5 * MINUTE })
    await room.invoke('run.command', cut('Host B'))
    const before = await room.invoke('run.seek', { t: 8 * MINUTE })
    const at = async (which: Workroom, t: number) => {
      await which.invoke('run.seek', { t })
      const run = await which.invoke('run.current', {})
      return {
        hosts: Object.values(run?.frame.hosts ?? {}).map((host) => [host?.power, host?.haState]),
        vms: run?.frame.vms,
        shown: run?.status.shown,
      }
    }
    const instants = [0, 59_000, 61_000, 78_000, 95_000, 200_000, 5 * MINUTE, 6 * MINUTE, 8 * MINUTE]
    const recorded = []
    for (const t of instants) recorded.push(await at(room, t))
    const log = (await room.invoke('run.current', {}))?.events
    room.close()

    const later = workroom(folder, { engine: newer })
    const opened = sound(await later.room.invoke('project.open', { id: 1 }))
    expect(opened.status).toMatchObject({ recordedBy: ENGINE_VERSION, saved: 'saved', reached: before.reached })
    expect(opened.events).toEqual(structuredClone(log))
    for (const [index, t] of instants.entries()) expect(await at(later.room, t), String(t)).toEqual(recorded[index])
    await expect(later.room.invoke('run.command', cut('Host C'))).rejects.toMatchObject({ code: 'recorded' })
    const { run, difference } = await later.room.invoke('run.rerun', {})
    expect(difference).toBeNull()
    expect(run.status).toMatchObject({ recordedBy: null, reached: 8 * MINUTE })
    expect(run.events).toHaveLength(log?.length ?? -1)
  })

  it('says where a run that is run again first differs', async () => {
    const { room, folder } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 5 * MINUTE })
    room.close()
    const other: Engine = { ...newer, create: (lab) => createSimulation({ ...lab, timeline: lab.timeline.slice(1) }) }
    const later = workroom(folder, { engine: other })
    sound(await later.room.invoke('project.open', { id: 1 }))
    const { difference } = await later.room.invoke('run.rerun', {})
    expect(difference).toMatchObject({ seq: 1, recorded: { type: 'command.received', t: MINUTE }, now: { type: 'drs.pass' } })
  })
})

describe('a database that is damaged', () => {
  it('is left as it is, and one of its copies can take its place', async () => {
    const { room, folder } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: MINUTE })
    const backup = await room.invoke('store.backup', {})
    room.close()
    writeFileSync(join(folder, 'hostdown.sqlite'), 'no database at all'.repeat(500))
    const { room: again, log } = workroom(folder)
    expect(await again.invoke('info', {})).toMatchObject({ problem: { code: 'damaged' } })
    expect(log[0]).toMatch(/^Nothing is kept\. .*damaged/)
    expect(await again.invoke('store.backups', {})).toEqual([backup])
    await expect(again.invoke('store.restore', { fileName: '../hostdown.sqlite' })).rejects.toMatchObject({ code: 'notStored' })
    await again.invoke('store.restore', { fileName: backup.fileName })
    expect(await again.invoke('info', {})).toMatchObject({ problem: null })
    expect(await again.invoke('project.list', {})).toMatchObject([{ runs: 1 }])
    expect(readdirSync(folder).some((name) => name.startsWith('hostdown.sqlite.left-'))).toBe(true)
  })
})

describe('a data folder that somebody else has open', () => {
  it('is left alone; one can work all the same, and is told', async () => {
    const first = workroom()
    sound(await first.room.invoke('open', sample))
    const second = workroom(first.folder)
    expect(await second.room.invoke('info', {})).toMatchObject({ problem: { code: 'locked' } })
    const run = sound(await second.room.invoke('open', sample))
    expect(run).toMatchObject({ project: null, status: { saved: 'unsaved', problem: { code: 'locked' } } })
    await second.room.invoke('run.command', cut('Host B'))
    await second.room.invoke('run.bookmark', { note: 'x' })
    expect((await second.room.invoke('run.seek', { t: 5 * MINUTE })).bookmarks).toHaveLength(1)
    await expect(second.room.invoke('project.rename', { id: 1, name: 'x' })).rejects.toMatchObject({ code: 'notStored' })
    expect(await second.room.invoke('project.list', {})).toEqual([])
    expect(await first.room.invoke('project.list', {})).toHaveLength(1)
  })
})

function parsed() {
  const read = readLab(sample)
  if (!read.ok) throw new Error('the article does not parse')
  return read.lab
}
