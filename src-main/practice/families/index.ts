/** All question families, by id. */
import type { AnyFamily } from '../kit/family.ts'
import { admissionFamilies } from './admission/index.ts'
import { drsFamilies } from './drs/index.ts'
import { haFamilies } from './ha/index.ts'
import { mobilityFamilies } from './mobility/index.ts'

export const families: readonly AnyFamily[] = [...admissionFamilies, ...haFamilies, ...drsFamilies, ...mobilityFamilies].sort((a, b) =>
  a.id < b.id ? -1 : 1,
)

const byId: ReadonlyMap<string, AnyFamily> = new Map(families.map((family) => [family.id, family]))

export function familyById(id: string): AnyFamily | undefined {
  return byId.get(id)
}
