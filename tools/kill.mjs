// Ends a web shell with SIGKILL while it starts or is used (a run that plays, commands, edits of a design, imports, answers of an exam), at instants
// that a seed chooses, and starts it anew on the same data folder: the database is sound after each, and all that was acknowledged is there.
//   node tools/kill.mjs [--kills 1000] [--seed 1] [--minutes M] [--json]          exit 1: something was lost
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { ensureBuilt } from './bootstrap.mjs'
import { diceOf } from './fuzz/dice.mjs'
import { killWhileStarting, startShell } from './fuzz/web-shell.mjs'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
/** A run with many commands takes long to open: it begins anew after so many. */
const COMMANDS_OF_A_RUN = 200
/** Of all kills; what they can meet is the opening of the database and the lock. */
const WHILE_STARTING_PERCENT = 25
/** Most kills come in the thick of it, some after more has piled up. */
const LOADS_MS_MAX = [60, 60, 250, 1500]
const IMPORTS_PERCENT = 30
/** Hostdown itself is asked for all of it after so many kills, and at the end. */
const ASKED_EVERY = 4
/** Where nobody looks on. */
const TOLD_EVERY = 25
const FIRST_MS_MAX = 20_000
const HOSTS = ['Host A', 'Host B', 'Host C']

/** A value of which only the last counts: what it may be, by what was acknowledged and what was sent since. */
class Last {
  #may

  constructor(value) {
    this.#may = [value]
  }

  sent(value) {
    this.#may.push(value)
  }

  is(value) {
    this.#may = [value]
  }

  mayBe(value) {
    return this.#may.some((one) => same(one, value))
  }
}

/** What was acknowledged, and beside it what was sent and may be there or not. */
class Ledger {
  commands = []
  imports = new Set()
  edit = { acknowledged: 0, sent: 0 }
  /** By attempt and question. */
  answers = new Map()
  settings = null
  acknowledged = 0
}

ensureBuilt('main')
const folder = mkdtempSync(join(tmpdir(), 'hostdown-kill-'))
const began = performance.now()
const ledger = new Ledger()
const lost = []
let kills = 0
const limitMs = values.minutes === undefined ? Infinity : Number(values.minutes) * 60_000
let asked = 0
let restarts = 0
let startMs = 0
try {
  while (kills < Number(values.kills) && performance.now() - began < limitMs) {
    const dice = diceOf(Number(values.seed), kills)
    if (kills > 0 && dice.percent(WHILE_STARTING_PERCENT)) await killWhileStarting(folder, dice.below(Math.ceil(startMs)))
    else await killUnderLoad(dice)
    kills++
    demandSound()
    if (process.stderr.isTTY || kills % TOLD_EVERY === 0)
      process.stderr.write(`${kills} kills, ${ledger.acknowledged} acknowledged${process.stderr.isTTY ? '\r' : '\n'}`)
  }
  const shell = await startShell(folder)
  const talk = await shell.talk()
  try {
    await demandAll(talk)
  } finally {
    talk.close()
    await shell.kill('SIGTERM')
  }
} catch (error) {
  lost.push(error instanceof Error ? error.message : String(error))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const seconds = Math.round((performance.now() - began) / 1000)
if (values.json) console.log(JSON.stringify({ kills, seed: Number(values.seed), seconds, acknowledged: ledger.acknowledged, lost }))
else
  console.log(`${kills} kills in ${seconds} s, ${ledger.acknowledged} answers acknowledged, ${lost.length === 0 ? 'nothing lost' : lost.join('\n')}`)
process.exitCode = lost.length > 0 ? 1 : 0

async function killUnderLoad(dice) {
  const starts = performance.now()
  const shell = await startShell(folder)
  startMs = performance.now() - starts
  const talk = await shell.talk()
  try {
    if (kills > 0 && asked++ % ASKED_EVERY === 0) await demandAll(talk)
    const work = await prepared(talk)
    const loads = Object.values(work).map((one) => one(talk, dice).catch(() => undefined))
    // From the first answer on: on a busy machine nothing would have been asked yet.
    const before = ledger.acknowledged
    for (let waited = 0; ledger.acknowledged === before && waited < FIRST_MS_MAX; waited += 5) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, dice.below(dice.pick(LOADS_MS_MAX))))
    await shell.kill()
    await Promise.all(loads)
  } finally {
    if (shell.isAlive()) await shell.kill()
    talk.close()
  }
}

/** What goes on at the same time, each as fast as it is answered. */
async function prepared(talk) {
  const list = await talk.invoke('project.list', {})
  const own = list.find(({ name }) => name === 'A host goes down')
  if (own === undefined) await talk.invoke('lab.open', { sample: 'article' })
  else await talk.invoke('project.open', { id: own.id })
  if (ledger.commands.length > (restarts + 1) * COMMANDS_OF_A_RUN) {
    restarts++
    await talk.invoke('run.restart', {})
  }
  const project = (await talk.invoke('project.list', {})).find(({ name }) => name === 'A host goes down').id
  const exam = await examOf(talk)
  const file = { fileName: 'imported.hostdown', base64: (await talk.invoke('project.export', { id: project })).base64 }
  await talk.invoke('design.open', { project })
  return {
    async plays() {
      await talk.invoke('run.play', { speed: 1000 })
    },
    async commands(_, dice) {
      for (;;) {
        const sent = { command: dice.percent(50) ? 'host.powerOff' : 'host.powerOn', host: dice.pick(HOSTS) }
        const { t } = await talk.invoke('run.command', { command: sent.command, arguments: { host: sent.host } })
        ledger.commands.push({ ...sent, t })
        ledger.acknowledged++
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    async edits() {
      for (;;) {
        const value = (ledger.edit.sent += 1)
        await talk.invoke('design.edit', { project, edits: [{ do: 'setLab', key: ['description'], value: `Edit ${value}` }] })
        ledger.edit.acknowledged = value
        ledger.acknowledged++
      }
    },
    async imports(_, dice) {
      if (ledger.imports.size > 0 && !dice.percent(IMPORTS_PERCENT)) return
      for (let n = 0; n < 2; n++) {
        const result = await talk.invoke('project.import', file)
        if (!result.ok) throw new Error('an import was refused')
        ledger.imports.add(result.project.id)
        ledger.acknowledged++
      }
      // So that the list stays short; what is taken away is no longer expected.
      for (const id of [...ledger.imports].slice(0, Math.max(0, ledger.imports.size - 5))) {
        ledger.imports.delete(id)
        await talk.invoke('project.delete', { id })
      }
    },
    async answers(_, dice) {
      for (;;) {
        const { id, items } = exam
        const at = dice.below(items.length)
        const { form, choices } = items[at].question
        const response = form === 'number' ? { number: dice.below(1000) } : { choices: [dice.pick(choices).id] }
        const key = `${id}.${at}`
        if (!ledger.answers.has(key)) ledger.answers.set(key, new Last(null))
        ledger.answers.get(key).sent(response)
        await talk.invoke('practice.answer', { id, at, response, spentMs: 1 })
        ledger.answers.get(key).is(response)
        ledger.acknowledged++
      }
    },
    async settings(_, dice) {
      for (;;) {
        const panes = { events: dice.below(1000) }
        ledger.settings ??= new Last(undefined)
        ledger.settings.sent(panes)
        await talk.invoke('settings.set', { panes })
        ledger.settings.is(panes)
        ledger.acknowledged++
      }
    },
  }
}

async function examOf(talk) {
  const { unfinished } = await talk.invoke('practice.overview', {})
  if (unfinished.length > 0) return await talk.invoke('practice.attempt', { id: unfinished[0].id })
  const plan = { mode: 'exam', profile: null, count: 5, minutes: null, topics: [], generation: null, kind: 'facts', seed: 7 }
  return await talk.invoke('practice.begin', plan)
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b)
}

function demand(holds, what) {
  if (!holds) throw new Error(`after kill ${kills}: ${what}`)
}

/** By the file itself, before Hostdown sees it again. */
function demandSound() {
  const database = new Database(join(folder, 'hostdown.sqlite'), { readonly: true, fileMustExist: true })
  try {
    const found = database.pragma('integrity_check', { simple: true })
    demand(found === 'ok', `integrity_check: ${found}`)
    demand(database.pragma('foreign_key_check').length === 0, 'records refer to others that are not there')
    const kept = new Map()
    for (const { t, command, args } of database.prepare('SELECT t, command, args FROM commands').all()) {
      const key = `${command} ${JSON.parse(args).host} ${t}`
      kept.set(key, (kept.get(key) ?? 0) + 1)
    }
    for (const { t, command, host } of ledger.commands)
      demand(kept.has(`${command} ${host} ${t}`), `${command} ${host} at ${t} ms was acknowledged and is gone`)
  } finally {
    database.close()
  }
}

/** By Hostdown itself. */
async function demandAll(talk) {
  const { settings, problem } = await talk.invoke('app.info', {})
  demand((problem ?? null) === null, `nothing can be kept: ${problem?.text}`)
  // What was sent and not acknowledged may be there: from now on it is.
  if (ledger.settings !== null) {
    demand(ledger.settings.mayBe(settings.panes) || ledger.settings.mayBe(undefined), 'settings are gone')
    ledger.settings.is(settings.panes)
  }
  const list = await talk.invoke('project.list', {})
  for (const id of ledger.imports)
    demand(
      list.some((project) => project.id === id && project.deletedAt === null),
      `project ${id} was imported and is gone`,
    )
  const own = list.find(({ name }) => name === 'A host goes down')
  demand(own !== undefined, 'the project is gone')
  const opened = await talk.invoke('project.open', { id: own.id })
  demand(opened.ok, 'the project does not open')
  demand(opened.run.status.recordedBy === null, 'the run does not go on')
  const { lab } = await talk.invoke('design.open', { project: own.id })
  const edit = Number(/Edit (\d+)/.exec(String(lab.head.description))?.[1] ?? 0)
  demand(edit >= ledger.edit.acknowledged && edit <= ledger.edit.sent, `the design has edit ${edit}, ${ledger.edit.acknowledged} was acknowledged`)
  const attempts = new Map()
  for (const [key, last] of ledger.answers) {
    const [id, at] = key.split('.').map(Number)
    if (!attempts.has(id)) attempts.set(id, await talk.invoke('practice.attempt', { id }))
    const { response } = attempts.get(id).items[at]
    demand(last.mayBe(response), `the answer to question ${at} of attempt ${id} is gone`)
    last.is(response)
  }
}
