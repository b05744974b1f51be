import { ComparisonService } from '../comparisons/comparison-service.ts'
import { defaultSettings, settingsSchema, type ApiInput, type Settings, type StoreProblem } from '../contract/api.ts'
import { AttemptError } from '../practice/attempts/attempt-service.ts'
import type { NewDesign, OpenInput, SweepBase, SweepReportRequest, WorkerInfo, WorkerInput, WorkerMethod, WorkerOutput } from '../runs/protocol.ts'
import { notStored, RunError } from '../runs/run-error.ts'
import { RunService, type RunMethod } from '../runs/run-service.ts'
import { StoreError } from '../runs/store-port.ts'
import type { DataFolder, ProjectPorts } from './ports.ts'
import { DesignService } from './design-service.ts'
import { GuidedService, isGuidedMethod } from './guided-service.ts'
import { isPracticeMethod, PracticeService } from './practice-service.ts'
import { isPredictMethod, PredictService } from './predict-service.ts'
import { ProjectService } from './project-service.ts'
import { ReportService } from './report-service.ts'

const SETTINGS = 'window'

/** All that lives in the worker: the data folder, the projects in it, the run that is open. */
export class Workroom {
  readonly #ports: ProjectPorts
  readonly #runs: RunService
  #folder: DataFolder | null = null
  #problem: StoreProblem | null = null
  #projects: ProjectService
  readonly #comparisons: ComparisonService
  readonly #reports: ReportService
  #designs: DesignService
  #practice: PracticeService
  #guided: GuidedService
  readonly #predict: PredictService
  #settings: Settings

  constructor(ports: ProjectPorts) {
    this.#ports = ports
    this.#runs = new RunService(ports)
    this.#projects = this.#openFolder()
    this.#comparisons = new ComparisonService({ ...ports, take: (of) => this.#projects.compared(of) })
    this.#reports = new ReportService({ run: () => this.#runs.demand(), engineVersion: ports.engine.version, factsOf: ports.factsOf })
    this.#designs = new DesignService(ports, this.#projects, this.#folder)
    this.#practice = new PracticeService(this.#folder?.practice ?? null)
    this.#guided = this.#guidedService()
    this.#predict = new PredictService(this.#runs, ports)
    this.#settings = this.#readSettings()
  }

  /** Rejects with a RunError; anything else is a fault of ours. */
  async invoke<M extends WorkerMethod>(method: M, input: WorkerInput<M>): Promise<WorkerOutput<M>> {
    try {
      return (await this.#answer(method, input)) as WorkerOutput<M>
    } catch (error) {
      if (error instanceof StoreError) throw notStored(error.problem)
      if (error instanceof AttemptError) throw new RunError(error.code, error.message, error.messageKo)
      throw error
    } finally {
      this.#predict.follow()
    }
  }

  /** Keeps what is to be kept, and lets the folder go. */
  close(): void {
    this.#runs.close()
    this.#folder?.close()
    this.#folder = null
  }

  #answer(method: WorkerMethod, input: unknown): unknown {
    const projects = this.#projects
    switch (method) {
      case 'open':
        return projects.open(input as OpenInput)
      case 'shelve':
        return projects.shelve(input as WorkerInput<'shelve'>)
      case 'info':
        return this.#info()
      case 'close':
        this.close()
        return null
      case 'sweepBase':
        return this.#sweepBase((input as WorkerInput<'sweepBase'>).at)
      case 'run.restart':
        return projects.restart(input as ApiInput<'run.restart'>)
      case 'run.rerun':
        return projects.rerun()
      case 'project.list':
        return projects.list()
      case 'project.open':
        return projects.openProject(input as ApiInput<'project.open'>)
      case 'project.runs':
        return projects.runs(input as ApiInput<'project.runs'>)
      case 'project.importRecord':
        return projects.importRecord(input as ApiInput<'project.importRecord'>)
      case 'project.rename':
        return projects.rename(input as ApiInput<'project.rename'>)
      case 'project.duplicate':
        return projects.duplicate(input as ApiInput<'project.duplicate'>)
      case 'project.delete':
        return projects.delete(input as ApiInput<'project.delete'>)
      case 'project.undelete':
        return projects.undelete(input as ApiInput<'project.undelete'>)
      case 'project.exportLab':
        return projects.exportLab(input as ApiInput<'project.exportLab'>)
      case 'project.export':
        return projects.export(input as ApiInput<'project.export'>)
      case 'project.import':
        return projects.import(input as ApiInput<'project.import'>)
      case 'compare.open':
        return this.#comparisons.open(input as ApiInput<'compare.open'>)
      case 'compare.current':
        return this.#comparisons.current()
      case 'compare.seek':
        return this.#comparisons.seek(input as ApiInput<'compare.seek'>)
      case 'compare.close':
        return this.#comparisons.close()
      case 'compare.report':
        return this.#reports.compare(this.#comparisons.account(), input as ApiInput<'compare.report'>)
      case 'sweepReport':
        return this.#reports.sweep(input as SweepReportRequest)
      case 'report.run':
      case 'report.design':
      case 'report.events':
      case 'report.series':
        return this.#reports.answer(method, input)
      case 'design.open':
        return this.#designs.open(input as ApiInput<'design.open'>)
      case 'design.edit':
        return this.#designs.edit(input as ApiInput<'design.edit'>)
      case 'design.undo':
        return this.#designs.undo(input as ApiInput<'design.undo'>)
      case 'design.redo':
        return this.#designs.redo(input as ApiInput<'design.redo'>)
      case 'design.revert':
        return this.#designs.revert(input as ApiInput<'design.revert'>)
      case 'design.yaml':
        return this.#designs.yaml(input as ApiInput<'design.yaml'>)
      case 'design.run':
        return this.#designs.run(input as ApiInput<'design.run'>)
      case 'newDesign':
        return this.#designs.create(input as NewDesign)
      case 'settings.set':
        return this.#setSettings(input as Partial<Settings>)
      case 'store.backups':
        return (this.#folder?.backups ?? this.#ports.closedBackups).list()
      case 'store.backup':
        this.#runs.run?.keep()
        return this.#demandFolder().backups.make('asked')
      case 'store.restore':
        return this.#restore((input as ApiInput<'store.restore'>).fileName)
      default:
        if (isGuidedMethod(method)) return this.#guided.answer(method, input)
        if (isPracticeMethod(method)) return this.#practice.answer(method, input)
        if (isPredictMethod(method)) return this.#predict.answer(method, input)
        return this.#runs.invoke(method satisfies RunMethod, input as never)
    }
  }

  /** A folder that cannot be used is no reason not to work: nothing is kept then, and the windows say why. */
  #openFolder(): ProjectService {
    this.#folder = null
    this.#problem = null
    try {
      this.#folder = this.#ports.openFolder()
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      this.#problem = error.problem
      this.#ports.log(`Nothing is kept. ${error.problem.text}`)
    }
    return new ProjectService(this.#ports, this.#runs, this.#folder, this.#problem)
  }

  async #sweepBase(at: number): Promise<SweepBase> {
    const run = this.#runs.demand()
    const { branch, simulation } = await run.pointAt(at)
    const { first, packed } = this.#ports.warm(run.lab, simulation.keyframe())
    return { from: { runId: run.id, branch: branch.id, turn: simulation.turn, at, first }, warm: packed }
  }

  #guidedService(): GuidedService {
    return new GuidedService({ store: this.#practice.store, runs: this.#runs, projects: this.#projects })
  }

  #info(): WorkerInfo {
    return { settings: this.#settings, folder: this.#ports.folder, bytes: this.#folder?.bytes() ?? 0, problem: this.#problem }
  }

  /** What no longer fits goes back to how the product has it, key by key. */
  #readSettings(): Settings {
    const kept = (this.#folder?.settings.get(SETTINGS) ?? {}) as Record<string, unknown>
    const valid = Object.entries(defaultSettings).map(([key, value]) => {
      const one = settingsSchema.partial().safeParse({ [key]: kept[key] ?? value })
      return [key, one.success ? (one.data as Record<string, unknown>)[key] : value]
    })
    return Object.fromEntries(valid) as Settings
  }

  #setSettings(change: Partial<Settings>): Settings {
    const next = { ...this.#settings, ...change }
    this.#folder?.settings.set(SETTINGS, next)
    this.#settings = next
    this.#ports.push('settings.changed', next)
    return next
  }

  async #restore(fileName: string): Promise<Record<string, never>> {
    const { backups } = this.#folder ?? { backups: this.#ports.closedBackups }
    this.#runs.close()
    this.#comparisons.close()
    this.#ports.push('run.closed', {})
    try {
      await backups.restore(fileName)
    } finally {
      this.#folder?.close()
      this.#projects = this.#openFolder()
      this.#designs = new DesignService(this.#ports, this.#projects, this.#folder)
      this.#practice = new PracticeService(this.#folder?.practice ?? null)
      this.#guided = this.#guidedService()
    }
    this.#settings = this.#readSettings()
    this.#ports.push('settings.changed', this.#settings)
    this.#ports.push('project.changed', {})
    return {}
  }

  #demandFolder(): DataFolder {
    if (this.#folder === null) throw notStored(this.#problem)
    return this.#folder
  }
}
