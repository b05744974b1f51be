/** Guided labs as a window leads through them: through the application, with its threads and its data folder. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLabText } from '../contract/lab/parse.ts'
import type { GuidedCourse } from '../contract/practice/guided-course.ts'
import type { GuidedFile } from '../contract/practice/guided.ts'
import type { App } from './create-app.ts'
import { guidedFolder } from './guided-files.ts'
import { appFromSource, resourcesDir } from './testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'hostdown-guided-'))
let app: App

/** Files as they are written: what a person types is no parsed command. */
const files = readdirSync(guidedFolder(resourcesDir)).map((file): GuidedFile => {
  const read = readLabText(readFileSync(join(guidedFolder(resourcesDir), file), 'utf8'), file)
  if ('problem' in read) throw new Error(read.problem.message)
  return read.data as GuidedFile
})
type WrittenCourse = Pick<GuidedFile['solution'], 'design' | 'commands' | 'told'> & { readonly until: unknown }
const minutes = (written: unknown): number => Number(String(written).replace('m', '')) * 60_000

beforeAll(async () => {
  app = appFromSource(folder)
  await app.started
}, 60_000)
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Through the calls that the window makes: the design's edits, the told table, commands as they are typed, then as far as the course goes. */
async function goThrough(id: string, { design, commands, told, until }: WrittenCourse): Promise<GuidedCourse> {
  const opened = await app.invoke('guided.begin', { id, anew: true })
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
  expect(opened.run.guided).toBe(id)
  if (design !== undefined) {
    const project = opened.run.project?.id ?? 0
    await app.invoke('design.open', { project })
    await app.invoke('design.edit', {
      project,
      edits: Object.entries(design).map(([key, value]) => ({ do: 'setLab', key: [key], value: value as never })),
    })
    expect(await app.invoke('design.run', { project })).toMatchObject({ ok: true, run: { guided: id } })
  }
  if (told !== undefined) await app.invoke('guided.tell', { told: told as Record<string, Record<string, string>> })
  if (commands.length > 0) expect(await app.invoke('run.commands', { text: JSON.stringify(commands) })).toMatchObject({ ok: true })
  await app.invoke('run.seek', { t: minutes(until) })
  return app.invoke('guided.check', {})
}

const against = ({ judgement }: GuidedCourse) =>
  [...(judgement?.checks ?? []), ...(judgement?.keeps ?? [])].filter(({ verdict }) => verdict !== 'held')

describe.each(files)('$id', ({ id, solution, breaks }) => {
  it('is solved by its solution, and says so with a report', { timeout: 60_000 }, async () => {
    const course = await goThrough(id, solution)
    expect(against(course)).toEqual([])
    expect(course.judgement?.isSolved).toBe(true)
    expect(course.report?.commands.length).toBe(solution.commands.length)
    expect(course.report?.design).toEqual(Object.keys(solution.design ?? {}))
    expect((await app.invoke('guided.lab', { id })).debrief).not.toBeNull()
  })

  it.each(breaks)('refuses or notices what breaks $keep', { timeout: 60_000 }, async ({ keep, ...course }) => {
    const outcome = await goThrough(id, course).catch((error: unknown) => error as { readonly code: string })
    if ('code' in outcome) return expect(outcome.code).toBe('forbidden')
    expect(outcome.judgement?.keeps.find((each) => each.id === keep)?.verdict).toBe('failed')
    expect(outcome.report).toBeNull()
  })
})

describe('a course', () => {
  it('is refused what a keep forbids, before it is done and in both languages', async () => {
    await app.invoke('guided.begin', { id: 'L1', anew: true })
    const refused = {
      code: 'forbidden',
      message: 'This lab does not allow it: No VM is moved by hand',
      messageKo: expect.stringContaining('직접 이동') as string,
    }
    await expect(app.invoke('run.command', { command: 'vm.migrate', arguments: { vm: 'app-1', host: 'esx-02' } })).rejects.toMatchObject(refused)
    await expect(app.invoke('run.commands', { text: '{ do: vm.migrate, vm: app-1, host: esx-02 }' })).rejects.toMatchObject(refused)
    const run = await app.invoke('run.current', {})
    expect([run?.events.filter(({ type }) => type === 'command.received'), run?.status.undo]).toEqual([[], null])
  })

  it('begins no run in the data folder by being looked at; what is told does', async () => {
    await app.invoke('guided.begin', { id: 'L3', anew: true })
    expect((await app.invoke('guided.course', {}))?.told).toEqual({})
    const saved = async () => (await app.invoke('run.current', {}))?.status.saved
    expect(await saved()).toBe('unsaved')
    const told = { 'a-1': { host: 'esx-a1' } }
    expect((await app.invoke('guided.tell', { told })).told).toEqual(told)
    expect(await saved()).not.toBe('unsaved')
  })

  it('is judged by itself as it goes on, and goes on where it was left after Hostdown ended', { timeout: 60_000 }, async () => {
    const heard: (GuidedCourse | null)[] = []
    app.onPush((push, payload) => {
      if (push === 'guided.changed') heard.push((payload as { readonly course: GuidedCourse | null }).course)
    })
    const verdicts = () => heard.at(-1)?.judgement?.checks.map(({ verdict }) => verdict)
    await app.invoke('guided.begin', { id: 'L1', anew: true })
    await expect.poll(verdicts, { timeout: 20_000 }).toEqual(['open', 'open', 'open'])
    await app.invoke('run.command', { command: 'cluster.configure', arguments: { ha: { isolationResponse: 'disabled' } } })
    await app.invoke('run.seek', { t: 120_000 })
    await expect.poll(verdicts, { timeout: 20_000 }).toEqual(['held', 'open', 'open'])
    await app.invoke('guided.hint', { shown: 1 })

    await app.close()
    app = appFromSource(folder)
    await app.started
    expect(await app.invoke('guided.begin', { id: 'L1', anew: false })).toMatchObject({ ok: true, run: { status: { t: 120_000 }, guided: 'L1' } })
    expect(await app.invoke('guided.course', {})).toMatchObject({ lab: 'L1', hints: 1, report: null, judgement: { isSolved: false } })
    await app.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'esx-02' } })
    await app.invoke('run.seek', { t: 400_000 })
    const solved = await app.invoke('guided.check', {})
    expect(solved).toMatchObject({
      judgement: { isSolved: true },
      report: { hints: 1, commands: [{ do: 'cluster.configure' }, { t: 120_000, do: 'host.powerOff' }] },
    })
    expect(solved.report?.spentMs).toBeGreaterThan(0)
    const card = (await app.invoke('guided.list', {})).find(({ id }) => id === 'L1')
    expect(card?.progress?.report).toEqual(solved.report)
    // A course that is begun anew is not solved; how it was solved before stays.
    await app.invoke('guided.begin', { id: 'L1', anew: true })
    expect(await app.invoke('guided.check', {})).toMatchObject({ report: null, hints: 0 })
    expect((await app.invoke('guided.lab', { id: 'L1' })).progress?.report).toEqual(solved.report)
  })

  it('of another branch is judged by its own', { timeout: 60_000 }, async () => {
    await app.invoke('guided.begin', { id: 'L1', anew: true })
    await app.invoke('run.seek', { t: 60_000 })
    await app.invoke('run.command', { command: 'cluster.configure', arguments: { ha: { enabled: true } } })
    await app.invoke('run.seek', { t: 120_000 })
    expect((await app.invoke('guided.check', {})).judgement?.checks[0]?.verdict).toBe('held')
    await app.invoke('run.command', { command: 'cluster.configure', arguments: { ha: { enabled: false } }, at: 30_000 })
    expect((await app.invoke('guided.check', {})).judgement?.checks[0]?.verdict).toBe('open')
  })

  it('takes what is told until its instant has gone by', async () => {
    await app.invoke('guided.begin', { id: 'L3', anew: true })
    const told = { 'a-1': { host: 'esx-a1' } }
    expect(await app.invoke('guided.tell', { told })).toMatchObject({ told, isToldLocked: false })
    await expect(app.invoke('guided.tell', { told: { 'a-1': { vcpus: '2' } } })).rejects.toMatchObject({ code: 'badInput' })
    await app.invoke('run.seek', { t: 121_000 })
    expect(await app.invoke('guided.check', {})).toMatchObject({ told, isToldLocked: true, judgement: { checks: [{ verdict: 'failed' }] } })
    await expect(app.invoke('guided.tell', { told: {} })).rejects.toMatchObject({ code: 'badInput' })
  })

  it('tries nothing out unless it is asked to, and forgets what it tried with the next command', { timeout: 60_000 }, async () => {
    await app.invoke('guided.begin', { id: 'L4', anew: true })
    await app.invoke('run.seek', { t: 60_000 })
    const verdict = (course: GuidedCourse | null) => course?.judgement?.checks.map((check) => check.verdict)
    await expect.poll(async () => verdict(await app.invoke('guided.course', {}))).toEqual(['untried'])
    expect(await app.invoke('guided.check', {})).toMatchObject({ triedAt: 60_000, judgement: { checks: [{ verdict: 'open' }] } })
    await app.invoke('run.command', { command: 'cluster.configure', arguments: { ha: { isolationResponse: 'powerOffAndRestart' } } })
    await expect.poll(async () => verdict(await app.invoke('guided.course', {}))).toEqual(['untried'])
    expect((await app.invoke('guided.check', {})).report).not.toBeNull()
  })

  it('ends with the run that is opened next', async () => {
    await app.invoke('guided.begin', { id: 'L1', anew: true })
    await app.invoke('lab.open', { sample: 'article' })
    expect(await app.invoke('guided.course', {})).toBeNull()
    await expect(app.invoke('guided.check', {})).rejects.toMatchObject({ code: 'noRun' })
    await expect(app.invoke('guided.begin', { id: 'L99', anew: false })).rejects.toMatchObject({ code: 'notFound' })
  })
})

it('tells settings as they are at the instant shown, and those of what is not there of nothing', async () => {
  await app.invoke('guided.begin', { id: 'L9', anew: true })
  const settings = (kind: 'cluster' | 'host' | 'vm' | 'pool', name: string) => app.invoke('run.settings', { kind, name })
  const text = `
- { do: resourcePool.configure, pool: prod, cpuShares: 20000 }
- { do: host.configure, host: esx-001, advancedOptions: { fdm.nodeGoodness: 5 } }
- { do: vm.configure, vm: test-001, ha: { restartPriority: low } }
- { at: 60s, do: cluster.configure, ha: { isolationResponse: disabled } }`
  expect(await settings('cluster', 'any')).toMatchObject({ ha: null })
  expect(await app.invoke('run.commands', { text })).toMatchObject({ ok: true, done: 4 })
  expect(await settings('pool', 'prod')).toMatchObject({ name: 'prod', cpuShares: 20_000 })
  expect(await settings('host', 'esx-001')).toMatchObject({ name: 'esx-001', advancedOptions: { 'fdm.nodegoodness': 5 } })
  expect(await settings('vm', 'test-001')).toMatchObject({ ha: { restartPriority: 'low' } })
  expect(await settings('cluster', 'any')).toMatchObject({ ha: null, resourcePools: [{ name: 'prod', cpuShares: 20_000 }, { name: 'test' }] })
  await app.invoke('run.seek', { t: 60_000 })
  expect(await settings('cluster', 'any')).toMatchObject({ ha: { isolationResponse: 'disabled' } })
  // Refused while vCenter is down: nothing changed, and a null takes away what was set.
  const refused = `
- { do: vcenter.down }
- { do: cluster.configure, ha: { isolationResponse: shutDownAndRestart }, evcMode: intel-haswell }
- { do: resourcePool.configure, pool: prod, cpuShares: 10 }
- { do: host.configure, host: esx-001, advancedOptions: { fdm.nodeGoodness: 7 } }`
  const before = [await settings('cluster', 'any'), await settings('host', 'esx-001')]
  expect(await app.invoke('run.commands', { text: refused })).toMatchObject({ ok: true, done: 4 })
  expect([await settings('cluster', 'any'), await settings('host', 'esx-001')]).toEqual(before)
  expect(await app.invoke('run.commands', { text: '[{ do: vcenter.up }, { do: cluster.configure, ha: null }]' })).toMatchObject({ ok: true })
  expect(await settings('cluster', 'any')).toMatchObject({ ha: null })
  await expect(settings('host', 'esx-99')).rejects.toMatchObject({
    code: 'notFound',
    message: 'There is no host named "esx-99" at this instant',
    messageKo: '이 시점에 이름이 "esx-99"인 호스트가 없습니다',
  })
  await expect(app.invoke('run.growth', { vm: 'nobody' })).rejects.toMatchObject({ messageKo: '이 시점에 이름이 "nobody"인 VM이 없습니다' })
  await expect(app.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'esx-99' } })).rejects.toMatchObject({
    code: 'badInput',
    message: expect.stringContaining('no host named "esx-99"') as string,
    messageKo: expect.stringContaining('"esx-99"인 호스트가 없습니다') as string,
  })
})

it('says what is wrong with commands that are typed, all of it with its line', async () => {
  await app.invoke('guided.begin', { id: 'L1', anew: true })
  const text = '- { do: cluster.configure, ha: { enabled: maybe } }\n- { at: soon, do: host.powerOff, host: esx-09 }\n- { do: host.sing }\n'
  expect(await app.invoke('run.commands', { text })).toMatchObject({
    ok: false,
    problems: [
      { path: '[0].ha.enabled', line: 1 },
      { path: '[1].at', line: 2 },
      { path: '[1].host', line: 2, message: expect.stringContaining('esx-09') as string },
      { path: '[2].do', line: 3 },
    ],
  })
  expect(await app.invoke('run.commands', { text: 'do: [' })).toMatchObject({ ok: false, problems: [{ line: 1 }] })
  expect(await app.invoke('run.commands', { text: '[]' })).toMatchObject({ ok: false, problems: [{ line: 1 }] })
  // A dot in the name of an option is no step of a path; a key that is there twice comes in the order of the file.
  const dotted = 'do: host.configure\nhost: esx-01\nadvancedOptions:\n  fdm.other: 1\n  fdm.nodeGoodness: [ ]\nbootTime: never\nhost: esx-02\n'
  expect(await app.invoke('run.commands', { text: dotted })).toMatchObject({
    ok: false,
    problems: [
      { path: 'host', line: 2 },
      { path: 'advancedOptions.fdm.nodeGoodness', line: 5 },
      { path: 'bootTime', line: 6 },
    ],
  })
  expect(await app.invoke('run.commands', { text: 'do: host.powerOff\nhost: esx-02\nat: 90s\n' })).toMatchObject({
    ok: true,
    done: 1,
    status: { t: 0, reached: 90_000 },
  })
})

it('can be gone through where nothing can be kept', { timeout: 60_000 }, async () => {
  const file = join(folder, 'no-folder')
  writeFileSync(file, '')
  const unkept = appFromSource(file)
  try {
    await unkept.started
    expect(await unkept.invoke('guided.begin', { id: 'L3', anew: false })).toMatchObject({ ok: true, run: { guided: 'L3', project: null } })
    await unkept.invoke('guided.tell', { told: { 'a-1': { host: 'esx-a1' } } })
    await unkept.invoke('run.seek', { t: 60_000 })
    // Going on shows the same run, beginning anew another one, where nothing was told yet.
    expect(await unkept.invoke('guided.begin', { id: 'L3', anew: false })).toMatchObject({ run: { status: { t: 60_000 } } })
    expect(await unkept.invoke('guided.check', {})).toMatchObject({ told: { 'a-1': { host: 'esx-a1' } } })
    await unkept.invoke('guided.begin', { id: 'L3', anew: true })
    expect(await unkept.invoke('guided.check', {})).toMatchObject({ told: {}, until: 0 })
    expect((await unkept.invoke('guided.list', {})).filter(({ progress }) => progress !== null).map(({ id }) => id)).toEqual(['L3'])
  } finally {
    await unkept.close()
  }
})
