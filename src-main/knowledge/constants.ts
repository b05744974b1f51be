import { drsConstants } from './drs.constants.ts'
import { ftConstants } from './ft.constants.ts'
import { haConstants } from './ha.constants.ts'
import { modelConstants, type Widen } from './model-constants.ts'
import { snapshotConstants } from './snapshots.constants.ts'
import { vmotionConstants } from './vmotion.constants.ts'

/**
 * The numbers and rules of the facts that the engine acts on, beside the id of their fact. Times in ms.
 *
 * A boolean is a rule that can be switched off. `hostdown test --break FACT` perturbs all entries of one fact: labs that cite it must go red.
 */
export const constants = {
  ...modelConstants,
  ...haConstants,
  ...drsConstants,
  ...vmotionConstants,
  ...snapshotConstants,
  ...ftConstants,
} as const

export type Constants = Widen<typeof constants>

/** Facts that only work out what another says: they have its numbers and rules. */
const workedOutOf: { readonly [factId: string]: keyof typeof constants } = {
  ...Object.fromEntries(['031', '032', '033', '034', '035', '036', '037', '038', '039', '040'].map((example) => [`DRS-${example}`, 'DRS-030'])),
  // That rules are looked at one by one, with the VMs that run, is how they are corrected.
  'DRS-004': 'DRS-062',
  'DRS-071': 'DRS-070',
  'DRS-074': 'VM-016',
  'DRS-077': 'VM-015',
  'DRS-099': 'VM-003',
  'DRS-100': 'VM-060',
  'DRS-101': 'VM-060',
  'DRS-103': 'HA-109',
  'DRS-105': 'HA-162',
  'DRS-108': 'HA-105',
  'DRS-110': 'HA-167',
  'HA-177': 'HA-012',
}

/** The constants with all entries of one fact changed, or null when that fact has none. */
export function perturb(factId: string): Constants | null {
  const own = workedOutOf[factId]
  if (own !== undefined) return perturb(own)
  const entry = (constants as Record<string, Record<string, unknown>>)[factId]
  if (entry === undefined) return null
  const changed = Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, perturbed(value)]))
  return { ...constants, [factId]: changed } as Constants
}

function perturbed(value: unknown): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return Math.floor(value * 1.5) + 1
  if (Array.isArray(value)) return value.map(perturbed)
  throw new Error('a constant is a number, a rule or a list of numbers')
}
