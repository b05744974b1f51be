/** `hostdown swarm`: the entry that the command line calls. */
export interface SwarmOptions {
  readonly runs: number
  /** Of the first run. */
  readonly seed: number
  /** Ends each run after so many turns; null: as the seed decides. */
  readonly turns: number | null
  readonly out: (line: string) => void
}

/** Returns the exit status. */
export function runSwarm({ out }: SwarmOptions): number {
  out('hostdown swarm: this version has no swarm yet')
  return 2
}
