/** Texts of the window itself. Sentences of events, reasons and states come from the contract (texts.ts). */
import { createI18n, useI18n } from 'vue-i18n'
import { groupThousands } from '../../src-main/contract/texts/format.ts'
import type { Language } from '../../src-main/contract/texts/language.ts'
import { en, type MessageKey } from './en.ts'
import { ko } from './ko.ts'

export type { MessageKey } from './en.ts'

export function createTexts(language: Language) {
  return createI18n({
    legacy: false,
    locale: language,
    fallbackLocale: 'en',
    messages: { en, ko } as Record<string, Record<string, string>>,
    // Keys are flat; dots in them only sort them.
    messageResolver: (messages, key) => (messages as Record<string, string>)[key] ?? null,
    missingWarn: false,
    fallbackWarn: false,
  })
}

type Values = { readonly [name: string]: string | number }

/** Numbers of a text with their thousands set apart. */
const shown = (values: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? groupThousands(String(value)) : value]))

export type Translate = (key: MessageKey, values?: Values) => string

/** Texts without values, by language: the picture asks for thousands, and what compiles messages takes its time with each. */
const plain = new Map<string, Map<MessageKey, string>>()

export function useT(): Translate {
  const { t, locale } = useI18n({ useScope: 'global' })
  return (key, values) => {
    if (values !== undefined) return t(key, shown(values))
    const language = locale.value
    let known = plain.get(language)
    if (known === undefined) plain.set(language, (known = new Map()))
    let text = known.get(key)
    if (text === undefined) known.set(key, (text = t(key)))
    return text
  }
}
