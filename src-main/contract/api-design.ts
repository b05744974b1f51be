/**
 * Designing: what a window may do to the lab of a project before it runs. A project has a draft: the text of its lab file, with every step that
 * was taken kept, so that undo has no end and nothing is lost. A draft may be wrong for a while; what is wrong is listed, and only a sound one runs.
 */
import { z } from 'zod'
import type { LabProblem, OpenedOrProblems, ProjectCard, ProjectRef } from './api.ts'
import type { Json } from './events.ts'

const project = z.number().int().min(1)
const name = z.string().min(1).max(300)
const json = z.custom<Json>((value) => isPlain(value), 'Expected plain data, nested at most 40 levels deep')
/** Keys of the lab file inside an entry: `['ha', 'restartPriority']`; numbers are positions in a list. */
const key = z.array(z.union([z.string().max(300), z.number().int().min(0)])).max(10)

const DEPTH_MAX = 40

/** Data as JSON has it, not too deep, without keys that JavaScript takes for something else. */
function isPlain(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth > DEPTH_MAX) return false
  if (Array.isArray(value)) return value.every((one) => isPlain(one, depth + 1))
  return Object.keys(value).every((key) => key !== '__proto__' && isPlain((value as { readonly [key: string]: unknown })[key], depth + 1))
}

/** Things of a design that have a name. */
export const designKinds = ['host', 'vm', 'datastore', 'network', 'pool', 'rule', 'vmGroup', 'hostGroup'] as const
export type DesignKind = (typeof designKinds)[number]
const kind = z.enum(designKinds)
const names = z.array(name).min(1).max(100_000)

export const designEditSchema = z.discriminatedUnion('do', [
  /** An entry as the lab file has it; a group is `{ name, members }`. A name that is taken gets a number. */
  z.strictObject({ do: z.literal('add'), kind, entry: z.record(z.string(), json) }),
  /** `copies` of each, named after it. */
  z.strictObject({ do: z.literal('copy'), kind, names, copies: z.number().int().min(1).max(10_000) }),
  /** What refers to it refers to nothing afterwards: a VM has no host then, a rule loses a member, a rule or group that has none left goes too. */
  z.strictObject({ do: z.literal('remove'), kind, names }),
  /** Whatever refers to it follows. */
  z.strictObject({ do: z.literal('rename'), kind, name, to: name }),
  /** One value of several entries; without `value` the key is left out. One of a `count` becomes an entry of its own. */
  z.strictObject({ do: z.literal('set'), kind, names, key, value: json.optional() }),
  /** A value anywhere else in the file: `['name']`, `['cluster', 'ha', 'isolationResponse']`. */
  z.strictObject({ do: z.literal('setLab'), key, value: json.optional() }),
  /** Writes vSphere's own defaults of a service out. */
  z.strictObject({ do: z.literal('enable'), service: z.enum(['ha', 'drs']) }),
  /** YAML of entries, as `design.yaml` gives it: names that are taken get numbers. */
  z.strictObject({ do: z.literal('paste'), text: z.string().max(10_000_000) }),
  /** The whole file. */
  z.strictObject({ do: z.literal('text'), text: z.string().max(50_000_000) }),
])
export type DesignEdit = z.infer<typeof designEditSchema>

export const designInputs = {
  /** The draft of a project; begins one from its newest revision. */
  'design.open': z.strictObject({ project }),
  /** All of them as one step, or none: badInput says which could not be done, and why. */
  'design.edit': z.strictObject({ project, edits: z.array(designEditSchema).min(1).max(10_000) }),
  'design.undo': z.strictObject({ project }),
  'design.redo': z.strictObject({ project }),
  /** Back to the newest revision, as a step. */
  'design.revert': z.strictObject({ project }),
  /** The draft as text; with `kind` and `names` only those entries, to be pasted elsewhere. */
  'design.yaml': z.strictObject({ project, kind: kind.optional(), names: names.optional() }),
  /** A sound draft becomes the newest revision, and a run of it begins. */
  'design.run': z.strictObject({ project }),
  'design.templates': z.strictObject({}),
  /** A project from a template, with its draft open. */
  'design.new': z.strictObject({ template: name, name: name.optional() }),
} as const

/** A problem and the entry it is about. */
export interface DesignProblem extends LabProblem {
  /** Null: something else in the file. */
  readonly object: { readonly kind: DesignKind; readonly name: string } | null
  /** Inside the entry, or from the top of the file. */
  readonly key: readonly (string | number)[]
}

type Entry = { readonly [key: string]: Json }

/** The lab file as plain data: what it leaves out is left out here too. */
export interface DesignLab {
  /** Name, description, seed, product, … */
  readonly head: Entry
  /** Without pools, rules and groups, which have lists of their own; `ha` and `drs` null or absent: that service is off. */
  readonly cluster: Entry
  readonly networks: readonly Entry[]
  readonly datastores: readonly Entry[]
  /** What a file that names none has all the same; an edit of them writes them out. Empty where it names its own. */
  readonly implied: { readonly networks: readonly Entry[]; readonly datastores: readonly Entry[] }
  readonly hosts: readonly Entry[]
  readonly vms: readonly Entry[]
  readonly pools: readonly Entry[]
  readonly rules: readonly Entry[]
  /** `{ name, members }`. */
  readonly vmGroups: readonly Entry[]
  readonly hostGroups: readonly Entry[]
  /** How many commands and expectations the file has besides. */
  readonly commands: number
  readonly expectations: number
}

/** What a step did, for the words of undo and redo. */
export const designStepKinds = [
  'add', 'copy', 'remove', 'rename', 'set', 'setLab', 'enable', 'paste', 'text', 'revert', 'several',
] as const satisfies readonly (DesignEdit['do'] | 'revert' | 'several')[] // prettier-ignore

export interface DesignStep {
  readonly do: (typeof designStepKinds)[number]
  readonly kind: DesignKind | null
  /** Of the first that it concerned. */
  readonly name: string | null
  readonly count: number
  readonly key: readonly (string | number)[]
}

/** A step that put a whole text in the place of the file. */
export const wholeFileStep = (what: 'text' | 'revert'): DesignStep => ({ do: what, kind: null, name: null, count: 1, key: [] })

export interface DesignView {
  readonly project: ProjectRef
  /** Null while the text is no YAML: `problems` says where, `design.yaml` gives the text. */
  readonly lab: DesignLab | null
  readonly problems: readonly DesignProblem[]
  readonly warnings: readonly DesignProblem[]
  readonly undo: DesignStep | null
  readonly redo: DesignStep | null
  /** The draft is another than the newest revision. */
  readonly changed: boolean
  /** What the last edit did besides: references that were taken away, names that were made free. Sentences in English and Korean. */
  readonly notes: readonly { readonly en: string; readonly ko: string }[]
}

export interface DesignTemplate {
  readonly id: string
  readonly name: { readonly en: string; readonly ko: string }
  readonly description: { readonly en: string; readonly ko: string }
  readonly thumbnail: ProjectCard['thumbnail']
  readonly hosts: number
  readonly vms: number
  /** Those of the VMs that no host is named for: they are placed at power-on, and are in no host of the drawing. */
  readonly unplaced: number
}

export interface DesignOutputs {
  'design.open': DesignView
  'design.edit': DesignView
  'design.undo': DesignView
  'design.redo': DesignView
  'design.revert': DesignView
  'design.yaml': { readonly text: string }
  'design.run': OpenedOrProblems
  'design.templates': readonly DesignTemplate[]
  'design.new': { readonly card: ProjectCard; readonly view: DesignView }
}

export interface DesignPushes {
  /** A draft is another than before; the window that changed it has the answer already. */
  'design.changed': DesignView
}
