/** The composition root: one object that answers the API, whatever carries it. */
import { join } from 'node:path'
import { apiInputs, type ApiInput, type ApiMethod, type ApiOutput, type ApiPushes, type LabProblem } from '../contract/api.ts'
import { issueText } from '../contract/issue-text.ts'
import { ENGINE_VERSION } from '../engine/index.ts'
import { RunError } from '../runs/run-error.ts'
import { RunHost } from '../runs/run-host.ts'
import { SweepService } from '../sweeps/sweep-service.ts'
import { appHandlers } from './handlers/app.ts'
import { designHandlers } from './handlers/design.ts'
import { factsHandlers } from './handlers/facts.ts'
import type { Handlers } from './handlers/handlers.ts'
import { importHandlers } from './handlers/import.ts'
import { drillHandlers } from './handlers/drill.ts'
import { guidedHandlers } from './handlers/guided.ts'
import { practiceHandlers } from './handlers/practice.ts'
import { labHandlers } from './handlers/lab.ts'
import { sweepHandlers } from './handlers/sweep.ts'
import { workerHandlers } from './handlers/worker.ts'
import { describeLab } from './describe-lab.ts'
import { ImportHost } from './import-host.ts'
import { DrillHost } from './drill-host.ts'
import { guidedFolder } from './guided-files.ts'
import { GuidedHost } from './guided-host.ts'
import { PracticeHost } from './practice-host.ts'
import { dataFolderHere } from '../store/data-folder.ts'
import { LabShelf } from './lab-shelf.ts'
import { versionBeside } from './version.ts'

export interface AppOptions {
  readonly shell: 'electron' | 'web'
  /** The built `run.worker`, next to the entry file that names it. */
  readonly workerUrl: URL
  /** Default: the built `sweep.worker` beside it. */
  readonly sweepWorkerUrl?: URL
  /** Default: the built `import.worker` beside it. */
  readonly importWorkerUrl?: URL
  /** Default: the built `practice.worker` beside it. */
  readonly practiceWorkerUrl?: URL
  /** Default: the built `guided.worker` beside it. */
  readonly guidedWorkerUrl?: URL
  /** Path of the lab file to open at the start; null: the first sample where there are no projects yet, else none. */
  readonly startLab: string | null
  /**
   * The data folder as it was named with `--data`; null: HOSTDOWN_DATA, else the system's place. One Hostdown at a time may use it. Where it cannot be
   * used, nothing is kept and the windows say so.
   */
  readonly dataFolder: string | null
  /** Holds `samples/`; `package.json` lies beside it. */
  readonly resourcesDir: string
  /** Lines for the shell's log; default: standard error. They hold no names of an inventory. */
  readonly log?: (text: string) => void
}

export type PushListener = <P extends keyof ApiPushes>(push: P, payload: ApiPushes[P]) => void
/** `text`: the payload as JSON. */
export type PushTextListener = (push: keyof ApiPushes, text: string) => void

export interface App {
  /** Input is parsed here. Rejects with an error that has one of the API's codes as `code`. */
  invoke<M extends ApiMethod>(method: M, input: ApiInput<M>): Promise<ApiOutput<M>>
  invoke(method: string, input: unknown): Promise<unknown>
  /** Gives the function that ends it. */
  onPush(listener: PushListener): () => void
  /** The same for whoever hands pushes on as text: nobody makes objects of them on the way. */
  onPushText(listener: PushTextListener): () => void
  /** The problems of the lab opened at the start; empty when it opened. */
  readonly started: Promise<readonly LabProblem[]>
  close(): Promise<void>
}

type AnyHandler = (input: unknown) => unknown

export function createApp(options: AppOptions): App {
  const { shell, workerUrl, startLab, resourcesDir } = options
  const log = options.log ?? ((text: string): void => void process.stderr.write(`${text}\n`))
  const listeners = new Set<PushListener>()
  const textListeners = new Set<PushTextListener>()
  const push: PushListener = (name, payload) => {
    if (textListeners.size > 0) {
      const text = JSON.stringify(payload)
      textListeners.forEach((listener) => listener(name, text))
    }
    listeners.forEach((listener) => listener(name, payload))
  }
  const dataFolder = dataFolderHere(options.dataFolder)
  const runs = new RunHost({
    workerUrl,
    folder: dataFolder,
    guidedFolder: guidedFolder(resourcesDir),
    onPush: (name, text) => {
      textListeners.forEach((listener) => listener(name, text))
      if (listeners.size === 0 && !guided.hears(name)) return
      const payload = JSON.parse(text) as never
      guided.hear(name, payload)
      listeners.forEach((listener) => listener(name, payload))
    },
    onLog: log,
  })
  const sweeps = new SweepService({
    workerUrl: options.sweepWorkerUrl ?? new URL('./sweep.worker.js', workerUrl),
    base: (at) => runs.call('sweepBase', { at }),
    push,
    now: () => performance.now(),
  })
  const imports = new ImportHost({
    workerUrl: options.importWorkerUrl ?? new URL('./import.worker.js', workerUrl),
    push: (payload) => push('import.progress', payload),
    keep: ({ file, text, imported }, source) =>
      runs.call('shelve', { fileName: file, text, folder: null, origin: { file: `${source}: ${file}` }, imported }),
  })
  const practice = new PracticeHost({
    workerUrl: options.practiceWorkerUrl ?? new URL('./practice.worker.js', workerUrl),
    resourcesDir,
    runs,
    push: (payload) => push('practice.progress', payload),
  })
  const drills = new DrillHost({ practice, runs })
  const guided = new GuidedHost({
    workerUrl: options.guidedWorkerUrl ?? new URL('./guided.worker.js', workerUrl),
    resourcesDir,
    dataFolder,
    runs,
    push: (payload) => push('guided.changed', payload),
  })
  const shelf = new LabShelf({ folder: join(resourcesDir, 'samples'), startFile: startLab, describe: describeLab })
  const handlers: Handlers<string> = {
    ...appHandlers(
      {
        version: versionBeside(resourcesDir),
        engineVersion: ENGINE_VERSION,
        shell,
        startLab: startLab === null ? null : shelf.startId,
        licencesFile: join(resourcesDir, '..', 'out', 'licences.json'),
      },
      runs,
    ),
    ...labHandlers(runs, shelf),
    ...workerHandlers(runs),
    ...designHandlers(runs, resourcesDir),
    ...factsHandlers(),
    ...sweepHandlers(sweeps, runs),
    ...importHandlers(imports),
    ...practiceHandlers(practice),
    ...guidedHandlers(guided),
    ...drillHandlers(drills),
  }

  async function invoke(method: string, input: unknown): Promise<unknown> {
    if (!Object.hasOwn(apiInputs, method)) throw new RunError('badInput', `No such method: ${method.slice(0, 100)}`)
    const parsed = apiInputs[method as ApiMethod].safeParse(input)
    if (!parsed.success) throw new RunError('badInput', parsed.error.issues.map(issueText).join('\n').slice(0, 2000))
    try {
      return await (handlers[method as ApiMethod] as AnyHandler)(parsed.data)
    } catch (error) {
      if (error instanceof RunError) throw error
      log(`${method} failed: ${error instanceof Error ? error.name : 'unknown'}`)
      throw new RunError('internal', 'Hostdown met a fault of its own', 'Hostdown에 내부 오류가 발생했습니다')
    }
  }

  return {
    invoke: invoke as App['invoke'],
    onPush(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onPushText(listener) {
      textListeners.add(listener)
      return () => textListeners.delete(listener)
    },
    started: openFirst(invoke as App['invoke'], shelf.startId, startLab !== null),
    close() {
      sweeps.close()
      imports.close()
      practice.close()
      guided.close()
      return runs.close()
    },
  }
}

/** The lab that was asked for; else, for whoever has no projects yet, the first sample. */
async function openFirst(invoke: App['invoke'], sample: string, asked: boolean): Promise<readonly LabProblem[]> {
  try {
    if (!asked && (await invoke('project.list', {})).length > 0) return []
    const result = await invoke('lab.open', { sample })
    return result.ok ? [] : result.problems
  } catch (error) {
    return [{ path: '', line: null, message: error instanceof Error ? error.message : String(error) }]
  }
}
