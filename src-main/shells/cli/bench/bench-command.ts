/** `hostdown bench`: the entry that the command line calls. */
export interface BenchOptions {
  readonly json: boolean
  /** Name of the only scenario to run; null: all. */
  readonly only: string | null
  readonly out: (line: string) => void
}

/** Resolves to the exit status. */
export async function runBench({ out }: BenchOptions): Promise<number> {
  out('hostdown bench: this version has no scenarios yet')
  return 2
}
