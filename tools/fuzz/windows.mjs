// Two windows that show one run, each with the stores of the window itself, and a person at each who does what comes to mind: plays, seeks, steps,
// cuts power, branches, undoes, designs. Between them and the workroom lie connections that deliver when the dice say so, lose frames that a
// window does not read, and break. When all has arrived, both windows show what the workroom has, and nothing that was acknowledged is gone.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPinia, setActivePinia } from 'pinia'
import { apiFailureOf } from '../../src-main/contract/api.ts'
import { FakeClock } from '../../src-main/runs/testing/fake-engine.ts'
import { same } from '../../src-main/runs/same.ts'
import { ApiError, installApi } from '../../src-renderer/api/client.ts'
import { useDesignStore } from '../../src-renderer/stores/design.ts'
import { useHistoryStore } from '../../src-renderer/stores/history.ts'
import { useRunStore } from '../../src-renderer/stores/run.ts'
import { useTimelineStore } from '../../src-renderer/stores/timeline.ts'
import { useWorldStore } from '../../src-renderer/stores/world.ts'
import { root } from '../bootstrap.mjs'
import { Finding } from './finding.mjs'
import { openRoom, temporaryFolder } from './room.mjs'

const MINUTE = 60_000
const HOSTS = ['Host A', 'Host B', 'Host C']
const STEPS_MAX = 60
/** A window that has so much unread gets no frames. */
const UNREAD_FOR_PUSHES = 6

export async function open() {
  const forgetPage = pretendPage()
  const text = readFileSync(join(root, 'resources', 'samples', 'article.lab.yaml'), 'utf8')
  return {
    /** What happens one after the other; `who`: which window. */
    make: (dice) => Array.from({ length: dice.between(5, STEPS_MAX) }, () => ({ who: dice.below(2), ...happening(dice) })),
    try: (script) => tryScript(script, text),
    show: (script) => ({ name: 'fuzz.json', bytes: Buffer.from(JSON.stringify(script)) }),
    close: forgetPage,
  }
}

/** The little of a page that the stores look at: which page is shown, and what the window remembers. */
function pretendPage() {
  const remembered = new Map()
  const page = {
    location: { hash: '' },
    sessionStorage: {
      getItem: (key) => remembered.get(key) ?? null,
      setItem: (key, value) => remembered.set(key, value),
      removeItem: (key) => remembered.delete(key),
    },
  }
  const known = new Map(Object.keys(page).map((key) => [key, Object.getOwnPropertyDescriptor(globalThis, key)]))
  for (const [key, value] of Object.entries(page)) Object.defineProperty(globalThis, key, { value, configurable: true })
  return () => {
    for (const [key, descriptor] of known) {
      if (descriptor === undefined) delete globalThis[key]
      else Object.defineProperty(globalThis, key, descriptor)
    }
  }
}

function happening(dice) {
  const t = dice.below(14 * MINUTE)
  const host = dice.pick(HOSTS)
  const acts = [
    { does: 'play', speed: dice.pick([1, 10, 100, 1000]) },
    { does: 'pause' },
    { does: 'seek', t },
    { does: 'step', by: dice.pick([1, -1]) },
    { does: 'command', command: dice.pick(['host.powerOff', 'host.powerOn', 'host.crash']), host, ...(dice.percent(40) && { t }) },
    { does: 'undo' },
    { does: 'redo' },
    { does: 'branch', at: dice.below(5) },
    { does: 'bookmark', note: `note ${dice.below(1000)}` },
    { does: 'design', value: `Edit ${dice.below(1000)}` },
    { does: 'designWrongly' },
    { does: 'undoDesign' },
    { does: 'restart' },
  ]
  const way = dice.below(100)
  if (way < 45) return { does: 'deliver', asked: Array.from({ length: dice.between(1, 8) }, () => dice.percent(50)) }
  if (way < 60) return { does: 'pass', ms: dice.between(1, 3000) }
  return way < 62 ? { does: 'break' } : dice.pick(acts)
}

/** A window, its connection, and what it was told is done. */
class Window {
  /** Towards the workroom, and from it. */
  #asked = []
  #told = []
  #missed = new Map()
  /** Requests without an answer yet. */
  #waiting = new Set()
  #serve
  #links = new Set()
  #listeners = new Map()
  #acknowledged = null
  link = 'open'

  constructor(serve) {
    this.#serve = serve
    installApi({
      ...{ invoke: (method, input) => this.invoke(method, input), reconnect: () => undefined },
      subscribe: (push, listener) => {
        const listeners = this.#listeners.get(push) ?? new Set()
        this.#listeners.set(push, listeners.add(listener))
        return () => listeners.delete(listener)
      },
      onLink: (listener) => (this.#links.add(listener), () => this.#links.delete(listener)),
      link: 'open',
    })
    const pinia = createPinia()
    setActivePinia(pinia)
    this.run = useRunStore(pinia)
    this.history = useHistoryStore(pinia)
    this.design = useDesignStore(pinia)
    this.world = useWorldStore(pinia)
    this.timeline = useTimelineStore(pinia)
    this.design.follow()
  }

  invoke(method, input) {
    if (this.link !== 'open') return Promise.reject(new ApiError('disconnected', 'The connection was lost'))
    // As JSON carries it.
    const acknowledged = this.#acknowledged
    return new Promise((resolve, reject) => {
      const request = {
        method,
        input: JSON.parse(JSON.stringify(input)),
        resolve: (output) => {
          this.#waiting.delete(request)
          acknowledged?.()
          resolve(output)
        },
        reject: (error) => {
          this.#waiting.delete(request)
          reject(error)
        },
      }
      this.#waiting.add(request)
      this.#asked.push(request)
    })
  }

  /** As the web shell does: a window that reads slowly gets the last of each kind when it has read the rest. */
  push(push, payload) {
    const tell = () => this.#listeners.get(push)?.forEach((listener) => listener(payload))
    if (this.#told.length < UNREAD_FOR_PUSHES && this.#missed.size === 0) return void this.#told.push(tell)
    this.#missed.delete(push)
    this.#missed.set(push, tell)
  }

  get isQuiet() {
    return this.#asked.length + this.#told.length + this.#missed.size === 0
  }

  /** Puts down what was done once the workroom said so: stores tell refusals to the person only. */
  acknowledging(list, what, ask) {
    this.#acknowledged = () => list.push(what)
    void ask()
    this.#acknowledged = null
  }

  /** One message, either way. */
  async deliver(isAsked) {
    const next = this.#asked.length > 0 && (isAsked || this.#told.length === 0) ? this.#asked.shift() : null
    if (next === null) {
      this.#told.shift()?.()
      if (this.#told.length === 0) {
        this.#told.push(...this.#missed.values())
        this.#missed.clear()
      }
    }
    if (next !== null) {
      const { method, input, resolve, reject } = next
      const reply = await this.#serve(method, input).then(
        (output) => () => resolve(output),
        (error) => () => reject(Object.assign(new ApiError('internal', ''), apiFailureOf(error))),
      )
      this.#told.push(reply)
    }
    await settled()
  }

  async breakLink() {
    this.link = 'lost'
    this.#asked = []
    this.#told = []
    this.#missed.clear()
    for (const listener of this.#links) listener('lost')
    for (const { reject } of [...this.#waiting]) reject(new ApiError('disconnected', 'The connection was lost'))
    await settled()
    this.link = 'open'
    for (const listener of this.#links) listener('open')
    await settled()
  }
}

/** Whatever follows from a message without another. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

async function tryScript(script, text) {
  const { folder, forget } = temporaryFolder()
  const clock = new FakeClock()
  const windows = []
  const place = openRoom(folder, { clock, push: (push, payload) => windows.forEach((window) => window.push(push, payload)) })
  const { room, logged, store } = place
  try {
    const serve = async (method, input) => {
      if (method === 'app.info') return { ...(await room.invoke('info', {})), startLab: null }
      if (method === 'lab.samples') return []
      return structuredClone(await room.invoke(method, input))
    }
    await room.invoke('open', { fileName: 'article.lab.yaml', text, folder: null, origin: { sample: 'article' } })
    await room.invoke('run.seek', { t: 8 * MINUTE })
    const [{ id: project }] = await room.invoke('project.list', {})
    for (let n = 0; n < 2; n++) {
      const window = new Window(serve)
      windows.push(window)
      void window.run.start(async () => null)
      await drained(windows)
      void window.design.open(project)
      await drained(windows)
    }
    const known = { commands: [], notes: [] }
    for (const { who, ...step } of script) await happen(windows[who], step, { clock, known })
    void windows[0].run.pause()
    await drained(windows)
    await demandEqual(windows, room, project)
    demandKept(known, store(), project)
    const fault = logged.find((line) => /fault/.test(line))
    if (fault !== undefined) throw new Finding(fault)
    return 'taken'
  } finally {
    room.close()
    forget()
  }
}

async function drained(windows) {
  for (let rounds = 0; rounds < 10_000; rounds++) {
    const busy = windows.filter((window) => !window.isQuiet)
    if (busy.length === 0) return
    for (const window of busy) await window.deliver(rounds % 2 === 0)
  }
  throw new Finding('the windows never come to rest')
}

async function happen(window, { does, ...step }, { clock, known }) {
  const { run, history, design } = window
  switch (does) {
    case 'deliver':
      for (const asked of step.asked) await window.deliver(asked)
      return
    case 'pass':
      clock.pass(step.ms)
      return await settled()
    case 'break':
      return await window.breakLink()
    case 'play':
      return void run.play(step.speed)
    case 'pause':
      return void run.pause()
    case 'seek':
      return void run.seek(step.t)
    case 'step':
      return void run.step(step.by)
    case 'command':
      return void window.acknowledging(known.commands, step, () => run.command(step.command, { host: step.host }, step.t))
    case 'undo':
      return void history.undo()
    case 'redo':
      return void history.redo()
    case 'branch': {
      const branches = run.status?.branches ?? []
      if (branches.length > 0) void run.openBranch(branches[step.at % branches.length].id)
      return
    }
    case 'bookmark':
      return void window.acknowledging(known.notes, step.note, () => history.addBookmark(step.note))
    case 'design':
      return void design.edit({ do: 'setLab', key: ['description'], value: step.value })
    case 'designWrongly':
      return void design.edit({ do: 'remove', kind: 'host', names: ['Nobody'] })
    case 'undoDesign':
      return void design.undo()
    case 'restart':
      return void history.restart()
  }
}

/** Both show what the workroom has. */
async function demandEqual(windows, room, project) {
  const run = structuredClone(await room.invoke('run.current', {}))
  const view = structuredClone(await room.invoke('design.open', { project }))
  const full = (mirror) => ({ hosts: [...mirror.hosts], vms: [...mirror.vms], networks: [...mirror.networks], datastores: [...mirror.datastores] })
  const sorted = (entries) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [n, window] of windows.entries()) {
    const { mirror } = window.world
    const demand = (holds, what) => {
      if (!holds) throw new Finding(`window ${n} shows ${what}`)
    }
    demand(same(window.run.status, run.status), `another status: ${difference(window.run.status, run.status)}`)
    for (const [kind, entries] of Object.entries(full(mirror)))
      demand(same(sorted(entries), sorted(Object.entries(run.frame[kind]))), `other ${kind}`)
    demand(mirror.t === run.frame.t, `instant ${mirror.t} instead of ${run.frame.t}`)
    demand(same(window.timeline.log.events, run.events), `${window.timeline.log.events.length} events instead of ${run.events.length}`)
    demand(same(window.design.view?.lab, view.lab), `a design that is another: ${difference(window.design.view?.lab?.head, view.lab.head)}`)
    demand(same(window.design.view?.undo, view.undo), `another step to undo: ${JSON.stringify([window.design.view?.undo, view.undo])}`)
    demand(window.design.pending === 0, 'a design whose steps are on their way for ever')
  }
}

const difference = (a, b) =>
  Object.keys({ ...a, ...b })
    .filter((key) => !same(a?.[key], b?.[key]))
    .map((key) => `${key} ${JSON.stringify(a?.[key])} instead of ${JSON.stringify(b?.[key])}`)
    .join(', ')
    .slice(0, 400)

function demandKept({ commands, notes }, { projects, runs }, project) {
  const branches = projects.branches(project)
  const kept = new Map()
  const own = branches.flatMap(({ id, parent, forkTurn }) => runs.commands(id).filter(({ turn }) => parent === null || turn >= forkTurn))
  for (const { command, args } of own) kept.set(`${command} ${args.host}`, (kept.get(`${command} ${args.host}`) ?? 0) + 1)
  const wanted = Map.groupBy(commands, ({ command, host }) => `${command} ${host}`)
  for (const [key, list] of wanted)
    if ((kept.get(key) ?? 0) < list.length) throw new Finding(`${key} was acknowledged ${list.length} times, and is kept ${kept.get(key) ?? 0} times`)
  const kinds = new Set([...new Set(branches.map(({ root }) => root))].flatMap((one) => runs.bookmarks(one).map(({ note }) => note)))
  for (const note of notes) if (!kinds.has(note)) throw new Finding(`the bookmark ${note} was acknowledged and is gone`)
}
