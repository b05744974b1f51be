import type { LabEvent } from '../../../contract/events.ts'
import type { Lab } from '../../../contract/lab/index.ts'
import { formatDuration } from '../../../contract/units.ts'
import { notModelled, type Simulation } from '../../../engine/index.ts'
import { timeOption, wholeOption, wordOption, type Arguments } from '../arguments.ts'
import { Buffered, type CliIo } from '../io.ts'
import { loadLab } from '../lab-file.ts'
import { openWork } from '../open-work.ts'
import { guarded, runInSlices, startRun } from '../run-lab.ts'

const formats = ['jsonl', 'text'] as const

export async function run(args: Arguments, io: CliIo): Promise<number> {
  const path = args.operands[0] ?? ''
  const format = wordOption(args, 'format', formats) ?? 'jsonl'
  const seed = wholeOption(args, 'seed', 0, Number.MAX_SAFE_INTEGER)
  const untilWanted = timeOption(args, 'until')
  const loaded = await loadLab(path, args, io)
  const lab: Lab = seed === null ? loaded : { ...loaded, seed }
  const until = untilWanted ?? lab.until
  for (const what of notModelled(lab)) await io.err.write(`not modelled yet: ${what}\n`)

  const asked = { events: args.switches.has('events'), state: args.switches.has('state'), digest: args.switches.has('digest') }
  const printsEvents = asked.events || !(asked.state || asked.digest)
  const recording = args.switches.has('record') ? (await import('../record.ts')).startRecording(lab, path, args, io) : null
  const simulation = recording?.simulation ?? startRun(lab, path)
  const out = new Buffered(io.out)
  const printer = printsEvents ? eventPrinter(simulation, await lineOf(format, io), out) : undefined
  const afterSlice = async (): Promise<void> => {
    recording?.flush()
    await printer?.()
  }
  await runInSlices(simulation, { until, path, lab, io, afterSlice, ...(recording !== null && { takeTurn: () => recording.takeTurn(until) }) })
  if (asked.state)
    out.add(
      `${JSON.stringify(
        guarded(simulation, { path, lab, until }, () => simulation.state()),
        null,
        format === 'text' ? 2 : undefined,
      )}\n`,
    )
  if (asked.digest) out.add(`${simulation.digest()}\n`)
  await out.flush()
  if (recording !== null) await io.err.write(`recorded as run ${recording.close()}\n`)
  const open = openWork(simulation)
  if (open.length > 0) await io.err.write(`warning: the run ends at ${formatDuration(until)} with ${open.join(', ')} still open\n`)
  return 0
}

async function lineOf(format: (typeof formats)[number], io: CliIo): Promise<(event: LabEvent) => string> {
  if (format === 'jsonl') return (event) => `${JSON.stringify(event)}\n`
  // The sentences of all events are not loaded for a log that needs none.
  const { eventLines, paintFor } = await import('../event-text.ts')
  const paint = paintFor(io)
  return (event) => eventLines(event, paint)
}

/** Prints what the log has gained, in writes of a size that a pipe takes well. */
function eventPrinter(simulation: Simulation, line: (event: LabEvent) => string, out: Buffered): () => Promise<void> {
  let printed = 0
  return async () => {
    const { log } = simulation
    for (; printed < log.length; printed++) {
      const event = log[printed]
      if (event === undefined) continue
      out.add(line(event))
      if (out.isFull) await out.flush()
    }
    await out.flush()
  }
}
