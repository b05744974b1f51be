/**
 * The one list of what a window may ask of the application. The dispatcher, the web shell, Electron's
 * bridge and the renderer's client all derive from it; inputs are parsed on arrival.
 */
import { z } from 'zod'
import type { LabEvent, Json } from './events.ts'
import type { DatastoreState, HostState, LabState, NetworkState, VmState } from './state.ts'
import type { FactId } from './fact-id.ts'

const name = z.string().min(1).max(300)
const time = z
  .number()
  .int()
  .min(0)
  .max(400 * 86_400_000)

/** Simulated seconds per real second; `max` = as fast as it goes. */
export const speedSchema = z.union([z.number().min(0.1).max(100_000), z.literal('max')])
export type Speed = z.infer<typeof speedSchema>

export const apiInputs = {
  'app.info': z.strictObject({}),
  'lab.samples': z.strictObject({}),
  /** Opens a lab of the samples (by id) or from text; replaces the run that was open. */
  'lab.open': z.union([z.strictObject({ sample: name }), z.strictObject({ fileName: name, text: z.string().max(50_000_000) })]),
  /** The run that is open, or null: what a window asks for when it connects. */
  'run.current': z.strictObject({}),
  'run.play': z.strictObject({ speed: speedSchema.optional() }),
  'run.pause': z.strictObject({}),
  'run.speed': z.strictObject({ speed: speedSchema }),
  /** One event on or back; an instant with several events is one step for each. */
  'run.step': z.strictObject({ by: z.union([z.literal(1), z.literal(-1)]) }),
  'run.seek': z.strictObject({ t: time }),
  /** A command of the contract at the instant that is shown. In the past of the run it makes a branch. */
  'run.command': z.strictObject({ command: name, arguments: z.record(z.string(), z.unknown()) }),
  'run.branch': z.strictObject({ id: z.number().int().min(0) }),
  /** State of one entity, or of the whole cluster, at the instant that is shown. */
  'run.state': z.strictObject({ kind: z.enum(['host', 'vm', 'datastore', 'network', 'lab']), name: name.optional() }),
  'run.explain': z.union([z.strictObject({ seq: z.number().int().min(0) }), z.strictObject({ kind: z.enum(['vm', 'host']), name })]),
  'facts.get': z.strictObject({ ids: z.array(name).max(200) }),
} as const
export type ApiMethod = keyof typeof apiInputs
export type ApiInput<M extends ApiMethod> = z.infer<(typeof apiInputs)[M]>

export interface LabProblem {
  readonly path: string
  readonly line: number | null
  readonly message: string
}

export interface LabSummary {
  readonly name: string
  readonly description: string
  readonly product: string
  readonly cluster: string
  readonly haEnabled: boolean
  readonly drsEnabled: boolean
  readonly startsAt: string | null
  readonly hosts: readonly {
    readonly name: string
    readonly faultDomain: string | null
    readonly cpuCapacityMHz: number
    readonly memoryMiB: number
  }[]
  readonly vms: readonly { readonly name: string; readonly vcpus: number; readonly memoryMiB: number }[]
  readonly networks: readonly { readonly name: string; readonly kind: string }[]
  readonly datastores: readonly { readonly name: string; readonly type: string; readonly array: string; readonly hosts: readonly string[] }[]
  /** Commands of the file's own timeline. */
  readonly timeline: readonly { readonly t: number; readonly command: string; readonly target: string }[]
  readonly until: number
  readonly warnings: readonly LabProblem[]
  /** Parts of the lab that no module acts on yet. */
  readonly notModelled: readonly string[]
}

export interface BranchInfo {
  readonly id: number
  readonly parent: number | null
  /** Instant at which it left its parent. */
  readonly forkAt: number
  /** Command that made it, or empty for the first. */
  readonly label: string
  /** How far it has been run. */
  readonly reached: number
}

/** Everything that a window needs to show the run anew. */
export interface RunOpened {
  readonly runId: string
  readonly lab: LabSummary
  readonly status: RunStatus
  readonly frame: RunFrame
  /** All events of the branch up to how far it has run. */
  readonly events: readonly LabEvent[]
}

export interface RunStatus {
  readonly runId: string
  readonly playing: boolean
  readonly speed: Speed
  /** Instant shown. */
  readonly t: number
  /** How many events of the branch have happened in what is shown: all with `t` up to the instant, or fewer while single-stepping inside it. */
  readonly shown: number
  /** Furthest instant that this branch has been run to. */
  readonly reached: number
  readonly until: number
  /** True when nothing is left to happen before `until`, or it is reached. */
  readonly ended: boolean
  readonly branch: number
  readonly branches: readonly BranchInfo[]
  /** Digest of the log up to the end of the branch, once the run has ended; else null. */
  readonly digest: string | null
}

/**
 * What changed since the frame before. `n` rises by one; a window that misses one asks for `run.current`.
 * Entity maps hold only what changed (null: removed). VM states that follow from time alone are asked for with `run.state`.
 */
export interface RunFrame {
  readonly n: number
  readonly t: number
  readonly hosts: { readonly [name: string]: HostState | null }
  readonly vms: { readonly [name: string]: VmView | null }
  readonly networks: { readonly [name: string]: NetworkState | null }
  readonly datastores: { readonly [name: string]: DatastoreState | null }
  readonly vcenter: LabState['vcenter'] | null
  readonly ha: LabState['ha'] | null
  /** CPU demand of each VM as a share of its vCPUs, in percent, in the order of `LabSummary.vms`; null when unchanged. */
  readonly vmCpuPercent: readonly number[] | null
}

/** The part of a VM's state that changes with events. */
export type VmView = Pick<
  VmState,
  'guest' | 'host' | 'connection' | 'instances' | 'datastore' | 'haProtected' | 'lockHolder' | 'question' | 'restarts'
> & {
  readonly power: VmState['power'] | 'poweringOn'
}

export interface ExplainStep {
  readonly event: LabEvent
  readonly facts: readonly FactId[]
}

export interface FactView {
  readonly id: string
  readonly title: string
  /** Null where no Korean text exists yet. */
  readonly titleKo: string | null
  readonly statement: { readonly en: string; readonly ko: string | null }
  readonly standing: 'sourced' | 'recalled' | 'derived' | 'choice' | 'model'
  readonly sources: readonly { readonly code: string; readonly title: string; readonly url: string | null }[]
}

export interface ApiOutputs {
  'app.info': { readonly version: string; readonly engineVersion: number; readonly shell: 'electron' | 'web'; readonly startLab: string | null }
  'lab.samples': readonly { readonly id: string; readonly name: string; readonly description: string }[]
  'lab.open': { readonly ok: true; readonly run: RunOpened } | { readonly ok: false; readonly problems: readonly LabProblem[] }
  'run.current': RunOpened | null
  'run.play': RunStatus
  'run.pause': RunStatus
  'run.speed': RunStatus
  'run.step': RunStatus
  'run.seek': RunStatus
  'run.command': RunStatus
  'run.branch': RunOpened
  'run.state': Json
  'run.explain': readonly ExplainStep[]
  'facts.get': readonly FactView[]
}
export type ApiOutput<M extends ApiMethod> = ApiOutputs[M]

/** Pushed to every window. */
export interface ApiPushes {
  'run.opened': RunOpened
  /** `reset`: the events replace those that the window has (a branch, a restart); else they follow them. */
  'run.frame': { readonly frame: RunFrame; readonly status: RunStatus; readonly events: readonly LabEvent[]; readonly reset: boolean }
}
export type ApiPush = keyof ApiPushes

/** Error codes that a window may show; anything else is `internal`. */
export type ApiErrorCode = 'badInput' | 'noRun' | 'notFound' | 'internal' | 'disconnected'

/** One message of the WebSocket or IPC channel. */
export type ApiRequest = { readonly id: number; readonly method: ApiMethod; readonly input: unknown }
export type ApiReply =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly code: ApiErrorCode; readonly message: string }
export type ApiPushMessage = { readonly push: ApiPush; readonly payload: unknown }

/** What carries the API in a window: the web shell's socket, or Electron's bridge. */
export interface ApiTransport {
  invoke<M extends ApiMethod>(method: M, input: ApiInput<M>): Promise<ApiOutput<M>>
  subscribe<P extends ApiPush>(push: P, listener: (payload: ApiPushes[P]) => void): () => void
}
