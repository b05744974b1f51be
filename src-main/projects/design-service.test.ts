/** Drafts as the worker has them: kept step by step, undone without end, run. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DesignEdit, DesignView } from '../contract/api-design.ts'
import { parseLab } from '../contract/lab/index.ts'
import { templates } from '../contract/texts/templates.ts'
import { openStore } from '../store/open-store.ts'
import type { Workroom } from './workroom.ts'
import { article, workroom } from './testing/rooms.ts'

const resources = join(import.meta.dirname, '..', '..', 'resources')
const create = (room: Workroom, text = article, name: string | null = null) => room.invoke('newDesign', { fileName: 'a.lab.yaml', text, name })
const textOf = async (room: Workroom, project: number): Promise<string> => (await room.invoke('design.yaml', { project })).text
const move = (vm: string, host: string): DesignEdit => ({ do: 'set', kind: 'vm', names: [vm], key: ['host'], value: host })

describe('a draft', () => {
  it('is there again as it was, with every step, after the worker ended', async () => {
    const { room, folder, pushed } = workroom()
    const { card, view } = await create(room, article, 'Mine')
    const project = card.id
    expect(card).toMatchObject({ name: 'Mine', hosts: 3, vms: 6, runs: 0 })
    expect(view).toMatchObject({ lab: { head: { name: 'Mine' } }, problems: [], undo: null, redo: null, changed: false })
    const texts = [await textOf(room, project)]
    const hosts = ['Host A', 'Host B', 'Host C']
    for (let i = 0; i < 60; i++) {
      const edit: DesignEdit = i % 7 === 3 ? { do: 'copy', kind: 'vm', names: ['VM1'], copies: 2 } : i % 11 === 5 ? { do: 'setLab', key: ['description'], value: `${'😀'.repeat(i)} ${i}` } : move(`VM${1 + (i % 6)}`, hosts[(i + Math.floor(i / 6)) % 3] ?? '') // prettier-ignore
      await room.invoke('design.edit', { project, edits: [edit] })
      const text = await textOf(room, project)
      if (text !== texts.at(-1)) texts.push(text)
    }
    expect(texts.length).toBeGreaterThan(40)
    expect(pushed.filter((push) => push === 'design.changed')).toHaveLength(texts.length - 1)
    room.close()

    const again = workroom(folder).room
    expect(await again.invoke('design.open', { project })).toMatchObject({ changed: true, redo: null, undo: { do: expect.any(String) as string } })
    for (const text of texts.toReversed()) {
      expect(await textOf(again, project)).toBe(text)
      if (text !== texts[0]) await again.invoke('design.undo', { project })
    }
    await expect(again.invoke('design.undo', { project })).rejects.toMatchObject({ code: 'badInput' })
    for (const text of texts.slice(1)) {
      await again.invoke('design.redo', { project })
      expect(await textOf(again, project)).toBe(text)
    }
    await expect(again.invoke('design.redo', { project })).rejects.toMatchObject({ code: 'badInput' })
    // Another step after some were undone takes the place of those.
    for (let i = 0; i < 5; i++) await again.invoke('design.undo', { project })
    expect(await again.invoke('design.edit', { project, edits: [{ do: 'enable', service: 'ha' }, move('VM1', 'Host B')] })).toMatchObject({
      redo: null,
    })
    expect(await again.invoke('design.revert', { project })).toMatchObject({ changed: false, undo: { do: 'revert' } })
  })

  it('changes by all edits of a step or by none', async () => {
    const { room } = workroom()
    const { card } = await create(room)
    const before = await textOf(room, card.id)
    const edits: DesignEdit[] = [move('VM1', 'Host B'), { do: 'remove', kind: 'host', names: ['nobody'] }]
    await expect(room.invoke('design.edit', { project: card.id, edits })).rejects.toMatchObject({
      code: 'badInput',
      message: 'There is no host named "nobody".',
      messageKo: '이름이 "nobody"인 항목이 없습니다: 호스트.',
    })
    expect(await textOf(room, card.id)).toBe(before)
    await expect(room.invoke('design.open', { project: 99 })).rejects.toMatchObject({ code: 'notFound', messageKo: '프로젝트 99이(가) 없습니다' })
  })

  it('may be no YAML for a while, and is mended as text', async () => {
    const { room } = workroom()
    const { card } = await create(room)
    const project = card.id
    const broken = await room.invoke('design.edit', { project, edits: [{ do: 'text', text: 'a: [' }] })
    expect(broken).toMatchObject({ lab: null, problems: [{ object: null, line: expect.any(Number) as number }] })
    await expect(room.invoke('design.edit', { project, edits: [move('VM1', 'Host B')] })).rejects.toMatchObject({ code: 'badInput' })
    expect(await room.invoke('design.run', { project })).toMatchObject({ ok: false })
    expect(await room.invoke('design.undo', { project })).toMatchObject({ changed: false, problems: [] })
  })

  it('runs as the newest revision, and a file opened anew is a step of it', async () => {
    const { room } = workroom()
    const source = { fileName: 'a.lab.yaml', text: article, folder: null, origin: { file: '/labs/a.lab.yaml' } }
    await room.invoke('open', source)
    const project = 1
    expect(await room.invoke('design.open', { project })).toMatchObject({ changed: false, project: { newestRevision: 1 } })
    await room.invoke('design.edit', { project, edits: [move('VM1', 'Host C')] })
    const ran = await room.invoke('design.run', { project })
    expect(ran).toMatchObject({ ok: true, run: { project: { id: 1, revision: 2, newestRevision: 2 }, status: { t: 0 } } })
    expect(await room.invoke('design.open', { project })).toMatchObject({ changed: false, undo: { do: 'set' } })
    expect(await room.invoke('design.run', { project })).toMatchObject({ ok: true, run: { project: { revision: 2 } } })
    await room.invoke('open', { ...source, text: article.replace('name: A host', 'name: The host') })
    const view: DesignView = await room.invoke('design.open', { project })
    expect(view).toMatchObject({ changed: false, undo: { do: 'text' }, lab: { head: { name: 'The host goes down' } } })
    expect(await room.invoke('design.undo', { project })).toMatchObject({ changed: true, lab: { vms: [{ host: 'Host C' }, {}, {}, {}, {}, {}] } })
    const bad = await room.invoke('design.edit', { project, edits: [{ do: 'remove', kind: 'network', names: ['Management'] }] })
    expect(bad.problems.length).toBeGreaterThan(0)
    expect(await room.invoke('design.run', { project })).toMatchObject({ ok: false, problems: bad.problems.map(({ message }) => ({ message })) })
  })

  it('goes with a copy of its project, and away with it', async () => {
    const { room, folder } = workroom()
    const { card } = await create(room)
    await room.invoke('design.edit', { project: card.id, edits: [move('VM1', 'Host C')] })
    const copy = await room.invoke('project.duplicate', { id: card.id })
    expect(await textOf(room, copy.id)).toBe(await textOf(room, card.id))
    expect(await room.invoke('design.undo', { project: copy.id })).toMatchObject({ changed: false })
    expect(await room.invoke('design.open', { project: card.id })).toMatchObject({ changed: true })
    const file = await room.invoke('project.export', { id: card.id })
    expect(await room.invoke('project.import', file)).toMatchObject({ ok: true })
    await room.invoke('project.delete', { id: card.id })
    await expect(room.invoke('design.open', { project: card.id })).rejects.toMatchObject({ code: 'notFound' })
    room.close()
    const later = openStore(folder, { now: () => Date.now() + 40 * 86_400_000 })
    expect([later.drafts.draft(card.id), later.drafts.draft(copy.id)?.last]).toEqual([null, 1])
    later.close()
  })

  it('is in memory where nothing can be kept', async () => {
    const { room } = workroom(null)
    const { card, view } = await create(room)
    expect(view.problems).toEqual([])
    await room.invoke('design.edit', { project: card.id, edits: [move('VM1', 'Host C')] })
    expect(await room.invoke('design.run', { project: card.id })).toMatchObject({ ok: true, run: { project: null } })
    expect(await room.invoke('design.undo', { project: card.id })).toMatchObject({ changed: true })
    expect(await room.invoke('project.list', {})).toEqual([])
  })
})

describe('templates', () => {
  it('are labs that run as they are; the empty one lacks hosts alone', async () => {
    const { room } = workroom()
    for (const template of templates) {
      const text = readFileSync(join(resources, template.file), 'utf8')
      const { view } = await create(room, text)
      if (template.id === 'empty') {
        expect(view.problems).toMatchObject([{ path: 'hosts' }])
        continue
      }
      expect([template.id, view.problems, view.warnings]).toEqual([template.id, [], []])
      expect(await room.invoke('design.run', { project: view.project.id }), template.id).toMatchObject({ ok: true })
    }
  })

  it('go from empty to a cluster that fails over by a few edits', async () => {
    const { room } = workroom()
    const { card } = await create(room, readFileSync(join(resources, 'templates', 'empty.lab.yaml'), 'utf8'))
    const edit = (edits: DesignEdit[]): Promise<DesignView> => room.invoke('design.edit', { project: card.id, edits })
    await edit([{ do: 'add', kind: 'host', entry: { name: 'esx-01', cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 262_144 } }])
    await edit([{ do: 'copy', kind: 'host', names: ['esx-01'], copies: 3 }])
    await edit([{ do: 'add', kind: 'vm', entry: { name: 'vm-01', vcpus: 2, memoryMiB: 4096 } }])
    await edit([{ do: 'copy', kind: 'vm', names: ['vm-01'], copies: 19 }])
    const view = await edit([
      { do: 'enable', service: 'ha' },
      { do: 'enable', service: 'drs' },
    ])
    expect([view.problems, view.lab?.hosts.length, view.lab?.vms.length]).toEqual([[], 4, 20])
    const text = await textOf(room, card.id)
    expect(parseLab(text)).toMatchObject({ ok: true, warnings: [] })
    expect(await room.invoke('design.run', { project: card.id })).toMatchObject({ ok: true })
    await room.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'esx-01' } })
    const status = await room.invoke('run.seek', { t: 300_000 })
    const { events } = (await room.invoke('run.current', {})) ?? { events: [] }
    expect([status.t, events.filter(({ type, cause }) => type === 'vm.poweredOn' && cause === 'ha').length]).toEqual([300_000, 5])
  })
})
