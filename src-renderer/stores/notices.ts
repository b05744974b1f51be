/** Short messages for the person at the window; the app shows and removes them. */
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Phrase } from '../../src-main/contract/texts/language.ts'
import type { MessageKey } from '../i18n/en.ts'

export interface Notice {
  readonly id: number
  readonly kind: 'info' | 'warning' | 'error'
  /** A key of the interface's own texts, or a text in both languages: it follows the language of the window while it is there. */
  readonly text: Phrase | { readonly key: MessageKey; readonly values?: { readonly [name: string]: string | number | Phrase } }
  /** A button beside the text: its word, and what it does. */
  readonly action?: { readonly key: MessageKey; readonly run: () => void }
}

export const useNoticeStore = defineStore('notices', () => {
  const pending = ref<Notice[]>([])
  let nextId = 1

  function post(kind: Notice['kind'], text: Notice['text'], action?: Notice['action']): void {
    pending.value = [...pending.value, { id: nextId++, kind, text, ...(action === undefined ? {} : { action }) }]
  }

  function take(): readonly Notice[] {
    const taken = pending.value
    pending.value = []
    return taken
  }

  return { pending, post, take }
})
