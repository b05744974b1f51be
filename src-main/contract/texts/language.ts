/** Languages of every text that a person reads; logs and files stay English. */
export type Language = 'en' | 'ko'

/** One text in both languages: English, Korean. */
export type Phrase = readonly [en: string, ko: string]

export function pick(phrase: Phrase, language: Language): string {
  return language === 'ko' ? phrase[1] : phrase[0]
}

/** One text made in both languages. */
export function inBoth(text: (language: Language) => string): Phrase {
  return [text('en'), text('ko')]
}

/** A Korean noun as the subject: 명령이, 호스트가. Of a Latin word, as it is spoken where it ends like VM. */
export function asSubject(noun: string): string {
  const last = noun.charCodeAt(noun.length - 1)
  const isHangul = last >= 0xac00 && last <= 0xd7a3
  return `${noun}${isHangul && (last - 0xac00) % 28 === 0 ? '가' : '이'}`
}

/** `notEnoughMemory` → `not enough memory`: what is shown for a word that has no text of its own. */
export function plainWords(word: string): string {
  return word
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[._-]+/g, ' ')
    .toLowerCase()
}
