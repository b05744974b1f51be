/** `expect:`: what `hostdown test` judges a run by. */
import type { Phrase } from '../texts/language.ts'
import * as z from './schema.ts'
import type { EventType, Json } from '../events.ts'
import { duration, expects, patterned, text, whole } from './fields.ts'

/** Times of the run (or from the first match of `since`), in ms, both ends included; null: open. */
export interface ExpectationWindow {
  readonly from: number | null
  readonly to: number | null
}

/** Events of a type with these payload fields; a field's value is matched by the table of the contract. */
export interface EventPattern {
  /** A type of the log; in `never` also `<area>.*`. */
  readonly type: EventType | `${string}.*`
  readonly fields: { readonly [field: string]: Json }
  readonly window: ExpectationWindow
}

export const subjectKinds = ['vm', 'host', 'datastore', 'pool', 'rule'] as const
export type SubjectKind = (typeof subjectKinds)[number]

interface Base {
  /** Place in the list of the file, from 0. */
  readonly index: number
  readonly facts: readonly string[]
  readonly source: string | null
  /** The entry as written, for messages. */
  readonly written: { readonly [key: string]: Json }
  /** What the window and `at` count from; null: the start of the run. */
  readonly since: EventPattern | null
}

export type LabExpectation =
  | (Base & {
      readonly form: 'event'
      readonly pattern: EventPattern
      readonly count: { readonly min: number | null; readonly max: number | null } | null
    })
  | (Base & { readonly form: 'never'; readonly pattern: EventPattern })
  | (Base & { readonly form: 'order'; readonly window: ExpectationWindow; readonly order: readonly EventPattern[] })
  | (Base & {
      readonly form: 'state'
      readonly at: number | null
      /** First and last instant, in ms; null where `at` is given. */
      readonly during: readonly [number, number] | null
      /** null: the whole state. `name` "*": every one. */
      readonly subject: { readonly kind: SubjectKind; readonly name: string } | null
      readonly is: Json
    })
  | (Base & { readonly form: 'compute'; readonly compute: string; readonly with: { readonly [key: string]: Json }; readonly is: Json })

export const computeNames = [
  'vmotion.preCopy',
  'vmotion.stopRule',
  'vmotion.bitmap',
  'snapshot.growth',
  'snapshot.readLayers',
  'client.pingsLost',
  'ha.hostState',
  'drs.priority',
  'drs.target',
  'drs.migrationCost',
  'vm.memoryOverhead',
] as const

export const durationPair = expects(z.tuple([duration(), duration()]), ['two times: [from, to]', '두 시각: [from, to]'])
export const countField = expects(z.union([whole(), z.strictObject({ min: z.exactOptional(whole()), max: z.exactOptional(whole()) })]), [
  'a whole number or { min, max }',
  '정수 또는 { min, max }',
])
export const factId = expects(patterned(/^(HA|DRS|VM|SN|FT)-\d+$/), ['a fact id such as HA-041', 'HA-041과 같은 사실 ID'])
export const factField = expects(z.union([factId, z.array(factId)]), [
  'a fact id such as HA-041, or a list of them',
  'HA-041과 같은 사실 ID 또는 그 목록',
])

const anyFields = z.looseObject({})
const patternSchema = z.looseObject({
  event: text(),
  between: z.exactOptional(durationPair),
  after: z.exactOptional(duration()),
  before: z.exactOptional(duration()),
})

export const AN_EXPECTATION: Phrase = [
  'an expectation: event, never, refused, order, compute, or at/during with is',
  '기대 항목: event, never, refused, order, compute, 또는 is와 함께 at/during',
]

/** The keys that are not payload fields. Payload fields stand beside them, hence the loose object. */
export const expectationSchema = expects(
  z.looseObject({
    event: z.exactOptional(text()),
    never: z.exactOptional(text()),
    refused: z.exactOptional(text()),
    order: z.exactOptional(z.array(patternSchema)),
    compute: z.exactOptional(z.enum(computeNames)),
    with: z.exactOptional(anyFields),
    is: z.exactOptional(z.leaf((zod) => zod.unknown())),
    at: z.exactOptional(duration()),
    during: z.exactOptional(durationPair),
    between: z.exactOptional(durationPair),
    after: z.exactOptional(duration()),
    before: z.exactOptional(duration()),
    since: z.exactOptional(patternSchema),
    count: z.exactOptional(countField),
    fact: z.exactOptional(factField),
    source: z.exactOptional(text()),
  }),
  AN_EXPECTATION,
)
