/** The thread that draws questions: each plays some small labs, which nothing else has to wait for. Started by `PracticeHost`. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Question } from '../contract/practice/question.ts'
import { planQuestions } from '../practice/attempts/plan.ts'
import { parseBank } from '../practice/bank/index.ts'
import { DrillDesk } from '../practice/drills/desk.ts'
import { DrillMistake } from '../practice/drills/view.ts'
import { families } from '../practice/families/index.ts'
import type { PracticeCalls, PracticeWorkerMessage, PracticeWorkerRequest, PracticeWorkerStart } from './practice-protocol.ts'

const port = parentPort
if (port === null) throw new Error('practice.worker is the entry of a worker thread')
const send = (message: PracticeWorkerMessage): void => port.postMessage(message)
const PROGRESS_EVERY_MS = 60

const bank = parseBank((workerData as PracticeWorkerStart).bank)

function draw(input: PracticeCalls['draw']['input']): readonly Question[] {
  const planned = planQuestions({ ...input, families, bank })
  let toldMs = performance.now()
  return planned.map(({ make }, done) => {
    const now = performance.now()
    if (now - toldMs >= PROGRESS_EVERY_MS) {
      toldMs = now
      send({ kind: 'progress', done, of: planned.length })
    }
    return make()
  })
}

const desk = new DrillDesk()

function drilled({ course, act, spentMs }: PracticeCalls['drill']['input']): PracticeCalls['drill']['output'] {
  try {
    return desk.after(course, act, spentMs)
  } catch (error) {
    if (error instanceof DrillMistake) return { mistake: error.text }
    throw error
  }
}

port.on('message', (request: PracticeWorkerRequest) => {
  try {
    const output =
      request.method === 'draw'
        ? draw(request.input)
        : request.method === 'drill'
          ? drilled(request.input)
          : { families: families.map(({ id }) => id), facts: bank.map(({ id }) => id) }
    send({ kind: 'reply', id: request.id, output })
  } catch {
    send({ kind: 'failed', id: request.id })
  }
})
