import type { AnyFamily } from '../../kit/family.ts'
import { initialPlacement } from './f22-placement.ts'
import { drsRecommendation } from './f23-recommendation.ts'
import { whichAutomation } from './f24-which-automation.ts'
import { ruleConflict } from './f25-rule-conflict.ts'
import { maintenanceMode } from './f26-maintenance.ts'
import { sharesUnderContention } from './f27-shares.ts'
import { expandableReservation } from './f28-expandable.ts'
import { poolDilution } from './f29-dilution.ts'
import { highestEvcMode } from './f30-evc-mode.ts'
import { evcModeChange } from './f31-evc-change.ts'
import { vclsAgents } from './f39-vcls.ts'

export const drsFamilies: readonly AnyFamily[] = [
  initialPlacement,
  drsRecommendation,
  whichAutomation,
  ruleConflict,
  maintenanceMode,
  sharesUnderContention,
  expandableReservation,
  poolDilution,
  highestEvcMode,
  evcModeChange,
  vclsAgents,
]
