/** `hostdown swarm`: the entry that the command line calls. */
import { formatDuration } from '../../contract/units.ts'
import { cover, coverageTable, medianTurns, merge, noCoverage } from './coverage.ts'
import type { Coverage } from './coverage.ts'
import { shrink } from './shrink.ts'
import { runSeed } from './swarm.ts'
import type { SeedResult } from './swarm.ts'

export interface SwarmOptions {
  readonly runs: number
  /** Of the first run. */
  readonly seed: number
  /** Ends the safety phase of each run after so many turns; null: as the seed decides. */
  readonly turns: number | null
  readonly out: (line: string) => void
  /** For lines about progress. */
  readonly err?: (line: string) => void
  /** Wall clock in ms, for the seeds per second. */
  readonly nowMs?: () => number
}

/** A share of the seeds, as plain data. */
export interface Sweep {
  readonly coverage: Coverage
  /** Lines that report each failure, by seed. */
  readonly failures: readonly { readonly seed: number; readonly lines: readonly string[] }[]
}

export interface SweepOptions {
  readonly seeds: Iterable<number>
  readonly turns: number | null
  /** A report of a failure shows the lab. */
  readonly withLab?: boolean
  /** Called after each run with how many are done. */
  readonly onDone?: (done: number) => void
}

/** Runs these seeds. */
export function sweep({ seeds, turns, withLab = false, onDone }: SweepOptions): Sweep {
  const coverage = noCoverage()
  const failures: { seed: number; lines: string[] }[] = []
  for (const seed of seeds) {
    const result = runSeed(seed, { turns })
    cover(coverage, result)
    if (result.failure !== null) failures.push({ seed, lines: failureLines(result, withLab) })
    onDone?.(coverage.seeds)
  }
  return { coverage, failures }
}

/** So many seeds from the first on. */
export function* seedsFrom(first: number, runs: number): Generator<number, void> {
  for (let i = 0; i < runs; i++) yield first + i
}

/** How often progress is told, in ms. */
const PROGRESS_EVERY_MS = 5_000

/** Returns the exit status: 3 when a rule broke. */
export function runSwarm(options: SwarmOptions): number {
  const { runs, seed, turns, err, nowMs } = options
  const startedAt = nowMs?.() ?? 0
  let toldAt = startedAt
  const onDone = (done: number): void => {
    const now = nowMs?.() ?? 0
    if (err === undefined || now - toldAt < PROGRESS_EVERY_MS) return
    toldAt = now
    err(`${done} of ${runs} seeds`)
  }
  return reportSweeps([sweep({ seeds: seedsFrom(seed, runs), turns, withLab: runs === 1, onDone })], {
    ...options,
    tookMs: nowMs === undefined ? null : nowMs() - startedAt,
  })
}

/** Writes what the shares found, together. Returns the exit status. */
export function reportSweeps(
  sweeps: readonly Sweep[],
  options: Pick<SwarmOptions, 'seed' | 'runs' | 'out'> & { readonly tookMs: number | null },
): number {
  const { out, seed, runs, tookMs } = options
  const coverage = noCoverage()
  for (const share of sweeps) merge(coverage, share.coverage)
  const failures = sweeps.flatMap((share) => share.failures).sort((a, b) => a.seed - b.seed)
  for (const { lines } of failures) for (const line of lines) out(line)
  if (runs > 1) for (const line of coverageTable(coverage)) out(line)
  const speed = tookMs === null || tookMs <= 0 ? '' : `, ${((coverage.seeds / tookMs) * 1000).toFixed(1)} seeds/s`
  const which = runs === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + runs - 1}`
  out(`${which}: ${failures.length === 0 ? 'every rule held' : `${failures.length} failed`}; median ${medianTurns(coverage)} turns${speed}`)
  return failures.length === 0 ? 0 : 3
}

/** What broke, the line that repeats it, and as few commands as still break it; the lab too where asked for. */
export function failureLines(result: SeedResult, withLab: boolean): string[] {
  const { failure, seed } = result
  if (failure === null) return []
  const { commands, repeats } = shrink(result)
  const lines = [
    `seed ${seed}, ${failure.phase}, at ${formatDuration(failure.at)}: ${failure.rule}: ${failure.message}`,
    `  hostdown swarm --seed ${seed} --runs 1 --turns ${failure.safetyTurns}`,
  ]
  if (repeats) {
    lines.push(
      `  ${commands.length} of ${result.drawnCommands} commands break it too${failure.phase === 'safety' ? '' : ', after the calm that follows'}:`,
    )
    for (const { at, do: command, written } of commands) lines.push(`    - { at: ${formatDuration(at)}, do: ${command}${argumentsText(written)} }`)
  }
  if (withLab) lines.push(`  lab: ${result.labText}`)
  return lines
}

function argumentsText(args: Readonly<Record<string, unknown>>): string {
  return Object.entries(args)
    .map(([key, value]) => `, ${key}: ${JSON.stringify(value)}`)
    .join('')
}
