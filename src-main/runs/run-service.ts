import type { ApiInput, ApiMethod, ApiOutput, ApiPushes, LabProblem } from '../contract/api.ts'
import type { WrittenCommands } from '../contract/lab/index.ts'
import type { Phrase } from '../contract/texts/language.ts'
import type { Run } from './run.ts'
import { operationCost } from './operation-cost.ts'
import { noneNamed } from './none-named.ts'
import { RunError } from './run-error.ts'
import type { RunReads } from './run-reads.ts'
import { sideBySide } from './side-by-side.ts'
import { series } from './series.ts'
import { lookBack } from './small-run.ts'
import { snapshotGrowth } from './snapshot-growth.ts'

export type RunMethod = Exclude<Extract<ApiMethod, `run.${string}`>, 'run.restart' | 'run.rerun'>
export type CommandResult = { readonly ok: true; readonly args: object } | { readonly ok: false; readonly problems: readonly LabProblem[] }

export interface RunServicePorts {
  readonly readCommand: (command: string, args: Readonly<Record<string, unknown>>, names: ReturnType<RunReads['names']>) => CommandResult
  readonly readCommands: (text: string, names: ReturnType<RunReads['names']>) => WrittenCommands
  /** Why a guided lab does not allow a parsed command; null: it may be given. */
  readonly keepAgainst: (guided: string, command: string, args: object) => Phrase | null
  readonly push: <P extends keyof ApiPushes>(push: P, payload: ApiPushes[P]) => void
}

/** Holds the run that is open and answers what is asked of it. */
export class RunService {
  readonly #ports: RunServicePorts
  #run: Run | null = null

  constructor(ports: RunServicePorts) {
    this.#ports = ports
  }

  get run(): Run | null {
    return this.#run
  }

  /** Throws `noRun`. */
  demand(): Run {
    if (this.#run === null) throw new RunError('noRun', 'No lab is open', '열려 있는 랩이 없습니다')
    return this.#run
  }

  /** Replaces the run that was open, and tells the windows. */
  show(run: Run): ReturnType<Run['opened']> {
    this.close()
    this.#run = run
    const opened = run.opened()
    this.#ports.push('run.opened', opened)
    return opened
  }

  close(): void {
    this.#run?.close()
    this.#run = null
  }

  async invoke<M extends RunMethod>(method: M, input: ApiInput<M>): Promise<ApiOutput<M>> {
    return (await this.#answer(method, input)) as ApiOutput<M>
  }

  #answer(method: RunMethod, input: unknown): unknown {
    if (method === 'run.current') {
      this.#run?.flush()
      return this.#run?.opened() ?? null
    }
    const run = this.demand()
    switch (method) {
      case 'run.play':
        return run.play((input as ApiInput<'run.play'>).speed)
      case 'run.pause':
        return run.pause()
      case 'run.speed':
        return run.setSpeed((input as ApiInput<'run.speed'>).speed)
      case 'run.step':
        return run.step(input as ApiInput<'run.step'>)
      case 'run.seek':
        return run.seek((input as ApiInput<'run.seek'>).t)
      case 'run.command':
        return this.#command(run, input as ApiInput<'run.command'>)
      case 'run.settings': {
        const { kind, name } = input as ApiInput<'run.settings'>
        return run.reads.settings(kind, name)
      }
      case 'run.commands':
        return this.#commands(run, (input as ApiInput<'run.commands'>).text)
      case 'run.branch':
        return run.selectBranch((input as ApiInput<'run.branch'>).id)
      case 'run.branchName': {
        const { id, name } = input as ApiInput<'run.branchName'>
        return run.nameBranch(id, name)
      }
      case 'run.branchRemove':
        return run.removeBranch((input as ApiInput<'run.branchRemove'>).id)
      case 'run.undo':
        return run.undo()
      case 'run.redo':
        return run.redo()
      case 'run.fork':
        return this.#fork(run, input as ApiInput<'run.fork'>)
      case 'run.state':
        return run.reads.state(input as ApiInput<'run.state'>)
      case 'run.outages':
        return run.reads.outages()
      case 'run.drsLook':
        return this.#drsLook(run, (input as ApiInput<'run.drsLook'>).seq)
      case 'run.powerOnRoom':
        return run.reads.powerOnRoom((input as ApiInput<'run.powerOnRoom'>).vm)
      case 'run.sideBySide':
        return this.#sideBySide(run, input as ApiInput<'run.sideBySide'>)
      case 'run.cost':
        return this.#cost(run, input as ApiInput<'run.cost'>)
      case 'run.growth':
        return this.#growth(run, input as ApiInput<'run.growth'>)
      case 'run.series':
        return this.#series(run, input as ApiInput<'run.series'>)
      case 'run.predictMigration':
        return run.reads.predictMigration(input as ApiInput<'run.predictMigration'>)
      case 'run.migrationTargets':
        return run.reads.migrationTargets(input as ApiInput<'run.migrationTargets'>)
      case 'run.explain':
        return run.reads.explain(input as ApiInput<'run.explain'>)
      case 'run.bookmark': {
        const { t, note } = input as ApiInput<'run.bookmark'>
        return run.bookmark(note, t)
      }
      case 'run.bookmarkNote': {
        const { id, note } = input as ApiInput<'run.bookmarkNote'>
        return run.setNote(id, note)
      }
      case 'run.bookmarkRemove':
        return run.removeBookmark((input as ApiInput<'run.bookmarkRemove'>).id)
    }
  }

  #command(run: Run, { command, arguments: args, at }: ApiInput<'run.command'>): unknown {
    const parsed = this.#argumentsOf(run, command, args)
    this.#demandAllowed(run, command, parsed)
    return run.command(command, parsed, at)
  }

  async #commands(run: Run, text: string): Promise<ApiOutput<'run.commands'>> {
    const read = this.#ports.readCommands(text, run.reads.names())
    if (!read.ok) return read
    for (const { command, args } of read.commands) this.#demandAllowed(run, command, args)
    const { t: shown } = run.status()
    const commands = read.commands.map(({ at, ...command }) => ({ ...command, at: at ?? shown })).sort((a, b) => a.at - b.at)
    for (const [done, { command, args, at }] of commands.entries()) {
      try {
        await run.command(command, args as Readonly<Record<string, unknown>>, at)
      } catch (error) {
        throw done === 0 ? error : afterSome(error, done, commands.length)
      }
    }
    return { ok: true, done: commands.length, status: run.status() }
  }

  /** Throws `forbidden`. */
  #demandAllowed({ guided }: Run, command: string, args: object): void {
    const keep = guided === null ? null : this.#ports.keepAgainst(guided, command, args)
    if (keep !== null) throw new RunError('forbidden', `This lab does not allow it: ${keep[0]}`, `이 랩에서 허용하지 않습니다: ${keep[1]}`)
  }

  #fork(run: Run, { commands, ...point }: ApiInput<'run.fork'>): unknown {
    const parsed = commands.map(({ command, arguments: args }) => ({ command, args: this.#argumentsOf(run, command, args) }))
    for (const { command, args } of parsed) this.#demandAllowed(run, command, args)
    return run.fork(point, parsed)
  }

  #cost(run: Run, { command, arguments: args }: ApiInput<'run.cost'>): unknown {
    const parsed = this.#argumentsOf(run, command, args)
    const cost = operationCost(run.trialAhead(), command, parsed)
    if (cost === null) throw noneNamed('vm', String(parsed['vm']))
    return cost
  }

  #drsLook(run: Run, seq: number): unknown {
    const pass = run.reads.event(seq)
    if (pass?.type !== 'drs.pass') throw new RunError('notFound', `The event ${seq} is no look of DRS`, `이벤트 ${seq}은(는) DRS 검사가 아닙니다`)
    const trial = run.trialAhead()
    if (pass.t === trial.simulation.now) return trial.simulation.drsLook()
    for (const then of lookBack(trial, [pass.t])) return then.drsLook()
    return null
  }

  #growth(run: Run, { vm }: ApiInput<'run.growth'>): unknown {
    const growth = snapshotGrowth(run.trial(), vm, !run.isHeld)
    if (growth === null) throw noneNamed('vm', vm)
    return growth
  }

  #series(run: Run, input: ApiInput<'run.series'>): unknown {
    const found = series(run.trial(), input)
    if (found === null && input.kind !== 'cluster') throw noneNamed(input.kind, input.name ?? '')
    return found
  }

  #sideBySide(run: Run, { vm, to }: ApiInput<'run.sideBySide'>): unknown {
    const { engine, lab, simulation } = run.trialAhead()
    const result = sideBySide(engine, lab, simulation, vm, to ?? null)
    if (simulation.vmState(vm) === null) throw noneNamed('vm', vm)
    if (result === null)
      throw new RunError('notFound', `The VM ${JSON.stringify(vm)} does not run`, `VM ${JSON.stringify(vm)}이(가) 실행 중이 아닙니다`)
    return result
  }

  /** As the contract reads them. Throws `badInput`. */
  #argumentsOf(run: Run, command: string, args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const result = this.#ports.readCommand(command, args, run.reads.names())
    if (result.ok) return result.args as Readonly<Record<string, unknown>>
    const at = ({ path }: LabProblem, sentence: string): string => (path === '' ? sentence : `${path}: ${sentence}`)
    const sentences = result.problems.map((problem) => at(problem, problem.message))
    const sentencesKo = result.problems.map((problem) => at(problem, problem.messageKo ?? problem.message))
    throw new RunError('badInput', sentences.join('\n'), sentencesKo.join('\n'))
  }
}

/** What was done before stays done: who sends the list again would do it twice. */
function afterSome(error: unknown, done: number, of: number): unknown {
  if (!(error instanceof RunError)) return error
  const { code, message, messageKo } = error
  return new RunError(
    code,
    `The first ${done} of ${of} commands (by time) were carried out, then: ${message}`,
    `명령 ${of}개 중 시간순으로 앞의 ${done}개는 실행되었고, 그다음에 실패했습니다: ${messageKo ?? message}`,
  )
}
