/** The practice: what is asked of the application. */
import { z } from 'zod'
import { practiceModes, questionKinds, type Attempt, type AttemptItem, type PracticeOverview } from './practice/attempt.ts'
import { examProfiles } from './practice/profiles.ts'
import { topics } from './practice/topics.ts'
import type { LabProblem } from './lab/problems.ts'

const id = z.number().int().min(1)
const at = z.number().int().min(0).max(999)
const profile = z.enum(examProfiles.map((one) => one.id) as [string, ...string[]]).nullable()
const spentMs = z.number().int().min(0).max(86_400_000)

export const practiceInputs = {
  'practice.overview': z.strictObject({}),
  /** Draws the questions, keeps the attempt and shows its first item. `null`: cancelled. `seed`: of what is drawn; default: another each time. */
  'practice.begin': z.strictObject({
    mode: z.enum(practiceModes),
    profile,
    count: z.number().int().min(1).max(200),
    minutes: z.number().int().min(1).max(600).nullable(),
    topics: z.array(z.enum(topics)).max(topics.length),
    generation: z.union([z.literal(7), z.literal(8), z.literal(9)]).nullable(),
    kind: z.enum(questionKinds),
    seed: z.number().int().min(0).max(2_147_483_647).optional(),
    /** Families and fact questions by their ids: each of these once, and nothing else. */
    only: z.array(z.string().min(1).max(40)).min(1).max(200).optional(),
  }),
  /** Ends the drawing of questions that is under way. */
  'practice.cancel': z.strictObject({}),
  /** An attempt as it was left. */
  'practice.attempt': z.strictObject({ id }),
  /** Shows another item. `spentMs`: time that went by at the one that was shown, since it was last told. */
  'practice.go': z.strictObject({ id, at, spentMs }),
  /** Time goes by; also tells an exam whose time is over. */
  'practice.tick': z.strictObject({ id, at, spentMs }),
  /** Kept before it is acknowledged. Refused (`badInput`) once the item was told or the attempt is finished. */
  'practice.answer': z.strictObject({
    id,
    at,
    response: z.union([z.strictObject({ choices: z.array(z.string().max(300)).max(64) }), z.strictObject({ number: z.number() })]).nullable(),
    spentMs,
  }),
  'practice.flag': z.strictObject({ id, at, flagged: z.boolean() }),
  /** Tells an item: not in an exam that goes on. */
  'practice.check': z.strictObject({ id, at, spentMs }),
  'practice.finish': z.strictObject({ id, spentMs }),
  /** Also takes what it told of topics out of the history; what is remembered stays. */
  'practice.remove': z.strictObject({ id }),
  'practice.goal': z.strictObject({ goal: z.strictObject({ examDate: z.iso.date(), profile }).nullable() }),
  'practice.export': z.strictObject({}),
  /** Adds what is not there yet; nothing that is there is lost. */
  'practice.import': z.strictObject({ fileName: z.string().min(1).max(300), text: z.string().max(60_000_000) }),
} as const

export interface PracticeOutputs {
  'practice.overview': PracticeOverview
  'practice.begin': Attempt | null
  'practice.cancel': Record<string, never>
  'practice.attempt': Attempt
  'practice.go': Record<string, never>
  'practice.tick': { readonly finished: boolean; readonly spentMs: number }
  'practice.answer': AttemptItem
  'practice.flag': AttemptItem
  'practice.check': AttemptItem
  'practice.finish': Attempt
  'practice.remove': PracticeOverview
  'practice.goal': PracticeOverview
  'practice.export': { readonly fileName: string; readonly text: string }
  'practice.import':
    { readonly ok: true; readonly attempts: number; readonly remembered: number } | { readonly ok: false; readonly problems: readonly LabProblem[] }
}

export interface PracticePushes {
  /** Questions that are drawn, of how many. */
  'practice.progress': { readonly done: number; readonly of: number }
}
