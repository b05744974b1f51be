/** The thread that judges courses of guided labs: each judgement plays the course again, which nothing else has to wait for. Started by `GuidedHost`. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Judgement } from '../contract/practice/guided-course.ts'
import { judge } from '../practice/guided/judge.ts'
import { readGuidedLabs } from './guided-files.ts'
import type { GuidedCalls, GuidedWorkerMessage, GuidedWorkerRequest, GuidedWorkerStart } from './guided-protocol.ts'

const port = parentPort
if (port === null) throw new Error('guided.worker is the entry of a worker thread')
const send = (message: GuidedWorkerMessage): void => port.postMessage(message)

const labs = readGuidedLabs((workerData as GuidedWorkerStart).folder)

function judged({ id, course, trials }: GuidedCalls['judge']['input']): Judgement {
  const guided = labs.find((each) => each.id === id)
  if (guided === undefined) throw new Error('no such guided lab')
  return judge(guided, course, { trials })
}

port.on('message', (request: GuidedWorkerRequest) => {
  try {
    send({ kind: 'reply', id: request.id, output: request.method === 'judge' ? judged(request.input) : labs })
  } catch {
    send({ kind: 'failed', id: request.id })
  }
})
