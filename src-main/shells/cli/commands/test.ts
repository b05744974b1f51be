import { hintFor } from '../../../contract/did-you-mean.ts'
import type { ParsedLab } from '../../../contract/lab/parse.ts'
import { formatProblem } from '../../../contract/lab/problems.ts'
import { computeFunctions, computeFunctionsOf, notModelled } from '../../../engine/index.ts'
import { evaluate } from '../../../expectations/evaluate.ts'
import type { ExpectationResult } from '../../../expectations/port.ts'
import { constants, perturb, type Constants } from '../../../knowledge/constants.ts'
import type { Arguments } from '../arguments.ts'
import { findLabs, isGuided } from '../find-labs.ts'
import { BadInput, BrokenRun, type CliIo } from '../io.ts'
import { readLabFile } from '../lab-file.ts'
import { guarded, startRun } from '../run-lab.ts'

interface Break {
  readonly fact: string
  readonly constants: Constants
}

type Outcome =
  /** Nothing to judge, or nothing that concerns the fact that is broken. */
  | { readonly kind: 'skipped'; readonly why: string }
  | { readonly kind: 'ok'; readonly judged: number }
  | { readonly kind: 'failed'; readonly judged: number; readonly failed: number; readonly lines: readonly string[] }
  | { readonly kind: 'invalid'; readonly lines: readonly string[] }
  | { readonly kind: 'broken'; readonly lines: readonly string[] }

export async function test(args: Arguments, io: CliIo): Promise<number> {
  const broken = breakOf(args)
  const paths = findLabs(args.operands, io.cwd, { guided: true })
  const startedMs = io.nowMs()
  const outcomes: Outcome[] = []
  const gaps = new Set<string>()
  for (const path of paths) {
    const outcome = await judgeFile(path, broken, gaps, args, io)
    outcomes.push(outcome)
    await io.out.write(outcomeText(path, outcome, broken))
  }
  if (gaps.size > 0) await io.err.write([...gaps].map((gap) => `not modelled yet: ${gap}\n`).join(''))
  const judged = outcomes.filter(({ kind }) => kind !== 'skipped').length
  if (judged === 0) throw new BadInput([nothingToJudge(paths.length, broken)])
  await io.out.write(summary(outcomes, broken, io.nowMs() - startedMs))
  return statusOf(outcomes)
}

function breakOf(args: Arguments): Break | null {
  const wanted = args.values.get('break')
  if (wanted === undefined) return null
  const fact = wanted.toUpperCase()
  const changed = perturb(fact)
  if (changed === null) throw new BadInput([`--break: ${wanted} has no constant${hintFor(fact, Object.keys(constants))}`])
  return { fact, constants: changed }
}

async function judgeFile(path: string, broken: Break | null, gaps: Set<string>, args: Arguments, io: CliIo): Promise<Outcome> {
  if (isGuided(path)) return judgeGuided(path, broken, io)
  let parsed: ParsedLab
  try {
    parsed = await readLabFile(path, args, io)
  } catch (error) {
    if (error instanceof BadInput) return { kind: 'invalid', lines: error.lines }
    throw error
  }
  const checkFails = parsed.ok ? parsed.lab.checkFails : (parsed.checkFails ?? null)
  if (checkFails !== null)
    return broken === null
      ? judgeRefusal(checkFails, parsed.ok ? [] : parsed.problems.map(({ path: at }) => at))
      : { kind: 'skipped', why: 'it is not run: it has checkFails' }
  if (!parsed.ok) return { kind: 'invalid', lines: parsed.problems.map(formatProblem) }
  const { lab } = parsed
  if (lab.expect.length === 0) return { kind: 'skipped', why: 'it has no expect: block' }
  if (broken !== null && !lab.expect.some(({ facts }) => facts.includes(broken.fact)))
    return { kind: 'skipped', why: `it does not cite ${broken.fact}` }
  for (const gap of notModelled(lab)) gaps.add(gap)
  try {
    const simulation = startRun(lab, path, broken === null ? {} : { constants: broken.constants })
    const results = guarded(simulation, { path, lab, until: lab.until }, () => {
      const all = evaluate(lab, simulation, broken === null ? computeFunctions : computeFunctionsOf(broken.constants))
      simulation.checkInvariants()
      return all
    })
    return judgement(results)
  } catch (error) {
    if (!(error instanceof BrokenRun)) throw error
    // With a rule of the product changed, a model that breaks has noticed it.
    return broken === null ? { kind: 'broken', lines: error.lines } : { kind: 'failed', judged: lab.expect.length, failed: 1, lines: error.lines }
  }
}

/** A guided lab proves itself: its solution solves it, doing nothing does not, each keep can be broken. */
async function judgeGuided(path: string, broken: Break | null, io: CliIo): Promise<Outcome> {
  if (broken !== null) return { kind: 'skipped', why: 'it is a guided lab' }
  const { proveFile } = await import('../guided-file.ts')
  const proof = proveFile(path, io)
  if ('problems' in proof) return { kind: 'invalid', lines: proof.problems }
  const { judged, failed } = proof
  return failed.length === 0
    ? { kind: 'ok', judged }
    : { kind: 'failed', judged, failed: failed.filter((line) => !line.startsWith(' ')).length, lines: failed }
}

/** A lab that must not validate: `check` has to report exactly these paths. */
function judgeRefusal(wanted: readonly string[], reported: readonly string[]): Outcome {
  const missing = wanted.filter((path) => !reported.includes(path))
  const surplus = [...new Set(reported)].filter((path) => !wanted.includes(path))
  const lines = [
    ...missing.map((path) => `check does not report ${path}`),
    ...surplus.map((path) => `check also reports ${path === '' ? 'the file as a whole' : path}`),
  ]
  return lines.length === 0 ? { kind: 'ok', judged: wanted.length } : { kind: 'failed', judged: wanted.length, failed: lines.length, lines }
}

function judgement(results: readonly ExpectationResult[]): Outcome {
  const failed = results.filter(({ held }) => !held)
  if (failed.length === 0) return { kind: 'ok', judged: results.length }
  const lines = failed.flatMap(({ index, text, facts, happened }) => [
    `expect[${index}] ${text}${facts.length === 0 ? '' : ` [${facts.join(', ')}]`}`,
    `  ${happened ?? ''}`,
  ])
  return { kind: 'failed', judged: results.length, failed: failed.length, lines }
}

const indented = (lines: readonly string[]): string => lines.map((line) => `       ${line}\n`).join('')

function outcomeText(path: string, outcome: Outcome, broken: Break | null): string {
  switch (outcome.kind) {
    case 'skipped':
      // Most labs do not cite the fact that is broken: their number is enough.
      return broken === null ? `skip   ${path} (${outcome.why})\n` : ''
    case 'ok':
      return `ok     ${path} (${outcome.judged})\n`
    case 'failed':
      return `FAIL   ${path} (${outcome.failed} of ${outcome.judged})\n${indented(outcome.lines)}`
    case 'invalid':
      return `BAD    ${path}\n${indented(outcome.lines)}`
    case 'broken':
      return `BROKEN ${path}\n${indented(outcome.lines)}`
  }
}

function nothingToJudge(found: number, broken: Break | null): string {
  if (broken !== null) return `no lab below these paths cites ${broken.fact}`
  return found === 0 ? 'no lab files (*.lab.yaml, *.lab.json, *.guided.yaml) below these paths' : 'no lab below these paths has an expect: block'
}

function summary(outcomes: readonly Outcome[], broken: Break | null, elapsedMs: number): string {
  const count = (kind: Outcome['kind']): number => outcomes.filter((outcome) => outcome.kind === kind).length
  const labs = outcomes.length - count('skipped')
  const judged = outcomes.reduce((sum, outcome) => sum + ('judged' in outcome ? outcome.judged : 0), 0)
  const parts = [`${count('ok')} of ${labs} labs hold`, `${judged} expectations`, `${(elapsedMs / 1000).toFixed(1)} s`]
  if (count('skipped') > 0) parts.push(`${count('skipped')} skipped${broken === null ? '' : ` (they do not cite ${broken.fact})`}`)
  const bad = count('invalid') + count('broken')
  if (bad > 0) parts.push(`${bad} could not be judged`)
  const red = count('failed')
  const verdict = broken === null ? '' : `${broken.fact} broken: ${red} of ${labs} labs that cite it went red${red === 0 ? ', nobody noticed' : ''}\n`
  return `${verdict}${parts.join(', ')}\n`
}

function statusOf(outcomes: readonly Outcome[]): number {
  const has = (kind: Outcome['kind']): boolean => outcomes.some((outcome) => outcome.kind === kind)
  if (has('broken')) return 3
  if (has('invalid')) return 2
  return has('failed') ? 1 : 0
}
