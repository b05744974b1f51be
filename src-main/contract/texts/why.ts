/** The sentence behind a decision, from its key and its inputs; unknown keys fall back to their words and inputs. */
import type { Rejected, Why } from '../events.ts'
import { formatSeconds } from './format.ts'
import { plainValue, readFields } from './fields.ts'
import { plainWords, type Language } from './language.ts'
import { refusalCodes, refusalText } from './refusals.ts'
import { rejectedEn, whyEn } from './why-en.ts'
import { rejectedKo, whyKo } from './why-ko.ts'

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `silentMs: 3000` → `silent 3 s`; other inputs by their words. */
function genericInput(key: string, value: unknown, language: Language): string {
  if (key.endsWith('Ms') && typeof value === 'number') return `${plainWords(key.slice(0, -2))} ${formatSeconds(value, language)}`
  const text = plainValue(value, language)
  return text === '' ? '' : `${plainWords(key)} ${text}`
}

/** Why a decision was taken, as one sentence without a full stop. Durations (`…Ms` inputs) are shown in seconds. */
export function whyText(why: Pick<Why, 'decision' | 'inputs'> & Partial<Pick<Why, 'rejected'>>, language: Language): string {
  const sentences = language === 'ko' ? whyKo : whyEn
  const sentence = Object.hasOwn(sentences, why.decision) ? sentences[why.decision] : undefined
  if (sentence !== undefined) return sentence(readFields(why.inputs, language))
  const inputs = Object.entries(why.inputs)
    .map(([key, value]) => genericInput(key, value, language))
    .filter((text) => text !== '')
  const head = sentenceCase(plainWords(why.decision)) || (language === 'ko' ? '결정' : 'A decision')
  return inputs.length === 0 ? head : `${head}: ${inputs.join(', ')}`
}

/** Why an option was not taken: `Host B: too little unreserved memory`. */
export function rejectedText(rejected: Pick<Rejected, 'option' | 'reason'>, language: Language): string {
  const reasons = language === 'ko' ? rejectedKo : rejectedEn
  const known = Object.hasOwn(reasons, rejected.reason) ? reasons[rejected.reason] : undefined
  const reason = known ?? (refusalCodes.includes(rejected.reason) ? refusalText(rejected.reason, language) : plainWords(rejected.reason))
  return rejected.option === '' ? reason : `${rejected.option}: ${reason}`
}
