import type { AnyFamily } from '../../kit/family.ts'
import { sharesUnderContention } from './f27-shares.ts'
import { poolDilution } from './f29-dilution.ts'

export const drsFamilies: readonly AnyFamily[] = [sharesUnderContention, poolDilution]
