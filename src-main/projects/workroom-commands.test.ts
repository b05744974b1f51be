/** Commands, projects and comparisons, with the real engine and a real data folder, as the worker has them. */
import { describe, expect, it } from 'vitest'
import { commandText } from '../contract/texts/command-text.ts'
import { StoreError } from '../runs/store-port.ts'
import { cut, MINUTE, newer, sample, sound, temporary, workroom } from './testing/rooms.ts'

describe('commands', () => {
  it('are taken back and brought again', async () => {
    const { room } = workroom()
    sound(await room.invoke('open', { ...sample, text: sample.text.replace(/timeline:[\s\S]*?(?=\n\w)/, '') }))
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
    expect(await room.invoke('project.exportLab', { id: project?.id ?? 0 })).toEqual({ fileName: 'A host goes down.lab.yaml', text: sample.text })
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
