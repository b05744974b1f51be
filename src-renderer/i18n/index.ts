/** Texts of the window itself. Sentences of events, reasons and states come from the contract (texts.ts). */
import { createI18n, useI18n } from 'vue-i18n'
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

export type Translate = (key: MessageKey, values?: { readonly [name: string]: string | number }) => string

export function useT(): Translate {
  const { t } = useI18n({ useScope: 'global' })
  return (key, values) => (values === undefined ? t(key) : t(key, { ...values }))
}
