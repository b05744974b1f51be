import type { AnyFamily } from '../../kit/family.ts'
import { preCopyPasses } from './f32-pre-copy.ts'
import { convergence } from './f33-convergence.ts'

export const mobilityFamilies: readonly AnyFamily[] = [preCopyPasses, convergence]
