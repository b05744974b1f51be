import type { Arguments } from '../arguments.ts'
import { EagerLines, type CliIo } from '../io.ts'

export async function bench(args: Arguments, io: CliIo): Promise<number> {
  const { runBench } = await import('../bench/bench-command.ts')
  const lines = new EagerLines(io.out)
  const status = await runBench({ json: args.switches.has('json'), only: args.values.get('only') ?? null, out: lines.out })
  await lines.done()
  return status
}
