/** A share of a long job, in a thread of its own: for commands that use all cores. */
import { parentPort, workerData } from 'node:worker_threads'
import { sweep } from '../../engine/testing/swarm-command.ts'
import type { Sweep } from '../../engine/testing/swarm-command.ts'

export interface SwarmShare {
  /** Of the first run. */
  readonly seed: number
  readonly runs: number
  readonly turns: number | null
  /** How many runs the threads have begun: each takes the next one, so that all end at about the same time. */
  readonly begun: Int32Array
}
/** What came of the share. */
export type ShareMessage = Sweep

function* share({ seed, runs, begun }: SwarmShare): Generator<number, void> {
  for (let i = Atomics.add(begun, 0, 1); i < runs; i = Atomics.add(begun, 0, 1)) yield seed + i
}

const data = workerData as SwarmShare
parentPort?.postMessage(sweep({ seeds: share(data), turns: data.turns }) satisfies ShareMessage)
