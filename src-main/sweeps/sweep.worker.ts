/** A thread of a sweep: takes the next failure that nobody has begun, until there is none left. Started by `Sweepers`. */
import { parentPort } from 'node:worker_threads'
import { baselineOf, outcomeOf } from './outcome.ts'
import { sweepError, type ThreadAnswer, type ThreadTask } from './sweep.ts'

const port = parentPort
if (port === null) throw new Error('sweep.worker is the entry of a worker thread')
const say = (answer: ThreadAnswer): void => port.postMessage(answer)

port.on('message', ({ warm, list, begun }: ThreadTask) => {
  const baseline = baselineOf(warm)
  for (let index = Atomics.add(begun, 0, 1); index < list.length; index = Atomics.add(begun, 0, 1)) {
    const failure = list[index]
    if (failure === undefined) break
    try {
      say({ kind: 'outcome', index, outcome: outcomeOf(warm, failure, baseline) })
    } catch (error) {
      const { name, message, invariant } = sweepError(failure, error)
      say({ kind: 'failed', failure, name, message, invariant })
      return
    }
  }
  say({ kind: 'end' })
})
