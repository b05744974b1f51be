import { formatProblem } from '../../../contract/lab/problems.ts'
import { reviewLab } from '../../../contract/lab/review.ts'
import { notModelled } from '../../../engine/index.ts'
import { facts } from '../../../knowledge/index.ts'
import type { Arguments } from '../arguments.ts'
import { findLabs, isGuided } from '../find-labs.ts'
import { BadInput, type CliIo } from '../io.ts'
import { readLabFile } from '../lab-file.ts'

interface Finding {
  readonly warnings: readonly string[]
  readonly errors: readonly string[]
}

export async function check(args: Arguments, io: CliIo): Promise<number> {
  const paths = findLabs(args.operands, io.cwd, { guided: true })
  if (paths.length === 0) throw new BadInput(['no lab files (*.lab.yaml, *.lab.json, *.guided.yaml) below these paths'])
  const isOne = paths.length === 1 && paths[0] === args.operands[0]
  const gaps = new Set<string>()
  const broken: string[] = []
  for (const path of paths) {
    const { warnings, errors } = await findingOf(path, gaps, args, io)
    // Of several labs each line says which one it is about.
    const about = isOne ? '' : `${path}: `
    const said = errors.map((error) => (error.startsWith(`${path}: `) ? error : `${about}${error}`))
    if (said.length > 0) broken.push(path)
    await io.err.write(said.map((line) => `${line}\n`).join(''))
    const warned = warnings.map((warning) => `${about}warning: ${warning}\n`).join('')
    await io.out.write(said.length + warnings.length === 0 ? `${about}ok\n` : warned)
  }
  await io.err.write([...gaps].map((gap) => `not modelled yet: ${gap}\n`).join(''))
  if (!isOne) await io.out.write(`${paths.length - broken.length} of ${paths.length} labs are sound\n`)
  return broken.length === 0 ? 0 : 2
}

async function findingOf(path: string, gaps: Set<string>, args: Arguments, io: CliIo): Promise<Finding> {
  try {
    if (isGuided(path)) return await guidedFinding(path, io)
    const parsed = await readLabFile(path, args, io, (lab, report) => reviewLab(lab, { facts: facts.map(({ id }) => id) }, report))
    if (!parsed.ok) return { warnings: parsed.warnings.map(formatProblem), errors: parsed.problems.map(formatProblem) }
    for (const gap of notModelled(parsed.lab)) gaps.add(gap)
    return { warnings: parsed.warnings.map(formatProblem), errors: [] }
  } catch (error) {
    if (error instanceof BadInput) return { warnings: [], errors: error.lines }
    throw error
  }
}

/** What is written in a guided lab; whether its solution solves it is for `test` to prove. */
async function guidedFinding(path: string, io: CliIo): Promise<Finding> {
  const { readGuidedFile } = await import('../guided-file.ts')
  const parsed = readGuidedFile(path, io)
  return { warnings: [], errors: parsed.ok ? [] : parsed.problems }
}
