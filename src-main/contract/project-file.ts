/**
 * A project as a file (`.hostdown`): gzip of lines of JSON. The first is the header, the last says how many lines came before it and
 * their SHA-256; between them the records, each after those that it names. Ids mean something only within the file.
 */
import { z } from 'zod'
import { designKinds, designStepKinds } from './api-design.ts'
import { importRecordSchema } from './import-record.ts'

export const PROJECT_FORMAT = 1

const whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const id = whole.min(1)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** Base64 of a deflated text; empty for an empty one. */
const packed = z.string()
const name = z.string().min(1).max(300)

export const projectRecordKinds = [
  'revision',
  'trace',
  'branch',
  'command',
  'turns',
  'keyframe',
  'bookmark',
  'draft',
  'draftStep',
  'imported',
] as const
export type ProjectRecordKind = (typeof projectRecordKinds)[number]

export const projectHeaderSchema = z.strictObject({
  hostdownProject: z.literal(PROJECT_FORMAT),
  /** Version of the Hostdown that wrote it. */
  application: z.string().max(100).nullable(),
  /** Of its runs. */
  engineVersions: z.array(whole).max(1000),
  counts: z.strictObject({
    revision: whole,
    trace: whole,
    branch: whole,
    command: whole,
    turns: whole,
    keyframe: whole,
    bookmark: whole,
    // Only where the project has one.
    draft: whole.exactOptional(),
    draftStep: whole.exactOptional(),
    imported: whole.exactOptional(),
  }),
  name,
  /** Milliseconds since 1970. */
  createdAt: whole,
})
export type ProjectHeader = z.infer<typeof projectHeaderSchema>

export const projectEndSchema = z.strictObject({ end: z.literal(true), lines: whole, sha256 })

/** What is kept of a lab for the Library. */
export const outlineSchema = z.strictObject({
  description: z.string().max(1_000_000),
  /** Files of before have none. */
  korean: z
    .strictObject({ of: z.string().max(1000), name: z.string().max(1000).nullable(), description: z.string().max(1_000_000).nullable() })
    .exactOptional(),
  hosts: whole,
  vms: whole,
  thumbnail: z.strictObject({
    hosts: z.array(z.strictObject({ domain: z.string().max(1000).nullable(), vms: whole })).max(10_000),
    datastores: whole,
  }),
})

export const designStepSchema = z.strictObject({
  do: z.enum(designStepKinds),
  kind: z.enum(designKinds).nullable(),
  name: z.string().max(100_000).nullable(),
  count: whole,
  key: z.array(z.union([z.string().max(300), whole])).max(10),
})

export const projectRecordSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('revision'),
    id,
    number: id,
    fileName: z.string().max(1000),
    text: z.string().max(100_000_000),
    outline: outlineSchema,
  }),
  z.strictObject({ kind: z.literal('trace'), revision: id, path: z.string().max(4096), text: z.string().max(400_000_000) }),
  z.strictObject({
    kind: z.literal('branch'),
    id,
    revision: id,
    parent: id.nullable(),
    forkTurn: whole,
    forkSeq: whole,
    forkAt: whole,
    label: z.string().max(1_000_000),
    seed: whole,
    engineVersion: whole,
    reachedTurn: whole,
    reachedSeq: whole,
    reachedAt: whole,
    shownAt: whole,
    createdAt: whole,
    openedAt: whole,
  }),
  z.strictObject({
    kind: z.literal('command'),
    branch: id,
    turn: whole,
    t: whole,
    command: z.string().min(1).max(300),
    args: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({
    kind: z.literal('turns'),
    branch: id,
    firstTurn: id,
    lastTurn: id,
    firstSeq: whole,
    events: whole,
    from: whole,
    to: whole,
    eventText: packed,
    viewText: packed,
  }),
  z.strictObject({ kind: z.literal('keyframe'), branch: id, turn: whole, at: whole, logLength: whole, digest: sha256, text: packed }),
  z.strictObject({ kind: z.literal('bookmark'), branch: id, t: whole, note: z.string().max(100_000) }),
  /** The design of the project; `cursor`: the step that is shown. */
  z.strictObject({ kind: z.literal('draft'), revision: id, fileName: z.string().max(1000), cursor: whole }),
  /** Counted from 0. A whole text, or what stands between the first `head` and the last `tail` characters of that of the step `base`. */
  z.strictObject({
    kind: z.literal('draftStep'),
    number: whole,
    label: designStepSchema,
    base: whole.nullable(),
    head: whole,
    tail: whole,
    text: packed,
  }),
  z.strictObject({ kind: z.literal('imported'), ...importRecordSchema.shape }),
])
export type ProjectRecord = z.infer<typeof projectRecordSchema>
export type ProjectRecordOf<K extends ProjectRecordKind> = Extract<ProjectRecord, { readonly kind: K }>
