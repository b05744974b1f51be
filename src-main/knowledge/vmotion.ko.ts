/** Korean texts of the facts about vMotion. */
import { migrationKoreanTexts } from './vmotion/migrations.ko.ts'
import { preCopyKoreanTexts } from './vmotion/pre-copy.ko.ts'
import type { KoreanTexts } from './korean-text.ts'

export const vmotionKoreanTexts: KoreanTexts = {
  ...preCopyKoreanTexts,
  ...migrationKoreanTexts,
}
