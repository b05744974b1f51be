/** What was practised, as one file of JSON that another Hostdown takes in. It is not believed: everything in it is checked. */
import { z } from 'zod'
import type { Json, LabEvent } from '../events.ts'
import { verdicts } from './guided-course.ts'
import { practiceModes, questionKinds } from './attempt.ts'
import { questionForms } from './question.ts'
import { subjectKinds } from '../lab/expectations.ts'
import { topics } from './topics.ts'

export const PROGRESS_FORMAT = 1

const whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const short = z.string().max(400)
const text = z.string().max(20_000)
const phrase = z.tuple([text, text])
const topic = z.enum(topics)
const generation = z.union([z.literal(7), z.literal(8), z.literal(9)])
const fact = z.templateLiteral([z.enum(['HA', 'DRS', 'VM', 'SN', 'FT']), '-', z.string().max(20)])
const mistake = z.strictObject({ id: short, text: phrase })
const choice = z.strictObject({ id: short, text: phrase, mistake: mistake.nullable() })

export const questionSchema = z.strictObject({
  id: short,
  family: short,
  form: z.enum(questionForms),
  topics: z.array(topic).max(topics.length),
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  generations: z.array(generation).max(3),
  objectives: z.array(short).max(100),
  stem: phrase,
  given: z
    .array(
      z.strictObject({
        title: phrase,
        head: z.array(phrase).max(40),
        rows: z.array(z.array(z.union([text, z.number(), phrase])).max(40)).max(2000),
      }),
    )
    .max(20),
  choices: z.array(choice).max(100),
  answer: z.array(short).max(100),
  number: z
    .strictObject({
      value: z.number(),
      tolerance: z.number().min(0),
      unit: phrase,
      mistakes: z.array(z.strictObject({ value: z.number(), mistake })).max(40),
    })
    .nullable(),
  explanation: z.array(z.strictObject({ text: phrase, facts: z.array(fact).max(40) })).max(100),
  facts: z.array(fact).max(200),
  parameters: z.record(z.string().max(200), z.unknown()),
  lab: z.strictObject({ file: z.record(z.string().max(200), z.unknown()), momentMs: whole }).nullable(),
  source: text.nullable(),
})

export const responseSchema = z.union([z.strictObject({ choices: z.array(short).max(100) }), z.strictObject({ number: z.number() })]).nullable()

/** What an attempt is of. */
export const planSchema = z.strictObject({
  mode: z.enum(practiceModes),
  profile: short.nullable(),
  count: whole.max(1000),
  minutes: whole.max(10_000).nullable(),
  topics: z.array(topic).max(topics.length),
  generation: generation.nullable(),
  kind: z.enum(questionKinds),
})

const attempt = planSchema.extend({
  key: short.min(1),
  begunAt: whole,
  finishedAt: whole.nullable(),
  at: whole.max(999),
  items: z
    .array(
      z.strictObject({
        question: questionSchema,
        response: responseSchema,
        flagged: z.boolean(),
        spentMs: whole,
        isRight: z.boolean().nullable(),
        toldAt: whole.nullable(),
      }),
    )
    .min(1)
    .max(1000),
})

export const cardSchema = z.strictObject({
  key: short.min(1),
  dueAt: whole,
  lastAt: whole.nullable(),
  stability: z.number().min(0).max(1e6),
  difficulty: z.number().min(0).max(100),
  scheduledDays: z.number().min(0).max(1e6),
  learningSteps: whole.max(1000),
  reps: whole.max(1e9),
  lapses: whole.max(1e9),
  state: whole.max(3),
})

const bothLanguages = z.strictObject({ en: text, ko: text })
const subject = z.strictObject({ kind: z.enum(subjectKinds), name: short }).nullable()
/** Sentences take events of any engine as they are. */
const event = z.looseObject({ t: whole, seq: whole, type: short, causedBy: whole.nullable() }).transform((own) => own as unknown as LabEvent)
const seen = z.discriminatedUnion('code', [
  z.strictObject({
    code: z.literal('events'),
    times: whole,
    events: z.array(event).max(100),
    more: whole,
  }),
  z.strictObject({
    code: z.literal('state'),
    at: whole,
    subject,
    values: z.array(z.strictObject({ path: z.array(short).max(40), got: z.json().transform((own) => own as Json) })).max(100),
    more: whole,
  }),
  z.strictObject({ code: z.literal('all'), at: whole, kind: z.enum(subjectKinds), count: whole }),
  z.strictObject({ code: z.literal('trials'), runs: whole }),
])
/** Of a course that solved it: nothing stands against a condition. Reports of before what was seen was kept as data have none of it. */
const condition = z.object({
  id: short,
  text: bothLanguages,
  verdict: z.enum(verdicts),
  against: z
    .unknown()
    .optional()
    .transform(() => null),
  seen: z.array(seen).max(100).default([]),
})

export const guidedReportSchema = z.strictObject({
  solvedAt: whole,
  spentMs: whole,
  hints: whole.max(100),
  until: whole,
  commands: z.array(z.strictObject({ t: whole, do: short, args: z.record(z.string().max(200), z.unknown()) })).max(10_000),
  design: z.array(short).max(100),
  judgement: z.strictObject({ isSolved: z.boolean(), checks: z.array(condition).max(100), keeps: z.array(condition).max(100) }),
})

const guided = z.strictObject({
  id: z.string().regex(/^L\d{1,3}$/),
  begunAt: whole,
  spentMs: whole,
  hints: whole.max(100),
  report: guidedReportSchema.nullable(),
})

export const goalSchema = z.strictObject({ examDate: z.iso.date(), profile: short.nullable() })

export const progressFileSchema = z.strictObject({
  hostdownPractice: z.literal(PROGRESS_FORMAT),
  attempts: z.array(attempt).max(100_000),
  memory: z.array(cardSchema).max(100_000),
  goal: goalSchema.nullable(),
  /** Files of before there were guided labs have none. */
  guided: z.array(guided).max(1000).exactOptional(),
})
export type ProgressFile = z.infer<typeof progressFileSchema>
