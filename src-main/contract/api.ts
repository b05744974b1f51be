/**
 * The one list of what a window may ask of the application. The dispatcher, the web shell, Electron's
 * bridge and the renderer's client all derive from it; inputs are parsed on arrival.
 */
import { z } from 'zod'
import { compareInputs, type CompareOutputs, type ComparePushes } from './api-compare.ts'
import { reportInputs, type ReportOutputs } from './api-report.ts'
import { designInputs, type DesignOutputs, type DesignPushes } from './api-design.ts'
import type { LabEvent, Json } from './events.ts'
import type { LabProblem } from './lab/problems.ts'
import { importInputs, type ImportOutputs, type ImportPushes } from './api-import.ts'
import type { ImportRecord } from './import-record.ts'
import { drillInputs, type DrillOutputs } from './api-drill.ts'
import { guidedInputs, type GuidedOutputs, type GuidedPushes } from './api-guided.ts'
import { predictInputs, type PredictOutputs, type PredictPushes } from './api-predict.ts'
import { practiceInputs, type PracticeOutputs, type PracticePushes } from './api-practice.ts'
import { sweepInputs, type SweepOutputs, type SweepPushes } from './api-sweep.ts'
import { costCommands, type OperationCost, type SnapshotGrowth } from './operation-cost.ts'
import { seriesKinds, type Series } from './series.ts'
import type { SideBySide } from './side-by-side.ts'
import type { DrsLook } from './drs-look.ts'
import type { Outages, PowerOnRoom } from './outage.ts'
import type { MigrationPrediction, MigrationTarget } from './prediction.ts'
import type { RunDifference, RunOpened, RunStatus, RunFrame, ExplainStep, FactView } from './api-runs.ts'
import type { StoreProblem, ProjectCard, ProjectRun, OpenedOrProblems, StoreBackup } from './api-projects.ts'

export type * from './api-runs.ts'
export type * from './api-projects.ts'
export type { LabProblem } from './lab/problems.ts'

const name = z.string().min(1).max(300)
const time = z
  .number()
  .int()
  .min(0)
  .max(400 * 86_400_000)

/** Simulated seconds per real second; `max` = as fast as it goes. */
export const speedSchema = z.union([z.number().min(0.1).max(100_000), z.literal('max')])
export type Speed = z.infer<typeof speedSchema>

const id = z.number().int().min(1)
const note = z.string().max(2000)
const branchId = z.number().int().min(0)
export const BRANCH_NAME_LENGTH_MAX = 120
const fileName = name
/** Base64 of at most some 60 MB: what a window hands over as one file. */
const base64 = z.string().max(80_000_000)

/** What a person chose for good; null: as the system or the product has it. Kept in the data folder. */
export const settingsSchema = z.strictObject({
  language: z.enum(['en', 'ko']).nullable(),
  theme: z.enum(['light', 'dark']).nullable(),
  motion: z.enum(['full', 'reduced']).nullable(),
  /** Speed of a run that is opened. */
  speed: speedSchema.nullable(),
  /** Sizes of the panes, px, and of the event list, share of the width. */
  panes: z.record(z.string().max(40), z.number().min(0).max(10_000)).nullable(),
  /** Layers of the topology that are switched off. */
  hiddenLayers: z.array(z.string().max(40)).max(50).nullable(),
})
export type Settings = z.infer<typeof settingsSchema>
export const defaultSettings: Settings = { language: null, theme: null, motion: null, speed: null, panes: null, hiddenLayers: null }

export const apiInputs = {
  ...sweepInputs,
  ...importInputs,
  'app.info': z.strictObject({}),
  /** What ships with the application, with each licence's text. */
  'app.licences': z.strictObject({}),
  'settings.set': settingsSchema.partial(),
  /** Copies of the database in the data folder, newest first. */
  'store.backups': z.strictObject({}),
  'store.backup': z.strictObject({}),
  /** Puts a copy in the place of the database, after a copy of what is there now. Closes the run that is open. */
  'store.restore': z.strictObject({ fileName }),
  'project.list': z.strictObject({}),
  /** Opens the run of a project that was open last, or the one with a branch of that id; without runs a new one. */
  'project.open': z.strictObject({ id, branch: id.optional() }),
  /** The runs of a project, the one opened last first; `project.open` with its `branch` opens one. */
  'project.runs': z.strictObject({ id }),
  /** What an import assumed and left out when it made the project. */
  'project.importRecord': z.strictObject({ id }),
  'project.rename': z.strictObject({ id, name: z.string().trim().min(1).max(300) }),
  'project.duplicate': z.strictObject({ id }),
  /** Takes a project out of the list; `project.undelete` brings it back. Gone for good after 30 days. */
  'project.delete': z.strictObject({ id }),
  'project.undelete': z.strictObject({ id }),
  /** The lab file of a project's newest revision, as it was written. */
  'project.exportLab': z.strictObject({ id }),
  /** A project with all of its revisions, runs and bookmarks, as one file. */
  /** `replaceNames`: pseudonyms stand for all names; runs are made anew with them. */
  'project.export': z.strictObject({ id, replaceNames: z.boolean().exactOptional() }),
  'project.import': z.strictObject({ fileName, base64 }),
  'lab.samples': z.strictObject({}),
  /**
   * Opens a lab of the samples (by id) or from text, in a new run; replaces the run that was open. The project it belongs to is the
   * one of that sample or file, with a new revision where the text differs; else a new one. `practice`: labs of questions belong to one project,
   * which is called that when it is made.
   */
  'lab.open': z.union([
    z.strictObject({ sample: name }),
    z.strictObject({ fileName: name, text: z.string().max(50_000_000), practice: name.optional() }),
  ]),
  /** The run that is open, or null: what a window asks for when it connects. */
  'run.current': z.strictObject({}),
  'run.play': z.strictObject({ speed: speedSchema.optional() }),
  'run.pause': z.strictObject({}),
  'run.speed': z.strictObject({ speed: speedSchema }),
  /** One event on or back, or to the next or last one that names an object; an instant with several events is one step for each. */
  'run.step': z.strictObject({
    by: z.union([z.literal(1), z.literal(-1)]),
    of: z.strictObject({ kind: z.enum(['host', 'vm', 'datastore', 'network']), name }).optional(),
  }),
  'run.seek': z.strictObject({ t: time }),
  /**
   * A command of the contract at the instant that is shown, or at `at`. Stored before it is acknowledged. Before the furthest point of the branch it
   * makes a branch; after it, the branch is run that far ahead. What is shown stays where it is, or goes back to `at`.
   */
  'run.command': z.strictObject({ command: name, arguments: z.record(z.string(), z.unknown()), at: time.optional() }),
  'run.branch': z.strictObject({ id: branchId }),
  /** Names a branch; an empty name gives it back that of the command which made it. */
  'run.branchName': z.strictObject({ id: branchId, name: z.string().trim().max(BRANCH_NAME_LENGTH_MAX) }),
  /** Deletes a branch for good, with its bookmarks: none that is shown, that others leave, or with which the run began (`badInput`). */
  'run.branchRemove': z.strictObject({ id: branchId }),
  /** Takes back the last command of a person: shows the course without it. What followed from it stays selectable. */
  'run.undo': z.strictObject({}),
  'run.redo': z.strictObject({}),
  /** Begins a new run of the same lab, from its start: of the revision that is open, or of the project's newest. */
  'run.restart': z.strictObject({ newest: z.boolean().optional() }),
  /** Runs the lab and commands of the branch again with this engine, as a new run, and says where the two first differ. */
  'run.rerun': z.strictObject({}),
  /** Marks an instant of the branch; without `t` the one that is shown. */
  'run.bookmark': z.strictObject({ t: time.optional(), note }),
  'run.bookmarkNote': z.strictObject({ id, note }),
  'run.bookmarkRemove': z.strictObject({ id }),
  /**
   * State of one entity, or of the whole cluster, at the instant that is shown. Of a recording (`recordedBy`) only the part that was recorded.
   * `admission`: what admission control would count if the host `name` were lost.
   */
  'run.state': z.strictObject({
    kind: z.enum(['host', 'vm', 'datastore', 'network', 'lab', 'cluster', 'tints', 'rules', 'admission']),
    name: name.optional(),
  }),
  /** VMs whose clients get no answer at the instant shown; null: a recording, which does not know. */
  'run.outages': z.strictObject({}),
  /** What a pass of DRS looked at: the search of the engine at its instant, all that happens in it done. Null: nothing (DRS did not work then). */
  'run.drsLook': z.strictObject({ seq: z.number().int().min(0) }),
  /** How much a VM that is off needs, and each host has, at the instant shown; null: it is not off, or a recording. */
  'run.powerOnRoom': z.strictObject({ vm: name }),
  /**
   * What the migration of a VM would be like at the instant shown, by the engine's own model. What is given stands for what the VM and its link have.
   */
  'run.predictMigration': z.strictObject({
    vm: name,
    to: name.optional(),
    datastore: name.optional(),
    memoryMiB: z.number().min(1).max(1e9).optional(),
    dirtyMBps: z.number().min(0).max(1e6).optional(),
    workingSetMiB: z.number().min(0).max(1e9).nullable().optional(),
    gbps: z.number().min(0.001).max(10_000).optional(),
    nics: z.number().int().min(1).max(32).optional(),
    sdps: z.boolean().optional(),
  }),
  /** What vCenter would say to each host as the destination of a VM; with `datastore`: if its disks went there. */
  'run.migrationTargets': z.strictObject({ vm: name, datastore: name.optional() }),
  'run.explain': z.union([z.strictObject({ seq: z.number().int().min(0) }), z.strictObject({ kind: z.enum(['vm', 'host']), name })]),
  /**
   * A snapshot and a vMotion of a VM that runs, both simulated from the instant shown in runs of their own (`contract/side-by-side.ts`); `to`: the
   * destination, by default the first host that takes it.
   */
  'run.sideBySide': z.strictObject({ vm: name, to: name.optional() }),
  /** What an operation on the VM `arguments.vm` would cost at the instant shown: done in a small run of its own (`contract/operation-cost.ts`). */
  'run.cost': z.strictObject({ command: z.enum(costCommands), arguments: z.looseObject({ vm: name }) }),
  /** How the snapshots of a VM grew, and would go on. */
  'run.growth': z.strictObject({ vm: name }),
  /** From an instant up to the one shown, at so many instants in between. */
  'run.series': z.strictObject({
    kind: z.enum(seriesKinds),
    name: name.optional(),
    from: z.number().min(0).max(1e12),
    points: z.number().int().min(1).max(400),
  }),
  'facts.get': z.strictObject({ ids: z.array(name).max(200) }),
  ...compareInputs,
  ...reportInputs,
  ...designInputs,
  ...practiceInputs,
  ...guidedInputs,
  ...predictInputs,
  ...drillInputs,
} as const
export type ApiMethod = keyof typeof apiInputs
export type ApiInput<M extends ApiMethod> = z.infer<(typeof apiInputs)[M]>

/** The areas with a file of their own add theirs. */
export interface ApiOutputs
  extends CompareOutputs, ReportOutputs, SweepOutputs, ImportOutputs, DesignOutputs, PracticeOutputs, GuidedOutputs, PredictOutputs, DrillOutputs {
  'app.info': {
    readonly version: string
    readonly engineVersion: number
    readonly shell: 'electron' | 'web'
    readonly startLab: string | null
    readonly settings: Settings
    readonly data: {
      readonly folder: string
      /** Of the database and its copies. */
      readonly bytes: number
      readonly problem: StoreProblem | null
    }
  }
  'app.licences': readonly { readonly name: string; readonly version: string; readonly licence: string; readonly text: string }[]
  'settings.set': Settings
  'store.backups': readonly StoreBackup[]
  'store.backup': StoreBackup
  'store.restore': Record<string, never>
  'project.list': readonly ProjectCard[]
  'project.open': OpenedOrProblems
  'project.runs': readonly ProjectRun[]
  /** Null: no import made it. */
  'project.importRecord': ImportRecord | null
  'project.rename': ProjectCard
  'project.duplicate': ProjectCard
  'project.delete': ProjectCard
  'project.undelete': ProjectCard
  'project.exportLab': { readonly fileName: string; readonly text: string }
  'project.export': { readonly fileName: string; readonly base64: string }
  'project.import': { readonly ok: true; readonly project: ProjectCard } | { readonly ok: false; readonly problems: readonly LabProblem[] }
  /** Without `thumbnail`: the file does not parse. */
  'lab.samples': readonly {
    readonly id: string
    readonly name: string
    readonly description: string
    readonly nameKo?: string | null
    readonly descriptionKo?: string | null
    readonly thumbnail?: ProjectCard['thumbnail']
  }[]
  'lab.open': OpenedOrProblems
  'run.current': RunOpened | null
  'run.play': RunStatus
  'run.pause': RunStatus
  'run.speed': RunStatus
  'run.step': RunStatus
  'run.seek': RunStatus
  'run.command': RunStatus
  'run.branch': RunOpened
  'run.branchName': RunStatus
  'run.branchRemove': RunStatus
  'run.undo': RunOpened
  'run.redo': RunOpened
  'run.restart': RunOpened
  'run.rerun': { readonly run: RunOpened; readonly difference: RunDifference | null }
  'run.bookmark': RunStatus
  'run.bookmarkNote': RunStatus
  'run.bookmarkRemove': RunStatus
  'run.state': Json
  'run.outages': Outages | null
  'run.drsLook': DrsLook | null
  'run.powerOnRoom': PowerOnRoom | null
  'run.predictMigration': MigrationPrediction
  'run.migrationTargets': readonly MigrationTarget[]
  'run.explain': readonly ExplainStep[]
  'run.sideBySide': SideBySide
  'run.cost': OperationCost
  'run.growth': SnapshotGrowth
  'run.series': Series
  'facts.get': readonly FactView[]
}
export type ApiOutput<M extends ApiMethod> = ApiOutputs[M]

/** Pushed to every window. */
export interface ApiPushes extends ComparePushes, SweepPushes, ImportPushes, DesignPushes, PracticePushes, GuidedPushes, PredictPushes {
  'run.opened': RunOpened
  /** `from`: `seq` of the first of the events, or of what would come next. Of the log that the window has, what comes from there on is void. */
  'run.frame': { readonly frame: RunFrame; readonly status: RunStatus; readonly events: readonly LabEvent[]; readonly from: number }
  /** No run is open any more: a copy of the database took its place. */
  'run.closed': Record<string, never>
  /** The list of projects is another than before. */
  'project.changed': Record<string, never>
  'settings.changed': Settings
}
export type ApiPush = keyof ApiPushes

/**
 * Error codes that a window may show; anything else is `internal`. `notStored`: it could not be kept, so it was not done; `recorded`: a run of
 * another engine takes no commands; `forbidden`: a keep of the guided lab does not allow the command, which was not done.
 */
export const apiErrorCodes = ['badInput', 'noRun', 'notFound', 'notStored', 'recorded', 'forbidden', 'internal', 'disconnected'] as const
export type ApiErrorCode = (typeof apiErrorCodes)[number]

/** The code of a failure of the API, whatever it is wrapped in. */
function apiErrorCodeOf(error: unknown): ApiErrorCode {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return apiErrorCodes.find((known) => known === code) ?? 'internal'
}

/** One message of the WebSocket or IPC channel. */
export type ApiRequest = { readonly id: number; readonly method: ApiMethod; readonly input: unknown }
/** Why a request failed; the Korean text is left out where there is only English. */
export interface ApiFailure {
  readonly code: ApiErrorCode
  readonly message: string
  readonly messageKo?: string
}

/** What a window is told of an error. */
export function apiFailureOf(error: unknown): ApiFailure {
  const messageKo = typeof error === 'object' && error !== null && 'messageKo' in error ? error.messageKo : null
  return {
    code: apiErrorCodeOf(error),
    message: error instanceof Error ? error.message : 'Unknown fault',
    ...(typeof messageKo === 'string' && { messageKo }),
  }
}

export type ApiReply =
  { readonly id: number; readonly ok: true; readonly output: unknown } | ({ readonly id: number; readonly ok: false } & ApiFailure)
export type ApiPushMessage = { readonly push: ApiPush; readonly payload: unknown }

/** What carries the API in a window: the web shell's socket, or Electron's bridge. */
export interface ApiTransport {
  invoke<M extends ApiMethod>(method: M, input: ApiInput<M>): Promise<ApiOutput<M>>
  subscribe<P extends ApiPush>(push: P, listener: (payload: ApiPushes[P]) => void): () => void
}
