/** The thread that judges courses of guided labs: each judgement plays the course again, which nothing else has to wait for. Started by `GuidedHost`. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Judgement } from '../contract/practice/guided-course.ts'
import { judge } from '../practice/guided/judge.ts'
import { readGuidedLabs, readOwnGuidedLabs, type OwnGuidedLabs } from './guided-files.ts'
import type { GuidedCalls, GuidedWorkerMessage, GuidedWorkerRequest, GuidedWorkerStart } from './guided-protocol.ts'

const port = parentPort
if (port === null) throw new Error('guided.worker is the entry of a worker thread')
const send = (message: GuidedWorkerMessage): void => port.postMessage(message)

const { folder, ownFolder } = workerData as GuidedWorkerStart
const shipped = readGuidedLabs(folder)
let own: OwnGuidedLabs | null = null

function readAll(): GuidedCalls['labs']['output'] {
  own = readOwnGuidedLabs(ownFolder)
  return { labs: [...shipped, ...own.labs], own: { folder: ownFolder, problems: own.problems } }
}

function judged({ id, course, trials }: GuidedCalls['judge']['input']): Judgement {
  own ??= readOwnGuidedLabs(ownFolder)
  const guided = [...shipped, ...own.labs].find((each) => each.id === id)
  if (guided === undefined) throw new Error('no such guided lab')
  return judge(guided, course, { trials })
}

port.on('message', (request: GuidedWorkerRequest) => {
  try {
    send({ kind: 'reply', id: request.id, output: request.method === 'judge' ? judged(request.input) : readAll() })
  } catch {
    send({ kind: 'failed', id: request.id })
  }
})
