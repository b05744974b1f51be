/** `hostdown sweep`: every failure of a kind, from one warm state, and what becomes of the VMs. */
import { SWEEP_AT_MS, SWEEP_RUN_MS, sweepDomains, type SweepDomain, type SweepResult } from '../../../contract/api-sweep.ts'
import type { Lab } from '../../../contract/lab/index.ts'
import { formatDuration } from '../../../contract/units.ts'
import { ENGINE_VERSION, notModelled } from '../../../engine/index.ts'
import { packed } from '../../../sweeps/packed.ts'
import { planOf, sweep, SweepError, Sweepers, threadsFor } from '../../../sweeps/sweep.ts'
import { warmUp } from '../../../sweeps/warm.ts'
import { timeOption, wholeOption, wordOption, type Arguments } from '../arguments.ts'
import { BadInput, BrokenRun, type CliIo } from '../io.ts'
import { loadLab } from '../lab-file.ts'
import { guarded } from '../run-lab.ts'

export async function sweepCommand(args: Arguments, io: CliIo): Promise<number> {
  const path = args.operands[0] ?? ''
  const failures = wholeOption(args, 'failures', 1, 2) === 2 ? 2 : 1
  const domain = wordOption(args, 'domain', sweepDomains) ?? 'host'
  const at = timeOption(args, 'at') ?? SWEEP_AT_MS
  const seed = wholeOption(args, 'seed', 0, Number.MAX_SAFE_INTEGER)
  const loaded = await loadLab(path, args, io)
  const lab: Lab = seed === null ? loaded : { ...loaded, seed }
  for (const what of notModelled(lab)) await io.err.write(`not modelled yet: ${what}\n`)
  const result = await swept(lab, path, { domain, failures, at }, io)
  if (args.switches.has('json'))
    await io.out.write(`${JSON.stringify({ lab: lab.name, seed: lab.seed, engineVersion: ENGINE_VERSION, ...result }, null, 2)}\n`)
  else {
    const { sweepText } = await import('../sweep-text.ts')
    await io.out.write(sweepText(lab.name, result))
  }
  return 0
}

interface Asked {
  readonly domain: SweepDomain
  readonly failures: 1 | 2
  readonly at: number
}

async function swept(lab: Lab, path: string, { domain, failures, at }: Asked, io: CliIo): Promise<SweepResult> {
  // The threads load the engine while this one runs the lab up to the instant.
  const objects = domain === 'datastore' ? lab.datastores : domain === 'network' ? lab.networks : lab.hosts
  const count = failures === 1 ? objects.length : (objects.length * (objects.length + 1)) / 2
  const threads = threadsFor(count)
  const sweepers = threads < 2 ? null : new Sweepers(new URL('./sweep.worker.js', io.built.workerUrl), threads)
  try {
    const warm = guarded({ now: 0, turn: 0 }, { path, lab, until: at }, () => warmUp(lab, at, SWEEP_RUN_MS))
    const plan = planOf(warm, domain, failures)
    if (plan.list.length === 0) throw new BadInput([`--domain: there is no ${domain} in ${path} that could fail at ${formatDuration(at)}`])
    sweepers?.load(packed(warm))
    const progress = progressOf(plan.list.length, io)
    const result = await sweep(warm, plan, { sweepers, onProgress: progress.show })
    await progress.clear()
    return result
  } catch (error) {
    throw error instanceof SweepError ? broken(error, lab, path, at) : error
  } finally {
    await sweepers?.end()
  }
}

function broken({ failure, message, invariant }: SweepError, lab: Lab, path: string, at: number): BrokenRun {
  const commands = failure.commands.map(({ command, arguments: given }) => JSON.stringify({ at: formatDuration(at), do: command, ...given }))
  return new BrokenRun([
    `${invariant === null ? 'internal error in the simulation' : `invariant broken: ${invariant}`}, when ${failure.failed.join(' and ')} fails`,
    message,
    `lab ${path}, seed ${lab.seed}, engine version ${ENGINE_VERSION}`,
    `to repeat: end the timeline of the lab with ${commands.join(', ')} and run it until ${formatDuration(at + SWEEP_RUN_MS)}`,
  ])
}

const SHOWN_EVERY_MS = 100

/** How far it is, on a terminal. */
function progressOf(count: number, io: CliIo): { readonly show: (done: number) => void; readonly clear: () => Promise<void> } {
  let shownMs = io.nowMs()
  let isShown = false
  return {
    show(done) {
      if (!io.err.isTty || io.nowMs() - shownMs < SHOWN_EVERY_MS) return
      shownMs = io.nowMs()
      isShown = true
      void io.err.write(`\r\u001b[K${done} of ${count} failures`).catch(() => undefined)
    },
    async clear() {
      if (isShown) await io.err.write('\r\u001b[K')
    },
  }
}
