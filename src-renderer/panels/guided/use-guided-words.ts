/** Texts of guided labs in the window's language, and what their states are called. */
import { computed } from 'vue'
import type { Json } from '../../../src-main/contract/events.ts'
import type { Against, ConditionResult, GuidedCard, GivenCommand, Verdict } from '../../../src-main/contract/practice/guided-course.ts'
import { argumentTargets } from '../../../src-main/contract/texts/targets.ts'
import { pick } from '../../../src-main/contract/texts/language.ts'
import type { MessageKey } from '../../i18n/en.ts'
import { useT } from '../../i18n/index.ts'
import { useTexts } from '../../i18n/texts.ts'
import { propertyName } from '../../i18n/property-names.ts'
import { usePrefsStore } from '../../stores/prefs.ts'
import { propertyValue } from '../inspector/properties.ts'
import { AgainstWords } from './against-words.ts'

type Words = { readonly en: string; readonly ko: string }

export type Standing = 'fresh' | 'begun' | 'solved'

export const standingOf = ({ progress }: Pick<GuidedCard, 'progress'>): Standing =>
  progress === null ? 'fresh' : progress.report === null ? 'begun' : 'solved'

/** Shape and colour of a verdict: the shape alone tells it too. */
export const verdictLook = {
  held: { glyph: 'check', hue: 'green' },
  open: { glyph: 'hollow', hue: 'faint' },
  failed: { glyph: 'cross', hue: 'red' },
  untried: { glyph: 'dots', hue: 'blue' },
} as const satisfies { readonly [verdict in Verdict]: { readonly glyph: string; readonly hue: string } }

export function useGuidedWords() {
  const t = useT()
  const texts = useTexts()
  const prefs = usePrefsStore()
  const say = computed(
    () =>
      ({ en, ko }: Words): string =>
        pick([en, ko], prefs.language),
  )
  const verdict = (of: Verdict): string => t(`guided.verdict.${of}` as MessageKey)
  const standing = (card: Pick<GuidedCard, 'progress'>): string => t(`guided.standing.${standingOf(card)}` as MessageKey)
  /** What the state of a VM is called that is told beforehand. */
  const field = (name: string): string => propertyName(name, prefs.language).label
  const value = (name: string, of: Json): string => propertyValue('vm', name, of, prefs.language)
  const words = computed(() => new AgainstWords(t, prefs.language, ({ field: name }, told) => ({ field: field(name), value: value(name, told) })))
  const against = (found: Against): readonly string[] => words.value.against(found)
  const seen = (found: ConditionResult['seen'][number]): readonly string[] => words.value.seen(found)
  const command = ({ do: name, args }: GivenCommand): string => {
    const about = argumentTargets(args, prefs.language)
    return about === '' ? texts.value.command(name) : `${texts.value.command(name)} · ${about}`
  }
  /** Whole seconds. */
  const spent = (ms: number): string => texts.value.duration(Math.round(ms / 1000) * 1000)
  return { say, verdict, standing, field, value, command, spent, against, seen }
}
