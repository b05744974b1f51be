/**
 * What the person chose about the window. The data folder keeps it (`settings.*` of the API); a copy in the browser's own storage is there for
 * the first paint, and for as long as nothing can be kept.
 */
import { usePreferredLanguages, usePreferredReducedMotion, usePreferredColorScheme } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Settings, Speed } from '../../src-main/contract/api.ts'
import type { Language } from '../../src-main/contract/texts/language.ts'
import { useApi } from '../api/client.ts'
import type { ThemeName } from '../styles/tokens.ts'

const storageKey = 'hostdown.window'
/** Dragging a pane changes its size many times a second. */
const sendDelayMs = 400

export interface PaneSizes {
  left: number
  right: number
  bottom: number
  events: number
  guided: number
}

export const defaultPanes: PaneSizes = { left: 232, right: 396, bottom: 252, events: 0.44, guided: 288 }
const defaultHidden: readonly string[] = ['heat', 'heatMemory', 'heatScore', 'pools', 'datastoreHeartbeats']

const unchosen: Settings = { language: null, theme: null, motion: null, speed: null, panes: null, hiddenLayers: null }

type Check = { readonly [key in keyof Settings]: (value: unknown) => boolean }
/** By hand, so that the window does not carry a schema library for six values. */
const understood: Check = {
  language: (value) => value === 'en' || value === 'ko',
  theme: (value) => value === 'light' || value === 'dark',
  motion: (value) => value === 'full' || value === 'reduced',
  speed: (value) => value === 'max' || (typeof value === 'number' && value >= 0.1),
  panes: (value) => typeof value === 'object' && value !== null && Object.values(value).every((size) => typeof size === 'number' && size >= 0),
  hiddenLayers: (value) => Array.isArray(value) && value.every((layer) => typeof layer === 'string'),
}

/** Each value by itself: one that is not understood is left out, the others hold. */
function load(): Settings {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}')
    if (typeof saved !== 'object' || saved === null) return unchosen
    const known = Object.entries(saved).filter(([key, value]) => understood[key as keyof Settings]?.(value) === true)
    return { ...unchosen, ...(Object.fromEntries(known) as Partial<Settings>) }
  } catch {
    // Storage may be blocked or hold something else; the defaults are good.
    return unchosen
  }
}

function isUnset(settings: Settings): boolean {
  return Object.values(settings).every((value) => value === null)
}

export const usePrefsStore = defineStore('prefs', () => {
  const languages = usePreferredLanguages()
  const scheme = usePreferredColorScheme()
  const systemMotion = usePreferredReducedMotion()

  const settings = shallowRef<Settings>(load())
  /** Changed here, and not yet known to be kept. */
  const unsent = ref<Partial<Settings>>({})
  let timer: ReturnType<typeof setTimeout> | null = null

  const language = computed<Language>({
    get: () => settings.value.language ?? (languages.value[0]?.toLowerCase().startsWith('ko') === true ? 'ko' : 'en'),
    set: (value) => change({ language: value }),
  })
  const theme = computed<ThemeName>({
    get: () => settings.value.theme ?? (scheme.value === 'light' ? 'light' : 'dark'),
    set: (value) => change({ theme: value }),
  })
  /** True where nothing should move by itself. */
  const reducedMotion = computed(() => (settings.value.motion ?? (systemMotion.value === 'reduce' ? 'reduced' : 'full')) === 'reduced')
  const speed = computed<Speed | null>({ get: () => settings.value.speed, set: (value) => change({ speed: value }) })
  const panes = computed<PaneSizes>({
    get: () => ({ ...defaultPanes, ...settings.value.panes }),
    set: (value) => change({ panes: { ...value } }, sendDelayMs),
  })
  const hiddenLayers = computed<readonly string[]>({
    get: () => settings.value.hiddenLayers ?? defaultHidden,
    set: (value) => change({ hiddenLayers: [...value] }),
  })

  function remember(): void {
    try {
      localStorage.setItem(storageKey, JSON.stringify(settings.value))
    } catch {
      // Without storage the choice lasts as long as the window.
    }
  }

  /** Takes over what the data folder has; what was changed here meanwhile stands above it. */
  function apply(kept: Settings): void {
    settings.value = { ...kept, ...unsent.value }
    remember()
  }

  /** At the start. A data folder in which nothing has been chosen yet takes over what this window remembers. */
  function begin(kept: Settings): void {
    if (isUnset(kept) && !isUnset(settings.value)) change(settings.value)
    else apply(kept)
  }

  async function send(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const sending = unsent.value
    if (Object.keys(sending).length === 0) return
    try {
      const kept = await useApi().invoke('settings.set', sending)
      unsent.value = Object.fromEntries(
        Object.entries(unsent.value).filter(([key, value]) => sending[key as keyof Settings] !== value),
      ) as Partial<Settings>
      apply(kept)
    } catch {
      // A choice about the window is no reason to stop anybody: the copy of the window keeps it, and the next change sends it along.
    }
  }

  function change(part: Partial<Settings>, delayMs = 0): void {
    settings.value = { ...settings.value, ...part }
    unsent.value = { ...unsent.value, ...part }
    remember()
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void send(), delayMs)
  }

  return { settings, language, theme, reducedMotion, speed, panes, hiddenLayers, begin, apply, change, send }
})
