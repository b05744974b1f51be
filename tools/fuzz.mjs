// The hostility harness: hands what is wrong, and what only looks right, to every way into Hostdown.
//   node tools/fuzz.mjs TARGET [--seed S] [--runs N | --minutes M] [--json]     TARGET: see fuzz/targets.mjs
//   node tools/fuzz.mjs TARGET --seed S --only K [--save FOLDER]                that input again, and its files
// For each input must hold: no error that nobody foresaw, no rejection that nobody handles, at most a second of processor time, at most 300 MB
// more than before, a refusal that can be understood, and nothing half done. The inputs are tried in a process of their own, which is started
// anew when it dies or hangs. Exit 1: something was found.
import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { diceOf } from './fuzz/dice.mjs'
import { targetNames, openTarget } from './fuzz/targets.mjs'

/** One that has used so much of the processor is taken to hang, and one that waits for so long. */
const HANGS_AFTER_CPU_MS = 30_000
const HANGS_AFTER_MS = 600_000
const LOOK_EVERY_MS = 500
/** What the process that tries may keep in its heap: beyond it V8 ends the process. */
const HEAP_MB = 300
const SHOWN_OF_A_KIND = 3

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    minutes: { type: 'string' },
    only: { type: 'string' },
    save: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const [target] = positionals
if (positionals.length !== 1 || !targetNames.includes(target)) {
  console.error(`usage: node tools/fuzz.mjs ${targetNames.join('|')} [--seed S] [--runs N | --minutes M] [--only K [--save FOLDER]] [--json]`)
  process.exit(2)
}
const seed = Number(values.seed)

if (values.only === undefined) process.exitCode = await fuzz()
else process.exitCode = await again(Number(values.only))

/** One input in this process, so that a debugger sees it. */
async function again(number) {
  const opened = await openTarget(target)
  const input = await opened.make(diceOf(seed, number))
  if (values.save !== undefined) {
    mkdirSync(values.save, { recursive: true })
    for (const { name, bytes } of [opened.show(input)].flat()) writeFileSync(join(values.save, name), bytes)
  }
  const began = process.cpuUsage()
  try {
    console.log(await opened.try(input))
    return 0
  } catch (error) {
    console.log(error)
    return 1
  } finally {
    const { user, system } = process.cpuUsage(began)
    console.log(`${Math.round((user + system) / 1000)} ms of processor time`)
    await opened.close()
  }
}

async function fuzz() {
  const runs = values.runs === undefined ? (values.minutes === undefined ? 1000 : Infinity) : Number(values.runs)
  const limitMs = values.minutes === undefined ? Infinity : Number(values.minutes) * 60_000
  const folder = mkdtempSync(join(tmpdir(), 'hostdown-fuzz-'))
  const began = performance.now()
  const findings = []
  const outcomes = {}
  let from = 0
  try {
    while (from < runs && performance.now() - began < limitMs) {
      const round = await tryFrom({ from, to: runs, limitMs: limitMs - (performance.now() - began), place: join(folder, 'at') })
      findings.push(...round.findings)
      for (const [outcome, times] of Object.entries(round.outcomes)) outcomes[outcome] = (outcomes[outcome] ?? 0) + times
      from = round.next
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const seconds = Math.round((performance.now() - began) / 1000)
  const kinds = Map.groupBy(findings, ({ why }) => why.split('\n').slice(0, 2).join(' ').replace(/\d+/g, '#').slice(0, 160))
  if (values.json) console.log(JSON.stringify({ target, seed, inputs: from, seconds, outcomes, kinds: kinds.size, findings }))
  else report({ inputs: from, seconds, outcomes, kinds })
  return findings.length > 0 ? 1 : 0
}

function report({ inputs, seconds, outcomes, kinds }) {
  for (const all of kinds.values()) {
    for (const { number, why } of all.slice(0, SHOWN_OF_A_KIND)) console.log(`--seed ${seed} --only ${number}: ${why}`)
    if (all.length > SHOWN_OF_A_KIND) console.log(`and ${all.length - SHOWN_OF_A_KIND} more of that kind`)
  }
  const counted = Object.entries(outcomes).map(([outcome, times]) => `${times} ${outcome}`)
  console.log(`${target}: ${inputs} inputs in ${seconds} s (${counted.join(', ')}), ${kinds.size} kinds of findings`)
}

/** Tries inputs in a process of their own until it has done all, or dies; `next`: the first that it did not come to. */
function tryFrom({ from, to, limitMs, place }) {
  writeFileSync(place, String(from))
  const job = JSON.stringify({ target, seed, from, to: to === Infinity ? null : to, limitMs: limitMs === Infinity ? null : limitMs, place })
  const child = fork(new URL('./fuzz/try-inputs.mjs', import.meta.url), [job], {
    execArgv: [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=16'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const findings = []
  let outcomes = {}
  let errors = ''
  let done = null
  let hung = null
  child.stderr.setEncoding('utf8').on('data', (text) => (errors = `${errors}${text}`.slice(-4000)))
  child.on('message', (message) => {
    if (message.begun === true) [since, cpuSince] = [performance.now(), cpuMsOf(child.pid)]
    if (message.finding !== undefined) findings.push(message.finding)
    if (message.outcomes !== undefined) outcomes = message.outcomes
    if (message.next !== undefined) done = message.next
  })
  let at = from
  // To load all of it takes long on a busy machine.
  let since = Infinity
  let cpuSince = Infinity
  const watch = setInterval(() => {
    const now = Number(readFileSync(place, 'utf8'))
    if (now !== at) [at, since, cpuSince] = [now, performance.now(), cpuMsOf(child.pid)]
    const [waited, used] = [performance.now() - since, cpuMsOf(child.pid) - cpuSince]
    if (waited < HANGS_AFTER_MS && !(used >= HANGS_AFTER_CPU_MS)) return
    hung = `not done after ${Math.round(waited / 1000)} s${Number.isFinite(used) ? `, ${Math.round(used / 1000)} s of them on the processor` : ''}`
    child.kill('SIGKILL')
  }, LOOK_EVERY_MS)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearInterval(watch)
      if (done !== null) return resolve({ findings, outcomes, next: done })
      const number = Number(readFileSync(place, 'utf8'))
      const why = hung !== null ? `it hangs: ${hung}` : `the process ended (${signal ?? code}): ${errors.trim().slice(-1500)}`
      // Nothing was tried yet: that would go on for ever.
      if (hung === null && number === from && /fuzz could not begin/.test(errors)) return reject(new Error(errors))
      resolve({ findings: [...findings, { number, why }], outcomes, next: number + 1 })
    })
  })
}

/** Linux tells of other processes; NaN elsewhere. Its clock has 100 ticks a second for them. */
function cpuMsOf(pid) {
  try {
    const [, user, system] = /^\d+ \(.*\) .(?: \S+){10} (\d+) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    return (Number(user) + Number(system)) * 10
  } catch {
    return NaN
  }
}
