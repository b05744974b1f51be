import type { AnyFamily } from '../../kit/family.ts'
import { sharesUnderContention } from './f27-shares.ts'
import { expandableReservation } from './f28-expandable.ts'
import { poolDilution } from './f29-dilution.ts'
import { highestEvcMode } from './f30-evc-mode.ts'
import { evcModeChange } from './f31-evc-change.ts'

export const drsFamilies: readonly AnyFamily[] = [sharesUnderContention, expandableReservation, poolDilution, highestEvcMode, evcModeChange]
