/** Korean texts of the facts about vSphere HA. */
import { admissionKoreanTexts } from './ha/admission.ko.ts'
import { agentKoreanTexts } from './ha/agents.ko.ts'
import { failureKoreanTexts } from './ha/failures.ko.ts'
import { interplayKoreanTexts } from './ha/interplay.ko.ts'
import { monitoringKoreanTexts } from './ha/monitoring.ko.ts'
import { restartKoreanTexts } from './ha/restarts.ko.ts'
import type { KoreanTexts } from './korean-text.ts'

export const haKoreanTexts: KoreanTexts = {
  ...agentKoreanTexts,
  ...failureKoreanTexts,
  ...restartKoreanTexts,
  ...monitoringKoreanTexts,
  ...admissionKoreanTexts,
  ...interplayKoreanTexts,
}
