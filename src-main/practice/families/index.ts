/** All question families, by id. */
import type { AnyFamily } from '../kit/family.ts'
import { admissionFamilies } from './admission/index.ts'
import { drsFamilies } from './drs/index.ts'
import { haFamilies } from './ha/index.ts'
import { mobilityFamilies } from './mobility/index.ts'

export const families: readonly AnyFamily[] = [...admissionFamilies, ...haFamilies, ...drsFamilies, ...mobilityFamilies].sort((a, b) =>
  a.id < b.id ? -1 : 1,
)
