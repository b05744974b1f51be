// The process in which `fuzz.mjs` tries inputs: says what it finds, and keeps in a file which one it is at.
import { closeSync, openSync, writeSync } from 'node:fs'
import { diceOf } from './dice.mjs'
import { openTarget } from './targets.mjs'

const CPU_MS_MAX = 1000
/** Beside the heap, which has its own limit. */
const MEMORY_MAX = 300e6
const TELL_EVERY_MS = 400

const { target, seed, from, to, limitMs, place } = JSON.parse(process.argv[2])
const outcomes = {}
let number = from
const tell = (message) => process.send(message)
const found = (why) => tell({ finding: { number, why } })
const stackOf = (error) => (error instanceof Error ? (error.stack ?? error.message) : `thrown: ${String(error)}`).split('\n').slice(0, 8).join('\n')

process.on('unhandledRejection', (error) => found(`a rejection that nobody handles: ${stackOf(error)}`))
process.on('uncaughtException', (error) => found(`an error that nobody handles: ${stackOf(error)}`))
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0))

const began = performance.now()
let opened
try {
  opened = await openTarget(target)
  // What is loaded late would count for the first input.
  for (let warm = 1; warm <= 3; warm++) await tryOne(warm).catch(() => undefined)
} catch (error) {
  process.stderr.write(`fuzz could not begin: ${stackOf(error)}\n`)
  process.exit(3)
}

async function tryOne(n) {
  const input = await opened.make(diceOf(seed, n))
  const { user, system } = process.cpuUsage()
  const outcome = await opened.try(input)
  const used = process.cpuUsage({ user, system })
  const ms = (used.user + used.system) / 1000
  if (ms > CPU_MS_MAX) found(`it takes ${Math.round(ms)} ms of processor time`)
  return outcome
}

const file = openSync(place, 'w')
tell({ begun: true })
const besideHeap = () => {
  const { rss, heapTotal } = process.memoryUsage()
  return rss - heapTotal
}
const memoryMax = besideHeap() + MEMORY_MAX
let told = began
for (; (to === null || number < to) && (limitMs === null || performance.now() - began < limitMs); number++) {
  writeSync(file, String(number).padStart(12), 0)
  let outcome = 'found'
  try {
    outcome = await tryOne(number)
  } catch (error) {
    found(stackOf(error))
  }
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  const tooMuch = besideHeap() > memoryMax
  if (tooMuch) found(`more than ${MEMORY_MAX / 1e6} MB of memory`)
  if (tooMuch || performance.now() - told > TELL_EVERY_MS) {
    told = performance.now()
    tell({ outcomes })
    // Rejections that nobody handles, and what the supervisor says, come in between.
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (tooMuch) {
    // What is kept stays: another process goes on.
    number++
    break
  }
}
tell({ outcomes })
closeSync(file)
await opened.close()
process.send({ next: number }, () => process.exit(0))
