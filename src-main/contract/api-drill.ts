/** Blind drills: what is asked of the application. */
import { z } from 'zod'
import { drillLevels, drillLooks, drillWaits, type DrillRecord, type DrillView } from './practice/drill.ts'

const spentMs = z.number().int().min(0).max(86_400_000)

export const drillInputs = {
  'drill.overview': z.strictObject({}),
  /** Draws one; the one that was open is given up. `seed`: of what is drawn; default: another each time. */
  'drill.begin': z.strictObject({ level: z.literal(drillLevels), seed: z.number().int().min(0).max(2_147_483_647).optional() }),
  /** The one that is open, or was answered last; null: none, or an engine drew it that is no longer here. */
  'drill.current': z.strictObject({}),
  /** `badInput`: it is answered, or there is no such object. `spentMs`: time that went by since it was last told. */
  'drill.look': z.strictObject({ look: z.enum(drillLooks), object: z.string().min(1).max(80), spentMs }),
  'drill.wait': z.strictObject({ ms: z.literal(drillWaits), spentMs }),
  'drill.answer': z.strictObject({ choice: z.string().min(1).max(4), spentMs }),
  'drill.tick': z.strictObject({ spentMs }),
} as const

/** Drills of each level, and whether one is open. */
export interface DrillOverview {
  readonly records: readonly DrillRecord[]
  readonly open: { readonly level: DrillRecord['level']; readonly begunAt: number } | null
}

export interface DrillOutputs {
  'drill.overview': DrillOverview
  'drill.begin': DrillView
  'drill.current': DrillView | null
  'drill.look': DrillView
  'drill.wait': DrillView
  'drill.answer': DrillView
  'drill.tick': { readonly spentMs: number }
}
