/** Projects and runs with the real engine and a real data folder, as the worker has them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { OpenedOrProblems, RunOpened } from '../contract/api.ts'
import { parseCommand } from '../contract/lab/index.ts'
import { commandText } from '../contract/texts/command-text.ts'
import { createSimulation, ENGINE_VERSION } from '../engine/index.ts'
import type { Engine } from '../runs/ports.ts'
import { readLab } from '../runs/read-lab.ts'
import { thisEngine } from '../runs/this-engine.ts'
import { FakeClock } from '../runs/testing/fake-engine.ts'
import { StoreError } from '../runs/store-port.ts'
import { listBackups } from '../store/backup-files.ts'
import { openScratchStore, openStore, replaceDatabase } from '../store/open-store.ts'
import type { DataFolder } from './ports.ts'
import { Workroom } from './workroom.ts'

const article = readFileSync(join(import.meta.dirname, '..', '..', 'resources', 'samples', 'article.lab.yaml'), 'utf8')
const sample = { fileName: 'article.lab.yaml', text: article, folder: null, origin: { sample: 'article' } }
const MINUTE = 60_000

/** The same engine under another number: what it recorded is of another engine for this one. */
const newer: Engine = {
  ...thisEngine,
  version: ENGINE_VERSION + 1,
}

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))
const open: Workroom[] = []
afterEach(() => open.splice(0).forEach((room) => room.close()))

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostdown-room-'))
  folders.push(folder)
  return folder
}

function workroom(folder = temporary(), options: { engine?: Engine; wrap?: (data: DataFolder) => DataFolder } = {}) {
  const pushed: string[] = []
  const log: string[] = []
  const room = new Workroom({
    engine: options.engine ?? thisEngine,
    clock: new FakeClock(),
    readLab,
    readCommands: () => ({ ok: true, commands: [] }),
    keepAgainst: () => null,
    readCommand: (command, args, names) => parseCommand(command, args, { names }),
    warm: () => ({ packed: new SharedArrayBuffer(0), first: [] }),
    openScratch: () => openScratchStore(),
    openFolder: () => (options.wrap ?? ((data) => data))(openStore(folder)),
    folder,
    closedBackups: { list: () => listBackups(folder), restore: (fileName) => replaceDatabase(folder, fileName) },
    push: (push) => pushed.push(push),
    factsOf: () => [],
    log: (text) => log.push(text),
  })
  open.push(room)
  return { room, folder, pushed, log }
}

function sound(opened: OpenedOrProblems): RunOpened {
  if (!opened.ok) throw new Error(opened.problems.map(({ message }) => message).join('\n'))
  return opened.run
}

const cut = (host: string, at?: number) => ({ command: 'host.powerOff', arguments: { host }, ...(at !== undefined && { at }) })

/** Records that are not there break what reads them, and what takes turns. */
const unlocked = { locks: { entries: [['VM1'], ['VM2']] }, vms: { patched: [[0, { instances: null }]] } }

function changeKeyframes(folder: string, broken: object, from?: number, to?: number): void {
  const database = new Database(join(folder, 'hostdown.sqlite'))
  const rows = database.prepare<[], { turn: number; text: Buffer }>('SELECT turn, text FROM keyframes ORDER BY turn').all()
  expect(rows.length).toBeGreaterThan(1)
  for (const { turn, text } of rows.slice(from, to)) {
    const keyframe = JSON.parse(inflateSync(text).toString()) as { tables: { [name: string]: object }; queue: unknown }
    keyframe.tables = { ...keyframe.tables, ...broken }
    database.prepare('UPDATE keyframes SET text = ? WHERE turn = ?').run(deflateSync(JSON.stringify(keyframe)), turn)
  }
  database.close()
}

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
    const changed = sound(await room.invoke('open', { ...sample, text: article.replace('memoryMiB: 65536', 'memoryMiB: 131072') }))
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

describe('commands', () => {
  it('are taken back and brought again', async () => {
    const { room } = workroom()
    sound(await room.invoke('open', { ...sample, text: article.replace(/timeline:[\s\S]*?(?=\n\w)/, '') }))
    await room.invoke('run.seek', { t: MINUTE })
    await room.invoke('run.command', cut('Host B'))
    await room.invoke('run.seek', { t: 2 * MINUTE })
    const undone = await room.invoke('run.undo', {})
    expect(undone.status).toMatchObject({ t: MINUTE, branch: 1, undo: null, redo: 'host.powerOff Host B' })
    expect(undone.events.some(({ type }) => type === 'host.failed')).toBe(false)
    await room.invoke('run.seek', { t: 2 * MINUTE })
    expect(await room.invoke('run.state', { kind: 'host', name: 'Host B' })).toMatchObject({ power: 'on' })
    const redone = await room.invoke('run.redo', {})
    expect(redone.status).toMatchObject({ t: MINUTE, branch: 0, undo: 'host.powerOff Host B', redo: null })
    expect(await room.invoke('run.state', { kind: 'host', name: 'Host B' })).toMatchObject({ power: 'off' })
    await expect(room.invoke('run.redo', {})).rejects.toMatchObject({ code: 'notFound' })
    // The course without it is made once, however often one looks at it.
    expect((await room.invoke('run.undo', {})).status).toMatchObject({ branch: 1, branches: [{}, {}] })
  })

  it('set for later are taken back where one stands', async () => {
    const { room } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 10_000 })
    await room.invoke('run.command', cut('Host B', 5 * MINUTE))
    expect((await room.invoke('run.undo', {})).status).toMatchObject({ t: 10_000, undo: null })
    expect((await room.invoke('run.redo', {})).status).toMatchObject({ t: 10_000, undo: 'host.powerOff Host B' })
  })

  it('that made a branch are taken back by leaving it', async () => {
    const { room } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 10 * MINUTE })
    await room.invoke('run.seek', { t: 200_000 })
    await room.invoke('run.command', cut('Host B'))
    const { status } = await room.invoke('run.undo', {})
    expect(status).toMatchObject({ branch: 0, t: 200_000, branches: [{}, { label: 'host.powerOff Host B' }] })
  })

  it('come at a set time: ahead, what is shown stays; before, it goes back there', async () => {
    const { room } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 10_000 })
    const ahead = await room.invoke('run.command', cut('Host B', 5 * MINUTE))
    expect(ahead).toMatchObject({ t: 10_000, branch: 0, reached: 5 * MINUTE })
    await room.invoke('run.seek', { t: 5 * MINUTE - 1 })
    expect(await room.invoke('run.state', { kind: 'host', name: 'Host B' })).toMatchObject({ power: 'on' })
    await room.invoke('run.seek', { t: 6 * MINUTE })
    expect(await room.invoke('run.state', { kind: 'host', name: 'Host B' })).toMatchObject({ power: 'off' })
    const back = await room.invoke('run.command', cut('Host C', 30_000))
    expect(back).toMatchObject({ t: 30_000, branch: 1, branches: [{}, { forkAt: 30_000, label: 'host.powerOff Host C' }] })
    const between = await room.invoke('run.command', cut('Host B', 20_000))
    expect(between).toMatchObject({ t: 20_000, branch: 2 })
    const later = await room.invoke('run.command', cut('Host A', 40_000))
    expect(later).toMatchObject({ t: 20_000, branch: 2, reached: 40_000 })
  })

  it('make branches that can be named and deleted, for good', async () => {
    const { room, folder } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 5 * MINUTE })
    await room.invoke('run.command', cut('Host B', 30_000))
    await room.invoke('run.bookmark', { note: 'of the second' })
    await room.invoke('run.command', cut('Host C', 40_000))
    await room.invoke('run.branch', { id: 0 })
    const named = await room.invoke('run.branchName', { id: 1, name: 'Before the patch' })
    expect(commandText(named.branches[1]?.label ?? '', 'ko')).toBe('Before the patch')
    await expect(room.invoke('run.branchRemove', { id: 0 })).rejects.toMatchObject({
      code: 'badInput',
      messageKo: expect.stringContaining('표시') as string,
    })
    await room.invoke('run.branch', { id: 2 }).catch(() => undefined)
    await expect(room.invoke('run.branchRemove', { id: 0 })).rejects.toMatchObject({ code: 'badInput' })
    await room.invoke('run.branch', { id: 0 })
    await expect(room.invoke('run.branchRemove', { id: 7 })).rejects.toMatchObject({ code: 'notFound' })
    const ids = (await room.invoke('run.current', {}))?.status.branches.map(({ id }) => id) ?? []
    for (const id of ids.filter((each) => each > 1).toReversed()) await room.invoke('run.branchRemove', { id })
    const left = await room.invoke('run.branchRemove', { id: 1 })
    expect([left.branches.map(({ id }) => id), left.bookmarks, left.redo]).toEqual([[0], [], null])
    // A new branch takes no place of one that is gone, and a name is there again.
    const next = await room.invoke('run.command', cut('Host A', 20_000))
    const id = next.branches.at(-1)?.id ?? 0
    expect(id).toBeGreaterThan(1)
    await room.invoke('run.branchName', { id, name: ' 장애 전 ' })
    room.close()
    const again = sound(await workroom(folder).room.invoke('project.open', { id: 1 })).status.branches
    expect(again.map(({ label }) => commandText(label, 'ko'))).toEqual(['', '장애 전'])
  })

  it('give a branch back what made it where its name is taken away', async () => {
    const { room } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: MINUTE })
    await room.invoke('run.command', cut('Host B', 30_000))
    const { branches } = await room.invoke('run.branchName', { id: 1, name: 'x' })
    expect(commandText(branches[1]?.label ?? '', 'en')).toBe('x')
    expect((await room.invoke('run.branchName', { id: 1, name: '  ' })).branches[1]?.label).toBe('host.powerOff Host B')
  })

  it('and events are stepped to by the object that they are about', async () => {
    const { room } = workroom()
    sound(await room.invoke('open', sample))
    const of = { kind: 'vm', name: 'VM3' } as const
    const about = { kind: 'vm', name: 'VM1' } as const
    const seen: string[] = []
    for (;;) {
      const { shown, ended } = await room.invoke('run.step', { by: 1, of: about })
      const event = (await room.invoke('run.current', {}))?.events[shown - 1]
      if (event?.['vm'] !== 'VM1' && ended) break
      seen.push(event?.type ?? '')
    }
    expect(seen).toEqual(expect.arrayContaining(['vm.poweredOff', 'ha.restartQueued', 'vm.poweredOn', 'vm.guestReady']))
    const { shown } = await room.invoke('run.step', { by: -1, of: about })
    expect((await room.invoke('run.current', {}))?.events[shown - 1]?.['vm']).toBe('VM1')
    expect((await room.invoke('run.step', { by: -1, of })).shown).toBe(0)
  })

  it('are refused where they cannot be kept, and nothing of them is done', async () => {
    let full = false
    const problem = { code: 'full', path: '/data', text: 'The disk is full' } as const
    const guard = <T extends object>(port: T): T =>
      new Proxy(port, {
        get(target, name) {
          const found: unknown = Reflect.get(target, name)
          if (typeof found !== 'function') return found
          return (...args: readonly unknown[]): unknown => {
            if (full && ['append', 'appendCommand', 'fork', 'begin', 'setShown', 'addBookmark'].includes(String(name))) throw new StoreError(problem)
            return Reflect.apply(found, target, args)
          }
        },
      })
    const { room, folder } = workroom(undefined, { wrap: (data) => ({ ...data, runs: guard(data.runs), close: () => data.close() }) })
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 10 * MINUTE })
    full = true
    await room.invoke('run.seek', { t: 200_000 })
    await expect(room.invoke('run.command', cut('Host B'))).rejects.toMatchObject({ code: 'notStored', message: 'The disk is full' })
    const current = await room.invoke('run.current', {})
    expect(current?.status).toMatchObject({ t: 200_000, branch: 0 })
    expect(current?.status.branches).toHaveLength(1)
    const later = await room.invoke('run.seek', { t: 15 * MINUTE })
    expect(later).toMatchObject({ t: 15 * MINUTE, saved: 'unsaved', problem })
    full = false
    await room.invoke('run.seek', { t: 200_000 })
    expect(await room.invoke('run.command', cut('Host B'))).toMatchObject({ branch: 1, saved: 'saved', problem: null })
    room.close()
    const again = workroom(folder)
    const opened = sound(await again.room.invoke('project.open', { id: 1 }))
    expect(opened.status.branches).toMatchObject([{ reached: 15 * MINUTE }, { forkAt: 200_000 }])
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

describe('projects', () => {
  it('are renamed, copied, deleted and brought back', async () => {
    const { room, pushed } = workroom()
    const { project } = sound(await room.invoke('open', sample))
    const id = project?.id ?? 0
    await room.invoke('run.seek', { t: MINUTE })
    expect(await room.invoke('project.rename', { id, name: 'Mine' })).toMatchObject({ name: 'Mine' })
    const copy = await room.invoke('project.duplicate', { id })
    expect(copy).toMatchObject({ name: 'Mine (2)', runs: 1 })
    expect(await room.invoke('project.delete', { id })).toMatchObject({ deletedAt: expect.any(Number) as number })
    await expect(room.invoke('project.open', { id })).rejects.toMatchObject({ code: 'notFound' })
    expect(await room.invoke('project.undelete', { id })).toMatchObject({ deletedAt: null })
    expect(pushed.filter((push) => push === 'project.changed').length).toBeGreaterThan(4)
    expect(sound(await room.invoke('project.open', { id: copy.id })).status.reached).toBe(MINUTE)
  })

  it('go as one file into another data folder, with the same digest', async () => {
    const { room } = workroom()
    const { project } = sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 200_000 })
    await room.invoke('run.command', cut('Host B'))
    const { digest } = await room.invoke('run.seek', { t: 40 * MINUTE })
    const file = await room.invoke('project.export', { id: project?.id ?? 0 })
    expect(file.fileName).toBe('A host goes down.hostdown')
    expect(await room.invoke('project.exportLab', { id: project?.id ?? 0 })).toEqual({ fileName: 'A host goes down.lab.yaml', text: article })
    const other = workroom()
    const imported = await other.room.invoke('project.import', file)
    expect(imported).toMatchObject({ ok: true, project: { runs: 1 } })
    const run = sound(await other.room.invoke('project.open', { id: imported.ok ? imported.project.id : 0 }))
    expect(run.status.digest).toBe(digest)
    expect(await other.room.invoke('project.import', { ...file, base64: file.base64.slice(0, 400) })).toMatchObject({ ok: false })
    expect(await other.room.invoke('project.list', {})).toHaveLength(1)
  })

  it('and settings are there after a copy is put back', async () => {
    const { room, folder, pushed } = workroom()
    sound(await room.invoke('open', sample))
    await room.invoke('settings.set', { language: 'ko' })
    const backup = await room.invoke('store.backup', {})
    await room.invoke('settings.set', { language: 'en', speed: 'max' })
    await room.invoke('project.rename', { id: 1, name: 'Later' })
    await room.invoke('store.restore', { fileName: backup.fileName })
    expect(pushed).toContain('run.closed')
    expect(await room.invoke('run.current', {})).toBeNull()
    expect(await room.invoke('info', {})).toMatchObject({ settings: { language: 'ko', speed: null }, folder, problem: null })
    expect(await room.invoke('project.list', {})).toMatchObject([{ name: 'A host goes down' }])
    expect((await room.invoke('store.backups', {})).map(({ reason }) => reason).sort()).toEqual(['asked', 'restore'])
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

describe('comparing', () => {
  it('takes branches of the run that is open and runs that are kept, and keeps nothing of its own', async () => {
    const { room } = workroom()
    const run = sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 20 * MINUTE })
    await room.invoke('run.seek', { t: 200_000 })
    await room.invoke('run.command', cut('Host B'))
    const branches = await room.invoke('compare.open', { a: { branch: 0 }, b: { branch: 1 } })
    expect(branches).toMatchObject({
      design: [],
      until: 20 * MINUTE,
      commands: { a: [], b: [{ command: 'host.powerOff', arguments: { host: 'Host B' } }] },
    })
    expect(branches.sides.b).toMatchObject({ reached: 200_000, takenTo: 20 * MINUTE, project: { id: run.project?.id } })
    expect(branches.outcome.sums.b.down).toBeGreaterThanOrEqual(branches.outcome.sums.a.down ?? 0)
    const project = run.project?.id ?? 0
    const [kept] = await room.invoke('project.runs', { id: project })
    const stored = await room.invoke('compare.open', { a: { branch: 0 }, b: { project, run: kept?.branch } })
    expect(stored.partings).toEqual(branches.partings)
    expect((await room.invoke('run.current', {}))?.status).toMatchObject({ branch: 1, reached: 200_000, branches: [{}, { reached: 200_000 }] })
    await expect(room.invoke('compare.open', { a: { branch: 0 }, b: { branch: 7 } })).rejects.toMatchObject({ code: 'notFound' })
    await expect(room.invoke('compare.seek', { t: 0 })).rejects.toMatchObject({ code: 'notFound', messageKo: '열린 비교가 없습니다' })
  })

  it('shows a run of another engine as it was recorded', async () => {
    const { room, folder } = workroom(temporary(), { engine: newer })
    sound(await room.invoke('open', sample))
    await room.invoke('run.seek', { t: 10 * MINUTE })
    room.close()
    const again = workroom(folder).room
    const [card] = await again.invoke('project.list', {})
    const id = card?.id ?? 0
    await again.invoke('project.open', { id })
    await again.invoke('run.restart', {})
    const [, recorded] = await again.invoke('project.runs', { id })
    const both = await again.invoke('compare.open', { a: { branch: 0 }, b: { project: id, ...(recorded !== undefined && { run: recorded.branch }) } })
    expect(both.sides.b).toMatchObject({ recordedBy: newer.version, takenTo: 10 * MINUTE })
    expect(both).toMatchObject({ partings: [], until: 10 * MINUTE })
    expect(both.outcome.sums).toMatchObject({ b: { downtimeMs: null }, a: { restarts: both.outcome.sums.b.restarts } })
  })
})
