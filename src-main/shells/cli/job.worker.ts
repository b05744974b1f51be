/** A share of a long job, in a thread of its own: for commands that use all cores. */
import { parentPort, workerData } from 'node:worker_threads'
import { sweep } from '../../engine/testing/swarm-command.ts'
import type { Sweep, SweepOptions } from '../../engine/testing/swarm-command.ts'

export type SwarmShare = Omit<SweepOptions, 'onDone'>
/** How many seeds are done, or in the end what came of them. */
export type ShareMessage = { readonly done: number } | { readonly sweep: Sweep }

const send = (message: ShareMessage): void => parentPort?.postMessage(message)

send({ sweep: sweep({ ...(workerData as SwarmShare), onDone: (done) => send({ done }) }) })
