/** The application as a shell has it: the real engine in its worker. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ApiPushes } from '../contract/api.ts'
import { parseLab } from '../contract/lab/index.ts'
import { createSimulation } from '../engine/index.ts'
import { createApp, type App } from './create-app.ts'

const resourcesDir = join(import.meta.dirname, '..', '..', 'resources')
const workerUrl = new URL('./run.worker.ts', import.meta.url)
const article = readFileSync(join(resourcesDir, 'samples', 'article.lab.yaml'), 'utf8')

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostdown-'))
  folders.push(folder)
  return folder
}

let app: App
const frames: ApiPushes['run.frame'][] = []
const log: string[] = []

beforeAll(async () => {
  app = createApp({ shell: 'web', workerUrl, startLab: null, resourcesDir, dataFolder: temporary(), log: (text) => log.push(text) })
  app.onPush((push, payload) => {
    if (push === 'run.frame') frames.push(payload as ApiPushes['run.frame'])
  })
  expect(await app.started).toEqual([])
})
afterAll(() => app.close())
beforeEach(async () => {
  await app.invoke('lab.open', { sample: 'article' })
  frames.length = 0
})

/** The article run straight through. */
function straight() {
  const parsed = parseLab(article)
  if (!parsed.ok) throw new Error('the article does not parse')
  const simulation = createSimulation(parsed.lab)
  simulation.runUntil(parsed.lab.until)
  return simulation
}

describe('the application', () => {
  it('has the article open from the start, and knows the samples', async () => {
    expect(await app.invoke('app.info', {})).toMatchObject({
      shell: 'web',
      startLab: null,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    })
    expect((await app.invoke('lab.samples', {}))[0]).toMatchObject({ id: 'article', name: 'A host goes down' })
    expect(await app.invoke('run.current', {})).toMatchObject({
      lab: { timeline: [{ t: 60_000, command: 'host.powerOff', target: 'Host A' }, {}] },
      status: { t: 0, playing: false },
    })
  })

  it('plays to the end; the run has the log and the digest of a straight one', async () => {
    await app.invoke('run.play', { speed: 'max' })
    await expect.poll(async () => (await app.invoke('run.current', {}))?.status.ended, { timeout: 10_000 }).toBe(true)
    await app.invoke('run.seek', { t: 20 * 60_000 })
    const run = await app.invoke('run.current', {})
    const wanted = straight()
    expect(run?.status.digest).toBe(wanted.digest())
    expect(run?.events).toEqual(structuredClone(wanted.log))
    expect(frames.flatMap(({ events }) => events)).toHaveLength(wanted.log.length)
    expect(frames.map(({ frame }) => frame.n)).toEqual(frames.map((_, index) => (frames[0]?.frame.n ?? 0) + index))
  })

  it('seeks anywhere within 50 ms, to the same state', async () => {
    await app.invoke('run.seek', { t: 20 * 60_000 })
    const parsed = parseLab(article)
    if (!parsed.ok) throw new Error('the article does not parse')
    const times: number[] = []
    for (let i = 0; i < 40; i++) {
      const t = (i * 7_919_317) % (20 * 60_000)
      const started = performance.now()
      await app.invoke('run.seek', { t })
      times.push(performance.now() - started)
      const simulation = createSimulation(parsed.lab)
      simulation.runUntil(t)
      expect(await app.invoke('run.state', { kind: 'lab' }), String(t)).toEqual(structuredClone(simulation.state()))
    }
    times.sort((a, b) => a - b)
    expect(times[35]).toBeLessThan(50)
  })

  it('pushes as text to whoever hands it on what it pushes as objects', async () => {
    const texts: string[] = []
    const stop = app.onPushText((push, text) => {
      if (push === 'run.frame') texts.push(text)
    })
    await app.invoke('run.seek', { t: 61_000 })
    await app.invoke('run.seek', { t: 30_000 })
    stop()
    await app.invoke('run.seek', { t: 90_000 })
    expect(texts.length).toBeGreaterThanOrEqual(2)
    expect(frames.length).toBeGreaterThan(texts.length)
    expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual(frames.slice(0, texts.length))
    expect(frames.slice(0, texts.length).map(({ status }) => status.t)).toContain(61_000)
  })

  it('steps through every event and back to the start', async () => {
    const count = straight().log.length
    let shown = 0
    while (shown < count) {
      const status = await app.invoke('run.step', { by: 1 })
      expect(status.shown).toBe(++shown)
    }
    while (shown > 0) expect((await app.invoke('run.step', { by: -1 })).shown).toBe(--shown)
    expect((await app.invoke('run.seek', { t: 20 * 60_000 })).digest).toBe(straight().digest())
  })

  it('takes a command in the past as a branch, and explains it', async () => {
    await app.invoke('run.seek', { t: 20 * 60_000 })
    await app.invoke('run.seek', { t: 200_000 })
    const status = await app.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'Host B' } })
    expect(status).toMatchObject({
      branch: 1,
      t: 200_000,
      branches: [{ reached: 1_200_000 }, { parent: 0, forkAt: 200_000, label: 'host.powerOff Host B' }],
    })
    await app.invoke('run.seek', { t: 400_000 })
    expect(await app.invoke('run.state', { kind: 'vm', name: 'VM3' })).toMatchObject({ power: 'on', host: 'Host C', restarts: 1 })
    const steps = await app.invoke('run.explain', { kind: 'vm', name: 'VM3' })
    expect(steps.map(({ event }) => event.type)).toEqual(expect.arrayContaining(['command.received', 'host.failed', 'vm.poweredOn']))
    const facts = await app.invoke('facts.get', { ids: [...new Set(steps.flatMap((step) => step.facts)), 'HA-99999'] })
    expect(facts.length).toBeGreaterThan(0)
    const parent = await app.invoke('run.branch', { id: 0 })
    expect(parent).toMatchObject({ status: { t: 400_000, digest: straight().digest() } })
  })

  it('says what admission control would count if a host were lost', async () => {
    const slots = readFileSync(join(resourcesDir, 'conformance', 'ha', 'ha-150-slots-of-lab-e.lab.yaml'), 'utf8')
    expect(await app.invoke('lab.open', { fileName: 'slots.lab.yaml', text: slots })).toMatchObject({ ok: true })
    const counted = { policy: 'slotPolicy', ok: true, totalSlots: 10, usedSlots: 5, hostSlots: { H1: 4, H2: 3, H3: 3 }, hostFailuresTolerated: 1 }
    expect(await app.invoke('run.state', { kind: 'admission' })).toMatchObject(counted)
    const without = { ok: false, totalSlots: 6, usedSlots: 5, hostSlots: { H2: 3, H3: 3 }, hostFailuresTolerated: 0 }
    expect(await app.invoke('run.state', { kind: 'admission', name: 'H1' })).toMatchObject(without)
    expect(await app.invoke('run.state', { kind: 'admission' })).toMatchObject(counted)
  })

  it('lists what is wrong with a lab and keeps the run', async () => {
    const before = (await app.invoke('run.current', {}))?.runId
    const result = await app.invoke('lab.open', {
      fileName: 'bad.lab.yaml',
      text: article.replace('host: Host B, vcpus', 'host: Host X, vcpus').replace('memoryMiB: 65536', 'memoryMB: 1'),
    })
    expect(result).toMatchObject({ ok: false })
    expect(result.ok ? [] : result.problems.length).toBeGreaterThanOrEqual(3)
    expect((await app.invoke('run.current', {}))?.runId).toBe(before)
  })

  it('refuses what is no call of the API', async () => {
    const refused = (method: string, input: unknown): Promise<unknown> => app.invoke(method, input).catch((error: { code: string }) => error.code)
    expect(await refused('run.format', {})).toBe('badInput')
    expect(await refused('__proto__', {})).toBe('badInput')
    expect(await refused('run.seek', { t: -1 })).toBe('badInput')
    expect(await refused('run.seek', { t: 1, more: 1 })).toBe('badInput')
    expect(await refused('lab.open', { sample: '../../package' })).toBe('notFound')
    expect(await refused('run.branch', { id: 99 })).toBe('notFound')
    expect(await refused('run.state', { kind: 'vm', name: '__proto__' })).toBe('notFound')
    expect(await refused('run.command', { command: 'host.powerOff', arguments: { host: 'Host Z' } })).toBe('badInput')
    expect(await refused('run.command', { command: 'host.sing', arguments: {} })).toBe('badInput')
    let deep: unknown = 1
    for (let i = 0; i < 200_000; i++) deep = [deep]
    expect(await refused('run.command', { command: 'host.powerOff', arguments: { host: deep } })).toBe('badInput')
    expect(await refused('run.current', {})).toMatchObject({ status: { t: 0 } })
    expect(log).toEqual([])
  })

  it('answers while a large lab is running', async () => {
    const big = `hostdown: 1\nname: Big\nlimits: none\nhosts: [{ name: h, count: 64, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 1048576 }]\nvms: [{ name: v, count: 2000, vcpus: 2, memoryMiB: 4096, demand: { shape: sine, cpuMHz: [100, 900] } }]\ncluster: { ha: {} }\nuntil: 24h\ntimeline: [{ at: 1h, do: host.powerOff, host: h-001 }]\n`
    expect(await app.invoke('lab.open', { fileName: 'big', text: big })).toMatchObject({ ok: true })
    await app.invoke('run.play', { speed: 100_000 })
    const waits: number[] = []
    for (let i = 0; i < 20; i++) {
      const started = performance.now()
      await app.invoke('run.state', { kind: 'host', name: 'h-002' })
      waits.push(performance.now() - started)
    }
    await app.invoke('run.pause', {})
    waits.sort((a, b) => a - b)
    expect(waits[10]).toBeLessThan(150)
  })
})

describe('a lab that does not open at the start', () => {
  it('is told with its problems', async () => {
    const other = createApp({
      shell: 'web',
      workerUrl,
      startLab: '/nowhere/mine.lab.yaml',
      resourcesDir,
      dataFolder: temporary(),
      log: () => undefined,
    })
    expect(await other.started).toEqual([{ path: '', line: null, message: 'There is no file mine.lab.yaml' }])
    expect(await other.invoke('run.current', {})).toBeNull()
    await other.close()
    await expect(other.invoke('run.current', {})).rejects.toMatchObject({ code: 'disconnected' })
  })
})
