/** Texts of guided labs in the window's language, and what their states are called. */
import { computed } from 'vue'
import type { GuidedCard, GivenCommand, Verdict } from '../../../src-main/contract/practice/guided-course.ts'
import { argumentTargets } from '../../../src-main/contract/texts/targets.ts'
import { pick } from '../../../src-main/contract/texts/language.ts'
import type { MessageKey } from '../../i18n/en.ts'
import { useT } from '../../i18n/index.ts'
import { useTexts } from '../../i18n/texts.ts'
import { usePrefsStore } from '../../stores/prefs.ts'

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
  const field = (name: string): string => (['host', 'power', 'lockHolder'].includes(name) ? t(`guided.field.${name}` as MessageKey) : name)
  const value = (of: string): string => (of === 'on' || of === 'off' ? t(`guided.power.${of}` as MessageKey) : of)
  const command = ({ do: name, args }: GivenCommand): string => {
    const about = argumentTargets(args, prefs.language)
    return about === '' ? texts.value.command(name) : `${texts.value.command(name)} · ${about}`
  }
  /** Whole seconds. */
  const spent = (ms: number): string => texts.value.duration(Math.round(ms / 1000) * 1000)
  return { say, verdict, standing, field, value, command, spent }
}
