import { notModelled } from '../../../engine/index.ts'
import type { Arguments } from '../arguments.ts'
import { BadInput, type CliIo } from '../io.ts'
import { formatProblem } from '../../../contract/lab/problems.ts'
import { readLabFile } from '../lab-file.ts'

export async function check(args: Arguments, io: CliIo): Promise<number> {
  const parsed = await readLabFile(args.operands[0] ?? '', args, io)
  if (!parsed.ok) throw new BadInput(parsed.problems.map(formatProblem))
  for (const what of notModelled(parsed.lab)) await io.err.write(`not modelled yet: ${what}\n`)
  const warnings = parsed.warnings.map((warning) => `warning: ${formatProblem(warning)}\n`)
  await io.out.write(warnings.length === 0 ? 'ok\n' : warnings.join(''))
  return 0
}
