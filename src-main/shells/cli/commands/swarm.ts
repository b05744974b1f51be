import { wholeOption, type Arguments } from '../arguments.ts'
import { EagerLines, type CliIo } from '../io.ts'

const RUNS_DEFAULT = 100

export async function swarm(args: Arguments, io: CliIo): Promise<number> {
  const runs = wholeOption(args, 'runs', 1, 10_000_000) ?? RUNS_DEFAULT
  const seed = wholeOption(args, 'seed', 0, Number.MAX_SAFE_INTEGER) ?? 1
  const turns = wholeOption(args, 'turns', 1, 100_000_000)
  const { runSwarm } = await import('../../../engine/testing/swarm-command.ts')
  const lines = new EagerLines(io.out)
  const status = runSwarm({ runs, seed, turns, out: lines.out })
  await lines.done()
  return status
}
