/** One component over a run of a test, without the window around it. */
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import type { Component, Plugin } from 'vue'
import { installApi } from '../api/client.ts'
import { createTexts } from '../i18n/index.ts'
import { usePrefsStore } from '../stores/prefs.ts'
import { useRunStore } from '../stores/run.ts'
import { useSelectionStore } from '../stores/selection.ts'
import type { FakeRun } from './fake-run.ts'

/** Opens the run in stores that are new; what a component needs of its window. */
export async function startRun(fake: FakeRun, language: 'en' | 'ko' = 'en'): Promise<Plugin[]> {
  installApi(fake.transport())
  const pinia = createPinia()
  setActivePinia(pinia)
  usePrefsStore().language = language
  await useRunStore().start()
  return [pinia, createTexts(language)]
}

export interface OverOptions {
  readonly language?: 'en' | 'ko'
  /** The instant shown, ms; else the start. */
  readonly t?: number
  /** Selected. */
  readonly vm?: string | null
  readonly props?: Record<string, unknown>
}

export async function mountOver(fake: FakeRun, component: Component, { language, t, vm = null, props = {} }: OverOptions = {}): Promise<VueWrapper> {
  const plugins = await startRun(fake, language)
  if (t !== undefined) fake.goTo(t)
  await flushPromises()
  if (vm !== null) useSelectionStore().select({ kind: 'vm', name: vm })
  const wrapper = mount(component, { props, global: { plugins }, attachTo: document.body }) as VueWrapper
  await flushPromises()
  return wrapper
}
