/** `hostdown import`: an RVTools export becomes labs, one for each cluster, with a report of what was assumed and left out. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { importReport } from '../../../inventory/import-report.ts'
import type { ImportReport } from '../../../inventory/import-report.ts'
import { codeOf, InventoryError } from '../../../inventory/input-error.ts'
import { inventoryOf } from '../../../inventory/inventory.ts'
import { answerKey } from '../../../inventory/lab/assumptions.ts'
import type { Answers, AnswerValue } from '../../../inventory/lab/assumptions.ts'
import { buildLabs, labNames } from '../../../inventory/lab/build-labs.ts'
import type { ImportedLab } from '../../../inventory/lab/build-labs.ts'
import type { Assumed } from '../../../inventory/model.ts'
import { withoutNames } from '../../../inventory/pseudonyms.ts'
import { readPath } from '../../../inventory/read/read-source.ts'
import type { ReadProgress } from '../../../inventory/read/read-source.ts'
import type { Arguments } from '../arguments.ts'
import { BadInput } from '../io.ts'
import type { CliIo } from '../io.ts'
import { readTextFile } from '../text-file.ts'

const ANSWERS_BYTES_MAX = 50_000_000
const PROGRESS_EVERY_MS = 200

export async function importCommand(args: Arguments, io: CliIo): Promise<number> {
  const [path = ''] = args.operands
  const out = args.values.get('out')
  if (out === undefined) throw new BadInput(['hostdown import: missing -o DIR, where the labs go'])
  const answers = answersOf(args.values.get('answers'), io)
  try {
    const read = await readPath(resolve(io.cwd, path), path, { onProgress: progressOn(io) })
    const inventory = inventoryOf(args.switches.has('replace-names') ? withoutNames(read) : read)
    const labs: ImportedLab[] = []
    for (const lab of buildLabs(inventory, { answers })) {
      labs.push(lab)
      if (io.err.isTty) await io.err.write(`\r\u001b[KLab ${labs.length} of ${labNames(inventory).length}`)
    }
    if (io.err.isTty) await io.err.write('\r\u001b[K')
    for (const line of unheard(answers, [...inventory.assumed, ...labs.flatMap(({ assumed }) => assumed)]))
      await io.err.write(`warning: ${args.values.get('answers') ?? ''}: ${line}\n`)
    const report = importReport(inventory, labs)
    write(resolve(io.cwd, out), out, labs, report)
    await io.out.write(spoken(report, out))
    return 0
  } catch (error) {
    if (error instanceof InventoryError) throw new BadInput(error.lines.map(([line]) => line))
    throw error
  }
}

/** On a terminal: what is being read, and how far. */
function progressOn(io: CliIo): (progress: ReadProgress) => void {
  let next = 0
  return ({ tab, rows, share }) => {
    if (!io.err.isTty || io.nowMs() < next) return
    next = io.nowMs() + PROGRESS_EVERY_MS
    void io.err.write(`\r\u001b[KReading ${Math.floor(share * 100)}%${tab === '' ? '' : `: ${tab}, ${rows} rows`}`)
  }
}

/** `{ where, field, value }` of a report that somebody edited, or a list of them. */
function answersOf(path: string | undefined, io: CliIo): Answers {
  if (path === undefined) return new Map()
  const file = readTextFile(resolve(io.cwd, path), ANSWERS_BYTES_MAX)
  if ('problem' in file) throw new BadInput([`${path}: ${file.problem}`])
  let data: unknown
  try {
    data = JSON.parse(file.text)
  } catch (error) {
    throw new BadInput([`${path}: is no JSON (${error instanceof Error ? error.message : String(error)})`])
  }
  const list: unknown = typeof data === 'object' && data !== null && 'assumed' in data ? data.assumed : data
  const entries = Array.isArray(list) ? (list as readonly unknown[]) : []
  const answers = new Map<string, AnswerValue>()
  for (const entry of entries) {
    const isAnswer = typeof entry === 'object' && entry !== null && 'where' in entry && 'field' in entry && 'value' in entry
    if (!isAnswer || (entry.value !== null && typeof entry.value === 'object'))
      throw new BadInput([`${path}: expected a list of { where, field, value }`])
    answers.set(answerKey(String(entry.where), String(entry.field)), entry.value as AnswerValue)
  }
  if (entries.length === 0) throw new BadInput([`${path}: expected a list of { where, field, value }, or a report with assumed`])
  return answers
}

/** Statements that changed nothing, and why: a report that was edited names what the export does not have, or what follows from it. */
function unheard(answers: Answers, assumed: readonly (Assumed & { readonly stated?: boolean })[]): readonly string[] {
  const known = new Map<string, (typeof assumed)[number][]>()
  for (const each of assumed) known.set(answerKey(each.where, each.field), [...(known.get(answerKey(each.where, each.field)) ?? []), each])
  return [...answers].flatMap(([key, value]) => {
    const about = key.replace('\n', ': ')
    const found = known.get(key)
    if (found === undefined) return [`${about}: nothing of this export is assumed there`]
    return found.some((each) => each.stated === true || each.value === value) ? [] : [`${about}: follows from the export, and cannot be stated`]
  })
}

function write(folder: string, shown: string, labs: readonly ImportedLab[], report: ImportReport): void {
  try {
    mkdirSync(folder, { recursive: true })
    for (const { file, text } of labs) writeFileSync(join(folder, file), text)
    writeFileSync(join(folder, 'import-report.json'), `${JSON.stringify(report, null, 2)}\n`)
  } catch (error) {
    throw new BadInput([`${shown}: cannot be written (${codeOf(error)})`])
  }
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

function spoken({ clusters, assumed, skipped, read }: ImportReport, out: string): string {
  const lines = [`read ${read.map(({ tab, rows }) => `${tab} ${rows}`).join(', ')}`]
  for (const { file, hosts, vmsOn, vmsOff, templates, datastores, resourcePools } of clusters)
    lines.push(
      `${file}: ${counted(hosts, 'host')}, ${vmsOn} VMs on and ${vmsOff} off, ${counted(templates, 'template')}, ${counted(datastores, 'datastore')}, ${counted(resourcePools, 'resource pool')}`,
    )
  lines.push(`${assumed.length} assumed, ${skipped.length} left out: ${join(out, 'import-report.json')}`)
  return `${lines.join('\n')}\n`
}
