import type { ExplainStep, FactView } from '../../../contract/api.ts'
import { hintFor } from '../../../contract/did-you-mean.ts'
import type { LabEvent } from '../../../contract/events.ts'
import type { Lab } from '../../../contract/lab/index.ts'
import { describeEvent } from '../../../contract/texts/events.ts'
import { formatSeconds, formatTime } from '../../../contract/texts/format.ts'
import { explain, tookOver, type Simulation } from '../../../engine/index.ts'
import { factView } from '../../../knowledge/index.ts'
import { timeOption, wholeOption, type Arguments } from '../arguments.ts'
import { paintFor, whyLines, type Paint } from '../event-text.ts'
import { BadInput, type CliIo } from '../io.ts'
import { loadLab } from '../lab-file.ts'
import { runInSlices, startRun } from '../run-lab.ts'

interface Target {
  readonly kind: 'vm' | 'host'
  readonly name: string
}

export async function explainCommand(args: Arguments, io: CliIo): Promise<number> {
  const path = args.operands[0] ?? ''
  const at = timeOption(args, 'at')
  const seed = wholeOption(args, 'seed', 0, Number.MAX_SAFE_INTEGER)
  const targets = targetsIn(args)
  if (at === null) throw new BadInput(['hostdown explain: missing --at T, the instant to explain'])
  const loaded = await loadLab(path, args, io)
  const lab: Lab = seed === null ? loaded : { ...loaded, seed }
  const simulation = startRun(lab, path)
  await runInSlices(simulation, { until: at, path, lab, io })
  for (const target of targets) checkExists(simulation, target, at)
  const paint = paintFor(io)
  const texts = targets.map((target) => {
    const restarts = target.kind === 'host' ? tookOver(simulation.log, target.name, at) : []
    return chainText(explain(simulation.log, { ...target, t: at }), target, at, paint) + takenOverText(simulation.log, restarts, paint)
  })
  await io.out.write(texts.join('\n'))
  return 0
}

function targetsIn(args: Arguments): readonly Target[] {
  const targets = (['vm', 'host'] as const).flatMap((kind) => {
    const name = args.values.get(kind)
    return name === undefined ? [] : [{ kind, name }]
  })
  if (targets.length === 0) throw new BadInput(['hostdown explain: missing --vm NAME or --host NAME'])
  return targets
}

/** A VM or host that was removed before the instant can still be explained. */
function checkExists(simulation: Simulation, { kind, name }: Target, at: number): void {
  const known = kind === 'vm' ? simulation.vmNames() : simulation.hostNames()
  if (known.includes(name) || simulation.log.some((event) => event.t <= at && event[kind] === name)) return
  throw new BadInput([`--${kind}: no ${kind === 'vm' ? 'VM' : 'host'} named ${JSON.stringify(name)}${hintFor(name, known)}`])
}

function chainText(steps: readonly ExplainStep[], { name }: Target, at: number, paint: Paint): string {
  const head = paint.bold(`${name} at ${formatTime(at)}`)
  const first = steps[0]
  if (first === undefined) return `${head}\n  nothing has changed it since the start of the run\n`
  return `${head}\n${steps.map((step) => stepText(step, first.event.t, paint)).join('')}`
}

/** The VMs that HA restarted on a host, each with why it came to this one. */
function takenOverText(log: readonly LabEvent[], restarts: readonly LabEvent[], paint: Paint): string {
  if (restarts.length === 0) return ''
  const lines = restarts.map((event) => {
    const attempt = log.find(({ seq }) => seq === event.causedBy)
    return `${paint.dim(formatTime(event.t).padStart(12))}${' '.repeat(13)}${describeEvent(event, 'en')}\n${attempt === undefined ? '' : whyLines(attempt, paint, INDENT)}`
  })
  return `  ${paint.bold(`took over ${restarts.length} VM${restarts.length === 1 ? '' : 's'}`)}\n${lines.join('')}`
}

const INDENT = ' '.repeat(25)

function stepText({ event, facts }: ExplainStep, startMs: number, paint: Paint): string {
  const since = `+${formatSeconds(event.t - startMs, 'en')}`
  const time = paint.dim(`${formatTime(event.t).padStart(12)} ${since.padStart(10)}`)
  return `${time}  ${describeEvent(event, 'en')}\n${whyLines(event, paint, INDENT)}${facts.map((id) => factLine(id, paint)).join('')}`
}

function factLine(id: string, paint: Paint): string {
  const { title, standing, sources } = factView(id)
  return `${INDENT}${paint.dim(`${id} ${title} (${sourceText(standing, sources)})`)}\n`
}

function sourceText(standing: FactView['standing'], sources: FactView['sources']): string {
  const cited = sources.map(({ title }) => title).join('; ')
  return cited === '' ? standing : `${standing}: ${cited}`
}
