/** What the data folder keeps as JSON, beyond what project files and progress files have too. */
import { z } from 'zod'
import { drillLevels, drillLooks } from './practice/drill.ts'
import { topics } from './practice/topics.ts'

/** Arguments of a command, in the engine's own units. */
export const argumentsSchema = z.record(z.string(), z.unknown())

export const topicsSchema = z.array(z.enum(topics))

/** `ToldAnswers` */
export const toldSchema = z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])))

/** `DrillCourse`s */
export const drillCoursesSchema = z.array(
  z.looseObject({
    level: z.literal(drillLevels),
    seed: z.number(),
    engineVersion: z.number(),
    begunAt: z.number(),
    finishedAt: z.number().nullable(),
    spentMs: z.number(),
    t: z.number().nullable(),
    looks: z.array(z.looseObject({ look: z.enum(drillLooks), object: z.string(), t: z.number() })),
    answer: z.string().nullable(),
    score: z.number().nullable(),
  }),
)
