/** Korean texts of the facts about DRS, resource pools, rules, power management and EVC. */
import { automationKoreanTexts } from './drs/automation.ko.ts'
import { balancingKoreanTexts } from './drs/balancing.ko.ts'
import { hostKoreanTexts } from './drs/hosts.ko.ts'
import { poolKoreanTexts } from './drs/pools.ko.ts'
import type { KoreanTexts } from './korean-text.ts'

export const drsKoreanTexts: KoreanTexts = {
  ...automationKoreanTexts,
  ...balancingKoreanTexts,
  ...hostKoreanTexts,
  ...poolKoreanTexts,
}
