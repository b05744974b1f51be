/** A thread of a sweep: takes the next failure that nobody has begun, until there is none left. Started by `Sweepers`. */
import { parentPort } from 'node:worker_threads'
import { baselineOf, outcomeOf } from './outcome.ts'
import { unpacked } from './packed.ts'
import { planOf, sweepError, type ThreadAnswer, type ThreadTask } from './sweep.ts'
import type { Warm } from './warm.ts'

const port = parentPort
if (port === null) throw new Error('sweep.worker is the entry of a worker thread')
const say = (answer: ThreadAnswer): void => port.postMessage(answer)

let warm: Warm | null = null

port.on('message', (task: ThreadTask) => {
  if (task.kind === 'load') {
    warm = unpacked(task.warm)
    return
  }
  if (warm === null) throw new Error('a sweep without a warm state')
  if (task.kind === 'plan') say({ kind: 'plan', plan: planOf(warm, task.domain, task.failures) })
  else run(warm, task)
})

function run(from: Warm, { list, begun }: Extract<ThreadTask, { kind: 'run' }>): void {
  const baseline = baselineOf(from)
  for (let index = Atomics.add(begun, 0, 1); index < list.length; index = Atomics.add(begun, 0, 1)) {
    const failure = list[index]
    if (failure === undefined) break
    try {
      say({ kind: 'outcome', index, outcome: outcomeOf(from, failure, baseline) })
    } catch (error) {
      const { message, invariant } = sweepError(failure, error)
      say({ kind: 'failed', failure, message, invariant })
      return
    }
  }
  say({ kind: 'end' })
}
