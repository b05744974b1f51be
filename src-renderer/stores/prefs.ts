/** What the person chose about the window itself; kept in the browser's own storage. */
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import type { Language } from '../../src-main/contract/texts/language.ts'
import type { ThemeName } from '../styles/tokens.ts'

const storageKey = 'hostdown.window'

export interface PaneSizes {
  left: number
  right: number
  bottom: number
  events: number
}

export const defaultPanes: PaneSizes = { left: 232, right: 396, bottom: 252, events: 0.44 }

interface Saved {
  language?: Language
  theme?: ThemeName
  panes?: Partial<PaneSizes>
}

function load(): Saved {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}')
    return typeof saved === 'object' && saved !== null ? (saved as Saved) : {}
  } catch {
    // Storage may be blocked or hold something else; the defaults are good.
    return {}
  }
}

function systemLanguage(): Language {
  return typeof navigator !== 'undefined' && navigator.language.toLowerCase().startsWith('ko') ? 'ko' : 'en'
}

function systemTheme(): ThemeName {
  return typeof matchMedia === 'function' && matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
}

export const usePrefsStore = defineStore('prefs', () => {
  const saved = load()
  const language = ref<Language>(saved.language === 'ko' || saved.language === 'en' ? saved.language : systemLanguage())
  const theme = ref<ThemeName>(saved.theme === 'light' || saved.theme === 'dark' ? saved.theme : systemTheme())
  const panes = ref<PaneSizes>({ ...defaultPanes, ...saved.panes })

  watch(
    [language, theme, panes],
    () => {
      try {
        localStorage.setItem(storageKey, JSON.stringify({ language: language.value, theme: theme.value, panes: panes.value } satisfies Saved))
      } catch {
        // Without storage the choice lasts as long as the window.
      }
    },
    { deep: true },
  )

  return { language, theme, panes }
})
